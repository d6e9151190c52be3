"""K: how many customers a customer brings, by generation and by whether the link was paid.

K is the mean number of customers whom a customer brought within so many days of their own first
purchase, over customers observed for that long (a newer one has had no time yet). An invitation
counts when it became a customer. Above 1, each generation would be larger than the one before.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.referrals import store as referral_store
from analytics.stats.intervals import CONFIDENCE, Estimate, limited
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analytics.filters import Filters
    from analytics.storage.versions import Store

    Numbers = NDArray[np.float64]
    Whole = NDArray[np.int64]

DAYS = 90
WINDOWS = (30, 90, 180, 365)
DEEPEST = 20
LEAST = 3
"""With fewer customers K has no limits; with fewer clusters their spread is taken as Poisson's."""
COLUMNS = ("parent_key", "generation", "seen_days", "after", "is_paid")


@dataclass(frozen=True)
class Growth:
    """`overall` is K; `paid` and `unpaid` are its two parts. `customers` are those within the
    filters, `brought` is how many they brought and `arrived` how many of them were brought, all to
    this day and whatever the window. `generations` is one row per generation with customers (the
    20th stands for all that follow): generation, customers, eligible, brought and paid (by the
    eligible, in time), k, low, high."""

    days: int
    overall: Estimate
    paid: Estimate
    unpaid: Estimate
    brought: int
    arrived: int
    customers: int
    generations: pl.DataFrame


def growth(store: Store, version: str, filters: Filters, days: int = DAYS) -> Growth:
    """K of the customers within the filters; whom they brought counts wherever it bought."""
    people = referral_store.people(store, version)
    in_scope = referral_store.within_filters(
        people.with_row_index("place"), store, version, filters
    )
    everybody = people.select(COLUMNS).collect()
    is_in_scope = np.zeros(everybody.height, dtype=bool)
    is_in_scope[in_scope.select("place").collect()["place"].to_numpy()] = True
    return of(everybody, is_in_scope, days)


def of(people: pl.DataFrame, is_in_scope: NDArray[np.bool_], days: int = DAYS) -> Growth:
    """K of those in scope among `people` (the columns of `links.judged`, by key)."""
    parent = people["parent_key"].fill_null(0).to_numpy().astype(np.int64) - 1
    in_time = (people["after"].fill_null(days + 1).to_numpy() <= days) & (parent >= 0)
    is_paid, size = people["is_paid"].to_numpy(), len(parent)
    is_eligible = is_in_scope & (people["seen_days"].to_numpy() >= days)
    all_of = np.bincount(parent[in_time], minlength=size)
    paid_of = np.bincount(parent[in_time & is_paid], minlength=size)
    generation = np.minimum(people["generation"].to_numpy().astype(np.int64), DEEPEST)
    eligible = np.flatnonzero(is_eligible)
    # Those brought by one person are alike, so that they count as one draw.
    generation_of, brought_by = generation[eligible], parent[eligible]
    moments = [
        _moments(part[eligible], brought_by, generation_of)
        for part in (all_of, paid_of, all_of - paid_of)
    ]
    whole, paid, unpaid = (_estimate(matrix.sum(axis=0)) for matrix in moments)
    return Growth(
        days,
        whole,
        paid,
        unpaid,
        brought=int(is_in_scope[parent[parent >= 0]].sum()),
        arrived=int((is_in_scope & (parent >= 0)).sum()),
        customers=int(is_in_scope.sum()),
        generations=_by_generation(np.bincount(generation[is_in_scope]), moments[0], moments[1]),
    )


def estimate(counts: Whole, clusters: Whole) -> Estimate:
    """The mean of `counts` (how many each person brought), one entry a person; `clusters` numbers
    whom they count together with, -1 for those who stand alone.

    Counts of rare events are lopsided: the limits are the score interval of a Poisson mean (Rao
    1948; see Garwood 1936 for the exact one), at the counts' own spread between clusters where that
    is wider (quasi-likelihood: McCullagh and Nelder 1989, 4.5). Nobody brought by n people has the
    upper limit z^2 / n. Below three people there are no limits. It holds 93 to 97 % of the time.
    """
    return _estimate(_moments(counts, clusters, np.zeros(len(counts), dtype=np.int64)).sum(axis=0))


def _estimate(moments: Numbers) -> Estimate:
    """The mean and its limits from one row of `_moments`."""
    n, total = int(moments[0]), float(moments[1])
    if not n:
        return Estimate(None, None, None, 0)
    value = total / n
    if n < LEAST:
        return Estimate(value, None, None, n)
    spread = _spread(moments, value) if total else 1.0
    events, people, square = total / spread, n / spread, z(CONFIDENCE) ** 2
    half = math.sqrt(square * events + square**2 / 4)
    middle = events + square / 2
    return limited(value, max(middle - half, 0.0) / people, (middle + half) / people, n)


def _spread(moments: Numbers, mean: float) -> float:
    """How many times wider than Poisson's the counts vary between clusters, at least 1."""
    _, total, groups, squares, crossed, sizes = (float(moment) for moment in moments)
    if groups < LEAST:
        return 1.0
    varied = squares - 2 * mean * crossed + mean**2 * sizes
    return max(varied * groups / (groups - 1) / total, 1.0)


def _moments(counts: Whole, clusters: Whole, generation: Whole) -> Numbers:
    """One row per generation: people, their counts, clusters, and over clusters the sums of
    squared counts, of counts times people and of squared people. A cluster is of one generation."""
    height = int(generation.max(initial=0)) + 1
    is_clustered = clusters >= 0
    clustered, owner = counts[is_clustered], clusters[is_clustered]
    sums, sizes = np.bincount(owner, weights=clustered), np.bincount(owner).astype(float)
    of_cluster = np.zeros(len(sizes), dtype=np.int64)
    of_cluster[owner] = generation[is_clustered]
    single_counts, single_generation = (
        counts[~is_clustered].astype(float),
        generation[~is_clustered],
    )
    sums_by = (
        (None, generation),
        (counts, generation),
        (sizes > 0, of_cluster),
        (sums**2, of_cluster),
        (sums * sizes, of_cluster),
        (sizes**2, of_cluster),
    )
    moments = np.stack(
        [np.bincount(by, weights=weights, minlength=height) for weights, by in sums_by], axis=1
    )
    for column, weights in ((2, None), (3, single_counts**2), (4, single_counts), (5, None)):
        moments[:, column] += np.bincount(single_generation, weights=weights, minlength=height)
    return moments.astype(float)


def _by_generation(customers: Whole, moments: Numbers, paid: Numbers) -> pl.DataFrame:
    """One row per generation with customers and its K; see `Growth.generations`."""
    rows = []
    for number in np.flatnonzero(customers).tolist():
        moment_row = moments[number] if number < len(moments) else np.zeros(6)
        k = _estimate(moment_row)
        paid_brought = int(paid[number][1]) if number < len(paid) else 0
        counted = (int(customers[number]), k.n, int(moment_row[1]), paid_brought)
        rows.append((number, *counted, k.value, k.low, k.high))
    whole = dict.fromkeys(("generation", "customers", "eligible", "brought", "paid"), pl.Int64)
    return pl.DataFrame(
        rows, schema=whole | dict.fromkeys(("k", "low", "high"), pl.Float64), orient="row"
    )
