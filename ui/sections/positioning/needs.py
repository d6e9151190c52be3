"""Which need is badly met: the landscape of needs, by segment of the survey."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.positioning.needs import most_asked
from ui import cache, frame, waiting, widgets
from ui.charts.positioning import landscape as charts
from ui.folded import fold
from ui.sections.positioning import asked, grouped
from ui.sections.positioning.grouped import Groups
from ui.text import paragraphs
from ui.views.positioning import answer
from ui.views.positioning import claims as claim_view
from ui.views.positioning import needs as view
from ui.views.positioning import pains as pain_view

if TYPE_CHECKING:
    from analytics.positioning.membership import SheetGrouping
    from analytics.positioning.report import Landscape
    from ui.page import Page

SEGMENT, ALL = "need_segment", "all"
MOST = 4
"""Segments drawn at once, those with most answers; each can be drawn alone."""


def show(page: Page) -> None:
    """The needs of a segment, or of all beside one another; without the sheet what reviews alone
    tell."""
    sheet = asked.landscape(page)
    if sheet.refusal is not None:
        _without(page, sheet)
        return
    if not page.filters.is_empty:
        st.caption(page.t("unfiltered"))
    groups = _groups(page)
    every = view.named(asked.landscape(page, groups.by, groups.target), groups.sides)
    if every.refusal is not None:
        st.markdown(view.headline(every, page.text))
        st.info(answer.remedy(every.refusal, page.text), icon=":material/lightbulb:")
        return
    landscape, code = _chosen(page, every)
    text, is_beside = page.text, bool(every.marks.quality.unplaced)
    rows = view.landscape_points(landscape.needs, text, is_beside=is_beside)
    sentence = view.headline(landscape, text)
    st.markdown(sentence)
    if rows.is_empty():
        st.markdown(answer.remedy(landscape.needs[0].refusal, text))
        if view.lacks_importance(every):
            _goes_with(page)
    else:
        widgets.chart(
            page,
            "landscape",
            cache.cached_figure(
                page.drawing("landscape", groups.id, code),
                lambda: charts.landscape(rows, text=text, theme=page.theme),
            ),
            page.t("landscape_note"),
        )
    if sentences := view.chances(landscape.needs, text, is_beside=is_beside):
        st.markdown(paragraphs(sentences))
    table = view.table(every.needs, text, is_beside=is_beside)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "positioning-needs", table, headers)
    if sentences := pain_view.outside(every.outside, "buyers", text):
        st.caption(paragraphs(sentences))
    if lost := view.lost(every.marks.quality, text):
        counted = partial(st.markdown, paragraphs(lost))
        fold(page, "lost", page.t("lost_title"), counted, icon=":material/info:")


def _groups(page: Page) -> Groups[SheetGrouping]:
    """What people are grouped by; no choice where nobody has a customer number."""
    codes = asked.sheet_groupings(page)
    if len(codes) == 1:
        return Groups(codes[0], None, {})
    return grouped.choose(page, "needs_by", codes, page.t("needs_label"))


def _without(page: Page, landscape: Landscape) -> None:
    """What to bring, and what reviews alone tell."""
    st.info(answer.remedy(landscape.refusal, page.text), icon=":material/quiz:")
    frame.data_link(page)
    waiting.reviews(page)
    if sentences := claim_view.blamed_most(asked.claimed(page), page.text):
        st.markdown(paragraphs(sentences))


def _goes_with(page: Page) -> None:
    """What goes with recommending, in the place of importance that nobody was asked."""
    items, text = asked.goes_with(page), page.text
    if sentences := view.closest(items, text):
        st.markdown(paragraphs(sentences))
        table = view.closest_table(items, text)
        headers = answer.headers(table, text)
        notes = page.t("formula_closest")
        widgets.rows_behind(page, "positioning-closest", table, headers, notes)


def _chosen(page: Page, every: Landscape) -> tuple[Landscape, str]:
    """The needs of the segment in the link, with its code; else those of the segments with most
    answers."""
    segments = most_asked(every.needs)
    labels = {
        f"={name or ''}": view.segment(name, page.text, is_beside=len(segments) > 1)
        for name in segments
    }
    if len(labels) == 1:
        return every, ALL
    offered = {ALL: page.t("all_segments"), **labels}
    code = widgets.choose_from(page, SEGMENT, offered, ALL, page.t("segment_label"))
    names = segments[:MOST] if code == ALL else [segments[list(labels).index(code)]]
    if code == ALL and len(segments) > MOST:
        st.caption(page.t("segments_shown", shown=MOST))
    needs = [need for need in every.needs if need.segment in names]
    return replace(every, needs=needs), code
