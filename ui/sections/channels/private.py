"""The three tests of private traffic: cards, the funnel, who stays reachable, and messages."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from analytics.channels import messages, private
from analytics.channels.private import PrivateQuery
from ui import cache, frame, state, widgets
from ui.charts.channels import private as charts
from ui.charts.kit import survival
from ui.folded import fold_of_choices
from ui.text import paragraphs
from ui.views.channels import headlines, stays
from ui.views.channels import private as view
from ui.views.repurchase.return_timing import log_rank_method

if TYPE_CHECKING:
    from analytics.channels.private import Evidence
    from ui.page import Page

DAYS = tuple(str(days) for days in private.REACHED_DAYS)
BY = ("all", "route", "tier")
MARKS = (30, 90, 180, 365)
BOUNDS = {"top": (1, 50), "waist": (1, 90)}


def evidence(page: Page) -> Evidence:
    """Counts of people and filled cells of the members sheet, and of private buyers."""
    return cache.answer(private.evidence, page.version, page.filters)


def show(page: Page, domain_evidence: Evidence) -> None:
    """Three cards that stand by themselves, and what is behind them."""
    head = st.container()
    query = _query(page, domain_evidence)
    everybody = PrivateQuery(page.filters, domain_evidence.source, reached_days=query.reached_days)
    with head:
        rows = cache.answer(private.funnel, page.version, everybody)
        worth = cache.answer(private.worth, page.version, everybody)
        frame.headline(headlines.private(rows, worth, domain_evidence.source, page.text))
    _cards(page, domain_evidence, everybody)
    st.caption(page.t("observe"))
    if domain_evidence.source == "members":
        _funnel(page, query)
        _stay(page, everybody)
        _messages(page, everybody)


def _query(page: Page, domain_evidence: Evidence) -> PrivateQuery:
    if domain_evidence.source == "orders":
        return PrivateQuery(page.filters, "orders")
    days = int(widgets.choose(page, "reached", DAYS, DAYS[-1], page.t("reached_label")))
    by = cast("private.By", state.option("split", "all", BY))
    cut = {name: _percent(name) for name in BOUNDS}
    return PrivateQuery(page.filters, "members", by, days, cut["top"] / 100, cut["waist"] / 100)


def _percent(name: str) -> int:
    return widgets.whole(f"private_{name}", _default(name), BOUNDS[name])


def _default(name: str) -> int:
    share: float = getattr(PrivateQuery(), name)
    return round(100 * share)


def _cards(page: Page, domain_evidence: Evidence, query: PrivateQuery) -> None:
    rows = cache.answer(private.funnel, page.version, query)
    worth = cache.answer(private.worth, page.version, query)
    trust = cache.answer(private.trust, page.version, query)
    matched = cache.answer(messages.matched, page.version, query)
    has_amount = page.manifest.has("amount_lines")
    sentences = {
        "reach": view.reach(rows, domain_evidence, query, page.text),
        "influence": view.influence(rows, matched, trust, query, page.text),
        "pay": view.pay(
            worth, domain_evidence.source, page.currency, page.text, has_amount=has_amount
        ),
    }
    for column, test in zip(st.columns(len(view.TESTS)), view.TESTS, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.markdown(f"**{page.t(f'test.{test}')}**")
            st.caption(page.t(f"ask.{test}"))
            st.markdown(paragraphs(sentences[test]))


def _funnel(page: Page, query: PrivateQuery) -> None:
    st.subheader(page.t("funnel_title"), anchor=False)
    widgets.choose(page, "split", BY, "all", page.t("split_label"))
    rows = cache.answer(private.funnel, page.version, query)
    widgets.chart(
        page,
        "funnel",
        cache.cached_figure(
            page.drawing("funnel", query),
            lambda: charts.funnel(
                view.funnel(rows, query, page.text), text=page.text, theme=page.theme
            ),
        ),
        view.funnel_sentence(rows, query, page.text),
    )
    st.caption(page.t("funnel_note", days=query.reached_days))
    if query.by == "tier":
        _cuts(page)
    table = view.table(rows, query, page.text)
    widgets.rows_behind(page, "private", table, view.headers(page.text))


def _cuts(page: Page) -> None:
    def fields() -> None:
        with st.container(horizontal=True, gap="medium"):
            for name, bounds in BOUNDS.items():
                widgets.number(
                    page,
                    f"private_{name}",
                    page.t(f"cut.{name}"),
                    _percent(name),
                    bounds=bounds,
                    default=_default(name),
                    width=190,
                )
        st.caption(page.t("cuts_note"))

    fold_of_choices(page, "cuts", page.t("cuts_title"), fields, icon=":material/tune:")


def _stay(page: Page, query: PrivateQuery) -> None:
    st.subheader(page.t("stay_title"), anchor=False)
    curve = cache.answer(private.stay, page.version, query)
    ranks = cache.answer(private.routes_log_rank_test, page.version, query)
    widgets.chart(
        page,
        "stay",
        cache.cached_figure(
            page.drawing("stay", query),
            lambda: survival.curve(
                stays.curves(curve, page.text),
                text=page.text,
                theme=page.theme,
                days=MARKS,
                since="private.since_joined",
                watched="private.watched",
                point="private.point",
            ),
        ),
        stays.sentence(curve, ranks, MARKS, page.text),
    )
    st.caption(page.t("stay_note"))
    if curve.height:
        table = stays.table(curve, MARKS, page.text)
        note = log_rank_method(ranks, page.text)
        widgets.rows_behind(page, "private-stay", table, stays.headers(page.text), note)


def _messages(page: Page, query: PrivateQuery) -> None:
    st.subheader(page.t("messages_title"), anchor=False)
    matched = cache.answer(messages.matched, page.version, query)
    st.markdown(view.matched_sentence(matched, page.text))
    st.caption(page.t("messages_note"))
