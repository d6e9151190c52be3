"""Alerts as sentences, for terminals and messages; pages write days their own way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.alerts.senders import Message

if TYPE_CHECKING:
    from analytics.alerts.report import Alert, Report
    from analytics.alerts.sent import News
    from analytics.words import Words

WHOLE_FROM = 20


def sentence(alert: Alert, words: Words, day: str = "") -> str:
    """What happened since when, and then against now; `day` is its first day as a reader writes it,
    else the ISO text."""
    value = alert.now.value
    assert value is not None
    return words.get(
        f"alerts.{alert.side}",
        name=words.get(f"alerts.measure.{alert.measure}"),
        day=day or alert.since_on.isoformat(),
        now=percent(value),
        normal=percent(alert.normal),
    )


def by_chance(rate: float, words: Words) -> str:
    """How often alarms come when nothing happens, in words."""
    if rate <= 0:
        return ""
    if rate >= 1:
        return words.get("alerts.chance_often", n=f"{rate:.0f}")
    return words.get("alerts.chance_seldom", n=f"{1 / rate:.0f}")


def seasonless(count: int, words: Words) -> str:
    """What the promise leaves out: rates whose season is not known yet; empty where there is
    none."""
    return words.get("alerts.seasonless", n=str(count)) if count else ""


def percent(share: float) -> str:
    """A share in per cent, with a decimal where it is small."""
    shown = 100 * share
    return f"{shown:.1f}%" if shown < WHOLE_FROM else f"{shown:.0f}%"


def message(report: Report, news: News, label: str, as_of: str, words: Words) -> Message:
    """What a sender does not know yet, as one message. `label` names the dataset."""
    sentences = [sentence(alert, words) for alert in news.alerts]
    sentences += [
        words.get("alerts.recovered", name=words.get(f"alerts.measure.{key}"))
        for key in news.recovered
    ]
    content: dict[str, Any] = {
        "as_of": as_of,
        "alerts": [as_content(alert) for alert in news.alerts],
        "recovered": list(news.recovered),
        "false_alarms_a_year": report.false_rate,
    }
    subject = words.get("alerts.subject", label=" ".join(label.split()), day=as_of)
    promise = [by_chance(report.false_rate, words), seasonless(report.count_seasonless, words)]
    return Message(subject, (*sentences, *filter(None, promise)), content)


def as_content(alert: Alert) -> dict[str, Any]:
    """An alert as JSON holds it."""
    return {
        "measure": alert.measure,
        "side": alert.side,
        "since_on": alert.since_on.isoformat(),
        "noticed_on": alert.noticed_on.isoformat(),
        "ended_on": alert.ended_on and alert.ended_on.isoformat(),
        "now": {
            "value": alert.now.value,
            "low": alert.now.low,
            "high": alert.now.high,
            "n": alert.now.n,
        },
        "normal": alert.normal,
        "is_bad": alert.is_bad,
    }
