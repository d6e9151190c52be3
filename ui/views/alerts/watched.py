"""What is watched, as frames and sentences; neither Streamlit nor Plotly."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.alerts import messages
from analytics.alerts.report import last_day
from analytics.words import words
from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.alerts.report import Alert, Report, Watched
    from ui.text import Text

COLUMNS = ("starts_on", "cases", "totals", "rate", "normal", "mean", "low", "high")


def name(watched: Watched, text: Text) -> str:
    """What the measure is called."""
    return text(f"alerts.measure.{watched.measure.key}")


def headline(report: Report, text: Text) -> str:
    """What left its normal first of all, or that nothing did, or that nothing can be watched."""
    if not report.count_watched:
        return text("notes.headline_none")
    if not report.current:
        return text("notes.headline_normal", n=report.count_watched)
    return sentence(report.current[0], text)


def under(report: Report, text: Text) -> list[str]:
    """The other alerts, and how often any comes by chance."""
    others = [sentence(alert, text) for alert in report.current[1:]]
    return [*others, promise(report, text)] if report.count_watched else []


def promise(report: Report, text: Text) -> str:
    """How many rates are watched, and how often one of them alarms when nothing happens."""
    watched = text("notes.watched", n=report.count_watched)
    own = words(text.lang)
    parts = [messages.by_chance(report.false_rate, own)]
    parts += [messages.seasonless(report.count_seasonless, own)]
    return joined([watched, *filter(None, parts)], text)


def sentence(alert: Alert, text: Text) -> str:
    """An alert, its day as the reader writes it."""
    return messages.sentence(alert, words(text.lang), fmt.day(alert.since_on, text.lang))


def chart_sentence(watched: Watched, text: Text) -> str:
    """What a chart shows now: the alert that runs, else where the running mean stands."""
    if watched.current is not None:
        return sentence(watched.current, text)
    chart = watched.chart
    assert chart is not None
    facts = {"name": name(watched, text), "normal": messages.percent(float(chart.normal[-1]))}
    if not np.isfinite(chart.mean[-1]):
        return text("notes.base_only", **facts)
    ended = [alert for alert in watched.alerts if alert.ended_on is not None]
    now = messages.percent(float(chart.mean[-1]))
    quiet = text("notes.quiet", now=now, **facts)
    if not ended:
        return quiet
    span = [fmt.day(day, text.lang) for day in (ended[-1].since_on, ended[-1].ended_on)]
    side = text(f"alerts.side.{ended[-1].side}")
    past = text("notes.was", side=side, first=span[0], last=span[1])
    return joined([quiet, past], text)


def broke(watched: Watched, text: Text) -> str:
    """That the base itself was broken and where normal begins for that reason; "" where it was
    not."""
    if watched.broke_on is None:
        return ""
    return text("notes.broke", day=fmt.day(watched.broke_on, text.lang))


def base_note(watched: Watched, text: Text) -> str:
    """Which periods say what is normal, until when they are settled, and how a limit is made."""
    chart, starts = watched.chart, watched.weeks.starts
    assert chart is not None
    return text(
        "notes.formula_chart",
        first=fmt.day(starts[chart.begin], text.lang),
        last=fmt.day(starts[chart.stop - 1], text.lang),
        until=fmt.day(last_day(watched.weeks, watched.step), text.lang),
        periods=text(f"notes.step.{watched.step}"),
    )


def refusals(report: Report, text: Text) -> list[str]:
    """Why measures are not watched, a sentence each."""
    sentences = []
    for watched in report.measures:
        refusal = watched.refusal
        if refusal is not None:
            facts = {
                key: fmt.number(value, text.lang)
                for key, value in (("have", refusal.have), ("least", refusal.least))
                if value is not None
            }
            reason = text(f"alerts.refusal.{refusal.code}", **facts)
            sentences.append(text("notes.unwatched", name=name(watched, text), reason=reason))
    return sentences


def rows(watched: Watched) -> pl.DataFrame:
    """One row per period: its first day, cases, totals, the rate (null without a total), what is
    normal, the running mean and its limits (null before the end of the base), `is_out` whether the
    mean lies beyond them."""
    chart, weeks = watched.chart, watched.weeks
    assert chart is not None
    with np.errstate(divide="ignore", invalid="ignore"):
        rate = np.where(weeks.totals > 0, weeks.cases / weeks.totals, np.nan)
    frame = pl.DataFrame(
        {
            "starts_on": weeks.starts,
            "cases": weeks.cases.astype(int),
            "totals": weeks.totals.astype(int),
            "rate": rate,
            "normal": chart.normal,
            "mean": chart.mean,
            "low": chart.low,
            "high": chart.high,
        }
    ).with_columns(pl.col("rate", "mean", "low", "high").fill_nan(None))
    is_out = (pl.col("mean") > pl.col("high")) | (pl.col("mean") < pl.col("low"))
    return frame.with_columns(is_out=is_out.fill_null(value=False))


def stretches(watched: Watched) -> pl.DataFrame:
    """One row per alert: the places of its first and last period, the rate of them together and
    what was normal for them."""
    starts = list(watched.weeks.starts)
    return pl.DataFrame(
        [
            {
                "first": starts.index(alert.since_on),
                "last": starts.index(alert.ended_on) - 1 if alert.ended_on else len(starts) - 1,
                "now": alert.now.value,
                "normal": alert.normal,
                "is_bad": alert.is_bad,
            }
            for alert in watched.alerts
        ],
        schema={
            "first": pl.Int64,
            "last": pl.Int64,
            "now": pl.Float64,
            "normal": pl.Float64,
            "is_bad": pl.Boolean,
        },
    )


def headers(text: Text) -> dict[str, str]:
    """What the columns of `rows` are called."""
    return {column: text(f"notes.column.{column}") for column in COLUMNS}
