"""The answer in one line: ready, ahead, or still to come; and what the sheets get wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    import polars as pl

    from analytics.launch.ages import AtAge
    from analytics.launch.base import Refusal
    from analytics.launch.board import Ready
    from analytics.launch.buyers import Buyers
    from analytics.launch.launches import Faults, Launch
    from ui.text import Text

COUNTED = ("launchless", "phaseless", "undue", "done_ahead")
NAMED = ("stray_events", "ambiguous", "undated", "to_come")
MOST_LATE = 3
"""Late tasks that are named in a sentence."""


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, and what to collect next."""
    facts = {"have": refusal.have, "least": refusal.least}
    shown = {name: fmt.count(fact, text.lang) for name, fact in facts.items()}
    return text(f"launch.refusal.{refusal.code}", **shown)


def headline(launch: Launch, answer: AtAge, as_of: date, text: Text) -> str:
    """Where the launch stands, in one line."""
    name = literal(launch.name)
    if launch.day_zero is None:
        return text("launch.lead.undated", name=name)
    day = fmt.day(launch.day_zero, text.lang)
    if launch.state == "to_come":
        days = fmt.count((launch.day_zero - as_of).days, text.lang)
        return text("launch.lead.to_come", name=name, day=day, days=days)
    if answer.age is None:
        return text("launch.lead.unsold", name=name, day=day)
    facts = {
        "name": name,
        "day": fmt.count(answer.age, text.lang),
        "total": fmt.count(answer.total, text.lang),
    }
    low, high = answer.ahead.low, answer.ahead.high
    if answer.ahead.value is None or low is None or high is None:
        return text("launch.lead.alone", **facts)
    if low <= 0 <= high:
        return text("launch.lead.alike", **facts)
    share = fmt.percent(abs(answer.ahead.value), text.lang, 0)
    key = "ahead" if answer.ahead.value > 0 else "behind"
    return text(f"launch.lead.{key}", share=share, **facts)


def ready_sentence(ready: Ready, rows: pl.DataFrame, text: Text) -> str:
    """How many tasks are done, and which are late; rows of a board."""
    if not ready.tasks:
        return text("launch.no_tasks")
    done, total = fmt.count(ready.done, text.lang), fmt.count(ready.tasks, text.lang)
    sentences = [text("launch.tasks_done", done=done, count=total)]
    late = rows.filter(status="late").sort("days", descending=True)["task"].drop_nulls().to_list()
    if ready.late:
        names = [literal(task) for task in late[:MOST_LATE]]
        if len(late) > MOST_LATE:
            names.append("\u2026")
        listed = text("launch.list_comma").join(names) or fmt.dash(text.lang)
        count = fmt.count(ready.late, text.lang)
        sentences.append(text("launch.tasks_late", late=count, tasks=listed))
    if ready.done_late:
        sentences.append(text("launch.tasks_late_done", late=fmt.count(ready.done_late, text.lang)))
    return joined(sentences, text)


def next_sentence(launch: Launch, as_of: date, ready: Ready, rows: pl.DataFrame, text: Text) -> str:
    """The launch that comes next, and how far its tasks are."""
    if launch.day_zero is None:
        return ""
    name, days = literal(launch.name), fmt.count((launch.day_zero - as_of).days, text.lang)
    day = fmt.day(launch.day_zero, text.lang)
    sentences = [
        text("launch.lead.to_come", name=name, day=day, days=days),
        ready_sentence(ready, rows, text),
    ]
    return joined(sentences, text)


def who_sentence(answer: Buyers, text: Text) -> str:
    """Which buyers are new to the brand, and which switched; why nobody can say."""
    if answer.refusal is not None:
        return reason(answer.refusal, text)
    new, switched = (
        text(
            "launch.share_range",
            share=fmt.percent(share.value, text.lang, 0),
            range=fmt.interval(share.low, share.high, text.lang, rate=True),
        )
        for share in (answer.shares["new"], answer.shares["switched"])
    )
    return text("launch.who", n=fmt.count(answer.n, text.lang), new=new, switched=switched)


def faults(answer: Faults, text: Text) -> list[str]:
    """What the sheets get wrong, counted and named; nothing where nothing is."""
    sentences = []
    for name in COUNTED:
        if count := getattr(answer, name):
            sentences.append(text(f"launch.fault.{name}", count=fmt.count(count, text.lang)))
    for name in NAMED:
        if names := getattr(answer, name):
            sentences.append(text(f"launch.fault.{name}", names=_listed(names, text)))
    if answer.overlaps:
        pairs = [
            text("launch.pair", first=literal(first), second=literal(second))
            for first, second in answer.overlaps
        ]
        sentences.append(text("launch.fault.overlaps", names=text("launch.list_comma").join(pairs)))
    if answer.apart:
        days = [
            text("launch.apart_days", name=literal(name), days=fmt.count(abs(count), text.lang))
            for name, count in answer.apart
        ]
        sentences.append(text("launch.fault.apart", names=text("launch.list_comma").join(days)))
    return sentences


def _listed(names: Sequence[str], text: Text) -> str:
    return text("launch.list_comma").join(literal(name) for name in names)
