"""Writing a note or a decision: fields kept until they are saved, and the result of a decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import polars as pl
import streamlit as st

from analytics.alerts.weekly import MEASURES
from analytics.errors import NineSupersError
from analytics.notes import store as notes
from analytics.notes.note import (
    LONGEST_NAME,
    LONGEST_TEXT,
    SCOPES,
    Decision,
    Evidence,
    Note,
)
from ui import cache, names, state
from ui.pages import PAGES
from ui.sections.alerts import asked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.page import Page

DRAFT, OPEN = "note", "note is open"
KINDS = ("note", "decision")
NOTHING = ""
REVIEW_DAYS = 90
PERCENT = 100.0


def buttons(page: Page) -> None:
    """The two ways to begin, and the form once somebody has."""
    if not state.kept(OPEN, bool):
        with st.container(horizontal=True, gap="small"):
            for kind in KINDS:
                st.button(
                    page.t(f"act.add_{kind}"),
                    key=f"note.add.{kind}",
                    type="primary" if kind == "note" else "secondary",
                    on_click=_begin,
                    args=(kind, page.as_of),
                )
        return
    with st.container(border=True):
        _fields(page)


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
        "tags": ", ".join(note.tags),
        "author": note.author,
        "resets": note.resets,
    }
    if decision is not None:
        scale = _scale(decision.evidence.measure)
        draft |= {
            "question": decision.question,
            "measure": decision.evidence.measure,
            "low": round(decision.low * scale, 6),
            "high": round(decision.high * scale, 6),
            "review_on": decision.review_on,
        }
    _open(draft)


def outcome(page: Page, note: Note) -> None:
    """A field for what came of a decision."""
    decision = note.decision
    assert decision is not None
    scale = _scale(decision.evidence.measure)
    came = None if decision.outcome is None else decision.outcome * scale
    label = page.t("field.outcome_rate" if scale != 1 else "field.outcome")
    bound = state.bind(
        f"note.outcome.{note.id}",
        page.lang,
        came,
        lambda value: _record(note, None if value is None else value / scale),
    )
    st.number_input(label, step=None, width=220, **bound)


def _record(note: Note, value: float | None) -> None:
    if note.decision is None:
        return
    _save_as(replace(note, decision=replace(note.decision, outcome=value)), "notes.recorded")


def _scale(measure: str) -> float:
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
        "tags": "",
        "author": "",
        "resets": NOTHING,
        "question": "",
        "measure": NOTHING,
        "low": None,
        "high": None,
        "review_on": date.today() + timedelta(days=REVIEW_DAYS),
    }


def _begin(kind: str, day: date) -> None:
    _open(_empty(kind, day))


def _open(draft: dict[str, Any]) -> None:
    state.forget(DRAFT)
    state.keep(DRAFT, draft)
    state.keep(OPEN, True)


def _draft() -> dict[str, Any]:
    draft: dict[str, Any] = state.kept(DRAFT, lambda: _empty("note", date.today()))
    return draft


def _field(page: Page, name: str) -> dict[str, Any]:
    """Key and change of one field of the draft."""

    def keep(chosen: Any) -> None:
        _draft()[name] = chosen

    return state.bind(f"{DRAFT}.{name}", page.lang, _draft()[name], keep)


def _fields(page: Page) -> None:
    draft = _draft()
    is_decision = draft["kind"] == "decision"
    label = page.t(f"field.text_{draft['kind']}")
    st.text_input(label, max_chars=LONGEST_TEXT, **_field(page, "text"))
    first, second, third = st.columns(3)
    first.date_input(page.t("field.starts_on"), **_field(page, "starts_on"))
    second.date_input(page.t("field.ends_on"), **_field(page, "ends_on"))
    codes = {scope: page.t(f"scope.{scope}") for scope in SCOPES}
    third.selectbox(
        page.t("field.scope"), list(codes), format_func=codes.__getitem__, **_field(page, "scope")
    )
    if draft["scope"] != "all":
        _about(page, draft)
    if is_decision:
        _expected(page)
    left, middle, right = st.columns(3)
    left.text_input(page.t("field.tags"), **_field(page, "tags"))
    middle.text_input(page.t("field.author"), max_chars=LONGEST_NAME, **_field(page, "author"))
    anew = {NOTHING: page.t("resets_none"), "all": page.t("resets_all"), **_rates(page)}
    with right:
        st.selectbox(
            page.t("field.resets"),
            list(anew),
            format_func=anew.__getitem__,
            help=page.t("resets_help"),
            **_field(page, "resets"),
        )
    with st.container(horizontal=True, gap="small"):
        st.button(page.t("act.save"), type="primary", key="note.save", on_click=_save, args=(page,))
        st.button(page.t("act.leave"), key="note.leave", on_click=close)


def close() -> None:
    """Close the form and forget what was written."""
    state.forget(DRAFT)
    state.keep(OPEN, False)


def _about(page: Page, draft: dict[str, Any]) -> None:
    offered = _offered(page, draft["scope"])
    codes: Sequence[str] = list(
        dict.fromkeys([*offered, draft["about"] or next(iter(offered), "")])
    )
    if draft["about"] not in offered:
        draft["about"] = codes[0] if codes else NOTHING
    st.selectbox(
        page.t(f"scope.{draft['scope']}"),
        codes,
        format_func=lambda code: names.shown(offered.get(code) or code),
        **state.bind(
            f"{DRAFT}.about.{draft['scope']}",
            page.lang,
            draft["about"],
            lambda code: draft.update(about=code),
        ),
    )


def _offered(page: Page, scope: str) -> dict[str, str]:
    if scope == "page":
        return {key: page.text(f"{key}.title") for key in PAGES}
    offered = cache.choices(page.version).filter(pl.col("kind") == scope)
    return dict(offered.select("code", "label").iter_rows())


def _rates(page: Page) -> dict[str, str]:
    return {measure.key: page.text(f"alerts.measure.{measure.key}") for measure in MEASURES}


def _expected(page: Page) -> None:
    """The question, the rate it is about, and the range expected."""
    st.text_input(page.t("field.question"), max_chars=LONGEST_TEXT, **_field(page, "question"))
    about = {NOTHING: page.t("measure_none"), **_rates(page)}
    first, second, third, fourth = st.columns(4)
    with first:
        st.selectbox(
            page.t("field.measure"),
            list(about),
            format_func=about.__getitem__,
            **_field(page, "measure"),
        )
    unit = "rate" if _scale(_draft()["measure"]) != 1 else "number"
    second.number_input(page.t(f"field.low_{unit}"), **_field(page, "low"))
    third.number_input(page.t(f"field.high_{unit}"), **_field(page, "high"))
    fourth.date_input(page.t("field.review_on"), **_field(page, "review_on"))


def _save(page: Page) -> None:
    draft = _draft()
    decision = None
    if draft["kind"] == "decision":
        scale, missing = _scale(draft["measure"]), float("nan")
        low, high = (missing if draft[end] is None else draft[end] for end in ("low", "high"))
        earlier = _earlier(draft["id"])
        evidence = _evidence(page, draft["measure"])
        if earlier is not None and earlier.evidence.measure == draft["measure"]:
            evidence = earlier.evidence
        decision = Decision(
            question=draft["question"] or "",
            low=low / scale,
            high=high / scale,
            review_on=draft["review_on"] or date.today(),
            evidence=evidence,
            outcome=None if earlier is None else earlier.outcome,
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
    if _save_as(note, "notes.saved"):
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


def _save_as(note: Note, sentence: str) -> bool:
    try:
        notes.save(cache.store(), note)
    except NineSupersError as error:
        state.flash(error)
        return False
    state.flash(sentence)
    return True
