"""What do we claim, what is praised: each topic by praise and by claims, and each claim judged."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, waiting, widgets
from ui.charts.positioning import topics as charts
from ui.sections.positioning import asked
from ui.text import paragraphs
from ui.views.positioning import answer
from ui.views.positioning import claims as view

if TYPE_CHECKING:
    from ui.page import Page

MOST = 15
"""Topics drawn, unless more are claimed; all stand in the table."""


def show(page: Page) -> None:
    """The claims that customers contradict, and what is praised and not claimed; without the sheet
    what reviews praise."""
    waiting.reviews(page)
    claims, text = asked.claimed(page), page.text
    sentences = view.spoken(claims, text)
    if claims.refusal is not None:
        st.info(answer.remedy(claims.refusal, text), icon=":material/campaign:")
        frame.data_link(page)
    st.markdown(paragraphs(sentences))
    rows = view.dumbbell(claims, text)
    shown = view.leading(rows, MOST)
    if not shown.is_empty():
        is_claimed = not shown["claimed"].is_null().all()
        widgets.chart(
            page,
            "claims",
            cache.cached_figure(
                page.drawing("claims"),
                lambda: charts.dumbbell(shown, text=text, theme=page.theme),
            ),
            page.t("claims_note" if is_claimed else "praise_note"),
        )
        if rows.height > shown.height:
            st.caption(page.t("topics_shown", shown=shown.height))
        table = rows.drop("sentence")
        headers = answer.headers(table, text)
        widgets.rows_behind(page, "positioning-topics", table, headers)
    if claims.claims:
        st.subheader(page.t("claims_title"), anchor=False)
        st.caption(page.t("claims_table_note"))
        table = view.table(claims, text)
        headers = answer.headers(table, text)
        widgets.table(table, headers, page.lang, height=300)
        label = page.text("common.download")
        widgets.download(table, headers, label, "positioning-claims", page.lang)
