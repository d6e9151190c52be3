"""What hurts, and whom: complaints by group, from reviews and from the survey of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, waiting, widgets
from ui.charts.positioning import topics as charts
from ui.sections.positioning import asked
from ui.text import paragraphs
from ui.views.positioning import answer
from ui.views.positioning import pains as view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.positioning.pains import Pain, Source
    from analytics.positioning.voices import Grouping
    from ui.page import Page


def show(page: Page) -> None:
    """Complaints of reviews by channel, category or target, then what the survey's segments find
    badly met."""
    waiting.reviews(page)
    grouping = _grouping(page)
    pains, text = asked.pains(page, grouping), page.text
    target = asked.target(page)
    options = (grouping, target.id if target and grouping == "target" else "")
    if pains.refusal is not None:
        st.markdown(view.refused(pains.refusal, text))
        st.info(answer.remedy(pains.refusal, text), icon=":material/lightbulb:")
        frame.data_link(page)
    else:
        _map(page, "reviews", pains.reviews, grouping, options, outside=pains.outside)
    if pains.needs:
        st.subheader(page.t("survey_title"), anchor=False)
        unplaced = asked.landscape(page).marks.quality.unplaced
        _map(page, "needs", pains.needs, "channel", (), outside=unplaced)


def _grouping(page: Page) -> Grouping:
    codes: tuple[Grouping, ...] = ("channel", "category", "target")
    label = page.t("pains_label")
    chosen = widgets.choose(page, "pains_by", codes, "channel", label, visibility="collapsed")
    return next(code for code in codes if code == chosen)


def _map(
    page: Page,
    source: Source,
    cells: Sequence[Pain],
    grouping: Grouping,
    options: tuple[str, ...],
    *,
    outside: int,
) -> None:
    """A row a complaint, a column a group, with what sets a group apart said under it."""
    text = page.text
    sentences = view.apart(cells, grouping, text)
    refusal = view.whole_refusal(cells)
    rows = view.heatmap(cells, text, grouping)
    shown = view.commonest(rows)
    st.markdown(paragraphs(filter(None, [*sentences, answer.remedy(refusal, text)])))
    if sentences := view.outside(outside, source, text):
        st.caption(paragraphs(sentences))
    if shown.is_empty():
        return
    widgets.chart(
        page,
        f"pains_{source}",
        cache.cached_figure(
            page.drawing(f"pains_{source}", *options),
            lambda: charts.heatmap(shown, text=text, theme=page.theme),
        ),
        page.t(f"pains_note.{source}"),
    )
    table = view.table(rows, text)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, f"positioning-pains-{source}", table, headers)
