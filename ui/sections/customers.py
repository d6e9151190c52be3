"""Who the customers are, who comes and goes, and what they will be worth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import streamlit as st

from analytics import clv, customers, holdout
from analytics.btyd.errors import ModelRefused
from ui import cache, widgets
from ui.charts import customers as charts
from ui.charts import trend
from ui.views import customers as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.datasets import Store
    from analytics.filters import Filters
    from ui.frame import Page


def groups(page: Page) -> None:
    """The eight RFM groups and how unevenly value lies on customers."""
    has_amount = page.manifest.has("amount_lines")
    who = cache.answer(_who, page.version, page.filters, page.as_of, has_amount)
    if who is None:
        st.info(page.t("groups_need_money"), icon=":material/payments:")
        return
    split, found, spread = who
    widgets.chart(
        page,
        "groups",
        cache.drawn(
            page.drawing("groups"),
            lambda: charts.groups(view.groups(found, page.text), text=page.text, theme=page.theme),
        ),
        view.groups_sentence(found, split, page.text),
    )
    st.caption(page.t("groups_note"))
    st.subheader(page.t("concentration_title"), anchor=False)
    widgets.chart(
        page,
        "lorenz",
        cache.drawn(
            page.drawing("lorenz"),
            lambda: charts.lorenz(spread.lorenz, text=page.text, theme=page.theme),
        ),
        view.concentration_sentence(spread, page.text),
    )


def flows(page: Page) -> None:
    """New, returning and reactivated customers by month, and who lapsed."""
    found = cache.answer(_flows, page.version, page.filters, page.as_of)
    widgets.chart(
        page,
        "flows",
        cache.drawn(
            page.drawing("flows"),
            lambda: trend.bars(
                view.flows(found, page.text),
                text=page.text,
                theme=page.theme,
                in_progress=page.as_of + timedelta(days=1) != _next_month(page.as_of),
            ),
        ),
        view.flows_sentence(found, page.text),
    )
    st.caption(page.t("flows_note", days=customers.LAPSE_DAYS))


def value(page: Page) -> None:
    """What customers will buy and what it is worth, with the model's own check; or why not."""
    has_amount = page.manifest.has("amount_lines")
    question = clv.Question(page.as_of, page.filters, has_amount=has_amount)
    with st.spinner(page.t("value_wait")):
        found = cache.answer(_value, page.version, question)
    if isinstance(found, ModelRefused):
        st.info(page.text(f"errors.{found.code}", **found.facts), icon=":material/block:")
        return
    st.markdown(page.t("value_lead"))
    widgets.figures(view.value_figures(found, page.currency, page.text))
    st.caption(page.t("value_note"))
    st.subheader(page.t("held_title"), anchor=False)
    checked = cache.answer(_checked, page.version, question, _split(page))
    if checked is None:
        st.markdown(page.t("held_refused"))
        return
    widgets.chart(
        page,
        "held",
        cache.drawn(
            page.drawing("held"),
            lambda: charts.held_out(checked.by_week, text=page.text, theme=page.theme),
        ),
        view.holdout_sentence(checked, page.text),
    )
    st.caption(page.t("held_note"))


def _who(
    store: Store, version: str, filters: Filters, until: date, has_amount: bool
) -> tuple[customers.Thresholds, pl.DataFrame, customers.Concentration] | None:
    """What is shown of all customers, so that nobody keeps a row for each; None without groups."""
    listed = customers.listed(store, version, until, filters, has_amount=has_amount)
    split = customers.thresholds(listed)
    if split is None:
        return None
    return split, customers.groups(listed), customers.concentration(listed["amount"])


def _flows(store: Store, version: str, filters: Filters, until: date) -> pl.DataFrame:
    return customers.flows(store, version, until, filters)


def _value(
    store: Store, version: str, question: clv.Question
) -> dict[str, float | int | None] | ModelRefused:
    """What everybody will buy and what it is worth. A refusal is an answer too: it takes a fit to
    find, and is kept like one."""
    seen = clv.histories(store, version, question)
    try:
        models = clv.fit(store, version, question, seen)
    except ModelRefused as refusal:
        return refusal
    return clv.totals(seen, models, question.horizon_days)


def _checked(
    store: Store, version: str, question: clv.Question, split_on: date
) -> holdout.Holdout | None:
    """The model held to what came after; None where the first part alone cannot carry it."""
    try:
        return holdout.check(store, version, question, split_on)
    except ModelRefused:
        return None


def _split(page: Page) -> date:
    """Two thirds of the time to fit on, the last third to be asked about."""
    first = date.fromisoformat(page.manifest.about["first_on"])
    return first + (page.as_of - first) * 2 // 3


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
