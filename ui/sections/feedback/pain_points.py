"""Pain points and delights: words that set complaints apart from praise, with their quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui import format as fmt
from ui.charts.feedback import reviews as charts
from ui.folded import fold
from ui.sections.feedback import reviews
from ui.text import literal, verbatim
from ui.views.feedback import quotes
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.page import Page

BARS = 10


def show(page: Page, summary: ReviewSummary) -> None:
    """What hurts, what pleases, and what is new among what hurts."""
    _side(page, summary, "pains", "bad", _clearest(summary.pains))
    _side(page, summary, "delights", "good", _clearest(summary.delights))
    st.subheader(page.t("emerging_title"), anchor=False)
    if summary.emerging_on is None:
        st.markdown(page.t("emerging_undated"))
    else:
        st.caption(page.t("emerging_note", month=fmt.month(summary.emerging_on, page.lang)))
        st.markdown(view.points_sentence(summary.emerging, "emerging", page.text))
        _words(page, summary.emerging, "emerging")
    st.caption(page.t("points_note"))
    if summary.counted < 1:
        share = fmt.percent(summary.counted, page.lang, 0)
        st.caption(page.t("points_sample", share=share))


def _clearest(phrases: pl.DataFrame) -> pl.DataFrame:
    """The clearest words, the commonest of them first."""
    return phrases.head(BARS).sort("count", descending=True, maintain_order=True)


def _side(page: Page, summary: ReviewSummary, side: str, tone: str, phrases: pl.DataFrame) -> None:
    st.subheader(page.t(f"{side}_title"), anchor=False)
    if phrases.is_empty():
        st.markdown(view.points_sentence(phrases, side, page.text))
        return
    super_names = view.names(page.definition, page.text)
    rows = view.points(phrases, super_names, page.text)
    widgets.chart(
        page,
        side,
        cache.cached_figure(
            reviews.drawing(page, summary, side),
            lambda: charts.counts(rows, tone, text=page.text, theme=page.theme),
        ),
        view.points_sentence(phrases, side, page.text),
    )
    _words(page, phrases, side)


def _words(page: Page, phrases: pl.DataFrame, side: str) -> None:
    """Each word with its quotes, and all of them as a table."""
    if phrases.is_empty():
        return
    tone = "positive" if side == "delights" else "negative"
    super_names = view.names(page.definition, page.text)

    def words() -> None:
        for row in view.points(phrases, super_names, page.text):
            about = super_names.get(row["dimension"], str(row["dimension"]))
            where = page.text("events.between").join((literal(about), row["shown"]))
            st.markdown(f"**{verbatim(row['phrase'])}** :small[{where}]")
            for quote in row["quotes"]:
                st.markdown(f"- {quotes.marked(quote, [row['phrase'], row['term']], tone)}")

    title = page.t("point_quotes")
    fold(page, f"words.{side}", title, words, icon=":material/format_quote:")
    reviews.data(page, phrases.drop("quotes", "topic", "term"), super_names, side)
