"""Repurchase beyond the second purchase: groups compared, step by step, by the day, and the
trend."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.repurchase import reorder, return_timing
from analytics.repurchase.repurchase import WINDOWS, RepurchaseQuery, monthly
from analytics.scoring.thresholds import MIN_CUSTOMERS
from ui import cache, widgets
from ui.charts.kit import survival as survival_charts
from ui.charts.repurchase import return_timing as charts
from ui.sections.channels import events
from ui.sections.repurchase import robustness
from ui.views.repurchase import return_timing as view

if TYPE_CHECKING:
    from ui.page import Page

FEWEST = 2
DAYS = ("30", "60", "90", "180", "365")


def groups(page: Page, question: RepurchaseQuery) -> None:
    """The groups of a split against the largest: whether they differ, and by how much on which
    day."""
    listed = cache.groups(page.version, question)
    if listed.height < FEWEST:
        return
    first = listed["group"][0]
    found = return_timing.against_first(cache.curve(page.version, question), first, WINDOWS)
    ranks = cache.answer(return_timing.log_rank_test, page.version, question)
    st.markdown(view.apart_sentence(ranks, found, question.by, first, page.text))
    with st.expander(page.t("difference_title", first=view.named(first, question.by, page.text))):
        widgets.table(view.differences(found, question.by, page.text), {}, page.lang)
        st.caption(page.t("difference_note"))


def more(page: Page) -> None:
    """One of the questions that follow from the curve, at the reader's choice."""
    asked = {
        "trend": _trend,
        "steps": _steps,
        "days": _days,
        "products": _products,
        "defined": robustness.show,
    }
    asked[widgets.choose(page, "more", tuple(asked), "trend", page.t("more_label"))](page)


def _steps(page: Page) -> None:
    """From one purchase to the next, up to the fourth."""
    curves = cache.answer(return_timing.steps, page.version, page.filters)
    widgets.chart(
        page,
        "steps",
        cache.drawn(
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


def _days(page: Page) -> None:
    """On which days those still waiting come back."""
    found = cache.answer(return_timing.weekly, page.version, RepurchaseQuery(page.filters))
    if return_timing.soonest(found) is None:
        st.markdown(view.hazard_sentence(found, page.text))
        return
    widgets.chart(
        page,
        "hazard",
        cache.drawn(
            page.drawing("hazard"),
            lambda: charts.hazard(found, text=page.text, theme=page.theme),
        ),
        view.hazard_sentence(found, page.text),
    )
    st.caption(page.t("hazard_note"))


def _products(page: Page) -> None:
    """When each product is bought again."""
    found = cache.answer(reorder.moments, page.version, page.filters)
    if found.is_empty():
        st.markdown(view.reorder_sentence(found, page.text))
        return
    widgets.chart(
        page,
        "reorder",
        cache.drawn(
            page.drawing("reorder"),
            lambda: charts.reorder(found, text=page.text, theme=page.theme),
        ),
        view.reorder_sentence(found, page.text),
    )
    st.caption(page.t("reorder_note", fewest=MIN_CUSTOMERS))


def _trend(page: Page) -> None:
    """One window followed across monthly cohorts: is it getting better?"""
    window = int(widgets.choose(page, "window", DAYS, "90", page.t("window_label")))
    found = cache.answer(monthly, page.version, page.filters, window)
    change = return_timing.improving(found)
    marks = events.marks(page, [date.fromisoformat(f"{month}-01") for month in found["group"]], 1)
    drawn = events.chosen(marks)
    widgets.chart(
        page,
        f"improving.{window}",
        cache.drawn(
            page.drawing("improving", window, drawn is not None),
            lambda: charts.monthly(
                view.months(found, page.text),
                change.since,
                text=page.text,
                theme=page.theme,
                marks=drawn,
            ),
        ),
        view.improving_sentence(change, window, page.text),
    )
    events.legend(page, marks)
    st.caption(page.t("improving_note"))
