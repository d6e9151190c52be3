"""Is it a brand: the verdict, who drives it, and what would have to change."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics import gate
from ui import cache, frame, widgets
from ui.charts.gate import prices as charts
from ui.folded import fold
from ui.sections.gate import thresholds
from ui.text import paragraphs
from ui.views.gate import notes, prices
from ui.views.gate import verdict as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.gate import GateReport
    from ui.page import Page


def gate_report(page: Page) -> GateReport:
    """The gate of this page's data and filters, judged by the thresholds of the link."""
    return cache.answer(gate.report, page.version, page.filters, thresholds.chosen_thresholds())


def head(page: Page) -> None:
    """What a consultant reads out, above every part of the page."""
    report = gate_report(page)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        frame.headline(view.headline(report, page.text), "content")
        widgets.verdict(report.gate.verdict, page.text)


def verdict(page: Page) -> None:
    """What the verdict rests on."""
    report, text = gate_report(page), page.text
    collect = view.collect(report, text)
    if collect:
        st.markdown(collect)
        if report.reason in view.ON_DATA:
            frame.data_link(page)
    if any(condition.estimate.value is not None for condition in report.gate.conditions):
        _conditions(page, report)
    st.caption(view.window(report, text))
    if not report.products.is_empty():
        _parity(page, report)
    if report.evidence["private_lines"] and report.evidence["public_lines"]:
        st.subheader(page.t("needed_title"), anchor=False)
        st.markdown(paragraphs(view.needed(report, text)))
    st.caption(page.t("observe"))
    _notes(page, report)
    thresholds.edit(page)


def data(page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """What a chart is drawn from, under a name of this room."""
    widgets.rows_behind(page, f"gate-{name}", rows, headers)


def _conditions(page: Page, report: GateReport) -> None:
    conditions = view.conditions(report, page.text)
    for column, (condition, name, sentence) in zip(
        st.columns(len(conditions)), conditions, strict=True
    ):
        with column, st.container(border=True, height="stretch"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{name}**", width="content")
                widgets.verdict(condition.verdict, page.text)
            st.markdown(sentence)


def _parity(page: Page, report: GateReport) -> None:
    """Which products differ, the widest gaps first."""
    st.subheader(page.t("parity_title"), anchor=False)
    rows = prices.parity(report, page.text)
    widgets.chart(
        page,
        "parity",
        cache.cached_figure(
            page.drawing("parity", report.lines),
            lambda: charts.parity(
                rows, band=100 * report.lines.band, text=page.text, theme=page.theme
            ),
        ),
        view.drivers(report, page.text),
    )
    if report.products.height > prices.PRODUCTS:
        st.caption(page.t("parity_shown", shown=prices.PRODUCTS))
    table = prices.products(report)
    data(page, "products", table, prices.headers(table, page.text))


def _notes(page: Page, report: GateReport) -> None:
    sentences = notes.notes(report, page.text)
    if sentences:
        spoken = partial(st.markdown, paragraphs(sentences))
        fold(page, "known", page.t("known_title"), spoken, icon=":material/info:")
