"""The Repurchase page beyond the second purchase: groups compared, steps, days, and the trend."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.repurchase import return_timing
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats import survival
from ui import format as fmt
from ui.text import literal
from ui.views.repurchase.repurchase import FEW, group_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.repurchase.return_timing import Improvement
    from analytics.stats.survival import LogRank
    from ui.text import Text

CHANCE = 0.05
SOON = 90
HALF = 0.5
CLEAR_DAYS = 90


def named(code: str, by: str, text: Text) -> str:
    """A group's name, fit for a heading."""
    return literal(group_name(code, by, text))


def differences(found: pl.DataFrame, by: str, text: Text) -> pl.DataFrame:
    """One row per group, one column a day: the change against the largest group, with limits."""
    days = found["day"].unique().sort().to_list()
    rows = []
    for code in found["group"].unique(maintain_order=True):
        mine = {row["day"]: row for row in found.filter(pl.col("group") == code).to_dicts()}
        rows.append([group_name(code, by, text), *(_change(mine[day], text) for day in days)])
    heads = [text("repurchase.difference_group")]
    heads += [text("charts.survival.within", days=day) for day in days]
    return pl.DataFrame(rows, schema=heads, orient="row")


def _change(row: dict[str, float | None], text: Text) -> str:
    if row["change"] is None:
        return fmt.dash(text.lang)
    points = fmt.points(row["change"], text.lang)
    if row["low"] is None:
        return points
    ends = (fmt.number(100 * (row[name] or 0.0), text.lang, 1) for name in ("low", "high"))
    return text("repurchase.difference_cell", points=points, low=next(ends), high=next(ends))


def apart_sentence(ranks: LogRank, found: pl.DataFrame, by: str, first: str, text: Text) -> str:
    """Whether the groups differ at all, and which differs most from the largest at 90 days."""
    if ranks.p_value is None:
        return text("repurchase.apart_none")
    key = "repurchase.apart_sure" if ranks.p_value < CHANCE else "repurchase.apart_chance"
    sentence = text(key, p=chance(ranks.p_value, text))
    clear = found.filter(
        (pl.col("day") == SOON) & ((pl.col("low") > 0) | (pl.col("high") < 0))
    ).sort(pl.col("change").abs(), descending=True)
    if clear.is_empty():
        return sentence
    row = clear.row(0, named=True)
    most = text(
        "repurchase.apart_more" if row["change"] > 0 else "repurchase.apart_less",
        group=literal(group_name(row["group"], by, text)),
        first=literal(group_name(first, by, text)),
        points=fmt.number(abs(100 * row["change"]), text.lang, 1),
        interval=fmt.interval(*_outwards(row), text.lang, digits=1),
    )
    return joined([sentence, most], text)


def _outwards(row: dict[str, float]) -> tuple[float, float]:
    """The limits of a change that is clear of zero, in points and without their sign."""
    near, far = sorted(abs(100 * row[end]) for end in ("low", "high"))
    return near, far


def chance(value: float, text: Text) -> str:
    """A p-value as people write it."""
    small = 0.001
    if value < small:
        return text("repurchase.p_below", p=fmt.number(small, text.lang, 3))
    return text("repurchase.p", p=fmt.number(value, text.lang, 3))


def steps(curves: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The curves of the steps under readable names."""
    names = {step: text(f"repurchase.step.{step}") for step in (1, 2, 3)}
    named = pl.col("group").replace_strict(names, return_dtype=pl.String)
    return curves.with_columns(named)


def steps_sentence(curves: pl.DataFrame, text: Text) -> str:
    """How the chance of going on within 90 days grows from step to step."""
    points = survival.at_day(curves, [SOON])
    rows = points.filter(pl.col("repurchased").is_not_null()).sort("group").to_dicts()
    rates = [fmt.percent(row["repurchased"], text.lang, 0) for row in rows]
    if not rows:
        return text("repurchase.steps_young")
    spoken = [text("repurchase.steps_first", rate=rates[0])]
    spoken += [
        text(f"repurchase.steps_then_{row['group']}", rate=rate)
        for row, rate in zip(rows[1:], rates[1:], strict=True)
    ]
    return joined(spoken, text)


def hazard_sentence(found: pl.DataFrame, text: Text) -> str:
    """When those still waiting are likeliest to come back, and when the chance has halved."""
    best = return_timing.soonest(found)
    if best is None:
        return text("repurchase.hazard_none")
    first, last = best
    most = max(found["rate"])
    sentence = text(
        "repurchase.hazard_sentence", first=first, last=last, rate=fmt.percent(most, text.lang)
    )
    after = found.filter((pl.col("first_day") > last) & (pl.col("rate") < HALF * most))
    if after.is_empty():
        return sentence
    return joined([sentence, text("repurchase.hazard_fades", day=after["first_day"][0])], text)


def reorder_sentence(found: pl.DataFrame, text: Text) -> str:
    """Which product is bought again soonest, and for which a moment stands out."""
    if found.is_empty():
        return text("repurchase.reorder_none", fewest=MIN_CUSTOMERS)
    row = found.row(0, named=True)
    quickest = text(
        "repurchase.reorder_quickest",
        product=literal(row["product"]),
        **{name: row[name] for name in ("early", "middle", "late")},
        share=fmt.percent(row["share"], text.lang, 0),
        interval=fmt.interval(row["low"], row["high"], text.lang, rate=True),
    )
    length = pl.col("last_day") - pl.col("first_day")
    clear = found.filter(length < CLEAR_DAYS).sort(length, "first_day")
    if clear.is_empty():
        return joined([quickest, text("repurchase.reorder_flat")], text)
    best = clear.row(0, named=True)
    moment = text(
        "repurchase.reorder_moment",
        product=literal(best["product"]),
        first=best["first_day"],
        last=best["last_day"],
    )
    return joined([quickest, moment], text)


def months(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Monthly rates under readable months."""
    named = [fmt.month(date.fromisoformat(f"{code}-01"), text.lang) for code in found["group"]]
    return found.with_columns(pl.Series("label", named, dtype=pl.String))


def improving_sentence(found: Improvement, days: int, text: Text) -> str:
    """Whether newer customers come back more, in words and with the interval of the change."""
    if found.change.value is None or found.since is None:
        return text("repurchase.improving_young", days=days, n=FEW)
    since = fmt.month(date.fromisoformat(f"{found.since}-01"), text.lang)
    return text(
        f"repurchase.improving_{found.verdict}",
        days=days,
        since=since,
        earlier=fmt.percent(found.earlier.value, text.lang),
        later=fmt.percent(found.later.value, text.lang),
        points=fmt.points(found.change.value, text.lang),
        low=fmt.number(100 * (found.change.low or 0.0), text.lang, 1),
        high=fmt.number(100 * (found.change.high or 0.0), text.lang, 1),
    )
