"""Guests against people alike: the answer in one line, the two curves, and who was left out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stats.matching import ALIKE, MATCHED
from ui import format as fmt
from ui import names
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.stats.intervals import Estimate
    from analytics.stores.attendance import Attendance, Pool
    from analytics.stores.base import Refusal
    from analytics.stores.costs import EventCosts, KeptCost
    from analytics.stores.guest_list import GuestList
    from ui.text import Text

HUNDRED = 100
RATES = ("repurchased", "low", "high")


def labels(pools: Sequence[Pool], text: Text) -> dict[str, str]:
    """Code -> what can be looked at, with its guests."""
    return {
        pool.code: text(
            "stores.pool",
            name=names.shown(pool.name) if pool.name else text("stores.every"),
            count=fmt.count(pool.guests, text.lang),
        )
        for pool in pools
    }


def reason(refusal: Refusal, text: Text) -> str:
    """Why there is no answer, and what to collect next."""
    counts = {
        "have": fmt.count(refusal.have, text.lang),
        "least": fmt.count(refusal.least, text.lang),
    }
    return text(f"stores.refusal.{refusal.code}", **counts)


def headline(answer: Attendance, text: Text) -> str:
    """The answer in one line; why there is none, where there is none."""
    if answer.refusal is not None or answer.verdict is None:
        return "" if answer.refusal is None else reason(answer.refusal, text)
    name = literal(answer.pool.name) if answer.pool.name else text("stores.every")
    gap, is_signed = answer.after.difference, answer.verdict == "cannot_tell"
    n = fmt.count(gap.n, text.lang)
    return text(
        f"stores.says.{answer.verdict}", name=name, n=n, **_gap(gap, text, is_signed=is_signed)
    )


def under(answer: Attendance, text: Text) -> str:
    """That guests choose themselves, and whether they were keener before they came."""
    if answer.refusal is not None:
        return ""
    key, gap = "unknown", answer.before.difference
    if answer.were_alike is not None and gap.value is not None:
        key = "alike" if answer.were_alike else "keener" if gap.value > 0 else "cooler"
    facts = {} if key == "unknown" else _gap(gap, text, is_signed=True)
    return joined([text("stores.chosen"), text(f"stores.before.{key}", **facts)], text)


def _gap(gap: Estimate, text: Text, *, is_signed: bool) -> dict[str, str]:
    """A difference in points with its range; without its sign where the sentence says it."""
    low, high = (HUNDRED * (end or 0.0) for end in (gap.low, gap.high))
    value = HUNDRED * (gap.value or 0.0)
    if not is_signed and value < 0:
        value, low, high = -value, -high, -low
    return {
        "points": fmt.number(value, text.lang, 1),
        "range": fmt.interval(low, high, text.lang, digits=1),
    }


def curves(answer: Attendance, text: Text) -> pl.DataFrame:
    """The two curves as `charts.kit.survival.curve` draws them, under the readers' names."""
    sides = {MATCHED: text("stores.guests"), ALIKE: text("stores.others")}
    return answer.after.curve.with_columns(pl.col("group").replace_strict(sides))


def curve_sentence(answer: Attendance, text: Text) -> str:
    """The two shares on day 90."""
    if answer.refusal is not None:
        return text("stores.curve_refused")
    return text(
        "stores.curve",
        guests=fmt.percent(answer.after.matched.value, text.lang),
        others=fmt.percent(answer.after.alike.value, text.lang),
    )


def curve_rows(answer: Attendance, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """The steps of the curves in per cent, and the headers of the columns."""
    rows = curves(answer, text).with_columns((pl.col(RATES) * HUNDRED).round(1))
    return rows, headers(rows, text)


def headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """Column -> its name in the tables of the page."""
    return {name: text(f"stores.column.{name}") for name in frame.columns}


def left_out(
    answer: Attendance | None,
    guests: GuestList | None,
    events: pl.DataFrame,
    unlisted: Mapping[str, int],
    text: Text,
) -> list[str]:
    """Whoever does not count, a sentence for each reason met: people of the events looked at, each
    once, and rows that are nobody's."""
    ids = () if answer is None else answer.pool.event_ids
    own = events.filter(pl.col("event_id").is_in(list(ids)))
    undated = events.filter(pl.col("starts_on").is_null() & (pl.col("count_people") > 0))
    people = (
        {
            "unknown": guests.unknown,
            "later": guests.new + guests.later,
            "never": guests.never,
            "again": guests.again,
        }
        if guests is not None
        else {}
    )
    counts = {
        **people,
        "alone": 0 if answer is None else answer.after.alone,
        "two_days": own.filter(pl.col("count_days") > 1).height,
        "undated": undated.height,
        **unlisted,
    }
    return [
        text(f"stores.undone.{name}", count=fmt.count(count, text.lang))
        for name, count in counts.items()
        if count
    ]


def event_rows(
    events: pl.DataFrame, costs: Mapping[str, float], text: Text
) -> tuple[pl.DataFrame, dict[str, str]]:
    """One row per event, the latest first, and the headers of the columns."""
    rows = events.sort("starts_on", "event_id", descending=[True, False], nulls_last=True).select(
        pl.coalesce("name", "event_id").alias("event"),
        "kind",
        "starts_on",
        "place",
        "count_people",
        "count_before",
        "count_later",
        (pl.col("count_people") - pl.col("count_known")).alias("unknown"),
        pl.col("event_id")
        .replace_strict(dict(costs), default=None, return_dtype=pl.Float64)
        .alias("cost"),
    )
    return rows, headers(rows, text)


def cost_sentence(costs: EventCosts, currency: str | None, text: Text) -> str:
    """What a guest cost who came back, and one who came back beyond people alike."""
    sentences = [
        _cost("back", costs.back, currency, text),
        _cost("added", costs.added, currency, text),
    ]
    if costs.new and costs.back.refusal is None:
        key = "new_in" if costs.is_new_in else "new_out"
        sentences.append(text(f"stores.cost.{key}", count=fmt.count(costs.new, text.lang)))
        if costs.is_new_in and costs.added.refusal is None:
            sentences.append(text("stores.cost.new_apart"))
    return joined(list(dict.fromkeys(sentences)), text)


def _cost(key: str, kept: KeptCost, currency: str | None, text: Text) -> str:
    if kept.refusal is not None:
        return reason(kept.refusal, text)
    value, low, high = (
        fmt.money(number, text.lang, currency)
        for number in (kept.cost.value, kept.cost.low, kept.cost.high)
    )
    ends = text("charts.unit.from_to", low=low, high=high)
    spent = {"spent": fmt.money(kept.spent, text.lang, currency)} if key == "back" else {}
    return text(f"stores.cost.{key}", cost=value, range=ends, **spent)
