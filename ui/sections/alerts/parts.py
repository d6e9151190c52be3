"""What left its normal, first in words, then as charts; what is quiet stands closed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.alerts import watch
from ui.charts.kit.marks import placed
from ui.folded import fold
from ui.sections.alerts import asked
from ui.sections.channels import events
from ui.text import paragraphs
from ui.views.alerts import watched as view
from ui.views.channels.events import legend

if TYPE_CHECKING:
    import polars as pl

    from analytics.alerts.report import Watched
    from ui.page import Page


def head(page: Page) -> None:
    """The alerts in words, and what to expect by chance."""
    report = asked.report(page)
    frame.headline(view.headline(report, page.text))
    st.markdown(paragraphs(view.under(report, page.text)))
    for trouble in asked.library().troubles:
        frame.complain(trouble, page.lang)


def charts(page: Page) -> None:
    """A chart of each measure that left its normal; of the others behind a line."""
    report = asked.report(page)
    watched = [measure for measure in report.measures if measure.chart is not None]
    signals = [measure for measure in watched if measure.current is not None]
    quiet = [measure for measure in watched if measure.current is None]
    _each(page, signals)
    if quiet:
        title = page.t("quiet_title", n=len(quiet))
        fold(page, "quiet", title, partial(_each, page, quiet), icon=":material/show_chart:")
    if sentences := view.refusals(report, page.text):
        title = page.t("unwatched_title", n=len(sentences))
        spoken = partial(st.markdown, paragraphs(sentences))
        fold(page, "unwatched", title, spoken, icon=":material/visibility_off:")


def _each(page: Page, measures: list[Watched]) -> None:
    happened = events.listed(page)
    for measure in measures:
        _chart(page, measure, happened)


def _chart(page: Page, measure: Watched, happened: pl.DataFrame) -> None:
    text, key = page.text, measure.measure.key
    st.subheader(view.name(measure, text), anchor=False)
    rows, axis = view.rows(measure), watch.periods(measure.weeks.starts, measure.step)
    marks = None if happened.is_empty() else events.chosen(placed(happened, axis))
    chart = measure.chart
    assert chart is not None
    base = measure.weeks.starts[chart.begin]
    figure = cache.cached_figure(
        page.drawing("watch", key, base, marks),
        lambda: watch.line(
            rows, view.stretches(measure), axis=axis, text=text, theme=page.theme, marks=marks
        ),
    )
    widgets.chart(page, f"watch-{key}", figure, view.chart_sentence(measure, text))
    if sentence := view.broke(measure, text):
        st.caption(sentence)
    table = rows.select(view.COLUMNS)
    note = view.base_note(measure, text)
    widgets.rows_behind(page, f"watch-{key}", table, view.headers(text), note)
    if marks is not None and marks.shown:
        spoken = partial(st.caption, legend(marks, text))
        fold(page, f"marks-{key}", text("events.names", n=len(marks.shown)), spoken)
