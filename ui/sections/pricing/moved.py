"""What happened when prices moved: units by price over all products, and each move."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui import format as fmt
from ui.charts.pricing import dots as dot_charts
from ui.charts.pricing import scale
from ui.charts.pricing import standing as charts
from ui.sections.pricing import asked
from ui.text import paragraphs
from ui.views.pricing import answer, dots
from ui.views.pricing import moved as view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.pricing.elasticity import Elasticity
    from analytics.pricing.price_moves import MoveEffect
    from ui.page import Page

MOST = 12
"""Moves drawn, the latest; all stand in the table."""


def show(page: Page) -> None:
    """How units follow prices, and each move against products alike."""
    if not page.manifest.has("lines"):
        frame.empty(page, page.t("no_orders"))
    moves, text = asked.moves(page), page.text
    sentence = view.elasticity_sentence(moves.slope, text)
    rows = view.response(moves.slope, text)
    if rows.is_empty():
        st.markdown(paragraphs([sentence, answer.remedy(moves.slope.refusal, text)]))
    else:
        widgets.chart(
            page,
            "response",
            cache.cached_figure(
                page.drawing("response"),
                lambda: charts.response(rows, text=text, theme=page.theme),
            ),
            sentence,
        )
        table = view.response_table(rows)
        headers = answer.headers(table, text)
        notes = (page.t("formula_slope"), answer.remedy(moves.slope.rival_refusal, text))
        widgets.rows_behind(page, "pricing-response", table, headers, *notes)
        _dots(page, moves.slope)
    _moves(page, moves.effects)


def _dots(page: Page, slope: Elasticity) -> None:
    """The product weeks that the slope goes through."""
    text = page.text
    st.subheader(page.t("dots_title"), anchor=False)
    rows = dots.dots(slope, text)
    widgets.chart(
        page,
        "dots",
        cache.cached_figure(
            page.drawing("dots"),
            lambda: dot_charts.dots(rows, dots.line(slope), text=text, theme=page.theme),
        ),
        dots.sentence(slope, text),
    )
    if rows.height < slope.dots.height:
        st.caption(page.t("dots_shown", shown=fmt.count(rows.height, page.lang)))
    table = dots.table(slope)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-dots", table, headers, page.t("formula_dots"))


def _moves(page: Page, effects: Sequence[MoveEffect]) -> None:
    text = page.text
    st.subheader(page.t("moves_title"), anchor=False)
    if not effects:
        st.markdown(page.t("no_moves"))
        return
    rows, sentence = view.moves(effects, text), view.moves_sentence(effects, text)
    is_able = any(effect.refusal is None for effect in effects)
    if is_able:
        shown = rows.head(MOST)
        widgets.chart(
            page,
            "moves",
            cache.cached_figure(
                page.drawing("moves"),
                lambda: scale.ranges(
                    shown,
                    text=text,
                    theme=page.theme,
                    marks=[scale.Mark(text("pricing.no_change"), 0.0)],
                    is_rate=True,
                ),
            ),
            sentence,
        )
    else:
        st.markdown(paragraphs([sentence, answer.remedy(effects[0].refusal, text)]))
    if is_able and rows.height > MOST:
        st.caption(page.t("moves_shown", shown=MOST))
    table = view.moves_table(rows)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-moves", table, headers, page.t("formula_moves"))
