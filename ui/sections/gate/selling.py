"""How either domain sells: on which terms, and how much of it is public."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.gate import dispersion
from ui import cache, widgets
from ui.charts.gate import months
from ui.charts.kit import trend
from ui.sections.channels import events
from ui.sections.gate.verdict import data, gate_report
from ui.views.gate import selling as view
from ui.views.gate import verdict
from ui.views.gate.prices import headers
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.gate import GateReport
    from ui.page import Page


def show(page: Page) -> None:
    """Terms, products that only sell privately, and the public share by month."""
    report = gate_report(page)
    st.subheader(page.t("terms_title"), anchor=False)
    _terms(page, report)
    st.subheader(page.t("months_title"), anchor=False)
    _months(page, report)


def _terms(page: Page, report: GateReport) -> None:
    rows = view.terms(report, page.text)
    sentences = [verdict.manner(report, page.text), view.private_only(report, page.text)]
    sentence = joined([sentence for sentence in sentences if sentence], page.text)
    if not report.evidence["count_models"] or rows.is_empty():
        st.markdown(sentence)
        return
    widgets.chart(
        page,
        "terms",
        cache.cached_figure(
            page.drawing("terms", report.lines),
            lambda: months.terms(rows, text=page.text, theme=page.theme),
        ),
        sentence,
    )
    table = view.terms_table(rows)
    data(page, "terms", table, headers(table, page.text))


def _months(page: Page, report: GateReport) -> None:
    frame = cache.answer(dispersion.months, page.version, page.filters)
    if report.public_share.value is None:
        st.markdown(verdict.reach(report, page.text))
        return
    rows = view.months(frame, page.text)
    events.chart(
        page,
        "public_months",
        view.public_sentence(report, page.text),
        marks=events.marks(page, rows["period"].to_list(), 1),
        drawing=page.drawing("public_months"),
        draw=lambda shown: trend.bars(
            rows,
            text=page.text,
            theme=page.theme,
            is_share=True,
            height=260,
            marks=shown,
        ),
    )
    table = view.months_table(frame)
    data(page, "months", table, headers(table, page.text))
