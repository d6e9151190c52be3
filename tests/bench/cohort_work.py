"""Cohorts and repurchase by pandas against ours, and what else stands behind the Customers page.

pandas begins with what we have: one row per customer and purchase day, in memory. It builds the
monthly triangle, the days to the second purchase and the rates within fixed windows for the
customers of a channel, and stops unless the sums are the same.
"""

import math
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from statistics import median

import pandas as pd
import polars as pl

from analytics.customers import baskets, journey, ladder, rfm
from analytics.customers.clv import model
from analytics.filters import Filters
from analytics.repurchase import (
    caveats,
    cohort_groups,
    cohorts,
    reorder,
    repurchase,
    return_timing,
    robustness,
)
from analytics.repurchase.repurchase import WINDOWS, RepurchaseQuery
from analytics.storage.versions import Manifest, Store, open_store
from tests.bench.pandas_facts import orders_of, purchase_days, read_lines
from tests.bench.report import Row

TWENTIETH = 0.05
MOST_MS = 1_000
MOST_FIT_MS = 6_000


def measure(root: Path, lines: int, runs: int) -> list[Row]:
    """The ratio to pandas, the slower questions of both pages, and the value models."""
    store = open_store(root)
    manifest = store.manifest(str(store.current()))
    return [_ratio(store, manifest, lines, runs), *_questions(store, manifest, lines, runs)]


def _ratio(store: Store, manifest: Manifest, lines: int, runs: int) -> Row:
    version, until = manifest.version, date.fromisoformat(manifest.about["as_of"])
    channel = store.run("shared/choices", version).filter(pl.col("kind") == "channel")["code"][0]
    filters = Filters(channels=(channel,))
    lines_read = read_lines(store.versions_folder / version / "orders-001.parquet")
    days = purchase_days(orders_of(lines_read))
    first_channel = days[days["place"] == 1].set_index("customer_id")["channel"]
    channel_days = days[days["customer_id"].map(first_channel) == channel]

    def ours() -> tuple[float, float, float]:
        cells = cohorts.cells(store, version, filters, "month", until)
        counts = repurchase.curve(store, version, RepurchaseQuery(filters))
        within = repurchase.within(store, version, RepurchaseQuery(filters))
        sums = (cells["customers"].sum(), counts["events"].sum(), within["repeaters"].sum())
        return float(sums[0]), float(sums[1]), float(sums[2])

    def theirs() -> tuple[float, float, float]:
        return _by_pandas(channel_days, pd.Timestamp(until))

    for our_sum, pandas_sum in zip(ours(), theirs(), strict=True):
        if not math.isclose(our_sum, pandas_sum, rel_tol=1e-9):
            raise SystemExit(f"pandas finds {pandas_sum}, we find {our_sum}")
    pairs = [(_once(ours), _once(theirs)) for _ in range(runs)]
    our_ms, pandas_ms = (median(pair[side] for pair in pairs) for side in (0, 1))
    ratio = median(our_time / pandas_time for our_time, pandas_time in pairs)
    note = "the triangle, the curve and the windows of one channel's customers"
    return Row("cohort work by pandas", lines, our_ms, "ms", pandas_ms, TWENTIETH, note, ratio)


def _by_pandas(days: pd.DataFrame, until: pd.Timestamp) -> tuple[float, float, float]:
    month = days["ordered_on"].dt.year * 12 + days["ordered_on"].dt.month
    first = days["first_on"].dt.year * 12 + days["first_on"].dt.month
    cells = (
        days.assign(cohort=first, index=month - first)
        .groupby(["cohort", "index"])
        .agg(
            customers=("customer_id", "nunique"),
            orders=("count_orders", "sum"),
            revenue=("amount", "sum"),
        )
    )
    seconds = days[days["place"] == 2].set_index("customer_id")["ordered_on"]
    firsts = days[days["place"] == 1].set_index("customer_id")["ordered_on"]
    waits = (seconds - firsts.loc[seconds.index]).dt.days
    curve = waits.value_counts().sort_index()
    observed = (until - firsts).dt.days
    repeaters = sum(
        int((waits[waits <= window].index.isin(observed.index[observed >= window])).sum())
        for window in WINDOWS
    )
    return float(cells["customers"].sum()), float(curve.sum()), float(repeaters)


def _questions(store: Store, manifest: Manifest, lines: int, runs: int) -> list[Row]:
    version, until = manifest.version, date.fromisoformat(manifest.about["as_of"])
    everybody, query = Filters(), RepurchaseQuery()
    clv_query = model.ClvQuery(until)
    ladder_query = ladder.LadderQuery(until - timedelta(days=365), until)
    calls: dict[str, Callable[[], object]] = {
        "steps to the fourth purchase": lambda: return_timing.steps(store, version, everybody),
        "twelve definitions": lambda: robustness.outcomes(store, version, query),
        "reorder moments": lambda: reorder.moments(store, version, everybody),
        "first and next products": lambda: journey.paths(store, version, everybody, "category"),
        "pairs in a basket": lambda: baskets.pairs(store, version, everybody),
        "new, returning, lapsed": lambda: rfm.flows(store, version, until, everybody),
        "doubts about the data": lambda: caveats.about(store, manifest),
        "moves on the ladder within a year": lambda: ladder.report(store, version, ladder_query),
        **{
            f"cohorts by {by} of the first order": lambda by=by: cohort_groups.cells(
                store, version, everybody, cohort_groups.Split(by, "month", until)
            )
            for by in ("channel", "product", "discount")
        },
    }
    rows = [
        Row(f"customers: {name}", lines, warm(call, runs), "ms", None, MOST_MS)
        for name, call in calls.items()
    ]
    histories = model.histories(store, version, clv_query)
    people = int(histories["customers"].sum())
    milliseconds = warm(lambda: model.fit(store, version, clv_query, histories), 3)
    note = f"fitted on {people:,} customers with {histories.height:,} distinct histories"
    name = "customers: value models, a million customers"
    return [*rows, Row(name, lines, milliseconds / people * 1e6, "ms", None, MOST_FIT_MS, note)]


def warm(call: Callable[[], object], runs: int) -> float:
    """The median milliseconds of so many calls after a first one."""
    call()
    return median(_once(call) for _ in range(runs))


def _once(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return (time.perf_counter() - start) * 1000
