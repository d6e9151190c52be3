"""Where the list price goes: the line above every part, and the steps."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.margins.base import Refusal
from ui import cache, frame, widgets
from ui.charts.margins.steps import steps
from ui.folded import fold
from ui.sections.margins import asked
from ui.text import paragraphs
from ui.views.margins import where as view
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.page import Page


def head(page: Page) -> None:
    """What arrives and what remains of a hundred at list price, above every part of the page."""
    if not page.manifest.has_money:
        refusal = Refusal("former_release")
        frame.empty(page, view.remedy(refusal, page.text))
    answer = asked.where(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        frame.headline(view.headline(answer, page.text), "content")
        widgets.badge(view.badge(answer), page.text)
    if answer.refusal is not None and answer.refusal.code == "no_sales":
        st.stop()
    if sentence := view.band(answer, page.text):
        st.markdown(sentence)


def show(page: Page) -> None:
    """The steps from list price to what remains, then what would tell more."""
    answer, text = asked.where(page), page.text
    rows = view.steps(answer, text)
    notes = [*filter(None, [view.caption(answer, text), asked.currency(page)])]
    widgets.chart(
        page,
        "steps",
        cache.cached_figure(
            page.drawing("steps"), lambda: steps(rows, text=text, theme=page.theme)
        ),
        joined(notes, text),
    )
    if spoken := [*view.quality(answer, text), *view.remedies(answer, text)]:
        st.markdown(paragraphs(spoken))
    if answer.without or answer.refusal is not None:
        frame.data_link(page)
    table = view.steps_table(answer, text)
    widgets.rows_behind(
        page, "money-steps", table, view.headers(table, text), page.t("formula.where")
    )
    fold(
        page,
        "products",
        page.t("products_title"),
        partial(_products, page),
        icon=":material/inventory_2:",
    )


def _products(page: Page) -> None:
    table = view.products_table(asked.products(page))
    headers = view.headers(table, page.text)
    widgets.table(table, headers, page.lang, height=300)
    widgets.download(table, headers, page.text("common.download"), "money-products", page.lang)
    st.caption(page.t("products_note"))
