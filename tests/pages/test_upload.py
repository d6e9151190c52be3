"""A file dropped on the Data page, without a browser: looked at, imported, refused."""

import time

import pytest
from streamlit.testing.v1 import AppTest

from analytics import datasets
from analytics.words import LANGUAGES, words
from tests.conftest import as_csv
from tests.pages.conftest import Opener, orders

PICTURE = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
LONGEST_S = 60


def drop(app: AppTest, *files: tuple[str, str | bytes]) -> AppTest:
    """The page once these files lie in its uploader and have been checked."""
    given = [
        (name, content.encode() if isinstance(content, str) else content, "text/csv")
        for name, content in files
    ]
    app.file_uploader[0].set_value(given)
    return rested(app.run())


def imported(app: AppTest) -> AppTest:
    """The page once the import that was asked for has ended."""
    next(button for button in app.button if "Import" in button.label).click()
    return rested(app.run())


def rested(app: AppTest) -> AppTest:
    """The page once nothing is under way that could be cancelled."""
    until = time.monotonic() + LONGEST_S
    while any("Cancel" in button.label for button in app.button):
        assert time.monotonic() < until
        time.sleep(0.2)
        app.run()
    return app


def labels(app: AppTest) -> list[str]:
    return [button.label for button in app.button]


def test_an_import_makes_a_new_current_dataset_and_empties_the_uploader(
    opened_alone: Opener,
) -> None:
    app = imported(drop(opened_alone("data", lang="en"), ("shop.csv", as_csv(orders()))))
    assert not app.exception
    assert not app.error
    assert app.success[0].value == words("en").get("data.imported")
    assert "shop\\.csv" in app.main.caption[0].value
    assert not [label for label in labels(app) if "Import" in label]
    store = datasets.open_store()
    current = store.manifest(store.current() or "")
    assert current.label == "shop.csv"
    assert current.about["count_lines"] == 240
    app.switch_page("pages/repurchase.py").run()
    assert not app.exception
    assert len(app.get("plotly_chart")) == 4


def test_an_import_that_ends_elsewhere_is_told_there(opened_alone: Opener) -> None:
    app = drop(opened_alone("data", lang="en"), ("shop.csv", as_csv(orders())))
    next(button for button in app.button if "Import" in button.label).click().run()
    app.switch_page("pages/supers.py").run()
    until = time.monotonic() + LONGEST_S
    while not app.success:
        assert time.monotonic() < until
        time.sleep(0.3)
        app.run()
    assert "shop\\.csv" in app.main.caption[0].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_picture_called_csv_is_refused_in_words(lang: str, opened: Opener) -> None:
    app = drop(opened("data", lang=lang), ("photo.csv", PICTURE))
    assert not app.exception
    told = words(lang).get("errors.file_not_a_table", file="photo\\.csv", found="PNG")
    assert [error.value for error in app.error] == [told]


def test_a_file_dropped_twice_is_read_once(opened: Opener) -> None:
    content = as_csv(orders(count=20))
    app = drop(opened("data", lang="en"), ("shop.csv", content), ("shop.csv", content))
    assert not app.exception
    assert [label for label in labels(app) if "Import" in label] == ["Import (tables: 1)"]


def test_two_files_of_one_name_are_two_tables(opened: Opener) -> None:
    files = [("shop.csv", as_csv(orders(count=count))) for count in (20, 30)]
    app = drop(opened("data", lang="en"), *files)
    assert not app.exception
    assert [label for label in labels(app) if "Import" in label] == ["Import (tables: 2)"]


def test_a_very_long_name_is_no_trouble(opened: Opener) -> None:
    app = drop(opened("data", lang="en"), (f"{'x' * 251}.csv", as_csv(orders(count=20))))
    assert not app.exception
    assert [label for label in labels(app) if "Import" in label] == ["Import (tables: 1)"]


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
