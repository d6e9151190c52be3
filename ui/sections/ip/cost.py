"""What a customer who stays costs, and the chain that leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui.charts.ip import costs
from ui.sections.ip import asked
from ui.text import paragraphs
from ui.views.ip import cost as view
from ui.views.ip.names import headers

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """Prices by IP with the line of what a kept customer leaves, then the chain as a table."""
    answer, text = asked.brought(page), page.text
    rows = view.dots(answer, page.currency, text)
    left = view.left_mark(answer, page.currency, text)
    figure = cache.cached_figure(
        page.drawing("costs"), lambda: costs.costs(rows, left, text=text, theme=page.theme)
    )
    widgets.chart(page, "costs", figure, view.sentence(answer, page.currency, text))
    sentences = [*view.spending(answer, page.currency, text), *view.remedies(answer, text)]
    if sentences:
        st.markdown(paragraphs(sentences))
    st.subheader(page.t("cost.chain_title"), anchor=False)
    table = view.chain_table(answer)
    names = headers(table, text)
    widgets.table(table, names, page.lang)
    notes = [page.t("cost.chain_note")]
    if page.filters.start or page.filters.end:
        notes.append(page.t("cost.period_note"))
    st.caption(paragraphs(notes))
    widgets.download(table, names, text("common.download"), "ip-chain", page.lang)
