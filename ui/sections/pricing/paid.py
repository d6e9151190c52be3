"""What price would people pay: the four curves, what prices would bring, and the offers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.pricing.base import Refusal
from ui import cache, frame, widgets
from ui.charts.pricing import scale
from ui.charts.pricing import surveyed as charts
from ui.folded import fold
from ui.sections.pricing import asked
from ui.sections.pricing.decide import today_name
from ui.text import paragraphs
from ui.views.pricing import answer, surveyed

if TYPE_CHECKING:
    from analytics.pricing.offers import Offers
    from analytics.pricing.reach import Reach
    from analytics.pricing.report import Survey
    from ui.page import Page


def show(page: Page) -> None:
    """What people say of the chosen product; without answers, which sheet to bring."""
    code = asked.chosen(asked.labels(page))
    survey, offer = asked.surveys(page).get(code), asked.offers(page).get(code)
    if survey is None and offer is None:
        st.info(answer.remedy(Refusal("no_answers"), page.text), icon=":material/quiz:")
        frame.data_link(page)
        return
    marks = _today(page, code)
    if survey is not None:
        _curves(page, code, survey, marks)
        _outcome(page, code, survey.reach, marks)
    if offer is not None:
        _offers(page, code, offer)


def _today(page: Page, code: str) -> list[scale.Mark]:
    today = asked.answer(page, code).today
    return [] if today is None else [scale.Mark(today_name(page, today), today)]


def _curves(page: Page, code: str, survey: Survey, marks: list[scale.Mark]) -> None:
    """The curves, under them the crossings as ranges, and who was counted."""
    shown, text = survey.counted, page.text
    sentences = surveyed.drawn_sentences(survey, text)
    counted = partial(st.markdown, paragraphs(surveyed.counted(survey, text)))
    if shown.refusal is not None:
        st.markdown(paragraphs([*sentences, answer.remedy(shown.refusal, text)]))
        fold(page, "counted", page.t("counted_title"), counted, icon=":material/info:")
        return
    rows, points = surveyed.curves(shown, text), surveyed.points(shown, text)
    widgets.chart(
        page,
        "curves",
        cache.cached_figure(
            page.drawing("curves", code),
            lambda: charts.curves(rows, points, marks=marks, text=text, theme=page.theme),
        ),
        paragraphs(sentences),
    )
    widgets.chart(
        page,
        "points",
        cache.cached_figure(
            page.drawing("points", code),
            lambda: scale.ranges(points, text=text, theme=page.theme, marks=marks),
        ),
        page.t("points_note"),
    )
    table = surveyed.points_table(points)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-points", table, headers, page.t("formula_points"))
    fold(page, "counted", page.t("counted_title"), counted, icon=":material/info:")


def _outcome(page: Page, code: str, reach: Reach, marks: list[scale.Mark]) -> None:
    """How many would buy at a price, or what they would bring."""
    text = page.text
    st.subheader(page.t("outcome_title"), anchor=False)
    able = surveyed.outcomes(reach)
    if not able:
        sentence = surveyed.outcome_sentence(reach, "revenue", text)
        st.markdown(paragraphs([sentence, answer.remedy(reach.refusal, text)]))
        return
    name = widgets.choose(
        page, "price_curve", able, able[0], page.t("outcome_label"), visibility="collapsed"
    )
    rows = surveyed.outcome(reach, name, text)
    widgets.chart(
        page,
        "outcome",
        cache.cached_figure(
            page.drawing("outcome", code, name),
            lambda: charts.outcome(
                rows, reach.best[name].price.value or 0.0, marks=marks, text=text, theme=page.theme
            ),
        ),
        surveyed.outcome_sentence(reach, name, text),
    )
    table = surveyed.outcome_table(rows)
    headers = answer.headers(table, text)
    widgets.rows_behind(page, "pricing-outcome", table, headers, page.t("formula_reach"))


def _offers(page: Page, code: str, offer: Offers) -> None:
    """Who would buy at each price offered, and how likely each brings most."""
    text = page.text
    st.subheader(page.t("offers_title"), anchor=False)
    sentence = surveyed.offer_sentence(offer, text)
    refusal = offer.refusal or offer.refusals.get("revenue")
    rows = surveyed.demand(offer, text)
    if rows.is_empty():
        st.markdown(paragraphs([sentence, answer.remedy(refusal, text)]))
        return
    widgets.chart(
        page,
        "offers",
        cache.cached_figure(
            page.drawing("offers", code),
            lambda: charts.demand(rows, text=text, theme=page.theme),
        ),
        sentence,
    )
    if refusal is not None:
        st.markdown(answer.remedy(refusal, text))
    table = surveyed.demand_table(rows)
    headers = answer.headers(table, text)
    notes = (surveyed.offers_counted(offer, text), page.t("formula_offers"))
    widgets.rows_behind(page, "pricing-offers", table, headers, *notes)
