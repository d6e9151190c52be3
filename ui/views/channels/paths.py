"""Flows between places as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channels.paths import ENDS, NONE, RECENT, STOPPED, UNKNOWN
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats import survival
from analytics.stats.intervals import wilson
from ui import format as fmt
from ui.charts.kit.figure import shortened
from ui.views.repurchase.return_timing import CHANCE
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from analytics.channels.paths import By
    from analytics.stats.survival import LogRank
    from ui.text import Text

SOON = 90
DAYS = (30, 60, SOON, 180, 365)
NAMED = 2
MOST_WORTH = 12
"""Ways in the picture; the table holds them all."""
ROOM, MODEL_ROOM = 7, 6
"""Half-width columns of a place beside a curve's numbers, where it still differs from others."""
ORDER = ("private", "public", "offline", "online")
LAST = (UNKNOWN, STOPPED, RECENT)


def name(by: str, code: str, text: Text) -> str:
    """The label of a place, of an end (stopped, too recent, none), or of an unknown place."""
    if code == UNKNOWN:
        return text("channels.no_model" if by == "social_model" else "channels.unknown")
    if code in (*ENDS, NONE):
        return text(f"channels.node_{code}")
    return text(f"common.{by}_{code}")


def path(by: str, first: str, second: str, text: Text) -> str:
    """A first and a second place."""
    return text("channels.path", first=name(by, first, text), second=name(by, second, text))


def flow_sentence(flows: pl.DataFrame, by: By, days: int, text: Text) -> str:
    """What those did next who came in through the two biggest places."""
    first = flows.filter((pl.col("step") == 1) & (pl.col("source") != UNKNOWN))
    sizes = first.group_by("source").agg(pl.col("of").first())
    sentences = [
        _next(first.filter(pl.col("source") == source), source, by, days, text)
        for source in sizes.sort("of", "source", descending=[True, False])["source"][:NAMED]
    ]
    return joined(sentences, text) or text("channels.flow_none", days=days)


def back_sentence(trips: pl.DataFrame, by: By, days: int, text: Text) -> str:
    """How many came back to where they began, of those who went elsewhere; "" with too few."""
    rows = trips.filter(pl.col("of") >= MIN_CUSTOMERS).sort("of", "first", descending=[True, False])
    sentences = [
        text(
            "channels.back_told",
            path=path(by, row["first"], row["second"], text),
            first=name(by, row["first"], text),
            n=fmt.count(row["of"], text.lang),
            days=days,
            rate=fmt.percent(row["rate"], text.lang),
            interval=_rates(row, text),
        )
        for row in rows.head(NAMED).to_dicts()
    ]
    return joined(sentences, text)


def places_found(flows: pl.DataFrame) -> list[str]:
    """The known places in a flow, in order."""
    codes = {*flows["source"], *flows["target"]} - {*ENDS, UNKNOWN}
    return sorted(codes, key=rank)


def short_path(by: str, first: str, second: str, text: Text) -> str:
    """A first and a second place where there is little room."""
    room = MODEL_ROOM if by == "social_model" else ROOM
    ends = [shortened(name(by, code, text), room) for code in (first, second)]
    return text("channels.path_short", first=ends[0], second=ends[1])


def curves(
    waits: pl.DataFrame, by: By, text: Text, label: Callable[..., str] = path
) -> pl.DataFrame:
    """The curves under readable names, made by `label`."""
    pairs = waits.select("group", "first", "second").unique(maintain_order=True).rows()
    names = {group: label(by, first, second, text) for group, first, second in pairs}
    renamed = pl.col("group").replace_strict(names, return_dtype=pl.String)
    return waits.with_columns(renamed).drop("first", "second")


def waits_sentence(waits: pl.DataFrame, log_rank_test: LogRank, by: By, text: Text) -> str:
    """Whether the paths differ, and the quickest and the slowest at 90 days."""
    if waits.is_empty():
        return text("channels.waits_none")
    p_value = log_rank_test.p_value
    sentences = [_log_rank_sentence(p_value, text)] if p_value is not None else []
    at = survival.at_day(curves(waits, by, text), (SOON,)).filter(
        pl.col("at_risk") >= MIN_CUSTOMERS
    )
    if at.is_empty():
        return joined([*sentences, text("channels.waits_few", days=SOON)], text)
    rows = at.sort("repurchased", "group", descending=[True, False]).to_dicts()
    ends = rows if len(rows) <= NAMED else [rows[0], rows[-1]]
    rates = text("common.and").join(_rate(row, text) for row in ends)
    return joined([*sentences, text("channels.waits_told", days=SOON, told=rates)], text)


def worth(frame: pl.DataFrame, by: By, currency: str | None, text: Text) -> pl.DataFrame:
    """One row per path of `analytics.channels.paths.worth` with 30 customers or more, at most the
    MOST_WORTH with the most customers: label, value, low, high, is_none (no second purchase),
    sentence."""
    most = pl.col("customers").rank("ordinal", descending=True) <= MOST_WORTH
    rows = [_worth(row, by, currency, text) for row in enough(frame).filter(most).to_dicts()]
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    kinds = {"label": pl.String, **numbers, "is_none": pl.Boolean, "sentence": pl.String}
    return pl.DataFrame(rows, schema=kinds)


def enough(frame: pl.DataFrame) -> pl.DataFrame:
    """The paths of `analytics.channels.paths.worth` with 30 customers or more."""
    return frame.filter(pl.col("customers") >= MIN_CUSTOMERS)


def worth_sentence(moves: pl.DataFrame, by: By, days: int, currency: str | None, text: Text) -> str:
    """What going on elsewhere is worth, the clearest differences first."""
    order = [True, True, False, False]
    rows = moves.sort("is_significant", "customers", "first", "second", descending=order).head(
        NAMED
    )
    sentences = [_move(row, by, days, currency, text) for row in rows.to_dicts()]
    return joined(sentences, text) or text("channels.worth_none", least=MIN_CUSTOMERS)


def headed(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """The headers of a table's columns."""
    return {column: text(f"channels.column.{column}") for column in frame.columns}


def flow_table(flows: pl.DataFrame, by: By, text: Text) -> pl.DataFrame:
    """One row per step, source and target; shares in per cent."""
    shares = (pl.col("rate", "low", "high") * 100).round(1)
    return _readable(flows, ("source", "target"), by, text).with_columns(shares)


def waits_table(waits: pl.DataFrame, by: By, text: Text) -> pl.DataFrame:
    """One row per path and day looked at; shares in per cent."""
    at = survival.at_day(curves(waits, by, text), DAYS)
    return at.with_columns((pl.col("repurchased", "low", "high") * 100).round(1))


def worth_table(frame: pl.DataFrame, by: By, text: Text) -> pl.DataFrame:
    """One row per path with what its customers are worth."""
    return _readable(frame, ("first", "second"), by, text)


def rank(code: str) -> tuple[int, str]:
    """Sort key of a place within a column: private above public, what is no place at the foot."""
    if code in LAST:
        return len(ORDER) + 1 + LAST.index(code), code
    return ORDER.index(code) if code in ORDER else len(ORDER), code


def _readable(frame: pl.DataFrame, sides: tuple[str, ...], by: By, text: Text) -> pl.DataFrame:
    names = {code: name(by, code, text) for side in sides for code in frame[side]}
    return frame.with_columns(pl.col(sides).replace_strict(names, return_dtype=pl.String))


def _next(rows: pl.DataFrame, source: str, by: By, days: int, text: Text) -> str:
    went = dict(rows.select("target", "customers").rows())
    of = int(rows["of"][0])
    stays = {source, STOPPED} | (set() if by == "social_model" else {UNKNOWN})
    other = wilson(sum(n for target, n in went.items() if target not in stays), of)
    return text(
        "channels.flow_told",
        source=name(by, source, text),
        n=fmt.count(of, text.lang),
        days=days,
        same=fmt.percent(went.get(source, 0) / of, text.lang),
        other=fmt.percent(other.value, text.lang),
        interval=fmt.interval(other.low, other.high, text.lang, rate=True, digits=1),
        none=fmt.percent(went.get(STOPPED, 0) / of, text.lang),
    )


def _log_rank_sentence(p_value: float, text: Text) -> str:
    key = "channels.apart_sure" if p_value < CHANCE else "channels.apart_chance"
    return text(key)


def _rate(row: Mapping[str, Any], text: Text) -> str:
    rate = fmt.percent(row["repurchased"], text.lang)
    return text("channels.path_rate", path=row["group"], rate=rate, interval=_rates(row, text))


def _rates(row: Mapping[str, Any], text: Text) -> str:
    return fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)


def _worth(row: Mapping[str, Any], by: By, currency: str | None, text: Text) -> dict[str, Any]:
    sentence = text(
        "channels.worth_hover",
        value=fmt.money(row["value"], text.lang, currency),
        interval=fmt.interval(row["low"], row["high"], text.lang),
        n=fmt.count(row["customers"], text.lang),
    )
    return {
        "label": path(by, row["first"], row["second"], text),
        **{key: row[key] for key in ("value", "low", "high")},
        "is_none": row["second"] == NONE,
        "sentence": sentence,
    }


def _move(row: Mapping[str, Any], by: By, days: int, currency: str | None, text: Text) -> str:
    key = "open" if not row["is_significant"] else "more" if row["change"] > 0 else "less"
    low, high = row["low"], row["high"]
    if key == "less":
        low, high = -high, -low
    change = row["change"] if key == "open" else abs(row["change"])
    return text(
        f"channels.worth_{key}",
        first=name(by, row["first"], text),
        second=name(by, row["second"], text),
        days=days,
        value=fmt.money(row["value"], text.lang, currency),
        own=fmt.money(row["reference"], text.lang, currency),
        change=fmt.money(change, text.lang, currency),
        interval=fmt.interval(low, high, text.lang),
        n=fmt.count(row["customers"], text.lang),
        stayed=fmt.count(row["stayed"], text.lang),
    )
