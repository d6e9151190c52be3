"""Net sentiment by month, and by product, channel, rating and source."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl
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


def _subject(page: Page, summary: ReviewSummary) -> tuple[str, str]:
    """The chosen subject (a super or ALL), and its name."""
    super_names = view.names(page.definition, page.text)
    offered = view.subjects(summary, super_names, page.text)
    chosen = widgets.pick(page, "voice_subject", offered, ALL)
    return chosen, offered[chosen]


def months(page: Page, summary: ReviewSummary) -> None:
    """Net sentiment month by month, with events."""
    st.subheader(page.t("months_title"), anchor=False)
    chosen, name = _subject(page, summary)
    counted = view.by_dimension(summary.months, chosen)
    if not counted:
        st.markdown(page.t("months_undated"))
        return
    months_ = [row["period"] for row in counted]
    labels = {month: fmt.month(month, page.lang) for month in months_}
    rows = view.net_rows(counted, labels, "period", page.text)
    marks = events.marks(page, months_, 1)
    events.chart(
        page,
        f"months.{chosen}",
        notes.months_sentence(counted, name, page.text),
        marks=marks,
        drawing=reviews.drawing(page, summary, "months", chosen),
        draw=lambda shown: charts.months(
            rows, months_, text=page.text, theme=page.theme, marks=shown
        ),
    )
    st.caption(page.t("net_note"))
    names = view.names(page.definition, page.text) | {ALL: page.t("subject_all")}
    reviews.data(
        page, summary.months.filter(summary.months["dimension"] == chosen), names, "months"
    )


def groups(page: Page, summary: ReviewSummary) -> None:
    """Net sentiment of the largest groups."""
    st.subheader(page.t("groups_title"), anchor=False)
    groupings = [by for by in GROUPINGS if summary.groups[by].height]
    if not groupings:
        st.markdown(page.t("groups_none"))
        return
    by = widgets.choose(page, "voice_by", tuple(groupings), groupings[0], page.t("voice_by_label"))
    chosen, _ = _subject(page, summary)
    counted = view.by_dimension(summary.groups[by], chosen)
    labels = _labels(page, by, [row["period"] for row in counted])
    if by == "rating":
        counted = sorted(counted, key=lambda row: str(row["period"]), reverse=True)
    else:
        counted = sorted(counted, key=lambda row: -(row["positive"] + row["negative"]))
    rows = view.net_rows(counted, labels, "period", page.text)
    widgets.chart(
        page,
        f"groups.{by}.{chosen}",
        cache.cached_figure(
            reviews.drawing(page, summary, "groups", by, chosen),
            lambda: charts.nets(rows, text=page.text, theme=page.theme),
        ),
        notes.groups_sentence(counted, labels, page.text),
    )
    st.caption(page.t("groups_note"))
    if by == "rating" and chosen == ALL:
        st.caption(page.t("rating_note"))
    names = view.names(page.definition, page.text) | {ALL: page.t("subject_all")}
    frame = summary.groups[by].filter(summary.groups[by]["dimension"] == chosen)
    frame = frame.with_columns(pl.col("period").replace(labels)).rename({"period": by})
    reviews.data(page, frame, names, f"by-{by}")


def _labels(page: Page, by: str, groups_: list[str]) -> dict[str, str]:
    if by == "product":
        product_names = reviews.products(page)
        return {group: product_names.get(group, group) for group in groups_}
    if by == "rating":
        return {group: page.t("star", n=literal(group)) for group in groups_}
    if by == "source":
        return {group: _source(page, group) for group in groups_}
    return {group: group for group in groups_}


def _source(page: Page, code: str) -> str:
    key = f"voice.source.{code}"
    return page.text(key) if page.text.has(key) else code
