"""What hurts, and whom: complaints by group, from reviews and from the survey of needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, waiting, widgets
from ui.charts.positioning import topics as charts
from ui.sections.positioning import asked, grouped
from ui.text import paragraphs
from ui.views.positioning import answer
from ui.views.positioning import pains as view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.positioning.pains import Pain, Source
    from analytics.positioning.voices import Grouping
    from ui.page import Page

PAINS_BY: tuple[Grouping, ...] = ("channel", "category", "target")


def show(page: Page) -> None:
    """Complaints of reviews by channel, category or target, then what the survey's segments find
    badly met."""
    waiting.reviews(page)
    groups = grouped.choose(page, "pains_by", PAINS_BY, page.t("pains_label"))
    pains, text = asked.pains(page, groups.by, groups.target), page.text
    if pains.refusal is not None:
        st.markdown(view.refused(pains.refusal, text))
        st.info(answer.remedy(pains.refusal, text), icon=":material/lightbulb:")
        frame.data_link(page)
    else:
        _map(page, "reviews", pains.reviews, groups.sides, (groups.id,), outside=pains.outside)
    if pains.needs:
        st.subheader(page.t("survey_title"), anchor=False)
        unplaced = asked.landscape(page).marks.quality.unplaced
        _map(page, "needs", pains.needs, {}, (), outside=unplaced)


def _map(
    page: Page,
    source: Source,
    cells: Sequence[Pain],
    sides: Mapping[str, str],
    options: tuple[str, ...],
    *,
    outside: int,
) -> None:
    """A row a complaint, a column a group, with what sets a group apart said under it."""
    text = page.text
    sentences = view.apart(cells, sides, text)
    refusal = view.whole_refusal(cells)
    rows = view.heatmap(cells, text, sides)
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
