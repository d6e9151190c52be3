"""Where do rivals stand: brands among what they are known for, with enough raters only."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.positioning import landscape as charts
from ui.sections.positioning import asked
from ui.text import paragraphs
from ui.views.positioning import answer
from ui.views.positioning import rivals as view

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """The map of brands; refused in a sentence with what to do."""
    rivals, text = asked.rivals(page), page.text
    sentences = view.spoken(rivals, text)
    if rivals.refusal is not None:
        st.markdown(paragraphs(sentences))
        st.info(answer.remedy(rivals.refusal, text), icon=":material/groups:")
        frame.data_link(page)
        return
    if not page.filters.is_empty:
        st.caption(page.t("unfiltered"))
    rows = view.points(rivals, text)
    widgets.chart(
        page,
        "rivals",
        cache.cached_figure(
            page.drawing("rivals"),
            lambda: charts.rival_map(rows, text=text, theme=page.theme),
        ),
        paragraphs(sentences),
    )
    table = view.table(rivals, text)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "positioning-rivals", table, headers)
