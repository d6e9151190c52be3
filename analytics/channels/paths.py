"""Through which domains customers go: public, private and back, online and offline, model to model.

Everything rests on the purchase days of identified customers and on where the channel of each day
is placed. Where a channel is not placed, its purchases are UNKNOWN, never left out. All of it is
observation: who goes on in another domain may differ from who stays in many other ways.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics.scoring.differences import holm
from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, difference, mean_interval, wilson_limits

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

By = Literal["domain", "mode", "social_model"]

BYS: tuple[By, ...] = ("domain", "mode", "social_model")
WINDOWS = (90, 180, 365)
WINDOW = 180
UNKNOWN = "unknown"
"""A place of a channel that is not placed."""
NONE = "none"
"""No second purchase within the window."""
STOPPED = "stopped"
RECENT = "recent"
ENDS = (STOPPED, RECENT)
STEPS = 2


def path_counts(
    store: Store, version: str, filters: Filters, by: By, days: int = WINDOW
) -> pl.DataFrame:
    """What `flows` and `round_trips` read: one row per path of up to three places and its end."""
    return store.run("channels/path_flows", version, **filters.params(), by=by, window_days=days)


def flows(path_counts: pl.DataFrame) -> pl.DataFrame:
    """From `taken`: one row per step (1 = first to second purchase day), source and target:
    customers, of, rate, low, high.

    A target is a place, STOPPED (nothing more in the window) or RECENT (not watched that long);
    `of` are customers at that source whose outcome is known, `rate` (null for RECENT) their share,
    with Wilson limits. Only customers watched for the window after their first purchase. No rows
    where there are none.
    """
    placed = path_counts.with_columns(pl.col("first_place").fill_null(UNKNOWN))
    steps = pl.concat([_first(placed), _second(placed)])
    sums = steps.group_by("step", "source", "target").agg(pl.col("customers").sum())
    with_outcome = pl.col("customers").filter(pl.col("target") != RECENT)
    whole = sums.with_columns(of=with_outcome.sum().over("step", "source"))
    is_known = (pl.col("target") != RECENT) & (pl.col("of") > 0)
    shares = _shares(whole, "customers", "of")
    return shares.with_columns(
        pl.when(is_known).then(pl.col("rate", "low", "high")).name.keep()
    ).sort("step", "customers", "source", "target", descending=[False, True, False, False])


def round_trips(path_counts: pl.DataFrame) -> pl.DataFrame:
    """From `taken`: one row per known place and another one gone on to: first, second, back, of,
    rate, low, high.

    Of those whose third purchase within the window is known to have come or not (`of`), how many
    made it in the first place again (`back`), with Wilson limits. No rows where nobody moved.
    """
    moved = path_counts.filter(
        (pl.col("count_days") >= STEPS)
        & (pl.col("ended") != RECENT)
        & (pl.col("first_place") != pl.col("second_place"))
    )
    is_back = (pl.col("third_place") == pl.col("first_place")).fill_null(value=False)
    sums = moved.group_by(first="first_place", second="second_place").agg(
        back=pl.col("customers").filter(is_back).sum(), of=pl.col("customers").sum()
    )
    return _shares(sums, "back", "of").sort("first", "second")


def gaps(store: Store, version: str, filters: Filters, by: By) -> pl.DataFrame:
    """What `waits` and `log_rank_test` read: customers by path (`group`), days since the second
    purchase and whether a third ended them, as `survival` counts."""
    counts = store.run("channels/path_waits", version, **filters.params(), by=by)
    path = pl.concat_str(pl.col("first_place", "second_place").fill_null(UNKNOWN), separator=">")
    return counts.select("days", "is_event", "customers", group=path)


def waits(counts: pl.DataFrame) -> pl.DataFrame:
    """From `gaps`: one row per path (`first` and `second` place) and day since the second purchase
    day: group, first, second, at_risk, events, repurchased, low, high, as `survival.kaplan_meier`.

    How soon a third purchase follows, by where the first two were. The clock starts at the second
    purchase, when the path is settled: from the first one, those who move would be ahead merely
    because they have come back.
    """
    curves = survival.kaplan_meier(counts)
    places = pl.col("group").str.split_exact(">", 1)
    return curves.with_columns(
        first=places.struct.field("field_0"), second=places.struct.field("field_1")
    )


def log_rank_test(counts: pl.DataFrame) -> survival.LogRank:
    """From `gaps`: whether the paths differ in how soon a third purchase follows (log-rank)."""
    return survival.log_rank(counts)


def worth(store: Store, version: str, filters: Filters, by: By, days: int = WINDOW) -> pl.DataFrame:
    """One row per path: first, second (NONE without a second purchase within `days`), customers,
    value, low, high.

    `value` is what is left after refunds of all purchases in the first `days` days, the first
    purchase day being day 1, per customer watched for all of them (t interval over customers).
    """
    sums = store.run("channels/path_values", version, **filters.params(), by=by, window_days=days)
    by_path = sums.select(
        first=pl.col("first_place").fill_null(UNKNOWN),
        second=pl.when("is_back")
        .then(pl.col("second_place").fill_null(UNKNOWN))
        .otherwise(pl.lit(NONE)),
        customers="customers",
        amount="amount",
        squares="squares",
    )
    rows = [_with_mean(row) for row in by_path.to_dicts()]
    kinds = {"first": pl.String, "second": pl.String, "customers": pl.Int64}
    schema = kinds | dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema=schema).sort(
        "first", "customers", "second", descending=[False, True, False]
    )


def moving(path_values: pl.DataFrame) -> pl.DataFrame:
    """What going on elsewhere is worth, from `worth`: one row per pair of known places.

    first, second, customers (went on in `second`), stayed (went on in `first`), value, reference,
    change, low, high (`value` less `reference`, MOVER), is_significant (by Holm over all pairs
    shown). Among those who came back within the window only, so that both sides bought twice.
    Pairs with fewer than 30 customers on either side are left out.
    """
    cells = {(row["first"], row["second"]): row for row in path_values.to_dicts()}
    pairs = [
        _pair(row, cells[first, first])
        for (first, second), row in cells.items()
        if second not in (first, NONE, UNKNOWN) and first != UNKNOWN and (first, first) in cells
    ]
    compared = [
        pair
        for pair in pairs
        if pair["customers"] >= MIN_CUSTOMERS and pair["stayed"] >= MIN_CUSTOMERS
    ]
    is_significant = holm([_change(pair) for pair in compared])
    numbers = ("value", "reference", "change", "low", "high")
    kinds = {"first": pl.String, "second": pl.String, "customers": pl.Int64, "stayed": pl.Int64}
    schema = kinds | dict.fromkeys(numbers, pl.Float64)
    rows = [{name: pair[name] for name in schema} for pair in compared]
    frame = pl.DataFrame(rows, schema=schema)
    return frame.with_columns(is_significant=pl.Series(is_significant, dtype=pl.Boolean)).sort(
        "first", "second"
    )


def _first(path_counts: pl.DataFrame) -> pl.DataFrame:
    """From the first purchase day to the second."""
    gone_on = pl.col("count_days") > 1
    to = pl.when(gone_on).then(pl.col("second_place").fill_null(UNKNOWN))
    return path_counts.select(
        step=pl.lit(1),
        source="first_place",
        target=to.otherwise(pl.lit(STOPPED)),
        customers="customers",
    )


def _second(path_counts: pl.DataFrame) -> pl.DataFrame:
    """From the second purchase day to the third, of those who had one."""
    gone_on = pl.col("count_days") > STEPS
    to = pl.when(gone_on).then(pl.col("third_place").fill_null(UNKNOWN))
    return path_counts.filter(pl.col("count_days") >= STEPS).select(
        step=pl.lit(2),
        source=pl.col("second_place").fill_null(UNKNOWN),
        target=to.otherwise(pl.col("ended")),
        customers="customers",
    )


def _shares(frame: pl.DataFrame, part: str, whole: str) -> pl.DataFrame:
    """The frame with rate, low, high (Wilson) of `part` in `whole`."""
    inside = frame.select(pl.min_horizontal(part, whole)).to_series()
    low, high = wilson_limits(inside.to_numpy(), frame[whole].to_numpy())
    return frame.with_columns(
        rate=pl.col(part) / pl.col(whole),
        low=pl.Series(low, dtype=pl.Float64),
        high=pl.Series(high, dtype=pl.Float64),
    )


def _with_mean(row: dict[str, Any]) -> dict[str, Any]:
    n, total, squares = (float(row.pop(name) or 0) for name in ("customers", "amount", "squares"))
    mean = mean_interval(int(n), total, squares)
    limits = {"value": mean.value, "low": mean.low, "high": mean.high}
    return {**row, "customers": int(n), **limits}


def _pair(row: dict[str, Any], same: dict[str, Any]) -> dict[str, Any]:
    moved, stayed = _estimate(row), _estimate(same)
    change = difference(moved, stayed)
    return {
        "first": row["first"],
        "second": row["second"],
        "customers": moved.n,
        "stayed": stayed.n,
        "value": moved.value,
        "reference": stayed.value,
        "change": change.value,
        "low": change.low,
        "high": change.high,
    }


def _estimate(row: dict[str, Any]) -> Estimate:
    value, low, high, n = (row[name] for name in ("value", "low", "high", "customers"))
    return Estimate(value, low, high, int(n))


def _change(row: dict[str, Any]) -> Estimate:
    value, low, high = (row[name] for name in ("change", "low", "high"))
    if low is None or high is None:
        return UNMEASURED
    return Estimate(value, low, high, int(row["customers"]))
