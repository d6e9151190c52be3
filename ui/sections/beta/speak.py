"""What testers say: marks wave by wave, whether they would recommend and pay, and topics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.pricing import scale, surveyed
from ui.sections.beta import asked
from ui.text import paragraphs
from ui.views.beta import marks, paying, spoken
from ui.views.pricing import answer as pricing
from ui.views.pricing import surveyed as offered

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from ui.page import Page


def show(page: Page) -> None:
    """Marks, recommending, prices, topics; each kind of answer by itself."""
    _marks(page)
    _paying(page)
    _topics(page)


def _marks(page: Page) -> None:
    test, text = asked.test(page), page.text
    st.subheader(page.t("marks_title"), anchor=False)
    rows = marks.by_wave(test, text)
    figure = cache.cached_figure(
        page.drawing("marks", asked.sku(page)),
        lambda: scale.ranges(rows, text=text, theme=page.theme),
    )
    widgets.chart(page, "marks", figure, marks.sentence(rows, text))
    if sentence := marks.recommending(test, text):
        st.markdown(sentence)
    if rows.height:
        table = rows.select("label", "n", "very", "promoters", mark="value", low="low", high="high")
        headers = spoken.headers(table, text)
        widgets.rows_behind(page, "beta-marks", table, headers, page.t("formula_marks"))


def _paying(page: Page) -> None:
    """Who would buy at each price offered; which sheet to bring where nobody was asked."""
    st.subheader(page.t("paying_title"), anchor=False)
    answers = asked.test(page).paying
    if not answers:
        st.markdown(page.t("no_paying"))
        frame.data_link(page)
    for kind, answer in answers.items():
        _offers(page, kind, answer)


def _offers(page: Page, kind: str, answer: Offers) -> None:
    text = page.text
    rows = offered.demand(answer, text)
    sentence = paying.sentence(kind, answer, text)
    counted = offered.offers_counted(answer, text)
    refusal = answer.refusal or answer.refusals.get("revenue")
    if rows.is_empty():
        st.markdown(paragraphs([sentence, pricing.remedy(refusal, text), counted]))
        return
    figure = cache.cached_figure(
        page.drawing("paying", asked.sku(page), kind),
        lambda: surveyed.demand(rows, text=text, theme=page.theme),
    )
    widgets.chart(page, f"paying-{kind}", figure, sentence)
    if refusal is not None:
        st.markdown(pricing.remedy(refusal, text))
    table = offered.demand_table(rows)
    notes = (counted, text("pricing.formula_offers"))
    headers = pricing.headers(table, text)
    widgets.rows_behind(page, f"beta-paying-{kind}", table, headers, *notes)


def _topics(page: Page) -> None:
    """What testers complain of and praise, wave by wave."""
    st.subheader(page.t("topics_title"), anchor=False)
    rows = asked.spoken(page)
    st.markdown(spoken.sentence(asked.complaints(page), page.text))
    shown = spoken.table(rows, page.text)
    if shown.height:
        headers = spoken.headers(shown, page.text)
        widgets.table(shown, headers, page.lang, height=420)
        widgets.download(shown, headers, page.text("common.download"), "beta-topics", page.lang)
