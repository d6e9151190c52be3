"""Every note and decision: what waits for its result first, then the latest, and how often results
came as expected."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.errors import NineSupersError
from analytics.notes import calibration as reviewed
from analytics.notes import store as notes
from ui import cache, state, widgets
from ui.charts.notes import results
from ui.folded import fold_of_choices
from ui.pages import PAGES
from ui.sections.alerts import asked
from ui.sections.notes import draft, form
from ui.text import verbatim
from ui.views.notes import ledger as view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.notes.note import Note
    from ui.page import Page

FIRST = 5
"""Notes that stand open; the others behind a line."""


def show(page: Page) -> None:
    """The form, the notes, and how often results came as expected."""
    library = asked.library()
    st.subheader(page.t("ledger_title"), anchor=False)
    form.buttons(page)
    waiting = reviewed.due(library.notes, date.today())
    if waiting:
        st.warning(page.t("due", n=len(waiting)), icon=":material/event_available:")
    others = [note for note in library.notes if note not in waiting]
    ordered = [*waiting, *others]
    if not ordered:
        st.markdown(page.t("ledger_none"))
        return
    names = labels(page)
    first = max(FIRST, len(waiting))
    _cards(page, ordered[:first], names)
    if rest := ordered[first:]:
        title = page.t("older_title", n=len(rest))
        fold_of_choices(page, "older", title, partial(_cards, page, rest, names))
    table = view.table(library.notes)
    widgets.download(table, view.headers(page.text), page.t("sheet"), "notes", page.lang)
    _calibration(page, library.notes)


def labels(page: Page) -> dict[str, str]:
    """Names of products, channels and pages by their codes."""
    offered = cache.choices(page.version).filter(pl.col("kind").is_in(["product", "channel"]))
    titles = {key: page.text(f"{key}.title") for key in PAGES}
    return titles | dict(offered.select("code", "label").iter_rows())


def _cards(page: Page, shown: Sequence[Note], names: Mapping[str, str]) -> None:
    for note in shown:
        with st.container(border=True):
            st.markdown(f"**{verbatim(note.text)}**")
            st.caption(view.line(note, names, page.text))
            if note.decision is not None:
                st.markdown(view.decided(note, page.text))
            with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
                if note.decision is not None:
                    form.outcome(page, note)
                st.button(
                    page.t("act.edit"),
                    key=f"note.edit.{note.id}",
                    on_click=draft.edit,
                    args=(note,),
                )
                st.button(
                    page.t("act.take_back"),
                    key=f"note.gone.{note.id}",
                    on_click=_take_back,
                    args=(note.id,),
                )


def _take_back(note: str) -> None:
    try:
        notes.take_back(cache.store(), note)
    except (NineSupersError, OSError):
        return
    state.flash("notes.taken_back")


def _calibration(page: Page, every: Sequence[Note]) -> None:
    if not any(note.decision for note in every):
        return
    st.subheader(page.t("calibration_title"), anchor=False)
    calibration = reviewed.calibration(every)
    sentence = view.calibrated(calibration, page.text)
    if calibration.refusal is not None:
        st.markdown(sentence)
        return
    rows = view.results(calibration, page.text)
    figure = cache.cached_figure(
        page.drawing("results", tuple(rows.iter_rows())),
        lambda: results.dots(rows, text=page.text, theme=page.theme),
    )
    widgets.chart(page, "results", figure, sentence)
