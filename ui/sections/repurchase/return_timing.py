"""Repurchase beyond the second purchase: groups compared, step by step, by the day, and the
trend."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.repurchase import reorder, return_timing
from analytics.repurchase.repurchase import RepurchaseQuery, monthly
from analytics.scoring.thresholds import MIN_CUSTOMERS
from ui import cache, widgets
from ui.charts.kit import survival as survival_charts
from ui.charts.repurchase import return_timing as charts
from ui.folded import fold
from ui.sections.channels import events
from ui.views.repurchase import return_timing as view

if TYPE_CHECKING:
    from ui.page import Page

FEWEST = 2
DAYS = ("30", "60", "90", "180", "365")
USUAL_DAYS = "90"


def groups(page: Page, query: RepurchaseQuery) -> None:
    """The groups of a split against the largest: whether they differ, and by how much on which
    day."""
    group_sizes = cache.groups(page.version, query)
    if group_sizes.height < FEWEST:
        return
    first = group_sizes["group"][0]
    differences = return_timing.against_first(cache.within(page.version, query), first)
    log_rank = cache.answer(return_timing.log_rank_test, page.version, query)
    st.markdown(view.log_rank_sentence(log_rank, differences, query.by, first, page.text))

    def table() -> None:
        widgets.table(view.differences(differences, query.by, page.text), {}, page.lang)
        st.caption(page.t("difference_note"))
        if method := view.log_rank_method(log_rank, page.text):
            st.caption(method)

    title = page.t("difference_title", first=view.named(first, query.by, page.text))
    fold(page, f"differences.{query.by}", title, table)


def steps(page: Page) -> None:
    """From one purchase to the next, up to the fourth."""
    curves = cache.answer(return_timing.steps, page.version, page.filters)
    widgets.chart(
        page,
        "steps",
        cache.cached_figure(
            page.drawing("steps"),
            lambda: survival_charts.curve(
                view.steps(curves, page.text),
                text=page.text,
                theme=page.theme,
                since="repurchase.steps_since",
            ),
        ),
        view.steps_sentence(curves, page.text),
    )
    st.caption(page.t("steps_note"))


def days(page: Page) -> None:
    """On which days those still waiting come back."""
    hazard = cache.answer(return_timing.weekly, page.version, RepurchaseQuery(page.filters))
    if return_timing.soonest(hazard) is None:
        st.markdown(view.hazard_sentence(hazard, page.text))
        return
    widgets.chart(
        page,
        "hazard",
        cache.cached_figure(
            page.drawing("hazard"),
            lambda: charts.hazard(hazard, text=page.text, theme=page.theme),
        ),
        view.hazard_sentence(hazard, page.text),
    )
    st.caption(page.t("hazard_note"))


def products(page: Page) -> None:
    """When each product is bought again."""
    moments = cache.answer(reorder.moments, page.version, page.filters)
    if moments.is_empty():
        st.markdown(view.reorder_sentence(moments, page.text))
        return
    widgets.chart(
        page,
        "reorder",
        cache.cached_figure(
            page.drawing("reorder"),
            lambda: charts.reorder(moments, text=page.text, theme=page.theme),
        ),
        view.reorder_sentence(moments, page.text),
    )
    st.caption(page.t("reorder_note", fewest=MIN_CUSTOMERS))
    if (one_in := moments["one_in"][0]) > 1:
        st.caption(page.t("reorder_sample", one_in=one_in))


def trend(page: Page) -> None:
    """One window followed across monthly cohorts: is it getting better?"""
    window = int(widgets.choose(page, "window", DAYS, USUAL_DAYS, page.t("window_label")))
    cohorts = cache.answer(monthly, page.version, page.filters, window)
    change = cache.answer(return_timing.improving, page.version, page.filters, window)
    marks = events.marks(page, [date.fromisoformat(f"{month}-01") for month in cohorts["group"]], 1)
    events.chart(
        page,
        f"improving.{window}",
        view.improving_sentence(change, window, page.text),
        marks=marks,
        drawing=page.drawing("improving", window),
        draw=lambda shown: charts.monthly(
            view.months(cohorts, page.text),
            change.since,
            text=page.text,
            theme=page.theme,
            marks=shown,
        ),
    )
    st.caption(page.t("improving_note"))
