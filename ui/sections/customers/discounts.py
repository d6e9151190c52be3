"""Discounts and returns: how much goes on deal, whether deals keep people, what comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.customers import discounts, returns
from analytics.repurchase import robustness
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.stats import survival
from ui import cache, frame, widgets
from ui.charts.kit import survival as survival_charts
from ui.charts.kit import trend
from ui.sections.channels import events
from ui.views.customers import discounts as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.filters import Filters
    from analytics.storage.versions import Store
    from ui.page import Page


def show(page: Page) -> None:
    """Deals where list prices are known, then what came back."""
    months = cache.answer(discounts.monthly, page.version, page.filters)
    deals = discounts.deals(months)
    if deals.share.value is None:
        st.info(page.text("discounts.no_list_price"), icon=":material/sell:")
        frame.link("data", page.text("discounts.no_list_price_link"))
    else:
        _trend(page, months, deals)
        if page.manifest.has("customers"):
            _first(page, deals)
    st.subheader(page.text("discounts.return_title"), anchor=False)
    _returns(page)


def _trend(page: Page, months: pl.DataFrame, deals: discounts.Deals) -> None:
    """The share on deal, in all and by month."""
    by_month = discounts.trend(months)
    st.markdown(view.deals_sentence(deals, page.text))
    rows = view.months(by_month, page.text)
    events.chart(
        page,
        "deals",
        view.trend_sentence(by_month, page.text),
        marks=events.marks(page, rows["period"].to_list(), 1),
        drawing=page.drawing("deals"),
        draw=lambda shown: trend.bars(
            rows,
            text=page.text,
            theme=page.theme,
            is_share=True,
            height=260,
            marks=shown,
        ),
    )
    st.caption(page.text("discounts.note"))


def _first(page: Page, deals: discounts.Deals) -> None:
    """Repurchase after a full-price against a discounted first purchase."""
    st.subheader(page.text("discounts.first_title"), anchor=False)
    counts = cache.answer(discounts.first_counts, page.version, page.filters)
    changes = discounts.after_first(counts)
    refusal = view.first_refusal(deals, changes, page.text)
    if refusal:
        st.markdown(refusal)
        return
    widgets.chart(
        page,
        "discount_curve",
        cache.cached_figure(
            page.drawing("discount_curve"),
            lambda: survival_charts.curve(
                view.curves(survival.kaplan_meier(counts), page.text),
                text=page.text,
                theme=page.theme,
            ),
        ),
        view.first_sentence(changes, page.text),
    )
    widgets.table(view.first_table(changes, page.text), {}, page.lang)
    st.caption(page.text("discounts.first_note"))


def _returns(page: Page) -> None:
    """What came back: in all, by product, by reason, by cohort."""
    text = page.text
    products = cache.answer(returns.products, page.version, page.filters)
    if products.is_empty() or not products["sent_back"].sum():
        st.markdown(text("discounts.return_none"))
        return
    sold = int(products["sold"].sum())
    reasons = cache.answer(returns.reasons, page.version, page.filters, sold)
    st.markdown(view.returned_sentence(products, reasons, text))
    widgets.table(view.returned_products(products, text), {}, page.lang, height=300)
    widgets.table(view.returned_reasons(reasons, text), {}, page.lang, height=300)
    st.caption(text("discounts.return_note"))
    if page.manifest.has("customers"):
        _cohorts(page)


def _cohorts(page: Page) -> None:
    """Customers who sent something back, by month of their first purchase."""
    cohorts = cache.answer(returns.cohorts, page.version, page.filters)
    if cohorts.is_empty():
        st.markdown(page.text("discounts.cohort_young", days=returns.WINDOW))
        return
    widgets.chart(
        page,
        "return_cohorts",
        cache.cached_figure(
            page.drawing("return_cohorts"),
            lambda: trend.bars(
                view.cohorts(cohorts, page.text),
                text=page.text,
                theme=page.theme,
                is_share=True,
                height=260,
            ),
        ),
        view.cohorts_sentence(cohorts, returns.WINDOW, page.text),
    )
    st.markdown(view.exchange_sentence(_outcomes(page), page.text))


def _outcomes(page: Page) -> pl.DataFrame:
    return cache.answer(_load_outcomes, page.version, page.filters)


def _load_outcomes(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    return robustness.outcomes(store, version, RepurchaseQuery(filters))
