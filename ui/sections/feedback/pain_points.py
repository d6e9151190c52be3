"""Pain points and delights: words that set complaints apart from praise, with their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui import format as fmt
from ui.charts.feedback import reviews as charts
from ui.sections.feedback import reviews
from ui.text import literal
from ui.views.feedback import quotes
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.page import Page

BARS = 10


def show(page: Page, found: ReviewSummary) -> None:
    """What hurts, what pleases, and what is new among what hurts."""
    _side(page, found, "pains", "bad", _clearest(found.pains))
    _side(page, found, "delights", "good", _clearest(found.delights))
    st.subheader(page.t("emerging_title"), anchor=False)
    if found.emerging_on is None:
        st.markdown(page.t("emerging_undated"))
    else:
        st.caption(page.t("emerging_note", month=fmt.month(found.emerging_on, page.lang)))
        st.markdown(view.points_sentence(found.emerging, "emerging", page.text))
        _words(page, found.emerging, "emerging")
    st.caption(page.t("points_note"))
    if found.counted < 1:
        share = fmt.percent(found.counted, page.lang, 0)
        st.caption(page.t("points_sample", share=share))


def _clearest(told: pl.DataFrame) -> pl.DataFrame:
    """The clearest words, the commonest of them first."""
    return told.head(BARS).sort("count", descending=True, maintain_order=True)


def _side(page: Page, found: ReviewSummary, side: str, tone: str, told: pl.DataFrame) -> None:
    st.subheader(page.t(f"{side}_title"), anchor=False)
    if told.is_empty():
        st.markdown(view.points_sentence(told, side, page.text))
        return
    called = view.names(page.definition, page.text)
    rows = view.points(told, called, page.text)
    widgets.chart(
        page,
        side,
        cache.drawn(
            reviews.drawing(page, found, side),
            lambda: charts.counts(rows, tone, text=page.text, theme=page.theme),
        ),
        view.points_sentence(told, side, page.text),
    )
    _words(page, told, side)


def _words(page: Page, told: pl.DataFrame, side: str) -> None:
    """Each word with what was said, and all of them as a table."""
    if told.is_empty():
        return
    tone = "positive" if side == "delights" else "negative"
    called = view.names(page.definition, page.text)
    with st.expander(page.t("point_quotes"), icon=":material/format_quote:"):
        for row in view.points(told, called, page.text):
            about = called.get(row["dimension"], str(row["dimension"]))
            where = page.text("events.between").join((literal(about), row["shown"]))
            st.markdown(f"**{literal(row['phrase'])}** :small[{where}]")
            for quote in row["quotes"]:
                st.markdown(f"- {quotes.marked(quote, [row['phrase'], row['term']], tone)}")
    reviews.data(page, told.drop("quotes", "topic", "term"), called, side)
