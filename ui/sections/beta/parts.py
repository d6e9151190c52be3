"""The head of the Beta test page, and the parts that decide: the verdict by its rule, and the same
people again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.beta import strip
from ui.sections.beta import asked, brought, rule
from ui.text import paragraphs
from ui.views.beta import again, marks, people, spoken, verdict

if TYPE_CHECKING:
    from analytics.beta.report import BetaTest, Comparison
    from ui.page import Page


def head(page: Page) -> bool:
    """The verdict in one line above every part, and which product; whether anybody has
    answered."""
    products = asked.products(page)
    test = asked.test(page)
    frame.headline(verdict.headline(test, page.text))
    if sentence := verdict.under(test, page.text):
        st.markdown(sentence)
    if len(products) > 1:
        code = asked.sku(page) or asked.UNNAMED
        widgets.choose_from(page, "beta_sku", products, code, page.t("product_label"))
    if page.filters.start or page.filters.end or page.filters.channels:
        st.caption(page.t("unfiltered"))
    for trouble in asked.library().troubles:
        frame.complain(trouble, page.lang)
    return bool(products)


def ahead(page: Page) -> None:
    """Before anybody has answered: the time to lock a rule, and who brought whom so far."""
    st.markdown(page.t("before_answers"))
    frame.data_link(page)
    rule.form(page, is_open=True)
    brought.tree(page)


def decide(page: Page) -> None:
    """The three kinds of answers with the zones of the rule, and a rule to look at and lock."""
    test, text = asked.test(page), page.text
    counted = test.verdict.rule
    plan = None if counted is None else counted.plan
    rows = verdict.strip(test, text)
    zones = None if plan is None else verdict.zones(plan)
    key = page.drawing("decision", asked.sku(page), zones)
    figure = cache.cached_figure(
        key, lambda: strip.decision(rows, zones, text=text, theme=page.theme)
    )
    widgets.chart(page, "decision", figure, verdict.strip_sentence(rows, text))
    if plan is not None:
        st.markdown(verdict.preview(plan, text))
    shown = rows.select("label", "value", "low", "high", "n", "worth")
    headers = spoken.headers(shown, text)
    widgets.rows_behind(page, "beta-kinds", shown, headers, page.t("formula_kinds"))
    if sentences := people.left_out(test.left_out, text):
        st.caption(paragraphs(sentences))
    rule.form(page)


def same(page: Page) -> None:
    """The same people in two waves, a comparison each."""
    test, text = asked.test(page), page.text
    if test.no_comparison is not None:
        st.markdown(verdict.reason(test.no_comparison, text))
    for comparison in test.comparisons:
        _pair(page, test, comparison)
    st.markdown(again.needed(text))


def _pair(page: Page, test: BetaTest, comparison: Comparison) -> None:
    text = page.text
    rows = again.slopes(test, comparison)
    waves = comparison.first, comparison.later
    names = marks.wave_title(waves[0], text), marks.wave_title(waves[1], text)
    figure = cache.cached_figure(
        page.drawing("slopes", asked.sku(page), waves),
        lambda: strip.slopes(rows, names, text=text, theme=page.theme),
    )
    name = "slopes-{}-{}".format(*waves)
    widgets.chart(page, name, figure, again.change_sentence(comparison, text))
    sentences = [
        *again.range_sentence(comparison, text),
        again.gone_sentence(comparison, text),
        again.very_sentence(comparison, text),
    ]
    st.markdown(paragraphs(filter(None, sentences)))
    headers = spoken.headers(rows, text)
    notes = page.t("formula_change"), again.by_seed_note(comparison, text)
    widgets.rows_behind(page, f"beta-{name}", rows, headers, *notes)
