"""The cohort triangle, by time or by what the first purchase was, and its mean by age."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.repurchase import cohort_groups, cohorts
from analytics.repurchase.cohorts import GRAINS, grain_of
from analytics.repurchase.cohorts import mean as mean_of
from ui import cache, state, widgets
from ui import format as fmt
from ui.charts.repurchase import cohorts as charts
from ui.sections.customers import segments
from ui.sections.repurchase import chosen_cell
from ui.views.repurchase import cohorts as cohorts_view
from ui.views.repurchase import repurchase as repurchase_view

if TYPE_CHECKING:
    from analytics.repurchase.cohorts import Cell, Grain
    from ui.page import Page

WORTH = cohort_groups.CellFigure("revenue", is_so_far=True, is_each=True)


def show(page: Page) -> None:
    """Triangle, cell and ages, by the rows, the grain and the figure the reader chooses."""
    segments.follow(page)
    attributes = cache.answer(cohort_groups.attributes, page.version, page.filters)
    with st.container(horizontal=True, gap="medium"):
        grain = grain_of(widgets.choose(page, "grain", GRAINS, "month", page.t("grain_label")))
        shows = (
            (*repurchase_view.SHOWS, "margin")
            if _has_margin(page, grain)
            else repurchase_view.SHOWS
        )
        figure = widgets.choose(page, "show", shows, "rate", page.t("show_label"))
    with st.container(horizontal=True, gap="medium"):
        labels = {code: page.text(f"cohorts.rows.{code}") for code in ("time", *attributes)}
        label = page.text("cohorts.rows_label")
        by = widgets.choose_from(page, "rows", labels, "time", label)
        shown = _shown(page, figure)
    if by == "time":
        _by_time(page, grain, shown)
    else:
        _by_attribute(page, by, grain, shown)
    outside = cache.answer(cohorts.outside, page.version, page.filters, grain)
    if outside is not None and outside.orders:
        st.caption(cohorts_view.outside_sentence(outside, page.currency, page.text))
    if figure == "margin":
        _cost_note(page, grain)
    st.caption(page.text("cohorts.trend_note", trend=page.t("part.trend")))


def _cost_note(page: Page, grain: Grain) -> None:
    """For which part of the money a cost is known."""
    share = cohort_groups.costed_share(cache.cells(page.version, page.filters, grain, page.as_of))
    if share == 1:
        st.caption(page.text("cohorts.margin_whole"))
    else:
        st.caption(page.text("cohorts.margin_note", share=fmt.percent(share, page.lang)))


def _has_margin(page: Page, grain: Grain) -> bool:
    cells = cache.cells(page.version, page.filters, grain, page.as_of)
    return cohort_groups.costed_share(cells) not in (None, 0)


def _shown(page: Page, figure: str) -> cohort_groups.CellFigure:
    """The figure as the reader wants it counted; worth is revenue so far for each customer."""
    if figure == "worth":
        return WORTH
    spans = {code: page.text(f"cohorts.span.{code}") for code in ("own", "so_far")}
    span = widgets.choose_from(page, "span", spans, "own", page.text("cohorts.span_label"))
    counted = {code: page.text(f"cohorts.per.{code}") for code in ("total", "customer")}
    per = "total"
    if figure != "rate":
        per = widgets.choose_from(page, "per", counted, "total", page.text("cohorts.per_label"))
    return cohort_groups.CellFigure(
        cohort_groups.figure_of(figure), span == "so_far", per == "customer"
    )


def _by_attribute(page: Page, by: str, grain: Grain, shown: cohort_groups.CellFigure) -> None:
    """What the first purchase was downwards, or the time cohorts of one such group."""
    split = cohort_groups.Split(by, grain, page.as_of)
    cells = cache.answer(cohort_groups.cells, page.version, page.filters, split)
    ages = cohort_groups.by_age(cells, shown)
    names = {
        group: cohorts_view.name(group, False, by, page.text)
        for group in ages.filter(~pl.col("is_rest"))["group"].unique(maintain_order=True)
    }
    offered = {"": page.text("cohorts.of_all")} | {f"={code}": names[code] for code in names}
    only = widgets.choose_from(page, "of", offered, "", page.text("cohorts.of_label"))
    if only:
        group_cells = cohort_groups.of_group(cells, only[1:])
        cell = chosen_cell.of_time(group_cells, grain, only)
        place = (only[1:], cell.index) if cell else None
    else:
        cell, place = None, chosen_cell.of_group(names, split)
    picture, beside = chosen_cell.sides(is_open=place is not None)
    with picture:
        if only:
            _triangle(page, (by, only), group_cells, grain, shown, cell=cell)
        else:
            _groups(page, split, ages, shown, place)
    with beside:
        labels = (
            cohorts_view.cell_labels(group_cells, grain, only, page.text)
            if only
            else cohorts_view.place_labels(ages, names, split, page.text)
        )
        cohort = cell.cohort if cell else None
        chosen_cell.of_attribute(
            page, cells, split, names, place=place, cohort=cohort, labels=labels
        )
    if not only:
        _compared(page, grain, shown, ages, names)
    if not cohort_groups.is_cubed(by, page.filters):
        st.caption(page.text("cohorts.lines_note"))


def _groups(
    page: Page,
    split: cohort_groups.Split,
    ages: pl.DataFrame,
    shown: cohort_groups.CellFigure,
    place: chosen_cell.Place | None,
) -> None:
    """Groups downwards, ages across, with the group and age that were clicked marked."""
    marked = (str(place[1]), f"={place[0]}") if place else None
    widgets.marking(
        page,
        f"groups.{split.by}.{split.grain}.{shown}",
        cache.cached_figure(
            page.drawing("groups", split, shown, marked),
            lambda: charts.triangle(
                cohorts_view.rows(ages, split.by, shown, page.text),
                text=page.text,
                theme=page.theme,
                grain=split.grain,
                marked=marked,
            ),
        ),
        cohorts_view.top_sentence(ages, split.by, shown, split.grain, page.text),
        partial(chosen_cell.keep_group, split, place),
    )
    st.caption(page.text("cohorts.ages_note"))


def _compared(
    page: Page,
    grain: Grain,
    shown: cohort_groups.CellFigure,
    ages: pl.DataFrame,
    names: dict[str, str],
) -> None:
    """The rates of a few rows as lines, and how far apart they lie."""
    if len(names) < cohort_groups.PAIR:
        return
    codes = [code for code in state.query().get("pick", []) if code in names]
    picked = codes[: cohort_groups.MOST_COMPARED]
    st.multiselect(
        page.text("cohorts.compare_label"),
        list(names),
        format_func=lambda code: names[code],
        max_selections=cohort_groups.MOST_COMPARED,
        placeholder=page.text("cohorts.compare_hint"),
        **state.bind_list("pick", page.lang, picked),
    )
    if len(picked) < cohort_groups.PAIR:
        return
    rows = ages.filter(
        pl.col("group").is_in(picked)
        & ~pl.col("is_rest")
        & pl.col("is_complete")
        & (pl.col("index") > 0)
    ).with_columns(pl.col("group").replace_strict(names, return_dtype=pl.String))
    st.markdown(f"**{page.t('compared_title')}**")
    widgets.chart(
        page,
        "compared",
        charts.compared(rows, text=page.text, theme=page.theme, grain=grain),
        cohorts_view.gap_sentence(cohort_groups.gap(ages, picked), names, shown, grain, page.text),
    )


def _triangle(
    page: Page,
    whose: tuple[str, ...],
    cells: pl.DataFrame,
    grain: Grain,
    shown: cohort_groups.CellFigure,
    *,
    cell: Cell | None,
) -> None:
    """Time cohorts downwards, ages or dates across, with the cell that was clicked marked."""
    labels = {code: page.text(f"cohorts.across.{code}") for code in ("ages", "dates")}
    label = page.text("cohorts.across_label")
    across = widgets.choose_from(page, "across", labels, "ages", label)
    mean = mean_of(cells) if shown == cohort_groups.CellFigure() else None
    marked = cohorts_view.place_of(cell, across) if cell else None
    widgets.marking(
        page,
        f"triangle.{whose}.{grain}.{shown}.{across}",
        cache.cached_figure(
            page.drawing("triangle", whose, grain, shown, across, marked),
            lambda: charts.triangle(
                cohorts_view.cells(
                    cohort_groups.measured(cells, shown), shown, grain, across, page.text
                ),
                text=page.text,
                theme=page.theme,
                grain=grain,
                mean=mean if across == "ages" else None,
                marked=marked,
            ),
        ),
        _sentence(page, cells, grain, shown),
        partial(chosen_cell.keep_time, cells, grain, whose[-1] if whose else "", cell),
    )
    st.caption(page.t("worth_note" if shown == WORTH else "triangle_note"))


def _sentence(
    page: Page, cells: pl.DataFrame, grain: Grain, shown: cohort_groups.CellFigure
) -> str:
    if shown == WORTH:
        return repurchase_view.worth_sentence(cells, grain, page.text)
    if shown == cohort_groups.CellFigure():
        return repurchase_view.triangle_sentence(cells, mean_of(cells), grain, page.text)
    return cohorts_view.sum_sentence(cells, shown, grain, page.text)


def _by_time(page: Page, grain: Grain, shown: cohort_groups.CellFigure) -> None:
    """Cohorts downwards, who is behind a cell, a few of them compared, and the mean by age."""
    cells = cache.cells(page.version, page.filters, grain, page.as_of)
    cell = chosen_cell.of_time(cells, grain, "")
    picture, beside = chosen_cell.sides(is_open=cell is not None)
    with picture:
        _triangle(page, (), cells, grain, shown, cell=cell)
    with beside:
        labels = cohorts_view.cell_labels(cells, grain, "", page.text)
        chosen_cell.of_cohort(page, cell, labels)
    _ages(page, cache.mean(page.version, page.filters, grain, page.as_of), grain)
    rates = cohort_groups.CellFigure("rate", shown.is_so_far)
    ages = cohort_groups.by_age(cohorts_view.cohorts_as_groups(cells), rates)
    days = cells["cohort"].unique().sort(descending=True)
    names = {day.isoformat(): fmt.period(day, grain, page.lang) for day in days}
    _compared(page, grain, shown, ages, names)


def _ages(page: Page, mean: pl.DataFrame, grain: Grain) -> None:
    """The mean by age, where there are two ages to compare."""
    if len(repurchase_view.later(mean)) <= 1:
        return
    st.markdown(f"**{page.t('ages_title')}**")
    widgets.chart(
        page,
        f"ages.{grain}",
        cache.cached_figure(
            page.drawing("ages", grain),
            lambda: charts.ages(
                repurchase_view.later(mean), text=page.text, theme=page.theme, grain=grain
            ),
        ),
        repurchase_view.ages_sentence(mean, grain, page.text),
    )
