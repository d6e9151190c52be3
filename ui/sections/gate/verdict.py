"""Is it a brand: the verdict, who drives it, and what would have to change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import gate
from ui import cache, frame, widgets
from ui.charts.gate import prices as charts
from ui.sections.gate import thresholds
from ui.views.gate import notes, prices
from ui.views.gate import verdict as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.gate import GateReport
    from ui.page import Page


def look(page: Page) -> GateReport:
    """The gate of this page's data and filters, against the lines of the link."""
    return cache.answer(gate.report, page.version, page.filters, thresholds.lines())


def verdict(page: Page) -> None:
    """What a consultant reads out, and what it rests on."""
    found, text = look(page), page.text
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.subheader(view.headline(found, text), anchor=False, width="content")
        widgets.verdict(found.gate.verdict, text)
    collect = view.collect(found, text)
    if collect:
        st.markdown(collect)
        if found.reason in view.ON_DATA:
            frame.data_link(page)
    if any(one.estimate.value is not None for one in found.gate.conditions):
        _conditions(page, found)
    st.caption(view.window(found, text))
    if not found.products.is_empty():
        _parity(page, found)
    if found.evidence["private_lines"] and found.evidence["public_lines"]:
        st.subheader(page.t("needed_title"), anchor=False)
        for said in view.needed(found, text):
            st.markdown(said)
    st.caption(page.t("observe"))
    _notes(page, found)
    thresholds.edit(page)


def data(page: Page, name: str, rows: pl.DataFrame, headers: Mapping[str, str]) -> None:
    """What a chart is drawn from, to read and to take along."""
    with st.expander(page.text("gate.table_title"), icon=":material/table_rows:"):
        widgets.table(rows, headers, page.lang, height=300)
        widgets.download(rows, headers, page.text("gate.download"), f"gate-{name}", page.lang)


def _conditions(page: Page, found: GateReport) -> None:
    told = view.conditions(found, page.text)
    for column, (one, name, said) in zip(st.columns(len(told)), told, strict=True):
        with column, st.container(border=True, height="stretch"):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"**{name}**", width="content")
                widgets.verdict(one.verdict, page.text)
            st.markdown(said)


def _parity(page: Page, found: GateReport) -> None:
    """Which products differ, the widest gaps first."""
    st.subheader(page.t("parity_title"), anchor=False)
    rows = prices.parity(found, page.text)
    widgets.chart(
        page,
        "parity",
        cache.drawn(
            page.drawing("parity", found.lines),
            lambda: charts.parity(
                rows, band=100 * found.lines.band, text=page.text, theme=page.theme
            ),
        ),
        view.drivers(found, page.text),
    )
    if found.products.height > prices.PRODUCTS:
        st.caption(page.t("parity_shown", shown=prices.PRODUCTS))
    table = prices.products(found)
    data(page, "products", table, prices.headers(table, page.text))


def _notes(page: Page, found: GateReport) -> None:
    told = notes.notes(found, page.text)
    if told:
        with st.expander(page.t("known_title"), icon=":material/info:"):
            for said in told:
                st.markdown(said)
