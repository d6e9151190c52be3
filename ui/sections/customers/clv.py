"""What customers will buy and what it is worth, with the model's own check; or why not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from analytics.customers.clv import model, outlook
from analytics.customers.clv.errors import ModelRefused
from ui import cache, state, waiting, widgets
from ui.charts.customers import clv as expected
from ui.charts.customers import rfm as charts
from ui.views.customers import clv as value
from ui.views.customers import rfm as view

if TYPE_CHECKING:
    from analytics.customers.clv.outlook import Outlook
    from ui.page import Page

HIDDEN = "customer_id"
TABLE_HEIGHT = 320


def show(page: Page) -> None:
    """Totals, cohorts, the dearest customers, and whether the model is any good."""
    question = model.ClvQuery(
        page.as_of, page.filters, has_amount=page.manifest.has("amount_lines")
    )
    try:
        found = waiting.answer(page, page.t("value_wait"), outlook.look, question, _split(page))
    except ModelRefused as refusal:
        st.info(page.text(f"errors.{refusal.code}", **refusal.facts), icon=":material/block:")
        return
    if found is None:
        return
    st.markdown(page.t("value_lead"))
    widgets.figures(view.value_figures(found.totals, page.currency, page.text))
    st.caption(page.t("value_note"))
    if found.is_held:
        st.caption(page.t("value_held"))
    _checked(page, found)
    _cohorts(page, found)
    _dearest(page, found)


def _checked(page: Page, found: Outlook) -> None:
    st.subheader(page.t("held_title"), anchor=False)
    checked = found.held_out
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
    with st.expander(page.t("held_table")):
        widgets.table(value.by_frequency(checked, page.text), {}, page.lang)


def _cohorts(page: Page, found: Outlook) -> None:
    st.subheader(page.t("cohorts_title"), anchor=False)
    by: value.Kind = "value" if found.totals["value"] is not None else "purchases"
    rows = value.cohorts(found.by_cohort, by, page.currency, page.text)
    widgets.chart(
        page,
        "expected",
        cache.drawn(
            page.drawing("expected"),
            lambda: expected.by_cohort(rows, text=page.text, theme=page.theme),
        ),
        value.cohorts_sentence(found.by_cohort, by, page.currency, page.text),
    )
    st.caption(page.t("cohorts_note"))


def _dearest(page: Page, found: Outlook) -> None:
    st.subheader(page.t("dearest_title"), anchor=False)
    st.markdown(value.dearest_sentence(found, page.currency, page.text))
    show_ids = st.toggle(
        page.text("supers.show_ids"), **state.bind("value.ids", page.lang, value=False)
    )
    shown = widgets.filled(found.dearest)
    shown = shown if show_ids else widgets.masked(shown, HIDDEN)
    headers = value.headers(shown, page.text)
    label = page.text("supers.rows_download")
    widgets.download(shown, headers, label, "customers-expected", page.lang)
    widgets.table(shown, headers, page.lang, height=TABLE_HEIGHT)
    st.caption(page.t("dearest_note"))


def _split(page: Page) -> date:
    """Two thirds of the time to fit on, the last third to be asked about."""
    first = date.fromisoformat(page.manifest.about["first_on"])
    return first + (page.as_of - first) * 2 // 3
