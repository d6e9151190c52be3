"""What price, and how sure: every source on one axis, and a candidate held against them."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, names, state, widgets
from ui import format as fmt
from ui.charts.pricing import scale
from ui.folded import fold
from ui.sections.pricing import asked
from ui.text import paragraphs
from ui.views.pricing import answer as view
from ui.views.pricing import decision as sentences
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.page import Page
    from ui.views.pricing.answer import Answer

LOWEST, USUAL, HIGHEST = 0.6, 1.1, 1.5
"""Of today's price: the lowest of the slider, where it starts if no source names a price, and the
highest."""
STEPS = 2
"""Figures of a price below its first that the slider moves by."""


def head(page: Page) -> None:
    """What price and how sure, in one line above every part of the page, and what it rests on."""
    labels = asked.labels(page)
    if not labels:
        frame.empty(page, page.t("nothing_here"))
    code = asked.chosen(labels)
    answer = asked.answer(page, code)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        frame.headline(view.headline(answer, page.text), "content")
        widgets.badge(view.badge(answer), page.text)
    if list(labels) != [asked.UNNAMED]:
        product(page, labels)
    if sentence := view.under(answer, asked.decision(page, code), page.text):
        st.markdown(sentence)


def product(page: Page, labels: dict[str, str]) -> None:
    """Which product: kept in the link; the candidate price of another one is forgotten."""

    def keep(code: str) -> None:
        state.set_option("sku", code)
        state.set_option("price", None)

    shown = {code: names.shown(label) for code, label in labels.items()}
    st.selectbox(
        page.t("product_label"),
        list(labels),
        format_func=shown.__getitem__,
        width=420,
        **state.bind("sku", page.lang, asked.chosen(labels), keep, follows=True),
    )


def show(page: Page) -> None:
    """The ruler, and a candidate with what it would need and where it has been held."""
    code = asked.chosen(asked.labels(page))
    answer = asked.answer(page, code)
    if answer.today is None:
        _ruler(page, answer, code, None)
        _next(page, answer)
        return
    candidate = _candidate(page, code, answer, answer.today)
    answer = asked.answer(page, code, candidate)
    _ruler(page, answer, code, candidate)
    if answer.candidate is not None:
        st.subheader(page.t("candidate_title"), anchor=False)
        cost = asked.unit_cost(page, code)
        widgets.figures(view.figures(answer.candidate, cost, page.text))
        held = [
            view.held(answer.candidate, page.text),
            *sentences.domains(answer.candidate, page.text),
        ]
        spoken = [
            *sentences.beside_figures(answer.candidate, page.text),
            joined(held, page.text),
            view.gate(answer.candidate, page.text),
        ]
        st.markdown(paragraphs(spoken))
    _next(page, answer)


def _candidate(page: Page, code: str, answer: Answer, today: float) -> float:
    """The candidate of the link, else the price that the leading source names, or a tenth above
    today's where none does; moved by a slider."""
    step = 10.0 ** (math.floor(math.log10(today)) - STEPS)
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    ends = [today * LOWEST, today * HIGHEST, *view.ends(answer)]
    low, high = (_stepped(end, step, digits) for end in (min(ends), max(ends)))
    source = view.leading(answer)
    named = source.value if source is not None and source.value is not None else today * USUAL
    start = min(max(_stepped(named, step, digits), low), high)
    price = _written(low, high, start)

    def keep(chosen: float) -> None:
        state.set_option("price", None if chosen == start else f"{chosen:.6g}")

    st.slider(
        page.t("candidate_label"),
        low,
        high,
        step=step,
        format=f"%.{digits}f",
        **state.bind(f"price.{code}", page.lang, price, keep, follows=True),
    )
    return price


def _stepped(price: float, step: float, digits: int) -> float:
    return round(round(price / step) * step, digits)


def _written(low: float, high: float, start: float) -> float:
    """The price of the address, moved to the ends of the slider; `start` for what is no price."""
    try:
        price = float(state.option("price", ""))
    except ValueError:
        return start
    return min(max(price, low), high) if math.isfinite(price) else start


def _ruler(page: Page, answer: Answer, code: str, candidate: float | None) -> None:
    rows = sentences.ruler(answer.sources, page.text)
    marks = []
    if answer.today is not None:
        marks.append(scale.Mark(today_name(page, answer.today), answer.today))
    if candidate is not None:
        amount = sentences.price(candidate, page.text)
        marks.append(scale.Mark(page.t("candidate_mark", price=amount), candidate, is_main=True))
    table, notes = view.ruler_table(rows), [page.t("ruler_note")]
    if page.currency:
        notes.append(page.t("prices_in", currency=fmt.currency_name(page.currency, page.lang)))
    widgets.chart(
        page,
        "ruler",
        cache.cached_figure(
            page.drawing("ruler", code, candidate),
            lambda: scale.ranges(rows, text=page.text, theme=page.theme, marks=marks),
        ),
        joined(notes, page.text),
    )
    headers = view.headers(table, page.text)
    widgets.rows_behind(page, "pricing-ruler", table, headers, page.t("formula_ruler"))


def today_name(page: Page, today: float) -> str:
    """The name of the mark at today's price."""
    return page.t("today_mark", price=sentences.price(today, page.text))


def _next(page: Page, answer: Answer) -> None:
    """What would make silent sources speak: closed, but where nothing says a price."""
    remedies = view.remedies(answer.sources, page.text)
    if not remedies:
        return
    if view.leading(answer) is None:
        st.info(remedies[0], icon=":material/lightbulb:")
        frame.data_link(page)
        remedies = remedies[1:]
    if remedies:
        spoken = partial(st.markdown, paragraphs(remedies))
        fold(page, "surer", page.t("surer_title"), spoken, icon=":material/lightbulb:")
