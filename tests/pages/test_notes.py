"""Alerts first, then notes: written, changed, taken back, marked on charts, never a markup."""

from datetime import date
from io import BytesIO
from zipfile import ZipFile

import polars as pl
import pytest

from analytics import exports
from analytics.notes import store as notes
from analytics.notes.note import Decision, Evidence, Note
from tests.pages.conftest import Opener
from ui import cache, noted

HOSTILE = "<b>x</b> **y** [z](http://e.example) $a$"


@pytest.fixture(autouse=True)
def _no_notes_left(home):
    yield
    for path in (home.root / "notes").glob("*"):
        path.unlink()


def button(app, key: str):
    return next(element for element in app.button if element.key == key)


def field(app, label: str):
    fields = (*app.text_input, *app.number_input, *app.selectbox)
    return next(element for element in fields if element.label == label)


def spoken(app) -> str:
    return "\n".join(element.value for element in (*app.markdown, *app.caption))


def test_the_first_line_says_what_left_its_normal_and_the_promise_follows(opened: Opener) -> None:
    app = opened("notes", lang="en")
    assert "have run" in app.subheader[0].value
    assert "expected about once in 4 years" in spoken(app)


def test_a_note_is_written_shown_as_written_changed_and_taken_back(opened: Opener) -> None:
    app = opened("notes", lang="en")
    button(app, "note.add.note").click().run()
    button(app, "note.save").click().run()
    assert "says nothing" in app.error[0].value
    field(app, "What happened").set_value(HOSTILE).run()
    button(app, "note.save").click().run()
    assert not app.exception
    (note,) = notes.library(cache.store()).notes
    assert note.text == HOSTILE
    assert "\\<b\\>x\\</b\\>" in spoken(app)
    button(app, f"note.edit.{note.id}").click().run()
    field(app, "What happened").set_value("A new courier").run()
    button(app, "note.save").click().run()
    assert [left.text for left in notes.library(cache.store()).notes] == ["A new courier"]
    button(app, f"note.gone.{note.id}").click().run()
    assert notes.library(cache.store()).notes == ()
    assert not app.exception


def test_a_decision_keeps_its_evidence_and_takes_its_result(opened: Opener) -> None:
    app = opened("notes", lang="en")
    button(app, "note.add.decision").click().run()
    field(app, "What was decided").set_value("Pack better").run()
    field(app, "Which figure will tell").set_value("refunds").run()
    button(app, "note.save").click().run()
    assert "expected range" in app.error[0].value
    field(app, "Expected at least (%)").set_value(3.0).run()
    field(app, "Expected at most (%)").set_value(4.0).run()
    button(app, "note.save").click().run()
    (note,) = notes.library(cache.store()).notes
    decision = note.decision
    assert (decision.low, decision.high) == (0.03, 0.04)
    assert decision.evidence.low < decision.evidence.value < decision.evidence.high
    assert "data=v_" in decision.evidence.link
    field(app, "Result (%)").set_value(3.5).run()
    (note,) = notes.library(cache.store()).notes
    assert note.decision.outcome == pytest.approx(0.035)
    assert "as expected" in spoken(app)


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
def test_ten_results_are_drawn_with_how_many_were_expected(opened: Opener, lang: str) -> None:
    for place in range(10):
        decision = Decision(HOSTILE, 1, 3, date(2026, 5, 1), Evidence(), place % 5)
        notes.save(cache.store(), Note(f"d{place}", date(2026, 2, 1), decision=decision))
    app = opened("notes", lang=lang)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 9
    assert "10" in spoken(app)


def test_notes_are_marked_on_the_charts_they_concern_alone(opened: Opener) -> None:
    def marked() -> bool:
        app = opened("repurchase", lang="en", repurchase_part="trend")
        assert not app.exception
        return any("A new courier" in caption.value for caption in app.main.caption)

    assert not marked()
    note = Note("A new courier", date(2026, 3, 4), scope="page", about="gate")
    saved = notes.save(cache.store(), note)
    assert not marked()
    notes.save(cache.store(), Note("A new courier", date(2026, 3, 4), id=saved.id))
    assert marked()


def test_a_file_that_holds_no_note_is_named_on_the_page(opened: Opener, home) -> None:
    (home.root / "notes").mkdir(exist_ok=True)
    (home.root / "notes" / "0123456789ab.json").write_text("{")
    app = opened("notes", lang="en")
    assert "0123456789ab" in app.error[0].value
    assert not app.exception


def test_a_note_on_a_product_that_the_data_do_not_hold_stays_with_it(opened: Opener) -> None:
    note = Note("Out of the range", date(2026, 3, 4), scope="product", about="QY-OLD")
    saved = notes.save(cache.store(), note)
    app = opened("notes", lang="en")
    button(app, f"note.edit.{saved.id}").click().run()
    button(app, "note.save").click().run()
    assert not app.exception
    assert notes.find(cache.store(), saved.id).about == "QY-OLD"


@pytest.mark.parametrize(
    ("day", "sentence"), [(None, "reach this day"), (date(2030, 1, 1), "do not reach this day yet")]
)
def test_what_is_said_of_charts_is_true_of_the_day(
    opened: Opener, day: date | None, sentence: str
) -> None:
    app = opened("notes", lang="en")
    button(app, "note.add.note").click().run()
    field(app, "What happened").set_value("A new courier").run()
    if day is not None:
        app.date_input[0].set_value(day).run()
    button(app, "note.save").click().run()
    assert any(sentence in element.value for element in (*app.success, *app.info, *app.toast))


def test_every_sheet_can_be_taken_along_with_the_notes(opened: Opener, monkeypatch) -> None:
    opened("notes", lang="en")
    taken = dict[str, object]()
    monkeypatch.setattr(
        noted.st, "download_button", lambda _, make, **rest: taken.update({rest["file_name"]: make})
    )
    rows = pl.DataFrame({"sku": ["=1+1"], "n": [3]})
    noted.download(rows, {"n": "number"}, "orders", "en")
    assert taken == {}
    notes.save(cache.store(), Note("=New courier", date(2026, 3, 4)))
    noted.download(rows, {"n": "number"}, "notes", "en")
    noted.download(rows, {"n": "number"}, "orders", "en")
    assert list(taken) == ["orders.zip"]
    with ZipFile(BytesIO(taken["orders.zip"]())) as archive:
        assert archive.namelist() == ["orders.csv", "notes.csv"]
        assert archive.read("orders.csv") == exports.as_csv(rows, {"n": "number"})
        assert "'=New courier" in archive.read("notes.csv").decode("utf-8-sig")
