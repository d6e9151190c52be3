"""Prices behind the gate: every channel, week by week, and how far they lie apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.gate import dispersion
from ui import cache, widgets
from ui.charts.gate import months
from ui.charts.gate import prices as charts
from ui.charts.kit.marks import placed
from ui.sections.channels import events
from ui.sections.gate.thresholds import chosen_thresholds
from ui.sections.gate.verdict import data
from ui.views.gate import prices as view

if TYPE_CHECKING:
    from ui.page import Page

MOST = 300
"""Products to choose from: those with the most money."""


def show(page: Page) -> None:
    """The matrix, one product over time, and dispersion."""
    thresholds = chosen_thresholds()
    cells = cache.answer(dispersion.matrix, page.version, page.filters, thresholds)
    st.subheader(page.t("matrix_title"), anchor=False)
    if cells.is_empty():
        st.markdown(view.matrix_sentence(cells, thresholds, page.text))
        return
    rows = view.matrix(cells, page.text)
    widgets.chart(
        page,
        "matrix",
        cache.cached_figure(
            page.drawing("matrix", thresholds),
            lambda: charts.matrix(rows, text=page.text, theme=page.theme),
        ),
        view.matrix_sentence(cells, thresholds, page.text),
    )
    st.caption(page.t("matrix_note", shown=rows["item"].n_unique()))
    table = view.matrix_table(cells, page.text)
    data(page, "matrix", table, view.headers(table, page.text))
    _history(page, cells)
    _spread(page)


def _history(page: Page, cells: pl.DataFrame) -> None:
    """One product's price in either domain, with the brand's events and notes."""
    st.subheader(page.t("history_title"), anchor=False)
    offered = cells.unique("item", maintain_order=True).head(MOST)
    names = dict(offered.select("item", "product").iter_rows())
    first = next(iter(names))
    item = widgets.choose_from(page, "gate_item", names, first, page.t("history_pick"))
    weeks = cache.answer(dispersion.history, page.version, item)
    axis = months.weeks(weeks["week_on"].to_list())
    happened = events.listed(page, (item,))
    marks = None if axis is None or happened.is_empty() else placed(happened, axis)
    events.chart(
        page,
        "history",
        view.history_sentence(weeks, names[item], page.text),
        marks=marks,
        drawing=page.drawing("history", item),
        draw=lambda shown: months.history(
            weeks, axis=axis, text=page.text, theme=page.theme, marks=shown
        ),
    )
    st.caption(page.t("history_note"))
    table = view.history_table(weeks, page.text)
    data(page, "history", table, view.headers(table, page.text))


def _spread(page: Page) -> None:
    """How far channels lie apart in one week."""
    thresholds = chosen_thresholds()
    dispersion_report = cache.answer(dispersion.dispersion, page.version, page.filters, thresholds)
    st.subheader(page.t("spread_title"), anchor=False)
    st.markdown(view.spread_sentence(dispersion_report, thresholds, page.text))
    if not dispersion_report.widest.is_empty():
        st.caption(view.spread_note(dispersion_report, page.text))
        table = view.widest(dispersion_report)
        data(page, "spread", table, view.headers(table, page.text))
