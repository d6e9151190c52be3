"""How what is said moves by month, and how it differs by product, channel, rating and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.feedback.reviews.summary import ALL, GROUPINGS
from ui import cache, widgets
from ui import format as fmt
from ui.charts.feedback import reviews as charts
from ui.sections.channels import events
from ui.sections.feedback import reviews
from ui.text import literal
from ui.views.feedback import notes
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.page import Page


def _subject(page: Page, found: ReviewSummary) -> tuple[str, str]:
    """What is followed, and its name."""
    called = view.names(page.definition, page.text)
    offered = view.subjects(found, called, page.text)
    chosen = widgets.pick(page, "voice_subject", offered, ALL)
    return chosen, offered[chosen]


def months(page: Page, found: ReviewSummary) -> None:
    """Net sentiment month by month, with events."""
    st.subheader(page.t("months_title"), anchor=False)
    chosen, name = _subject(page, found)
    counted = view.by_dimension(found.months, chosen)
    if not counted:
        st.markdown(page.t("months_undated"))
        return
    months_ = [row["period"] for row in counted]
    labels = {month: fmt.month(month, page.lang) for month in months_}
    rows = view.net_rows(counted, labels, "period", page.text)
    marks = events.marks(page, months_, 1)
    drawn = events.chosen(marks)
    widgets.chart(
        page,
        f"months.{chosen}",
        cache.drawn(
            reviews.drawing(page, found, "months", chosen, drawn is not None),
            lambda: charts.months(rows, text=page.text, theme=page.theme, marks=drawn),
        ),
        notes.months_sentence(counted, name, page.text),
    )
    events.legend(page, marks)
    st.caption(page.t("net_note"))
    called = view.names(page.definition, page.text) | {ALL: page.t("subject_all")}
    reviews.data(page, found.months.filter(found.months["dimension"] == chosen), called, "months")


def groups(page: Page, found: ReviewSummary) -> None:
    """Net sentiment of the largest groups."""
    st.subheader(page.t("groups_title"), anchor=False)
    known = [by for by in GROUPINGS if found.groups[by].height]
    if not known:
        st.markdown(page.t("groups_none"))
        return
    by = widgets.choose(page, "voice_by", tuple(known), known[0], page.t("voice_by_label"))
    chosen, _ = _subject(page, found)
    counted = view.by_dimension(found.groups[by], chosen)
    labels = _labels(page, by, [row["period"] for row in counted])
    if by == "rating":
        counted = sorted(counted, key=lambda row: str(row["period"]), reverse=True)
    else:
        counted = sorted(counted, key=lambda row: -(row["positive"] + row["negative"]))
    rows = view.net_rows(counted, labels, "period", page.text)
    widgets.chart(
        page,
        f"groups.{by}.{chosen}",
        cache.drawn(
            reviews.drawing(page, found, "groups", by, chosen),
            lambda: charts.nets(rows, text=page.text, theme=page.theme),
        ),
        notes.groups_sentence(counted, labels, page.text),
    )
    st.caption(page.t("groups_note"))
    if by == "rating" and chosen == ALL:
        st.caption(page.t("rating_note"))
    called = view.names(page.definition, page.text) | {ALL: page.t("subject_all")}
    frame = found.groups[by].filter(found.groups[by]["dimension"] == chosen)
    reviews.data(page, frame.rename({"period": by}), called, f"by-{by}")


def _labels(page: Page, by: str, groups_: list[str]) -> dict[str, str]:
    if by == "product":
        called = reviews.products(page)
        return {one: called.get(one, one) for one in groups_}
    if by == "rating":
        return {one: page.t("star", n=literal(one)) for one in groups_}
    if by == "source":
        return {one: _source(page, one) for one in groups_}
    return {one: one for one in groups_}


def _source(page: Page, code: str) -> str:
    key = f"voice.source.{code}"
    return page.text(key) if page.text.has(key) else code
