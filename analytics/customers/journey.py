"""What people buy after what they came for, and which first purchase makes them stay.

Everything rests on purchase days of identified customers and on what leads each day: the dearest
line of its first order. What else was in the basket is not seen here. Whoever was not watched for
the whole window is not counted as lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.scoring.differences import holm
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, difference, wilson_limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.filters import Filters
    from analytics.storage.versions import Store

By = Literal["product", "category"]
WINDOW = 180
"""Days a customer has to buy again; customers watched for less are RECENT, not STOPPED."""
DEPTH = 4
MOST_NAMES = 6
DAYS = (90, 180)
MOST_GROUPS = 12
OTHER = "other"
STOPPED = "stopped"
RECENT = "recent"
STEPS = ("first_name", "second_name", "third_name", "fourth_name")


def paths(
    store: Store,
    version: str,
    filters: Filters,
    by: By,
    *,
    most: int = MOST_NAMES,
    window: int = WINDOW,
) -> pl.DataFrame:
    """One row per path of up to four purchase days and how it ended: customers.

    See `customers/journey_paths.sql`; the `most` commonest names are kept, as "=name", the rest is
    OTHER.
    """
    params = {**filters.params(), "by": by, "limit": most, "window_days": window}
    return store.run("customers/journey_paths", version, **params)


def links(path_counts: pl.DataFrame, depth: int = DEPTH) -> pl.DataFrame:
    """One row per step (1 = first to second purchase), source and target: customers, of, rate.

    A target is a name, STOPPED or RECENT; `of` are customers at that source whose outcome is known
    and `rate` (null for RECENT) their share, with Wilson limits. Empty input gives no rows.
    """
    steps = [_step(path_counts, place) for place in range(1, depth)]
    flows = pl.concat(steps).group_by("step", "source", "target").agg(pl.col("customers").sum())
    known_customers = pl.col("customers").filter(pl.col("target") != RECENT)
    totals = flows.with_columns(of=known_customers.sum().over("step", "source"))
    hits = totals.select(pl.min_horizontal("customers", "of")).to_series()
    low, high = wilson_limits(hits.to_numpy(), totals["of"].to_numpy())
    limits = totals.with_columns(
        rate=pl.col("customers") / pl.col("of"), low=pl.Series(low), high=pl.Series(high)
    )
    is_known = (pl.col("target") != RECENT) & (pl.col("of") > 0)
    return limits.with_columns(
        pl.when(is_known).then(pl.col("rate", "low", "high")).name.keep()
    ).sort("step", "customers", "source", "target", descending=[False, True, False, False])


def _step(path_counts: pl.DataFrame, place: int) -> pl.DataFrame:
    """The customers who reached `place`, and where they went from there."""
    source, target = STEPS[place - 1], STEPS[place]
    return path_counts.filter(pl.col(source).is_not_null()).select(
        step=pl.lit(place),
        source=pl.col(source),
        target=pl.coalesce(target, "ended"),
        customers=pl.col("customers"),
    )


def moves(
    store: Store, version: str, filters: Filters, by: By, *, window: int = WINDOW
) -> pl.DataFrame:
    """One row per first name and later name: eligible, customers, rate, low, high (Wilson).

    Of `eligible` customers, watched for the whole window, `customers` had a later purchase day
    within it that the later name leads. A first name after which nobody bought anything has one
    row with later_name null. `is_known` is false where fewer than 30 are eligible.
    """
    params = {**filters.params(), "by": by, "window_days": window}
    counts = store.run("customers/journey_moves", version, **params)
    low, high = wilson_limits(counts["customers"].to_numpy(), counts["eligible"].to_numpy())
    return counts.with_columns(
        rate=pl.col("customers") / pl.col("eligible"),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
        is_known=pl.col("eligible") >= MIN_CUSTOMERS,
    )


def staying(
    store: Store, version: str, filters: Filters, by: By, days: Sequence[int] = DAYS
) -> pl.DataFrame:
    """One row per first product or category and day: who came for it against all the others.

    group, customers, day, rate and reference (Kaplan-Meier shares, 0-1), change with 95 % limits
    (MOVER), n (the smaller side's customers), is_significant: whether the change holds when all
    groups are tested together (Holm, by day). The 12 largest groups of 30 customers and more.
    """
    counts = store.run("repurchase/counts", version, **filters.params(), by=by, again="any")
    return against_the_rest(counts.with_columns(pl.col("group").fill_null("")), days)


def against_the_rest(counts: pl.DataFrame, days: Sequence[int] = DAYS) -> pl.DataFrame:
    """`staying`, from the counts of `survival`, one row per (group, days, is_event)."""
    sizes = counts.group_by("group").agg(pl.col("customers").sum())
    total = int(sizes["customers"].sum())
    solid = sizes.filter(pl.col("customers").is_between(MIN_CUSTOMERS, total - MIN_CUSTOMERS))
    largest = solid.sort("customers", "group", descending=[True, False]).head(MOST_GROUPS)
    rows: list[dict[str, object]] = []
    for group, size in largest.iter_rows():
        rows += _rows(counts, group, size, total - size, days)
    schema = {
        "group": pl.String,
        "customers": pl.Int64,
        "day": pl.Int64,
        **dict.fromkeys(("rate", "reference", "change", "low", "high"), pl.Float64),
        "n": pl.Int64,
    }
    return _with_holm(pl.DataFrame(rows, schema=schema))


def _rows(
    counts: pl.DataFrame, group: str, size: int, rest: int, days: Sequence[int]
) -> list[dict[str, object]]:
    """The group and its complement, a row a day."""
    sides = counts.with_columns(group=pl.col("group") == group)
    points = survival.at_day(survival.kaplan_meier(sides), days)
    points_by_side = {(row["group"], row["day"]): row for row in points.to_dicts()}
    return [_row(group, size, rest, day, points_by_side) for day in days]


def _row(
    group: str,
    size: int,
    rest: int,
    day: int,
    points_by_side: dict[tuple[bool, int], dict[str, float]],
) -> dict[str, object]:
    own, others = (_estimate(points_by_side.get((side, day))) for side in (True, False))
    change = difference(own, others)
    return {
        "group": group,
        "customers": size,
        "day": day,
        "rate": own.value,
        "reference": others.value,
        "change": change.value,
        "low": change.low,
        "high": change.high,
        "n": min(size, rest),
    }


def _estimate(row: dict[str, float] | None) -> Estimate:
    if row is None or row["repurchased"] is None:
        return UNMEASURED
    return Estimate(row["repurchased"], row["low"], row["high"], int(row["at_risk"]))


def _with_holm(changes: pl.DataFrame) -> pl.DataFrame:
    parts = [
        part.with_columns(is_significant=pl.Series(holm(_changes(part)), dtype=pl.Boolean))
        for part in changes.partition_by("day", maintain_order=True)
    ]
    empty = changes.clear().with_columns(is_significant=pl.lit(False))
    return pl.concat([empty, *parts])


def _changes(part: pl.DataFrame) -> list[Estimate]:
    rows = part.select("change", "low", "high", "n").iter_rows()
    return [Estimate(value, low, high, n) for value, low, high, n in rows]
