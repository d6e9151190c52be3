"""The cohort triangle, who is behind a cell of it, and its mean by age."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.customers.segments import SegmentChoice
from analytics.repurchase import cohort_groups, cohorts
from analytics.repurchase.cohorts import GRAINS, Cell, grain_of, members
from analytics.repurchase.cohorts import mean as mean_of
from ui import cache, state, widgets
from ui import format as fmt
from ui.charts.repurchase import cohorts as charts
from ui.sections.customers import segments
from ui.views.assessment.supers import row_headers
from ui.views.repurchase import cohorts as cohorts_view
from ui.views.repurchase import repurchase as repurchase_view

if TYPE_CHECKING:
    from analytics.repurchase.cohorts import Grain
    from ui.page import Page

MEMBERS = 200
HIDDEN = "customer_id"
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
    st.caption(page.text("cohorts.trend_note", trend=page.t("more.trend")))


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
        cell = _triangle(page, (by, only), group_cells, grain, shown)
        place = (only[1:], cell.index) if cell else None
        cohort = cell.cohort if cell else None
    else:
        place, cohort = _groups(page, split, ages, shown), None
        _compared(page, grain, shown, ages, names)
    if not cohort_groups.is_cubed(by, page.filters):
        st.caption(page.text("cohorts.lines_note"))
    if place is None:
        st.caption(page.t("cell_hint"))
        return
    selection = cohort_groups.behind(cells, split, *place, cohort)
    if selection:
        customers = cache.answer(
            cohort_groups.members, page.version, page.filters, selection, MEMBERS
        )
        title = cohorts_view.members_title(
            names[place[0]], place[1], len(customers), grain, page.text
        )
        chosen = SegmentChoice("behind", page.as_of, page.filters, behind=selection)
        segment_name = names[place[0]] if cohort is None else fmt.day(cohort, page.lang)
        _show_customers(
            page,
            customers,
            title,
            f"cohort-{by}-{place[1]}",
            chosen=chosen,
            segment_name=segment_name,
        )


def _groups(
    page: Page, split: cohort_groups.Split, ages: pl.DataFrame, shown: cohort_groups.CellFigure
) -> tuple[str, int] | None:
    """Groups downwards, ages across; the group and age that were clicked."""
    points = widgets.clickable(
        page,
        f"groups.{split.by}.{split.grain}.{shown}",
        cache.cached_figure(
            page.drawing("groups", split, shown),
            lambda: charts.triangle(
                cohorts_view.rows(ages, split.by, shown, page.text),
                text=page.text,
                theme=page.theme,
                grain=split.grain,
            ),
        ),
        cohorts_view.top_sentence(ages, split.by, shown, split.grain, page.text),
    )
    st.caption(page.text("cohorts.ages_note"))
    return cohorts_view.row_of(points)


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
) -> Cell | None:
    """Time cohorts downwards, ages or dates across; the cell that was clicked."""
    labels = {code: page.text(f"cohorts.across.{code}") for code in ("ages", "dates")}
    label = page.text("cohorts.across_label")
    across = widgets.choose_from(page, "across", labels, "ages", label)
    mean = mean_of(cells) if shown == cohort_groups.CellFigure() else None
    points = widgets.clickable(
        page,
        f"triangle.{whose}.{grain}.{shown}.{across}",
        cache.cached_figure(
            page.drawing("triangle", whose, grain, shown, across),
            lambda: charts.triangle(
                cohorts_view.cells(
                    cohort_groups.measured(cells, shown), shown, grain, across, page.text
                ),
                text=page.text,
                theme=page.theme,
                grain=grain,
                mean=mean if across == "ages" else None,
            ),
        ),
        _sentence(page, cells, grain, shown),
    )
    st.caption(page.t("worth_note" if shown == WORTH else "triangle_note"))
    return cohorts_view.cell_of(points, cells, grain)


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
    cell = _triangle(page, (), cells, grain, shown)
    if cell is None:
        st.caption(page.t("cell_hint"))
    else:
        customers = cache.answer(members, page.version, page.filters, cell, MEMBERS)
        title = repurchase_view.cell_title(cell, len(customers), page.text)
        chosen = SegmentChoice("cell", page.as_of, page.filters, cell=cell)
        name = f"cohort-{cell.cohort}-{cell.index}"
        _show_customers(
            page,
            customers,
            title,
            name,
            chosen=chosen,
            segment_name=fmt.day(cell.cohort, page.lang),
        )
    _ages(page, cache.mean(page.version, page.filters, grain, page.as_of), grain)
    rates = cohort_groups.CellFigure("rate", shown.is_so_far)
    ages = cohort_groups.by_age(cohorts_view.cohorts_as_groups(cells), rates)
    days = cells["cohort"].unique().sort(descending=True)
    names = {day.isoformat(): fmt.period(day, grain, page.lang) for day in days}
    _compared(page, grain, shown, ages, names)


def _show_customers(
    page: Page,
    customers: pl.DataFrame,
    title: str,
    name: str,
    *,
    chosen: SegmentChoice,
    segment_name: str,
) -> None:
    """Who is behind the clicked cell, what they bought, and a way to save them as a segment of this
    name."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        with st.container(horizontal=True, vertical_alignment="center"):
            show_ids = st.toggle(
                page.text("supers.show_ids"), **state.bind("cell.ids", page.lang, value=False)
            )
            shown = widgets.filled(customers if show_ids else widgets.masked(customers, HIDDEN))
            headers = row_headers(shown, page.text)
            widgets.download(shown, headers, page.t("cell_download"), name, page.lang)
        widgets.table(shown, headers, page.lang, height=280)
        segments.offer(page, name, chosen, segment_name)


def _ages(page: Page, mean: pl.DataFrame, grain: Grain) -> None:
    """The mean by age, where there are two ages to compare."""
    if len(repurchase_view.later(mean)) <= 1:
        return
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
