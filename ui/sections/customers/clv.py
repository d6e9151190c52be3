"""What customers will buy and what it is worth, with the model's own check; or why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.customers.clv import model, outlook
from analytics.customers.clv.errors import ModelRefused
from analytics.customers.ladder import Rules
from ui import cache, state, waiting, widgets
from ui.charts.customers import clv as clv_charts
from ui.charts.customers import rfm as rfm_charts
from ui.folded import fold
from ui.rows import readable
from ui.views.customers import clv as clv_view
from ui.views.customers import rfm as rfm_view

if TYPE_CHECKING:
    from analytics.customers.clv.outlook import Outlook
    from ui.page import Page

TABLE_HEIGHT = 320


def show(page: Page) -> None:
    """Totals, cohorts, the dearest customers, and whether the model is any good."""
    query = model.ClvQuery(page.as_of, page.filters, has_amount=page.manifest.has("amount_lines"))
    try:
        clv_report = waiting.answer(page, page.t("value_wait"), outlook.report, query, _split(page))
    except ModelRefused as refusal:
        st.info(page.text(f"errors.{refusal.code}", **refusal.facts), icon=":material/block:")
        return
    if clv_report is None:
        return
    st.markdown(page.t("value_lead"))
    widgets.figures(rfm_view.value_figures(clv_report.totals, page.currency, page.text))
    st.markdown(clv_view.range_sentence(clv_report.totals, page.currency, page.text))
    st.caption(page.t("alive_note", days=Rules().asleep_days))
    st.caption(page.t("value_note"))
    if clv_report.is_held:
        st.caption(page.t("value_held"))
    _holdout(page, clv_report)
    _cohorts(page, clv_report)
    _dearest(page, clv_report)


def _holdout(page: Page, clv_report: Outlook) -> None:
    st.subheader(page.t("held_title"), anchor=False)
    holdout = clv_report.held_out
    if holdout is None:
        st.markdown(page.t("held_refused"))
        return
    widgets.chart(
        page,
        "held",
        cache.cached_figure(
            page.drawing("held"),
            lambda: rfm_charts.held_out(holdout.by_week, text=page.text, theme=page.theme),
        ),
        rfm_view.holdout_sentence(holdout, page.text),
    )
    st.caption(page.t("held_note"))

    def by_frequency() -> None:
        widgets.table(clv_view.by_frequency(holdout, page.text), {}, page.lang)

    fold(page, "held", page.t("held_table"), by_frequency)


def _cohorts(page: Page, clv_report: Outlook) -> None:
    st.subheader(page.t("cohorts_title"), anchor=False)
    by: clv_view.Kind = "value" if clv_report.totals["value"] is not None else "purchases"
    rows = clv_view.cohorts(clv_report.by_cohort, by, page.currency, page.text)
    widgets.chart(
        page,
        "expected",
        cache.cached_figure(
            page.drawing("expected"),
            lambda: clv_charts.by_cohort(rows, text=page.text, theme=page.theme),
        ),
        clv_view.cohorts_sentence(clv_report.by_cohort, by, page.currency, page.text),
    )
    st.caption(page.t("cohorts_note"))


def _dearest(page: Page, clv_report: Outlook) -> None:
    st.subheader(page.t("dearest_title"), anchor=False)
    st.markdown(clv_view.dearest_sentence(clv_report, page.currency, page.text))
    show_ids = st.toggle(
        page.text("supers.show_ids"), **state.bind("value.ids", page.lang, value=False)
    )
    rows = readable(clv_view.dearest_table(clv_report.dearest), show_ids=show_ids)
    headers = clv_view.headers(rows, page.text)
    label = page.text("supers.rows_download")
    widgets.download(rows, headers, label, "customers-expected", page.lang)
    widgets.table(rows, headers, page.lang, height=TABLE_HEIGHT)
    st.caption(page.t("dearest_note"))


def _split(page: Page) -> date:
    """The end of the calibration period: the first two thirds of the time; the rest is held out."""
    first = date.fromisoformat(page.manifest.about["first_on"])
    return first + (page.as_of - first) * 2 // 3
