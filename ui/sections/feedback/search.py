"""Looking for a word in the reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.feedback.reviews import search
from analytics.feedback.reviews.search import LONGEST, SearchQuery
from ui import state, waiting
from ui.sections.feedback import reviews
from ui.views.feedback import notes, quotes
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    from analytics.feedback.reviews.search import SearchReport
    from ui.page import Page

WORD = "voice_word"


def show(page: Page) -> None:
    """A word, how many reviews hold it, how they sound, and some of them evenly over time."""
    st.subheader(page.t("search_title"), anchor=False)
    word = state.option(WORD, "")[:LONGEST]
    st.text_input(
        page.t("search_label"),
        max_chars=LONGEST,
        placeholder=page.t("search_hint"),
        **state.bind_option(WORD, page.lang, word),
    )
    query = SearchQuery(reviews.question(page), search.folded_word(word))
    if not query.word:
        st.caption(page.t("search_note"))
        return
    matches = waiting.answer(page, page.t("search_wait"), search.report, query)
    if matches is not None:
        _matches(page, matches)


def _matches(page: Page, matches: SearchReport) -> None:
    st.markdown(notes.search_sentence(matches, page.text))
    product_names = reviews.products(page)
    for row in matches.quotes.to_dicts():
        before, after = (
            page.t("cut_mark") if row[end] else "" for end in ("is_before", "is_after")
        )
        passage = quotes.marked(row["text"], [matches.word], row["sentiment"] or "")
        where = view.place(row, product_names, page.text)
        st.markdown(f"{before}{passage}{after}" + (f"  \n:small[{where}]" if where else ""))
    st.caption(page.t("search_note"))
