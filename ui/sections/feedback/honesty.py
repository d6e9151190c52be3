"""Where stars and text disagree, and what the reviews show of how they came about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui.charts.feedback import reviews as charts
from ui.folded import fold
from ui.rows import filled
from ui.sections.feedback import reviews
from ui.views.feedback import notes
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.page import Page


def disputed(page: Page, summary: ReviewSummary) -> None:
    """Reviews whose stars say one thing and whose text another."""
    st.subheader(page.t("disputed_title"), anchor=False)
    st.markdown(notes.disputed_sentence(summary, page.text))
    rows = filled(notes.disputed_table(summary, reviews.products(page), page.text))
    if rows.is_empty():
        return
    headers = notes.table_headers(rows, page.text)
    widgets.download(rows, headers, page.text("common.download"), "voice-disputed", page.lang)
    widgets.table(rows, headers, page.lang, height=460)
    st.caption(page.t("disputed_note"))


def signs(page: Page, summary: ReviewSummary) -> None:
    """The shape of the stars, repeated texts, rewards and busy days; never a verdict."""
    st.subheader(page.t("signs_title"), anchor=False)
    st.markdown(page.t("signs_lead"))
    rows = notes.stars(summary, page.text)
    if rows:
        widgets.chart(
            page,
            "stars",
            cache.cached_figure(
                reviews.drawing(page, summary, "stars"),
                lambda: charts.counts(rows, "water", text=page.text, theme=page.theme),
            ),
            notes.shape_sentence(summary, page.text),
        )
        reviews.table(
            page,
            summary.signs.shape.with_columns(share=100 * summary.signs.shape["share"]),
            "stars",
        )
    else:
        st.markdown(page.t("shape_none"))
    for sentence in notes.signs_sentences(summary, page.text):
        st.markdown(f"- {sentence}")
    if summary.templates.height:

        def templates() -> None:
            st.caption(page.t("templates_note"))
            headers = notes.table_headers(summary.templates, page.text)
            widgets.table(summary.templates, headers, page.lang, height=320)

        icon = ":material/content_copy:"
        fold(page, "templates", page.t("templates_title"), templates, icon=icon)
    if summary.signs.bursts.height:

        def bursts() -> None:
            days = notes.bursts(summary)
            widgets.table(days, notes.table_headers(days, page.text), page.lang, height=320)

        fold(page, "bursts", page.t("bursts_title"), bursts, icon=":material/calendar_month:")
    st.subheader(page.t("effect_title"), anchor=False)
    super_names = view.names(page.definition, page.text)
    st.markdown(notes.effect_sentence(summary, super_names, page.text))
    if summary.flagged:
        reviews.table(page, notes.effect_table(summary, super_names, page.text), "effect")
