"""The timing of returns: groups compared, purchase steps, hazard, reorder days and the trend."""

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
    """A group's displayed name, escaped for Markdown."""
    return literal(group_name(code, by, text))


def differences(frame: pl.DataFrame, by: str, text: Text) -> pl.DataFrame:
    """One row per group, one column per day: the change against the largest group, with limits."""
    days = frame["day"].unique().sort().to_list()
    rows = []
    for code in frame["group"].unique(maintain_order=True):
        row_by_day = {row["day"]: row for row in frame.filter(pl.col("group") == code).to_dicts()}
        rows.append([group_name(code, by, text), *(_change(row_by_day[day], text) for day in days)])
    heads = [text("repurchase.difference_group")]
    heads += [text("charts.survival.within", days=day) for day in days]
    return pl.DataFrame(rows, schema=heads, orient="row")


def _change(row: dict[str, float | None], text: Text) -> str:
    if row["change"] is None:
        return fmt.dash(text.lang)
    points = fmt.points(fmt.rates_apart(row["rate"], row["reference"]), text.lang)
    if row["low"] is None:
        return points
    ends = (fmt.number(100 * (row[name] or 0.0), text.lang, 1) for name in ("low", "high"))
    return text("repurchase.difference_cell", points=points, low=next(ends), high=next(ends))


def log_rank_sentence(
    log_rank_test: LogRank, frame: pl.DataFrame, by: str, first: str, text: Text
) -> str:
    """The log-rank test of all groups, then the group that differs most from the largest at 90
    days."""
    if log_rank_test.p_value is None:
        return text("repurchase.apart_none")
    key = "repurchase.apart_sure" if log_rank_test.p_value < CHANCE else "repurchase.apart_chance"
    sentence = text(key)
    clear = frame.filter(
        (pl.col("day") == SOON) & ((pl.col("low") > 0) | (pl.col("high") < 0))
    ).sort(pl.col("change").abs(), descending=True)
    if clear.is_empty():
        return sentence
    row = clear.row(0, named=True)
    most = text(
        "repurchase.apart_more" if row["change"] > 0 else "repurchase.apart_less",
        group=literal(group_name(row["group"], by, text)),
        first=literal(group_name(first, by, text)),
        points=fmt.number(
            100 * abs(fmt.rates_apart(row["rate"], row["reference"]) or 0.0), text.lang, 1
        ),
        interval=fmt.interval(*_outwards(row), text.lang, digits=1),
    )
    return joined([sentence, most], text)


def log_rank_method(log_rank_test: LogRank, text: Text) -> str:
    """The test behind `log_rank_sentence` by its name; "" where there is none."""
    if log_rank_test.p_value is None:
        return ""
    return text("repurchase.apart_method", p=chance(log_rank_test.p_value, text))


def _outwards(row: dict[str, float]) -> tuple[float, float]:
    """The limits of a change clear of zero: unsigned, in points, the one nearer zero first."""
    near, far = sorted(abs(100 * row[end]) for end in ("low", "high"))
    return near, far


def chance(value: float, text: Text) -> str:
    """A p-value with three decimals, or "below 0.001"."""
    small = 0.001
    if value < small:
        return text("repurchase.p_below", p=fmt.number(small, text.lang, 3))
    return text("repurchase.p", p=fmt.number(value, text.lang, 3))


def steps(curves: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The curves of the steps under displayed names."""
    names = {step: text(f"repurchase.step.{step}") for step in (1, 2, 3)}
    group_names = pl.col("group").replace_strict(names, return_dtype=pl.String)
    return curves.with_columns(group_names)


def steps_sentence(curves: pl.DataFrame, text: Text) -> str:
    """The rate of a next purchase within 90 days, step by step."""
    points = survival.at_day(curves, [SOON])
    rows = points.filter(pl.col("repurchased").is_not_null()).sort("group").to_dicts()
    rates = [fmt.percent(row["repurchased"], text.lang, 0) for row in rows]
    if not rows:
        return text("repurchase.steps_young")
    sentences = [text("repurchase.steps_first", rate=rates[0])]
    sentences += [
        text(f"repurchase.steps_then_{row['group']}", rate=rate)
        for row, rate in zip(rows[1:], rates[1:], strict=True)
    ]
    return joined(sentences, text)


def hazard_sentence(hazard: pl.DataFrame, text: Text) -> str:
    """The days with the highest hazard of returning, and when it has halved."""
    best = return_timing.soonest(hazard)
    if best is None:
        return text("repurchase.hazard_none")
    first, last = best
    most = max(hazard["rate"])
    sentence = text(
        "repurchase.hazard_sentence", first=first, last=last, rate=fmt.percent(most, text.lang)
    )
    after = hazard.filter((pl.col("first_day") > last) & (pl.col("rate") < HALF * most))
    if after.is_empty():
        return sentence
    return joined([sentence, text("repurchase.hazard_fades", day=after["first_day"][0])], text)


def reorder_sentence(products: pl.DataFrame, text: Text) -> str:
    """The product reordered soonest, and the product with the narrowest peak of reorder days."""
    if products.is_empty():
        return text("repurchase.reorder_none", fewest=MIN_CUSTOMERS)
    row = products.row(0, named=True)
    quickest = text(
        "repurchase.reorder_quickest",
        product=literal(row["product"]),
        **{name: row[name] for name in ("early", "middle", "late")},
        share=fmt.percent(row["share"], text.lang, 0),
        interval=fmt.interval(row["low"], row["high"], text.lang, rate=True),
    )
    length = pl.col("last_day") - pl.col("first_day")
    clear = products.filter(length < CLEAR_DAYS).sort(length, "first_day")
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


def months(rates: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Monthly rates with the displayed month as `label`."""
    labels = [fmt.month(date.fromisoformat(f"{code}-01"), text.lang) for code in rates["group"]]
    return rates.with_columns(pl.Series("label", labels, dtype=pl.String))


def improving_plain(improvement: Improvement, days: int, text: Text) -> str:
    """The same as `improving_sentence` in one line, without the change and its limits."""
    if improvement.change.value is None or improvement.since is None:
        return text("repurchase.improving_young", days=days, n=FEW)
    return text(
        f"repurchase.plain_{improvement.verdict}",
        days=days,
        since=fmt.month(date.fromisoformat(f"{improvement.since}-01"), text.lang),
        earlier=fmt.percent(improvement.earlier.value, text.lang),
        later=fmt.percent(improvement.later.value, text.lang),
    )


def improving_sentence(improvement: Improvement, days: int, text: Text) -> str:
    """The return rate of newer against older customers, with the interval of the change."""
    if improvement.change.value is None or improvement.since is None:
        return text("repurchase.improving_young", days=days, n=FEW)
    since = fmt.month(date.fromisoformat(f"{improvement.since}-01"), text.lang)
    return text(
        f"repurchase.improving_{improvement.verdict}",
        days=days,
        since=since,
        earlier=fmt.percent(improvement.earlier.value, text.lang),
        later=fmt.percent(improvement.later.value, text.lang),
        points=fmt.points(
            fmt.rates_apart(improvement.later.value, improvement.earlier.value), text.lang
        ),
        low=fmt.number(100 * (improvement.change.low or 0.0), text.lang, 1),
        high=fmt.number(100 * (improvement.change.high or 0.0), text.lang, 1),
    )
