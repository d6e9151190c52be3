"""Who the customers are, who comes and goes, and what they will be worth."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.customers import rfm
from analytics.customers.segments import SegmentChoice
from ui import cache, widgets
from ui import format as fmt
from ui.charts.customers import rfm as charts
from ui.charts.kit import trend
from ui.sections.channels import events
from ui.sections.customers import segments
from ui.views.customers import rfm as view

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store
    from ui.page import Page


GroupReport = tuple[rfm.Thresholds, pl.DataFrame, rfm.Concentration]


def headline(page: Page) -> str:
    """What the best customers bring, in one line."""
    report = _report(page)
    return page.t("head_none") if report is None else view.headline(report[2], page.text)


def gini(page: Page) -> float | None:
    """How unevenly value lies on customers, 0-1; None where there is no value."""
    report = _report(page)
    return None if report is None else report[2].gini


def groups(page: Page) -> None:
    """The eight RFM groups: their share of customers beside what they bring."""
    report = _report(page)
    if report is None:
        st.info(page.t("groups_need_money"), icon=":material/payments:")
        return
    thresholds, counts, _ = report
    widgets.chart(
        page,
        "groups",
        cache.cached_figure(
            page.drawing("groups"),
            lambda: charts.groups(view.groups(counts, page.text), text=page.text, theme=page.theme),
        ),
        view.groups_sentence(counts, thresholds, page.currency, page.text),
    )
    st.caption(page.t("groups_note"))
    _guests(page)
    _save_group(page, counts, has_amount=page.manifest.has("amount_lines"))


def concentration(page: Page) -> None:
    """How unevenly value lies on customers."""
    report = _report(page)
    if report is None:
        st.info(page.t("groups_need_money"), icon=":material/payments:")
        return
    lorenz = report[2]
    widgets.chart(
        page,
        "lorenz",
        cache.cached_figure(
            page.drawing("lorenz"),
            lambda: charts.lorenz(lorenz.lorenz, text=page.text, theme=page.theme),
        ),
        view.concentration_sentence(lorenz, page.text),
    )


def _report(page: Page) -> GroupReport | None:
    has_amount = page.manifest.has("amount_lines")
    report: GroupReport | None = cache.answer(
        _load_groups, page.version, page.filters, page.as_of, has_amount
    )
    return report


def _guests(page: Page) -> None:
    """The share of purchases without a customer id, which belong to no group."""
    guest_share = cache.answer(_guest_share, page.version, page.filters)
    if guest_share:
        share = fmt.percent(guest_share, page.lang)
        st.caption(page.text("repurchase.guests", share=share))


def _guest_share(store: Store, version: str, filters: Filters) -> float | None:
    counted = store.run("repurchase/guests", version, by="all", **filters.params())
    purchases = int(counted["count_purchases"].sum())
    return int(counted["count_guest_purchases"].sum()) / purchases if purchases else None


def _save_group(page: Page, counts: pl.DataFrame, *, has_amount: bool) -> None:
    """The people of one group as a segment."""
    codes = counts.filter(counts["customers"] > 0)["segment"].to_list()
    names = {code: page.text(f"cli.segment_{code}") for code in codes}
    label = page.text("segments.group_label")
    code = widgets.choose_from(page, "rfm", names, codes[0], label)
    chosen = SegmentChoice("group", page.as_of, page.filters, code, has_amount=has_amount)
    segments.offer(page, f"group.{code}", chosen, names[code])


def flows(page: Page) -> None:
    """New, returning and reactivated customers by month, and who lapsed."""
    months = cache.answer(_load_flows, page.version, page.filters, page.as_of)
    rows = view.flows(months, page.text)
    events.chart(
        page,
        "flows",
        view.flows_sentence(months, page.text),
        marks=events.marks(page, rows["period"].to_list(), 1),
        drawing=page.drawing("flows"),
        draw=lambda shown: trend.bars(
            rows,
            text=page.text,
            theme=page.theme,
            in_progress=page.as_of + timedelta(days=1) != _next_month(page.as_of),
            marks=shown,
        ),
    )
    st.caption(page.t("flows_note", days=rfm.LAPSE_DAYS))


def _load_groups(
    store: Store, version: str, filters: Filters, until: date, has_amount: bool
) -> GroupReport | None:
    """Thresholds, groups and concentration, so that no frame with a row per customer is cached;
    None without groups."""
    customers = rfm.customers(store, version, until, filters, has_amount=has_amount)
    thresholds = rfm.thresholds(customers)
    if thresholds is None:
        return None
    return thresholds, rfm.groups(customers), rfm.concentration(customers["amount"])


def _load_flows(store: Store, version: str, filters: Filters, until: date) -> pl.DataFrame:
    return rfm.flows(store, version, until, filters)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
