"""Whether the own repeat is low or normal for a brand of its size, and its share of searches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.market.norm import norm
from analytics.market.search import share_of_search
from ui import cache, state, widgets
from ui.charts.market import repeat as charts
from ui.folded import fold
from ui.text import paragraphs
from ui.views.market import market as view

if TYPE_CHECKING:
    from analytics.market.norm import Norm
    from analytics.market.search import SearchShare
    from ui.page import Page

OWN = "own_brand"
"""Under which the own brand stands in the link."""
WANTED = ("no_market", "no_searches")


def show(page: Page) -> None:
    """The repeat beside what is expected; below, folded, the share of searches."""
    listed = cache.answer(norm, page.version, page.filters, "").brands
    searched = cache.answer(share_of_search, page.version, page.filters, "").brands
    names = sorted({*listed, *searched})
    own = ""
    if names:
        labels = {"": page.text("market.choose"), **{name: name for name in names}}
        own = state.option(OWN, "", list(labels))
    answer = cache.answer(norm, page.version, page.filters, own)
    st.markdown(view.sentence(answer, page.text))
    if names:
        widgets.choose_from(page, OWN, labels, "", page.text("market.choose_label"))
    if answer.norms:
        _picture(page, answer, own)
    if excluded := view.left_out(answer.faults or {}, page.text):
        st.caption(excluded)
    searches = cache.answer(share_of_search, page.version, page.filters, own)
    if searches.refusal is not None and searches.refusal.code in WANTED:
        st.caption(view.reason(searches.refusal, page.text))
        return
    fold(page, f"search.{own}", page.text("market.search.title"), lambda: _search(page, searches))


def _picture(page: Page, answer: Norm, own: str) -> None:
    text = page.text
    figure = cache.cached_figure(
        page.drawing("market", own),
        lambda: charts.expected(
            view.curve(answer), view.brands(answer, text), text=text, theme=page.theme
        ),
    )
    widgets.chart(page, "market", figure, text("market.note"))
    rows, headers = view.table(answer, text)
    widgets.rows_behind(page, "market-brands", rows, headers, view.method(answer, text))


def _search(page: Page, searches: SearchShare) -> None:
    text = page.text
    sentence = view.search_sentence(searches, text)
    if searches.weeks.is_empty():
        st.markdown(sentence)
    else:
        rows = view.weeks(searches, text)
        figure = charts.searched(rows, text=text, theme=page.theme)
        widgets.chart(page, "market.search", figure, sentence)
    notes = [view.left_out(searches.left_out, text), text("market.search.note")]
    st.caption(paragraphs(filter(None, notes)))
