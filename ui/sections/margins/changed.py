"""What changed between two comparable periods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.margins.base import Refusal
from ui import cache, frame, widgets
from ui.charts.margins.steps import steps
from ui.sections.margins import asked
from ui.text import paragraphs
from ui.views.margins import changed as view
from ui.views.margins import where
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """Volume, mix, price and cost between the two periods, which are named first."""
    periods, answer = asked.changed(page)
    text = page.text
    refusal = periods if isinstance(periods, Refusal) else answer and answer.refusal
    if not isinstance(periods, Refusal):
        st.markdown(view.periods(periods, text))
    if isinstance(refusal, Refusal) or answer is None:
        why = refusal or Refusal("short_history")
        said = page.t("change.refused", reason=where.reason(why, text))
        st.markdown(paragraphs([said, where.remedy(why, text)]))
        frame.data_link(page)
        return
    rows = view.steps(answer, text)
    widgets.chart(
        page,
        "change",
        cache.cached_figure(
            page.drawing("change"), lambda: steps(rows, text=text, theme=page.theme, is_share=False)
        ),
        joined([*filter(None, [view.sentence(answer, text), asked.currency(page)])], text),
    )
    left_out = [page.t("change.left_out", step=page.t(f"step.{key}")) for key in answer.left_out]
    if spoken := [*filter(None, [view.mix(answer, text)]), *left_out]:
        st.markdown(paragraphs(spoken))
    table = view.table(answer, text)
    widgets.rows_behind(
        page, "money-change", table, where.headers(table, text), page.t("formula.changed")
    )
