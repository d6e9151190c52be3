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

from analytics.referrals import store as kept
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
"""Fewer customers than this tell nothing of how far off K may be."""
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
    found = kept.people(store, version)
    chosen = kept.kept(found.with_row_index("place"), store, version, filters)
    everybody = found.select(COLUMNS).collect()
    is_mine = np.zeros(everybody.height, dtype=bool)
    is_mine[chosen.select("place").collect()["place"].to_numpy()] = True
    return of(everybody, is_mine, days)


def of(people: pl.DataFrame, is_mine: NDArray[np.bool_], days: int = DAYS) -> Growth:
    """K of those marked among `people` (the columns of `links.judged`, by key)."""
    parent = people["parent_key"].fill_null(0).to_numpy().astype(np.int64) - 1
    in_time = (people["after"].fill_null(days + 1).to_numpy() <= days) & (parent >= 0)
    is_paid, size = people["is_paid"].to_numpy(), len(parent)
    is_eligible = is_mine & (people["seen_days"].to_numpy() >= days)
    all_of = np.bincount(parent[in_time], minlength=size)
    paid_of = np.bincount(parent[in_time & is_paid], minlength=size)
    generation = np.minimum(people["generation"].to_numpy().astype(np.int64), DEEPEST)
    mine = np.flatnonzero(is_eligible)
    # Those brought by one person are alike, so that they count as one draw.
    at, drawn = generation[mine], parent[mine]
    moments = [_moments(part[mine], drawn, at) for part in (all_of, paid_of, all_of - paid_of)]
    whole, paid, unpaid = (_estimate(one.sum(axis=0)) for one in moments)
    return Growth(
        days,
        whole,
        paid,
        unpaid,
        brought=int(is_mine[parent[parent >= 0]].sum()),
        arrived=int((is_mine & (parent >= 0)).sum()),
        customers=int(is_mine.sum()),
        generations=_listed(np.bincount(generation[is_mine]), moments[0], moments[1]),
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
    """The mean and its limits from one line of `_moments`."""
    n, total = int(moments[0]), float(moments[1])
    if not n:
        return Estimate(None, None, None, 0)
    value = total / n
    if n < LEAST:
        return Estimate(value, None, None, n)
    spread = _spread(moments, value) if total else 1.0
    seen, people, square = total / spread, n / spread, z(CONFIDENCE) ** 2
    half = math.sqrt(square * seen + square**2 / 4)
    middle = seen + square / 2
    return limited(value, max(middle - half, 0.0) / people, (middle + half) / people, n)


def _spread(moments: Numbers, mean: float) -> float:
    """How many times wider than Poisson's the counts vary between clusters, at least 1."""
    _, total, groups, squares, crossed, sizes = (float(one) for one in moments)
    if groups < LEAST:
        return 1.0
    varied = squares - 2 * mean * crossed + mean**2 * sizes
    return max(varied * groups / (groups - 1) / total, 1.0)


def _moments(counts: Whole, clusters: Whole, generation: Whole) -> Numbers:
    """One line per generation: people, their counts, clusters, and over clusters the sums of
    squared counts, of counts times people and of squared people. A cluster is of one generation."""
    lines = int(generation.max(initial=0)) + 1
    together = clusters >= 0
    mine, whose = counts[together], clusters[together]
    sums, sizes = np.bincount(whose, weights=mine), np.bincount(whose).astype(float)
    of_cluster = np.zeros(len(sizes), dtype=np.int64)
    of_cluster[whose] = generation[together]
    apart, at = counts[~together].astype(float), generation[~together]
    rows = (
        (None, generation),
        (counts, generation),
        (sizes > 0, of_cluster),
        (sums**2, of_cluster),
        (sums * sizes, of_cluster),
        (sizes**2, of_cluster),
    )
    found = np.stack([np.bincount(by, weights=one, minlength=lines) for one, by in rows], axis=1)
    for place, one in ((2, None), (3, apart**2), (4, apart), (5, None)):
        found[:, place] += np.bincount(at, weights=one, minlength=lines)
    return found.astype(float)


def _listed(customers: Whole, moments: Numbers, paid: Numbers) -> pl.DataFrame:
    """One row per generation, its estimate among them; see `Growth`."""
    rows = []
    for number in np.flatnonzero(customers).tolist():
        mine = moments[number] if number < len(moments) else np.zeros(6)
        one = _estimate(mine)
        of_them = int(paid[number][1]) if number < len(paid) else 0
        counted = (int(customers[number]), one.n, int(mine[1]), of_them)
        rows.append((number, *counted, one.value, one.low, one.high))
    whole = dict.fromkeys(("generation", "customers", "eligible", "brought", "paid"), pl.Int64)
    return pl.DataFrame(
        rows, schema=whole | dict.fromkeys(("k", "low", "high"), pl.Float64), orient="row"
    )
