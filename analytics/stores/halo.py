"""What the opening of a store did to online orders of its region, by regions without one."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.placebo import rank_by_size
from analytics.stats.quantiles import student_t
from analytics.stores.base import Refusal
from analytics.stores.region_weeks import weekly, windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from analytics.stores.openings import Opening, Openings
    from analytics.stores.region_weeks import Window

    Numbers = NDArray[np.float64]

DRAWS, SEED = 2_000, 20_221_204
RARE = 0.1
"""A change is no chance where no more of the regions without a store look so by themselves; with
fewer than ten regions nothing can be."""
PRACTICALLY_NONE = 0.05
"""A twentieth of the online orders either way."""
STRIP = {
    "region": pl.String,
    "week": pl.Int32,
    "change": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "is_own": pl.Boolean,
}
"""One row per region and four weeks (the middle one, from the opening): orders against those
expected from the others, 0.1 for a tenth more, with limits for the regions with a store."""
STEP = 4
"""Weeks drawn as one: single ones scatter too much to be read."""
Verdict = Literal["more", "fewer", "practically_none", "cannot_tell"]


def _no_rows() -> pl.DataFrame:
    return pl.DataFrame(schema=STRIP)


@dataclass(frozen=True)
class Halo:
    """`change`: online orders of a store's region after its opening against those expected, 0.1
    for a tenth more, the mean of the openings by their orders; n is regions compared with.
    `chance` how often regions without a store look so by themselves, `least_chance` the smallest
    there can be with so few of them. `lead` is the same change within the weeks before, which
    should be none: `is_flat` says whether it is. `openings` counted, `before` and `after` weeks,
    `orders` online of the own regions before."""

    change: Estimate = UNMEASURED
    chance: float | None = None
    least_chance: float | None = None
    lead: Estimate = UNMEASURED
    is_flat: bool | None = None
    openings: tuple[Opening, ...] = ()
    orders: int = 0
    strip: pl.DataFrame = field(default_factory=_no_rows, compare=False)
    refusal: Refusal | None = None

    @property
    def verdict(self) -> Verdict:
        """More or fewer only where limits, chance and the weeks before all say so."""
        low, high = self.change.low, self.change.high
        if low is None or high is None or self.chance is None:
            return "cannot_tell"
        if self.is_flat and low >= -PRACTICALLY_NONE and high <= PRACTICALLY_NONE:
            return "practically_none"
        if not self.is_flat or self.chance > RARE or low <= 0 <= high:
            return "cannot_tell"
        return "more" if low > 0 else "fewer"


def halo(
    orders: pl.DataFrame, openings: Openings, say: Callable[[float], None] = lambda _: None
) -> Halo:
    """The answer from rows of `stores/region_weeks`; `say` is told how far it is (0-1).

    ln E[orders] = region + week + tau (after the opening, in its own region), by Poisson; with one
    treated region its solution is the ratio of own to other orders, after over before. Each region
    without a store is treated in its place, and tau over its own error is ranked among theirs;
    limits are Student's t on the spread of these (Donald and Lang 2007), so that what moves regions
    beyond chance widens them. Several openings are averaged, and sets of other regions drawn as
    often (2,000). Regions that ever have a store are compared with by none.

    Of 300 simulated brands a line of 40 cities (`python -m tests.bench.halo_rates`) 2.7 to 5.0 in
    100 were called more or fewer where the stores did nothing, cities that drift and jump or not. A
    quarter more on the logarithm was clear in 78 of 100 with one store and 89 with five, of
    restless cities in 16 and 59. The limits held the truth 94 to 98 times.
    """
    if openings.refusal is not None:
        return Halo(refusal=openings.refusal)
    table, first = weekly(orders, is_by_city=openings.is_by_city)
    around, refusal = windows(table, first, openings)
    if not around:
        return Halo(refusal=refusal)
    say(0.2)
    return _answer(around, say)


def _answer(around: Sequence[Window], say: Callable[[float], None]) -> Halo:
    effects = [_changes(window.counts, window.is_after) for window in around]
    change, chance, least = _pooled(effects)
    say(0.7)
    lead, lead_chance, _ = _pooled([_leads(window) for window in around])
    is_flat = lead_chance > RARE
    say(0.9)
    return Halo(
        change=_share(change),
        chance=chance,
        least_chance=least,
        lead=_share(lead),
        is_flat=is_flat,
        openings=tuple(window.opening for window in around),
        orders=int(sum(window.counts[0][~window.is_after].sum() for window in around)),
        strip=_strip(around, effects),
    )


@dataclass(frozen=True)
class _Changes:
    """Of one opening: ln of the ratio and its error by region, the own first."""

    taus: Numbers
    errors: Numbers
    beyond: float
    """Variance of what moves regions beyond chance."""

    @property
    def sizes(self) -> Numbers:
        """The changes of the other regions over their own errors."""
        ratios: Numbers = self.taus[1:] / self.errors[1:]
        return ratios

    @property
    def scale(self) -> float:
        """How much more than by chance regions change, at least by chance."""
        return max(float(np.sqrt((self.sizes**2).sum() / (len(self.sizes) - 1))), 1.0)


def _changes(counts: Numbers, is_after: NDArray[np.bool_]) -> _Changes:
    """Every region as if it had been treated, held against the other untreated ones."""
    before, after = counts[:, ~is_after].sum(axis=1), counts[:, is_after].sum(axis=1)
    others_before = before[1:].sum() - np.r_[0.0, before[1:]]
    others_after = after[1:].sum() - np.r_[0.0, after[1:]]
    # Half an order more keeps a region that stops ordering finite.
    taus = np.log((after + 0.5) / (before + 0.5)) - np.log(others_after / others_before)
    errors = np.sqrt(1 / (before + 0.5) + 1 / (after + 0.5) + 1 / others_before + 1 / others_after)
    # What moves regions beyond chance moves large ones as much as small ones: it is added to the
    # Poisson error, by the method of moments over the regions without a store.
    beyond = max(float((taus[1:] ** 2 - errors[1:] ** 2).mean()), 0.0)
    return _Changes(taus, np.sqrt(errors**2 + beyond), beyond)


def _leads(window: Window) -> _Changes:
    """The later half of the weeks before against the earlier: nothing has happened yet."""
    before = window.counts[:, ~window.is_after]
    return _changes(before, np.arange(before.shape[1]) >= before.shape[1] // 2)


def _pooled(effects: Sequence[_Changes]) -> tuple[Estimate, float, float]:
    """The mean change, how often as large a one comes without a store, and the least that could
    be. n is the regions compared with."""
    weights = np.array([1 / effect.errors[0] ** 2 for effect in effects])
    weights /= weights.sum()
    value = float(sum(w * effect.taus[0] for w, effect in zip(weights, effects, strict=True)))
    regions = min(len(effect.sizes) for effect in effects)
    spread = [
        w * effect.scale * effect.errors[0] * math.sqrt(1 + 1 / len(effect.sizes))
        for w, effect in zip(weights, effects, strict=True)
    ]
    half = student_t(regions - 1) * math.sqrt(sum(error**2 for error in spread))
    mean = Estimate(value, value - half, value + half, regions)
    if len(effects) > 1:
        return mean, _drawn_chance(effects, weights), 1 / (DRAWS + 1)
    only = effects[0]
    rank = rank_by_size(only.taus[0] / only.errors[0], only.sizes)
    return mean, rank / (regions + 1), 1 / (regions + 1)


def _drawn_chance(effects: Sequence[_Changes], weights: Numbers) -> float:
    """How often as many other regions, drawn for the openings, changed as much on average."""
    generator = np.random.default_rng(SEED)
    parts = [w * effect.errors[0] for w, effect in zip(weights, effects, strict=True)]
    total = math.sqrt(sum(part**2 for part in parts))
    own = sum(
        part * effect.taus[0] / effect.errors[0]
        for part, effect in zip(parts, effects, strict=True)
    )
    drawn = sum(
        part * generator.choice(effect.sizes, DRAWS)
        for part, effect in zip(parts, effects, strict=True)
    )
    as_large = int((np.abs(drawn) / total >= abs(own) / total).sum())
    return (1 + as_large) / (DRAWS + 1)


def _share(change: Estimate) -> Estimate:
    """ln of a ratio as a share more."""
    ends = (change.value, change.low, change.high)
    value, low, high = (None if end is None else math.expm1(end) for end in ends)
    return Estimate(value, low, high, change.n)


def _strip(around: Sequence[Window], effects: Sequence[_Changes]) -> pl.DataFrame:
    """Every region in steps of four weeks against the others: the own ones of all openings
    together, the others about the first."""
    window, effect = around[0], effects[0]
    rows = list[tuple[object, ...]]()
    for place, name in enumerate(window.names[1:], start=1):
        for step, (count, mean) in _steps(window, place).items():
            rows.append((name, step, count / mean - 1 if mean > 0 else None, None, None, False))
    own = [_steps(each, 0) for each in around]
    beyond = sum(each.beyond for each in effects) / len(effects) ** 2
    regions = len(effect.sizes)
    width = student_t(regions - 1) * effect.scale * math.sqrt(1 + 1 / regions)
    for step in sorted(set(own[0]).intersection(*own)):
        count, mean = (sum(each[step][part] for each in own) for part in (0, 1))
        change = count / mean - 1
        half = width * math.sqrt(1 / mean + beyond)
        rows.append((window.names[0], step, change, max(change - half, -1.0), change + half, True))
    return pl.DataFrame(rows, STRIP, orient="row")


def _steps(window: Window, place: int) -> dict[int, tuple[float, float]]:
    """By the middle week of every whole step: orders of a region, and those expected from the
    untreated others."""
    counts, before = window.counts, ~window.is_after
    others = counts[1:].sum(axis=0) - (counts[place] if place else 0)
    expected = others * counts[place][before].sum() / others[before].sum()
    weeks = np.array(window.weeks)
    middles = np.sign(weeks) * (STEP * ((np.abs(weeks) - 1) // STEP) + STEP // 2)
    return {
        int(middle): (float(counts[place][at].sum()), float(expected[at].sum()))
        for middle in np.unique(middles)
        if (at := middles == middle).sum() == STEP
    }
