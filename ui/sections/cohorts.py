"""The cohort triangle, who is behind a cell of it, and its mean by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.cohorts import GRAINS, Cell, grain_of, members
from ui import cache, state, widgets
from ui.charts import cohorts as charts
from ui.views import repurchase as view
from ui.views.supers import row_headers

if TYPE_CHECKING:
    import polars as pl

    from analytics.cohorts import Grain
    from ui.frame import Page

MEMBERS = 200
HIDDEN = "customer_id"


def show(page: Page) -> None:
    """Triangle, cell and ages, by the grain and the figure the reader chooses."""
    with st.container(horizontal=True, gap="medium"):
        grain = grain_of(widgets.choose(page, "grain", GRAINS, "month", page.t("grain_label")))
        figure = widgets.choose(page, "show", view.SHOWS, "rate", page.t("show_label"))
    cells = cache.cells(page.version, page.filters, grain, page.as_of)
    mean = cache.mean(page.version, page.filters, grain, page.as_of)
    points = widgets.clickable(
        page,
        f"triangle.{grain}.{figure}",
        cache.drawn(
            page.drawing("triangle", grain, figure),
            lambda: charts.triangle(
                view.triangle(cells, figure, page.text),
                text=page.text,
                theme=page.theme,
                grain=grain,
                mean=mean if figure == "rate" else None,
            ),
        ),
        view.worth_sentence(cells, grain, page.text)
        if figure == "worth"
        else view.triangle_sentence(cells, mean, grain, page.text),
    )
    st.caption(page.t("worth_note" if figure == "worth" else "triangle_note"))
    cell = view.cell_of(points, cells, grain)
    if cell is None:
        st.caption(page.t("cell_hint"))
    else:
        _members(page, cell)
    _ages(page, mean, grain)


def _members(page: Page, cell: Cell) -> None:
    """Who is behind the clicked cell, and what they bought."""
    found = cache.answer(members, page.version, page.filters, cell, MEMBERS)
    with st.container(border=True):
        st.markdown(f"**{view.cell_title(cell, len(found), page.text)}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            show_ids = st.toggle(
                page.text("supers.show_ids"), **state.bind("cell.ids", page.lang, value=False)
            )
            shown = widgets.filled(found if show_ids else widgets.masked(found, HIDDEN))
            headers = row_headers(shown, page.text)
            name = f"cohort-{cell.cohort}-{cell.index}"
            widgets.download(shown, headers, page.t("cell_download"), name, page.lang)
        widgets.table(shown, headers, page.lang, height=280)


def _ages(page: Page, mean: pl.DataFrame, grain: Grain) -> None:
    """The mean by age, where there are two ages to compare."""
    if len(view.later(mean)) <= 1:
        return
    widgets.chart(
        page,
        f"ages.{grain}",
        cache.drawn(
            page.drawing("ages", grain),
            lambda: charts.ages(view.later(mean), text=page.text, theme=page.theme, grain=grain),
        ),
        view.ages_sentence(mean, grain, page.text),
    )
