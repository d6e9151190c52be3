"""Who brought whom, how the mean settled as they joined, and the friends of each seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui.charts.beta import rings, running
from ui.sections.beta import asked
from ui.text import paragraphs
from ui.views.beta import people, settling, spoken, verdict

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """The tree with what the sheet gets wrong, then the marks in the order people joined."""
    tree(page)
    test, text = asked.test(page), page.text
    sentences = [
        people.likeness_sentence(test, text),
        people.generation_sentence(test.generations, text),
        verdict.needed(test, text),
    ]
    st.markdown(paragraphs(sentences))
    _settling(page)
    _friends(page)


def tree(page: Page) -> None:
    """Who brought whom, and what the sheet of testers gets wrong."""
    forest, test, text = asked.tree(page), asked.test(page), page.text
    rows = people.radial(forest, test, text)
    figure = cache.cached_figure(
        page.drawing("rings", asked.sku(page)),
        lambda: rings.tree(rows, text=text, theme=page.theme),
    )
    widgets.chart(page, "rings", figure, people.tree_sentence(forest, text))
    st.markdown(paragraphs([*people.each_sentence(forest, text), *people.faults(forest, text)]))
    by_seed = forest.by_seed()
    headers = spoken.headers(by_seed, text)
    widgets.rows_behind(page, "beta-seeds", by_seed, headers, page.t("formula_seeds"))


def _settling(page: Page) -> None:
    """The mean of each kind so far, answer by answer."""
    test, text = asked.test(page), page.text
    st.subheader(page.t("settling_title"), anchor=False)
    rows = settling.running(test, text)
    figure = cache.cached_figure(
        page.drawing("settling", asked.sku(page)),
        lambda: running.settling(rows, text=text, theme=page.theme),
    )
    widgets.chart(page, "settling", figure, settling.settled_sentence(test, rows, text))
    table = rows.select("label", "place", "mark", "so_far")
    headers = spoken.headers(table, text)
    widgets.rows_behind(page, "beta-settling", table, headers, page.t("formula_so_far"))


def _friends(page: Page) -> None:
    """The same for the friends of each seed by themselves."""
    test, text = asked.test(page), page.text
    st.subheader(page.t("friends_title"), anchor=False)
    rows = settling.friends(test, text)
    sentence = settling.friends_sentence(rows, text)
    if rows.is_empty():
        st.markdown(sentence)
        return
    figure = cache.cached_figure(
        page.drawing("friends", asked.sku(page)),
        lambda: running.by_seed(rows, text=text, theme=page.theme),
    )
    widgets.chart(page, "friends", figure, sentence)
    table = settling.by_seed(rows)
    headers = spoken.headers(table, text)
    widgets.rows_behind(page, "beta-friends", table, headers, page.t("formula_friends"))
