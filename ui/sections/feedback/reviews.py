"""What customers say: how much is read, each super's net sentiment, and why, down to quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from analytics.feedback import sources
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import summary
from analytics.feedback.reviews.summary import ReviewQuery
from ui import cache, frame, state, waiting, widgets
from ui.charts.feedback import reviews as charts
from ui.folded import fold, fold_of_choices
from ui.sections.feedback import quotes
from ui.text import literal, paragraphs
from ui.views.feedback import answer
from ui.views.feedback import reviews as view
from ui.views.feedback import sources as source_view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.feedback.reviews.summary import ReviewSummary
    from ui.page import Page

WITHOUT = "voice_without"
ON, OFF = "on", "off"
QUOTED_TOPICS = 6


def question(page: Page) -> ReviewQuery:
    """Filters, word list and whether flagged reviews are left out, as chosen by this visitor."""
    own = lexicon_store.current(cache.store())
    words: Lexicon = cache.answer(lexicon_store.fitted, page.version, own.id)
    is_without = state.option(WITHOUT, OFF, (ON, OFF)) == ON
    return ReviewQuery(page.filters, words.id, is_without, words)


def review_summary(page: Page) -> ReviewSummary | None:
    """The summary of the reviews; None while they are being read."""
    report: ReviewSummary | None = waiting.answer(
        page, page.t("wait"), summary.summarise, question(page)
    )
    return report


def head(page: Page, report: ReviewSummary) -> None:
    """How well it sounds, and what stands in the way."""
    frame.headline(answer.headline(report, page.text))
    st.markdown(view.overall(report, page.text))
    trouble = view.trouble(report)
    if trouble:
        st.warning(page.t(trouble), icon=":material/speaker_notes_off:")
    switch(page, report)


def switch(page: Page, report: ReviewSummary) -> None:
    """Leave out what bears a sign of being arranged, on the whole page."""
    if not report.flagged:
        return
    is_on = state.option(WITHOUT, OFF, (ON, OFF)) == ON
    bound = state.bind(
        WITHOUT, page.lang, is_on, lambda on: state.set_option(WITHOUT, ON if on else None)
    )
    label = page.t("without", n=report.flagged)
    st.toggle(label, help=page.t("without_help"), **bound)


def supers(page: Page, report: ReviewSummary) -> None:
    """Net sentiment by super, and the topics behind the one that is chosen."""
    super_names = view.names(page.definition, page.text)
    rows = view.net_rows(report.dimensions.to_dicts(), super_names, "dimension", page.text)
    st.subheader(page.t("supers_title"), anchor=False)
    widgets.chart(
        page,
        "supers",
        cache.cached_figure(
            drawing(page, report, "supers"),
            lambda: charts.nets(rows, text=page.text, theme=page.theme),
        ),
        view.supers_sentence(report, super_names, page.text),
    )
    st.caption(paragraphs([page.t("supers_note"), view.seldom(super_names, page.text)]))
    data(page, report.dimensions, super_names, "supers")
    _topics(page, report, super_names)


def drawing(page: Page, report: ReviewSummary, name: str, *options: object) -> tuple[object, ...]:
    """The key of one of this page's figures."""
    without = state.option(WITHOUT, OFF)
    return page.drawing(name, report.lexicon.id, without, *options)


def data(page: Page, counted: pl.DataFrame, super_names: Mapping[str, str], name: str) -> None:
    """What a chart is drawn from, to read and to take along."""
    rows = counted.drop("is_enough", strict=False).with_columns(
        *(
            pl.col(column) * 100
            for column in ("net", "low", "high", "share")
            if column in counted.columns
        )
    )
    if "dimension" in rows.columns:
        rows = rows.with_columns(
            pl.col("dimension").replace_strict(dict(super_names), default=pl.col("dimension"))
        )
    table(page, rows, name)


def table(page: Page, rows: pl.DataFrame, name: str) -> None:
    """Rows behind an expander, with their download."""
    headers = {column: page.t(f"column.{column}") for column in rows.columns}
    widgets.rows_behind(page, f"voice-{name}", rows, headers)


def products(page: Page) -> dict[str, str]:
    """What products are called, where the orders say so."""
    offered = cache.choices(page.version).filter(pl.col("kind") == "product")
    return dict(offered.select("code", "label").iter_rows())


def _topics(page: Page, report: ReviewSummary, super_names: Mapping[str, str]) -> None:
    subjects = view.subjects(report, super_names, page.text)
    del subjects[summary.ALL]
    if not subjects:
        return
    st.subheader(page.t("topics_title"), anchor=False)
    commonest = report.dimensions.sort("mentions", descending=True)["dimension"][0]
    chosen = widgets.pick(page, "voice_of", subjects, commonest)
    rows = view.topics(report, chosen, page.text)
    points = widgets.clickable(
        page,
        f"topics.{chosen}",
        cache.cached_figure(
            drawing(page, report, "topics", chosen),
            lambda: charts.split(rows, text=page.text, theme=page.theme),
        ),
        view.topics_sentence(rows, super_names[chosen], page.text),
    )
    st.caption(page.t("quotes_rule"))
    opened = int(points[0]["y"]) if points else 0
    for place, row in enumerate(rows[:QUOTED_TOPICS]):
        _topic(page, report, row, chosen, is_open=place == opened)


def _topic(
    page: Page, report: ReviewSummary, row: dict[str, Any], chosen: str, *, is_open: bool
) -> None:
    label = page.t("topic_title", topic=literal(row["label"]), n=row["mentions"])
    topic_quotes = report.quotes.filter(
        (pl.col("dimension") == chosen) & (pl.col("topic") == row["topic"])
    )

    def both_sides() -> None:
        if topic_quotes.is_empty():
            st.caption(page.t("no_quotes"))
        for side in ("positive", "negative"):
            side_quotes = topic_quotes.filter(pl.col("polarity") == side).head(quotes.SHOWN)
            quotes.show(page, side_quotes, side, products(page))

    name = f"quotes.{chosen}.{row['topic']}"
    fold_of_choices(page, name, label, both_sides, is_open=is_open)


def limits(page: Page, report: ReviewSummary) -> None:
    """What is read and counted, what reviews cannot say, and how well they are read."""
    counts = cache.answer(sources.by_source, page.version, page.filters)
    counted = source_view.sentence(counts, "text", "texts", page.text)
    notes = (view.unread(report, page.text), view.read_by(report, page.text), counted)
    st.caption(paragraphs([note for note in notes if note]))

    def each() -> None:
        parts = ("accuracy", "english", "misread", "languages", "people", "silent", "signs")
        st.markdown(paragraphs([page.t(f"limits.{part}") for part in parts]))
        frame.link("settings", page.t("lexicon_link"))

    fold(page, "limits", page.t("limits_title"), each, icon=":material/info:")
