"""Whether the page's conclusion holds under every definition of repurchase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.repurchase import return_timing, robustness
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN
from ui import cache, widgets
from ui.charts.kit import difference as charts
from ui.folded import fold
from ui.sections.repurchase import returning
from ui.views.repurchase import robustness as view

if TYPE_CHECKING:
    from ui.page import Page

TWO = 2
HEADS = ("repurchase.robust_lower", "repurchase.robust_higher")


def show(page: Page) -> None:
    """The two largest groups of the page's split, else newer against earlier customers, under
    thirteen definitions."""
    query = RepurchaseQuery(page.filters, returning.split(page))
    groups = cache.groups(page.version, query)["group"].to_list()[:TWO]
    by, groups = (query.by, groups) if len(groups) == TWO else ("all", [])
    outcomes = cache.answer(robustness.outcomes, page.version, RepurchaseQuery(page.filters, by))
    report = (
        robustness.between(outcomes, cache.within(page.version, query), *groups)
        if groups
        else robustness.over_time(
            outcomes,
            cache.answer(return_timing.improving, page.version, page.filters, robustness.SOON),
        )
    )
    widgets.chart(
        page,
        f"defined.{by}",
        cache.cached_figure(
            page.drawing("defined", by),
            lambda: charts.forest(
                view.strip(report, page.text),
                margin=100 * EQUIVALENCE_MARGIN,
                text=page.text,
                theme=page.theme,
                heads=HEADS,
            ),
        ),
        view.sentence(report, view.sides(by, groups, page.text), page.text),
    )
    st.caption(page.t("robust_note"))

    def table() -> None:
        widgets.sentences(view.definitions(report, page.text))

    fold(page, "defined", page.t("robust_title"), table)
