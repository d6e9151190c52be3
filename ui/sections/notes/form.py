"""The fields of a note or a decision, and that of the result of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from analytics.alerts.weekly import MEASURES
from analytics.notes.note import LONGEST_NAME, LONGEST_TEXT, SCOPES
from ui import cache, names, state
from ui.pages import PAGES
from ui.sections.notes import draft

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.notes.note import Note
    from ui.page import Page

KINDS = ("note", "decision")


def buttons(page: Page) -> None:
    """The two ways to begin, and the form once somebody has."""
    if not state.kept(draft.OPEN, bool):
        with st.container(horizontal=True, gap="small"):
            for kind in KINDS:
                st.button(
                    page.t(f"act.add_{kind}"),
                    key=f"note.add.{kind}",
                    type="primary" if kind == "note" else "secondary",
                    on_click=draft.begin,
                    args=(kind, page.as_of),
                )
        return
    with st.container(border=True):
        _fields(page)


def outcome(page: Page, note: Note) -> None:
    """A field for what came of a decision."""
    decision = note.decision
    assert decision is not None
    scale = draft.scale_of(decision.evidence.measure)
    came = None if decision.outcome is None else decision.outcome * scale
    label = page.t("field.outcome_rate" if scale != 1 else "field.outcome")
    bound = state.bind(
        f"note.outcome.{note.id}",
        page.lang,
        came,
        lambda value: draft.record(note, None if value is None else value / scale),
    )
    st.number_input(label, step=None, width=220, **bound)


def _field(page: Page, name: str) -> dict[str, Any]:
    """Key and change of one field of the draft."""

    def keep(chosen: Any) -> None:
        draft.fields()[name] = chosen

    return state.bind(f"{draft.DRAFT}.{name}", page.lang, draft.fields()[name], keep)


def _fields(page: Page) -> None:
    values = draft.fields()
    is_decision = values["kind"] == "decision"
    label = page.t(f"field.text_{values['kind']}")
    st.text_input(label, max_chars=LONGEST_TEXT, **_field(page, "text"))
    first, second, third = st.columns(3)
    first.date_input(page.t("field.starts_on"), **_field(page, "starts_on"))
    second.date_input(page.t("field.ends_on"), **_field(page, "ends_on"))
    codes = {scope: page.t(f"scope.{scope}") for scope in SCOPES}
    third.selectbox(
        page.t("field.scope"), list(codes), format_func=codes.__getitem__, **_field(page, "scope")
    )
    if values["scope"] != "all":
        _about(page, values)
    if is_decision:
        _expected(page)
    left, middle, right = st.columns(3)
    left.text_input(page.t("field.tags"), **_field(page, "tags"))
    middle.text_input(page.t("field.author"), max_chars=LONGEST_NAME, **_field(page, "author"))
    anew = {draft.NOTHING: page.t("resets_none"), "all": page.t("resets_all"), **_rates(page)}
    with right:
        st.selectbox(
            page.t("field.resets"),
            list(anew),
            format_func=anew.__getitem__,
            help=page.t("resets_help"),
            **_field(page, "resets"),
        )
    with st.container(horizontal=True, gap="small"):
        st.button(
            page.t("act.save"), type="primary", key="note.save", on_click=draft.save, args=(page,)
        )
        st.button(page.t("act.leave"), key="note.leave", on_click=draft.close)


def _about(page: Page, values: dict[str, Any]) -> None:
    offered = _offered(page, values["scope"])
    scope, held = values["held"]
    # What the note was about may be in no product list of this dataset, and stays its own.
    own = [held] if scope == values["scope"] else []
    codes: Sequence[str] = list(dict.fromkeys([*own, *offered])) or [draft.NOTHING]
    if values["about"] not in codes:
        values["about"] = codes[0]
    st.selectbox(
        page.t(f"scope.{values['scope']}"),
        codes,
        format_func=lambda code: names.shown(offered.get(code) or code),
        **state.bind(
            f"{draft.DRAFT}.about.{values['scope']}",
            page.lang,
            values["about"],
            lambda code: values.update(about=code),
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
    about = {draft.NOTHING: page.t("measure_none"), **_rates(page)}
    first, second, third, fourth = st.columns(4)
    with first:
        st.selectbox(
            page.t("field.measure"),
            list(about),
            format_func=about.__getitem__,
            **_field(page, "measure"),
        )
    unit = "rate" if draft.scale_of(draft.fields()["measure"]) != 1 else "number"
    second.number_input(page.t(f"field.low_{unit}"), **_field(page, "low"))
    third.number_input(page.t(f"field.high_{unit}"), **_field(page, "high"))
    fourth.date_input(page.t("field.review_on"), **_field(page, "review_on"))
