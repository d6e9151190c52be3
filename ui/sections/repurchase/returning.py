"""Whether people come back at all, what that means, and which groups do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.repurchase import return_timing as timing
from analytics.repurchase.repurchase import RepurchaseQuery
from ui import cache, frame, state, widgets
from ui.charts.kit import survival as charts
from ui.sections.repurchase import return_timing
from ui.text import paragraphs
from ui.views.repurchase import answer as answer_view
from ui.views.repurchase import repurchase as view
from ui.views.repurchase import return_timing as timing_view

if TYPE_CHECKING:
    import polars as pl

    from ui.page import Page


def head(page: Page) -> None:
    """The answer of the page in one line, and how far off it may be."""
    within = _within(page)
    frame.headline(answer_view.headline(within, page.text))
    st.markdown(answer_view.sure(within, page.text))


def back(page: Page) -> None:
    """The share that came back within so many days, and what to do about it."""
    within = _within(page)
    widgets.chart(
        page,
        "within",
        cache.cached_figure(
            page.drawing("within"),
            lambda: charts.within(within, text=page.text, theme=page.theme),
        ),
        view.within_sentence(within, page.text),
    )
    with st.container(border=True):
        title = f"**{page.t('meaning_title')}**"
        st.markdown(paragraphs([title, *(f"- {sentence}" for sentence in _meaning(page))]))
    guests = view.guests_sentence(_groups(page), page.text)
    if guests:
        st.caption(guests)


def groups(page: Page) -> None:
    """The curve of time to the next purchase, split as the reader chooses, and how far the groups
    are apart."""
    by = split(page)
    agains = view.agains(page.manifest)
    again = agains[widgets.choose(page, "again", tuple(agains), "any", page.t("again_label"))]
    question = RepurchaseQuery(page.filters, by, again)
    sizes, within = cache.groups(page.version, question), cache.within(page.version, question)
    widgets.chart(
        page,
        "curve",
        cache.cached_figure(
            page.drawing("curve", by, again),
            lambda: charts.curve(
                view.curve(cache.curve(page.version, question), by, page.text),
                text=page.text,
                theme=page.theme,
            ),
        ),
        view.curve_sentence(sizes, within, by, page.text),
    )
    return_timing.groups(page, question)
    st.caption(page.t(f"again_note.{again}"))
    st.caption(page.t("curve_note"))


def split(page: Page) -> str:
    """What customers are grouped by, of what this dataset knows."""
    labels = {key: page.t(f"by.{key}") for key in view.groupings(page.manifest)}
    return widgets.pick(page, "by", labels, "all")


def _within(page: Page) -> pl.DataFrame:
    return cache.within(page.version, RepurchaseQuery(page.filters))


def _groups(page: Page) -> pl.DataFrame:
    return cache.groups(page.version, RepurchaseQuery(page.filters))


def _meaning(page: Page) -> list[str]:
    """Whether it is getting better, and when to remind people."""
    days = int(state.option("window", return_timing.USUAL_DAYS, return_timing.DAYS))
    change = cache.answer(timing.improving, page.version, page.filters, days)
    hazard = cache.answer(timing.weekly, page.version, RepurchaseQuery(page.filters))
    return [
        timing_view.improving_plain(change, days, page.text),
        timing_view.hazard_sentence(hazard, page.text),
    ]
