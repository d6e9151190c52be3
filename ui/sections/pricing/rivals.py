"""Against whom: the index per size, the map of value, and the pack ladder."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.pricing import scale
from ui.charts.pricing import standing as charts
from ui.folded import fold
from ui.sections.pricing import asked
from ui.text import paragraphs
from ui.views.pricing import answer, moved
from ui.views.pricing import standing as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.pricing.pack_sizes import Ladder
    from analytics.pricing.rivals import PriceIndex
    from analytics.pricing.value_map import ValueMap
    from ui.page import Page


def show(page: Page) -> None:
    """How prices stand against rivals, whether they are worth it, and between packs."""
    if not page.manifest.has("lines"):
        frame.empty(page, page.t("no_orders"))
    standing = asked.standing(page)
    _index(page, standing.index)
    st.subheader(page.t("map_title"), anchor=False)
    _map(page, standing.map)
    st.subheader(page.t("ladder_title"), anchor=False)
    _ladder(page, standing.ladder)


def _index(page: Page, index: PriceIndex) -> None:
    text = page.text
    sentence = moved.index_sentence(index, text)
    if index.refusal is not None:
        st.markdown(paragraphs([sentence, answer.remedy(index.refusal, text)]))
        frame.data_link(page)
        return
    rows = view.index(index, text)
    shown = rows.head(view.MOST)
    widgets.chart(
        page,
        "index",
        cache.cached_figure(
            page.drawing("index"),
            lambda: scale.ranges(
                shown,
                text=text,
                theme=page.theme,
                marks=[scale.Mark(text("pricing.as_rivals"), 0.0)],
                is_rate=True,
            ),
        ),
        sentence,
    )
    if rows.height > view.MOST:
        st.caption(page.t("index_shown", shown=view.MOST))
    notes = (view.sightings(index, text), page.t("formula_index"))
    table = view.index_table(index)
    widgets.rows_behind(page, "pricing-index", table, answer.headers(table, text), *notes)
    every = partial(_rivals, page, view.rivals_table(index))
    fold(page, "pricing-rivals", page.t("rivals_rows"), every, icon=":material/table_rows:")


def _rivals(page: Page, table: pl.DataFrame) -> None:
    headers = answer.headers(table, page.text)
    widgets.table(table, headers, page.lang, height=300)
    label = page.text("common.download")
    widgets.download(table, headers, label, "pricing-rivals", page.lang)


def _map(page: Page, answer_of_map: ValueMap) -> None:
    text = page.text
    sentence = view.map_sentence(answer_of_map, text)
    if answer_of_map.refusal is not None:
        st.markdown(paragraphs([sentence, answer.remedy(answer_of_map.refusal, text)]))
    rows = view.value_map(answer_of_map, text)
    if rows.is_empty():
        return
    widgets.chart(
        page,
        "map",
        cache.cached_figure(
            page.drawing("map"),
            lambda: charts.value_map(
                rows, view.map_line(answer_of_map), text=text, theme=page.theme
            ),
        ),
        page.t("map_note") if answer_of_map.refusal is not None else sentence,
    )
    table = view.map_table(answer_of_map)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-map", table, headers, page.t("formula_map"))


def _ladder(page: Page, ladder: Ladder) -> None:
    text = page.text
    sentence = moved.ladder_sentence(ladder, text)
    if ladder.refusal is not None:
        st.markdown(paragraphs([sentence, answer.remedy(ladder.refusal, text)]))
        return
    rows = view.rungs(ladder, text)
    widgets.chart(
        page,
        "ladder",
        cache.cached_figure(
            page.drawing("ladder"), lambda: charts.ladder(rows, text=text, theme=page.theme)
        ),
        sentence,
    )
    table = view.rungs_table(ladder)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-ladder", table, headers, page.t("formula_ladder"))
