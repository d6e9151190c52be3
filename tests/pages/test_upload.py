"""A file dropped on the Data page, without a browser: looked at, imported, refused."""

import io
import time
from pathlib import Path

import pytest
import xlsxwriter
from streamlit.testing.v1 import AppTest

from analytics.ingest import sandbox
from analytics.storage import versions
from analytics.words import LANGUAGES, words
from tests.analytics.ingest import old_rule
from tests.conftest import Dataset, Workshop, as_csv, in_this_process
from tests.pages.conftest import Opener, orders

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
LONGEST_S = 60
CANCEL = {words(lang).get("data.cancel") for lang in LANGUAGES}


@pytest.fixture(autouse=True)
def without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the bounded child would do happens in the thread of the job; a server's child is in the
    tests of the browser."""
    monkeypatch.setattr(sandbox, "call", in_this_process)


def drop(app: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    """The page once these files lie in its uploader and have been checked."""
    uploads = [
        (name, content.encode() if isinstance(content, str) else content, "text/csv")
        for name, content in files
    ]
    app.file_uploader[0].set_value(uploads)
    return rested(app.run())


def imported(app: AppTest) -> AppTest:
    """The page once the import that was asked for has ended."""
    next(button for button in app.button if "Import" in button.label).click()
    return rested(app.run())


def rested(app: AppTest) -> AppTest:
    """The page once nothing is under way that could be cancelled."""
    until = time.monotonic() + LONGEST_S
    while any(button.label in CANCEL for button in app.button):
        assert time.monotonic() < until
        time.sleep(0.2)
        app.run()
    return app


def tables(app: AppTest) -> int:
    """How many tables stand ready to be imported."""
    assert "Import" in labels(app)
    return sum("Check the columns" in expander.label for expander in app.expander)


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_an_import_makes_a_new_current_dataset_and_empties_the_uploader(
    opened_alone: Opener,
) -> None:
    app = drop(opened_alone("data", lang="en"), ("shop.csv", as_csv(orders())))
    (name,) = app.text_input
    assert (name.value, name.placeholder) == ("", "My brand")
    name.set_value("Blue Isle")
    app = imported(app)
    assert not app.exception
    assert not app.error
    assert app.title[0].value == words("en").get("container.title")
    assert app.success[0].value.startswith("Blue Isle is imported and open: 240 order lines")
    assert words("en").get("data.see_import") in [link.label for link in app.get("page_link")]
    assert "Blue Isle" in app.main.caption[0].value
    store = versions.open_store()
    current = store.manifest(store.current() or "")
    assert current.label == "Blue Isle"
    assert current.about["count_lines"] == 240
    app.switch_page("pages/data.py").run()
    assert not [label for label in labels(app) if "Import" in label]
    press(app, words("en").get("data.clear"))
    assert "Blue Isle" in written(app)
    app.switch_page("pages/repurchase.py").run()
    assert not app.exception
    assert app.get("plotly_chart")


def test_an_import_that_ends_elsewhere_is_told_there(opened_alone: Opener) -> None:
    app = drop(opened_alone("data", lang="en"), ("shop.csv", as_csv(orders())))
    next(button for button in app.button if "Import" in button.label).click().run()
    app.switch_page("pages/supers.py").run()
    until = time.monotonic() + LONGEST_S
    while not app.success:
        assert time.monotonic() < until
        time.sleep(0.3)
        app.run()
    assert "My brand" in app.main.caption[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_called_csv_is_refused_in_words(lang: str, opened: Opener) -> None:
    app = drop(opened("data", lang=lang), ("photo.csv", PICTURE))
    assert not app.exception
    (error,) = app.error
    named = words(lang).get("errors.file_not_a_table", file="photo\\.csv", found="|").split("|")
    assert error.value.startswith(named[0])
    assert error.value.endswith(named[1])
    assert "PNG" in error.value


def test_a_file_dropped_twice_is_read_once(opened: Opener) -> None:
    content = as_csv(orders(count=20))
    app = drop(opened("data", lang="en"), ("shop.csv", content), ("shop.csv", content))
    assert not app.exception
    assert tables(app) == 1


def test_two_files_of_one_name_are_two_tables(opened: Opener) -> None:
    files = [("shop.csv", as_csv(orders(count=count))) for count in (20, 30)]
    app = drop(opened("data", lang="en"), *files)
    assert not app.exception
    assert tables(app) == 2


def test_a_very_long_name_is_no_trouble(opened: Opener) -> None:
    app = drop(opened("data", lang="en"), (f"{'x' * 251}.csv", as_csv(orders(count=20))))
    assert not app.exception
    assert tables(app) == 1


def test_a_sheet_nobody_recognises_asks_which_table_it_is(opened: Opener) -> None:
    app = drop(opened("data", lang="en"), ("notes.csv", "colour,shape\nred,round\nblue,flat\n"))
    assert not app.exception
    assert "not recognised" in app.expander[0].label
    assert not [label for label in labels(app) if "Import" in label]
    assert "is not recognised as any table" in app.error[0].value


def test_a_corrected_column_survives_a_switch_of_language(opened: Opener) -> None:
    app = drop(opened("data", lang="en"), ("shop.csv", as_csv(orders(count=20))))
    box = next(box for box in app.selectbox if box.label == "Amount paid")
    box.set_value("").run()
    assert not app.exception
    app.sidebar.segmented_control[0].set_value("zh-Hans").run()
    label = words("zh-Hans").get("columns.orders.amount")
    assert next(box for box in app.selectbox if box.label == label).value == ""


def test_a_widget_whose_first_run_was_cut_short_is_drawn_with_what_it_shows(
    opened_alone: Opener,
) -> None:
    """What is set through a key is lost with that run: the browser is left with the default."""
    content = as_csv(orders(count=20))
    app = imported(drop(opened_alone("data", lang="en"), ("may.csv", content)))
    app = drop(app.switch_page("pages/data.py").run(), ("june.csv", as_csv(orders(count=30))))
    for _ in range(2):
        choices = [
            (widget, widget.options.index(widget.format_func(widget.value)))
            for widget in (*app.main.selectbox, *app.main.radio)
            if ".tray." in str(widget.key)
        ]
        assert {widget.proto.default for widget, _ in choices} > {0}
        assert [widget.proto.default for widget, _ in choices] == [index for _, index in choices]
        ticks = [box for box in app.main.checkbox if ".tray." in str(box.key)]
        assert ticks
        assert [box.proto.default for box in ticks] == [box.value for box in ticks]
        app.run()


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if label in button.label).click()
    return rested(app.run())


def test_a_suggested_mend_counts_once_it_is_taken(opened: Opener) -> None:
    rows = orders(count=20)
    rows[3]["amount"] = "about 99"
    app = drop(opened("data", lang="en"), ("shop.csv", as_csv(rows)))
    assert metrics(app)["Set aside"] == "1"
    assert metrics(app)["Corrected"] == "0"
    app = press(app, "Take the suggestion")
    assert not app.exception
    assert (metrics(app)["Set aside"], metrics(app)["Corrected"]) == ("0", "1")
    app = press(app, "Undo all corrections")
    assert metrics(app)["Set aside"] == "1"


def test_next_month_s_file_is_known_and_added_without_counting_twice(opened_alone: Opener) -> None:
    def month(first: int, last: int) -> str:
        return as_csv(orders(count=last)[first:]).replace("order_id", "Bon")

    app = drop(opened_alone("data", lang="en"), ("may.csv", month(0, 200)))
    missed = words("en").get("data.unmatched")
    next(box for box in app.selectbox if box.label == missed).set_value("order_id")
    app = rested(app.run())
    box = next(box for box in app.selectbox if box.label == "Order number")
    box.set_value("Bon").run()
    app = imported(rested(app))
    assert not app.error
    app = drop(app.switch_page("pages/data.py").run(), ("june.csv", month(150, 240)))
    assert "The same kind of table as may\\.csv" in " ".join(
        element.value for element in app.markdown
    )
    assert next(box for box in app.selectbox if box.label == "Order number").value == "Bon"
    (where,) = [radio for radio in app.radio if "go" in radio.label]
    assert where.value == "update"
    assert "40 lines are new, 0 have changed, 50 are the same" in " ".join(
        element.value for element in app.markdown
    )
    app = imported(app)
    store = versions.open_store()
    assert store.manifest(store.current() or "").about["count_lines"] == 240
    again = "When it was added, 50 lines were there already and count only once."
    assert again in written(app.switch_page("pages/data.py").run())


def written(app: AppTest) -> str:
    return " ".join(element.value for element in (*app.markdown, *app.warning))


def test_a_line_with_other_money_is_shown_with_both_values_before_it_is_saved(
    opened_alone: Opener,
) -> None:
    rows = orders(count=30)
    app = imported(drop(opened_alone("data", lang="en"), ("may.csv", as_csv(rows))))
    rows[7] = rows[7] | {"amount": 1}
    app = drop(app.switch_page("pages/data.py").run(), ("june.csv", as_csv(rows)))
    assert "0 lines are new, 1 has changed, 29 are the same" in written(app)
    assert "1 of the changed lines now has another amount or quantity" in written(app)
    (expander,) = [part for part in app.expander if "before and now" in part.label]
    shown = expander.dataframe[0].value.to_dict("records")
    assert [(row["Order"], row["Amount before"], row["Amount now"]) for row in shown] == [
        ("O7", 100, 1)
    ]


def test_files_that_overlap_say_so_and_may_all_be_counted(opened: Opener) -> None:
    rows = orders(count=30)
    files = [("a.csv", as_csv(rows[:20])), ("b.csv", as_csv(rows[10:]))]
    app = drop(opened("data", lang="en"), *files)
    assert "10 lines of a\\.csv" in written(app), written(app)[-1500:]
    assert "appear in b\\.csv too and count only once" in written(app)
    assert metrics(app)["Used"] == "30"
    app = press(app, "Count everything")
    assert metrics(app)["Used"] == "40"
    assert words("en").get("checking.repeats_kept") in written(app)
    assert metrics(press(app, "Count once"))["Used"] == "30"


def test_a_table_that_sums_up_another_says_so(opened: Opener) -> None:
    rows = orders(count=30)
    amounts: dict[str, float] = {}
    for row in rows:
        month = f"{row['ordered_at']}"[:7] + "-01"
        amounts[month] = amounts.get(month, 0) + float(str(row["amount"]))
    months = [{"ordered_at": month, "amount": amount} for month, amount in amounts.items()]
    files = [("lines.csv", as_csv(rows)), ("months.csv", as_csv(months))]
    app = drop(opened("data", lang="en"), *files)
    assert "months\\.csv has the same amounts as lines\\.csv" in written(app)
    assert metrics(app)["Used"] == "30"


def test_a_hidden_sheet_is_named_and_read_by_a_tick(opened: Opener) -> None:
    rows = orders(count=30)
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, sheet_rows in (("May", rows[:20]), ("Copy", rows[20:])):
        sheet = book.add_worksheet(name)
        for place, cells in enumerate([list(rows[0]), *(row.values() for row in sheet_rows)]):
            sheet.write_row(place, 0, list(map(str, cells)))
    sheet.hide()
    book.close()
    app = drop(opened("data", lang="en"), ("a.xlsx", out.getvalue()))
    assert "Left out: hidden sheet Copy" in written(app)
    assert metrics(app)["Used"] == "20"
    next(box for box in app.checkbox if "Read Copy too" in box.label).check()
    app = rested(app.run())
    assert not app.exception
    assert metrics(app)["Used"] == "30"


def of_the_former_release(tmp_path: Path) -> tuple[Dataset, Dataset]:
    """September, and October added to it by the rule that took refunds for sales."""
    workshop = Workshop(tmp_path)
    sale = orders(count=3)
    first = workshop.rows(sale)
    refund = sale[1] | {"ordered_at": "2025-10-03", "amount": -50}
    return first, old_rule.update(workshop, [refund], first)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_dataset_an_earlier_release_updated_is_built_anew(
    lang: str, opened_alone: Opener, tmp_path: Path
) -> None:
    first, lossy = of_the_former_release(tmp_path)
    app = opened_alone("data", lang=lang, data=lossy.version)
    assert not app.exception
    amount = first.manifest.about["amount"] - lossy.manifest.about["amount"] - 50
    sentence = words(lang).get("data.loss", name="orders\\.csv", lines="1", amount="101.00")
    assert amount == 101
    assert sentence in written(app)
    app = press(app, words(lang).get("data.rebuild"))
    assert not app.exception
    assert not app.error
    store = versions.open_store()
    anew = store.manifest(store.current() or "")
    assert anew.about["amount"] == first.manifest.about["amount"] - 50
    assert words(lang).get("data.rebuild") not in labels(app)


def test_a_dataset_whose_imports_were_deleted_says_so(opened_alone: Opener, tmp_path: Path) -> None:
    first, lossy = of_the_former_release(tmp_path)
    first.store.delete(first.version)
    app = opened_alone("data", lang="en", data=lossy.version)
    assert not app.exception
    assert "up to 1 line may be missing" in written(app)
    assert words("en").get("data.rebuild_missing") in written(app)
    assert words("en").get("data.rebuild") not in labels(app)


def test_dates_that_can_be_read_two_ways_are_asked_about(opened: Opener) -> None:
    lines = [f"A{n},{1 + n % 5}/{2 + n % 7}/24,C{n % 3},P1,1{n}" for n in range(12)]
    content = "\n".join(["order_id,date,customer_id,sku,amount", *lines])
    app = drop(opened("data", lang="en"), ("shop.csv", content))
    assert "can be read in two ways" in app.error[0].value
    app = press(app, "Day first")
    assert not app.error
    assert metrics(app)["Used"] == "12"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_orders_and_their_items_are_read_as_one_table(lang: str, opened: Opener) -> None:
    heads = [f"A{n},2024-01-{1 + n % 27:02},C{n % 9},90" for n in range(30)]
    items = [f"A{n},P{m},1,{10 * m}" for n in range(30) for m in (1, 2)]
    app = drop(
        opened("data", lang=lang),
        ("orders.csv", "\n".join(["order_id,order_date,customer_id,order_total", *heads])),
        ("items.csv", "\n".join(["order_id,sku,quantity,amount", *items])),
    )
    assert not app.exception
    assert not app.error
    assert metrics(app)[words(lang).get("checking.rows_kept")] == "60"
    assert metrics(app)[words(lang).get("checking.amount")] == "900.00"
    app.checkbox[0].uncheck().run()
    assert not rested(app).exception


def test_a_mistyped_year_is_asked_about_and_set_aside_unless_it_is_right(opened: Opener) -> None:
    content = as_csv(orders()) + as_csv([{**orders(count=1)[0], "ordered_at": "2062-03-05"}])
    content = content.replace("\n" + content.splitlines()[0], "", 1)
    app = drop(opened("data", lang="en"), ("shop.csv", content))
    why = words("en").get("checking.astray_why")
    assert any(why in element.value for element in app.markdown)
    assert metrics(app)["Set aside"] == "1"
    press(app, "The dates are right")
    assert metrics(app)["Set aside"] == "0"
    counted = words("en").get("checking.astray_kept")
    assert counted in [element.value for element in app.markdown]
    press(app, "Set them aside")
    assert metrics(app)["Set aside"] == "1"
    clean = drop(opened("data", lang="en"), ("shop.csv", as_csv(orders())))
    assert "The dates are right" not in labels(clean)


def test_files_whose_names_look_like_patterns_are_each_read_as_themselves(
    opened_alone: Opener,
) -> None:
    names = (
        "orders[1].csv",
        "orders1.csv",
        "a*.csv",
        "{a,b}?.csv",
        "$(x) 'y' 50%.csv",
        "-\U0001f600.csv",
    )
    rows = orders()
    files = [
        (name, as_csv(rows[place * 10 : place * 10 + 10 + place]))
        for place, name in enumerate(names)
    ]
    app = drop(opened_alone("data", lang="en"), *files)
    assert not app.exception
    assert not app.error
    app = imported(app)
    assert not app.exception
    store = versions.open_store()
    manifest = store.manifest(store.current() or "")
    assert [file["file"] for file in manifest.files] == list(names)
    assert [file["rows_read"] for file in manifest.files] == [10 + n for n in range(len(names))]


def test_bytes_that_two_encodings_read_are_asked_about(opened_alone: Opener) -> None:
    text = as_csv([row | {"gender": "\u5973"} for row in orders()[:9]])
    app = drop(opened_alone("data", lang="en"), ("march.csv", text.encode("gb18030")))
    assert not app.exception
    assert "several ways" in app.error[0].value
    assert not [label for label in labels(app) if "Import" in label]
    choice = next(box for box in app.selectbox if "Big5" in box.options)
    choice.set_value("gb18030")
    app = rested(app.run())
    assert not app.exception
    assert not app.error
    assert [label for label in labels(app) if "Import" in label]


def test_people_joined_are_said_and_stay_as_written_where_somebody_wants_it(
    opened: Opener,
) -> None:
    """One person in two spellings, and a buyer the platform has hidden."""
    text = "order_id,date,customer_id,amount\n"
    ids = ("ana@example.com", "Ana@Example.com", "t**8", "bo@example.com")
    text += "".join(f"O{n},2024-01-0{n},{code},10\n" for n, code in enumerate(ids, 1))
    app = drop(opened("data", lang="en"), ("shop.csv", text))
    said = " ".join(element.value for element in app.markdown)
    assert "so they were joined" in said
    assert "has hidden the buyer of 1 row" in said
    press(app, "Use the ids as written")
    as_written = words("en").get("checking.ids_as_written")
    assert any(as_written in element.value for element in app.markdown)
    press(app, "Join different spellings of one person")
    assert "Use the ids as written" in labels(app)
    clean = drop(opened("data", lang="en"), ("shop.csv", as_csv(orders())))
    assert "Use the ids as written" not in labels(clean)


def test_money_that_may_be_thousands_is_asked_about(opened: Opener) -> None:
    text = "order_id,date,customer_id,amount\n1,2024-01-05,a,1.234\n2,2024-01-06,b,2.451\n"
    app = drop(opened("data", lang="en"), ("shop.csv", text))
    press(app, words("en").get("checking.decimals.comma"))
    assert not app.exception
    assert metrics(app)["Used"] == "2"
    assert any("3,685" in str(value) for value in metrics(app).values())
