"""Notes come back as written; what is none is refused or named."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.notes import store as notes
from analytics.notes.calibration import calibration, due
from analytics.notes.errors import NoteError
from analytics.notes.note import Decision, Evidence, Note, as_content, checked, from_content
from analytics.storage.versions import Store

DAY = date(2026, 6, 1)


def decision(low: float = 0.03, high: float = 0.05, outcome: float | None = None) -> Decision:
    evidence = Evidence("refunds", 0.049, 0.045, 0.053, 5_000, "v_1", "d_1", "http://here/?a=1")
    return Decision("New courier?", low, high, date(2026, 9, 1), evidence, outcome)


def note(**changes) -> Note:
    return Note(**{"text": "New courier", "starts_on": DAY} | changes)


def test_a_note_comes_back_as_it_was_saved_and_can_be_changed_and_taken_back(tmp_path) -> None:
    store = Store(tmp_path)
    whole = note(
        ends_on=date(2026, 6, 18), scope="product", about="QY-001", tags=("sale", "618"),
        author="Lin", resets="refunds", decision=decision(),
    )  # fmt: skip
    saved = notes.save(store, whole, today=date(2026, 6, 2))
    assert notes.library(store).notes == (saved,)
    assert notes.find(store, saved.id) == saved
    assert notes.library(store).resets(DAY) == {"refunds": DAY}
    assert (saved.decision, saved.written_on) == (decision(), date(2026, 6, 2))
    changed = notes.save(store, note(id=saved.id, text="Another courier"))
    assert notes.library(store).notes == (changed,)
    notes.take_back(store, saved.id)
    assert notes.library(store).notes == ()
    with pytest.raises(NoteError, match="note_gone"):
        notes.save(store, changed)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"text": " \n\t"}, "note_empty"),
        ({"ends_on": date(2026, 5, 31)}, "note_backwards"),
        ({"scope": "product"}, "note_aimless"),
        ({"decision": decision(0.05, 0.03)}, "note_no_range"),
        ({"decision": decision(float("nan"))}, "note_no_range"),
        ({"decision": decision(outcome=float("inf"))}, "note_no_range"),
        ({"id": "../../etc"}, "note_gone"),
    ],
)
def test_what_is_no_note_is_refused_and_leaves_nothing(tmp_path, changes, code) -> None:
    store = Store(tmp_path)
    with pytest.raises(NoteError, match=code):
        notes.save(store, note(**changes))
    assert not list(tmp_path.rglob("*.json"))


@pytest.mark.parametrize(
    "content",
    [
        "", "{", "[]", "null", "[" * 20_000, '{"text": "x"}', "x" * 50_000,
        json.dumps(as_content(note()) | {"scope": "world"}),
        json.dumps(as_content(note()) | {"starts_on": "yesterday"}),
        json.dumps(as_content(note()) | {"tags": [1]}),
        json.dumps(as_content(note()) | {"decision": {"question": "?"}}),
    ],
)  # fmt: skip
def test_a_file_that_holds_no_note_is_named_and_the_others_stay(tmp_path, content) -> None:
    store = Store(tmp_path)
    saved = notes.save(store, note())
    (tmp_path / "notes" / "0123456789ab.json").write_text(content)
    library = notes.library(store)
    assert library.notes == (saved,)
    assert [error.facts["file"] for error in library.troubles] == ["0123456789ab.json"]


@given(st.text(min_size=1), st.lists(st.text(), max_size=12))
def test_any_text_is_stored_on_one_line_and_read_back(text, tags) -> None:
    try:
        stored = checked(note(text=text, tags=tuple(tags), id="0123456789ab"))
    except NoteError:
        assert not any(letter.isprintable() and letter != " " for letter in text)
        return
    assert stored.text.isprintable()
    content = json.loads(json.dumps(as_content(stored)))
    assert from_content(content, stored.id) == stored


def test_a_note_concerns_what_its_scope_names() -> None:
    everything = note()
    product = note(scope="product", about="QY-001")
    page = note(scope="page", about="gate")
    assert everything.concerns("gate", (), ())
    assert product.concerns("gate", ("QY-001",), ())
    assert not product.concerns("gate", (), ("QY-001",))
    assert page.concerns("gate", (), ())
    assert not page.concerns("voice", ("gate",), ())


def reviewed(outcomes: list[float]) -> list[Note]:
    return [note(decision=decision(outcome=outcome)) for outcome in outcomes]


def test_how_often_what_came_was_expected_is_said_from_ten_on() -> None:
    nine = reviewed([0.04] * 6 + [0.06] * 3)
    few = calibration(nine)
    assert (few.inside, few.share.value) == (6, None)
    assert (few.refusal.code, few.refusal.have, few.refusal.least) == ("few_reviewed", 9, 10)
    ten = calibration([*nine, *reviewed([0.05]), note(), note(decision=decision())])
    assert (ten.inside, len(ten.reviewed), ten.share.value, ten.refusal) == (7, 10, 0.7, None)
    assert ten.share.low == pytest.approx(0.3968, abs=1e-4)  # Wilson's of 7 in 10


def test_decisions_are_due_from_their_day_on_until_they_have_an_outcome() -> None:
    waiting, past = note(decision=decision()), note(decision=decision(outcome=0.04))
    assert due([waiting, past, note()], date(2026, 9, 1)) == (waiting,)
    assert due([waiting, past, note()], date(2026, 8, 31)) == ()


def test_a_day_to_come_begins_no_normal_anew_and_hides_none_before_it(tmp_path) -> None:
    store = Store(tmp_path)
    notes.save(store, note(resets="refunds"))
    notes.save(store, note(starts_on=date(2030, 1, 1), resets="refunds"))
    notes.save(store, note(starts_on=date(2030, 1, 1), resets="all"))
    library = notes.library(store)
    assert library.resets(date(2029, 12, 31)) == {"refunds": DAY}
    assert library.resets(date(2030, 1, 1))["all"] == date(2030, 1, 1)
