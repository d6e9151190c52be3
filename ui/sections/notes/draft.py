"""A note while it is being written: its fields kept until they are saved, and the saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from analytics.alerts.weekly import MEASURES
from analytics.errors import NineSupersError
from analytics.notes import store as notes
from analytics.notes.note import Decision, Evidence, Note
from ui import cache, state
from ui.sections.alerts import asked

if TYPE_CHECKING:
    from ui.page import Page

DRAFT, OPEN = "note", "note is open"
NOTHING = ""
REVIEW_DAYS = 90
PERCENT = 100.0


def begin(kind: str, day: date) -> None:
    """An empty form for a note or a decision of that day."""
    opened(_empty(kind, day))


def edit(note: Note) -> None:
    """Put a note into the form."""
    decision = note.decision
    draft = _empty("note" if decision is None else "decision", note.starts_on)
    draft |= {
        "id": note.id,
        "text": note.text,
        "ends_on": note.ends_on,
        "scope": note.scope,
        "about": note.about,
        "held": (note.scope, note.about),
        "tags": ", ".join(note.tags),
        "author": note.author,
        "resets": note.resets,
    }
    if decision is not None:
        scale = scale_of(decision.evidence.measure)
        draft |= {
            "question": decision.question,
            "measure": decision.evidence.measure,
            "low": round(decision.low * scale, 6),
            "high": round(decision.high * scale, 6),
            "review_on": decision.review_on,
        }
    opened(draft)


def close() -> None:
    """Close the form and forget what was written."""
    state.forget(DRAFT)
    state.keep(OPEN, False)


def fields() -> dict[str, Any]:
    """The values of the form by field."""
    draft: dict[str, Any] = state.kept(DRAFT, lambda: _empty("note", date.today()))
    return draft


def opened(draft: dict[str, Any]) -> None:
    """The form with these values."""
    state.forget(DRAFT)
    state.keep(DRAFT, draft)
    state.keep(OPEN, True)


def scale_of(measure: str) -> float:
    """Rates that are watched are written in per cent."""
    return PERCENT if any(measure == watched.key for watched in MEASURES) else 1.0


def _empty(kind: str, day: date) -> dict[str, Any]:
    return {
        "kind": kind,
        "id": "",
        "text": "",
        "starts_on": day,
        "ends_on": None,
        "scope": "all",
        "about": NOTHING,
        "held": ("all", NOTHING),
        "tags": "",
        "author": "",
        "resets": NOTHING,
        "question": "",
        "measure": NOTHING,
        "low": None,
        "high": None,
        "review_on": date.today() + timedelta(days=REVIEW_DAYS),
    }


def record(note: Note, value: float | None) -> None:
    """Save what came of a decision."""
    if note.decision is None:
        return
    _saved(replace(note, decision=replace(note.decision, outcome=value)), "notes.recorded")


def save(page: Page) -> None:
    """Save what stands in the form, and close it where that could be done."""
    draft = fields()
    decision = None
    if draft["kind"] == "decision":
        scale, missing = scale_of(draft["measure"]), float("nan")
        low, high = (missing if draft[end] is None else draft[end] for end in ("low", "high"))
        earlier = _earlier(draft["id"])
        evidence, outcome = _evidence(page, draft["measure"]), None
        if earlier is not None and earlier.evidence.measure == draft["measure"]:
            evidence, outcome = earlier.evidence, earlier.outcome
        decision = Decision(
            question=draft["question"] or "",
            low=low / scale,
            high=high / scale,
            review_on=draft["review_on"] or date.today(),
            evidence=evidence,
            outcome=outcome,
        )
    note = Note(
        text=draft["text"] or "",
        starts_on=draft["starts_on"] or page.as_of,
        ends_on=draft["ends_on"],
        scope=draft["scope"],
        about=draft["about"] or "",
        tags=tuple((draft["tags"] or "").replace("\uff0c", ",").split(",")),
        author=draft["author"] or "",
        written_on=date.today(),
        resets=draft["resets"],
        decision=decision,
        id=draft["id"],
    )
    is_later = note.starts_on > page.as_of
    if _saved(note, "notes.saved_ahead" if is_later else "notes.saved"):
        close()


def _earlier(note: str) -> Decision | None:
    if not note:
        return None
    try:
        return notes.find(cache.store(), note).decision
    except NineSupersError:
        return None


def _evidence(page: Page, measure: str) -> Evidence:
    """What the rate was when it was decided: of its alert, else of the base."""
    link = "?" + urlencode(state.query(), doseq=True)
    about = Evidence(
        measure=measure, dataset=page.version, definition=page.definition.id, link=link
    )
    watched = next((row for row in asked.report(page).measures if row.measure.key == measure), None)
    if watched is None or watched.chart is None:
        return about
    now = watched.latest
    return replace(about, value=now.value, low=now.low, high=now.high, n=now.n)


def _saved(note: Note, sentence: str) -> bool:
    try:
        notes.save(cache.store(), note)
    except NineSupersError as error:
        state.flash(error)
        return False
    state.flash(sentence)
    return True
