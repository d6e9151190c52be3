"""How much hangs on one IP, and what would be left if it left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from analytics.ip.base import (
    CONCENTRATED,
    LEAST_BROUGHT,
    LEAST_IPS,
    LESS_DEPENDENT,
    SPREAD_OUT,
    Refusal,
)
from analytics.stats.intervals import UNMEASURED, Estimate, limited, wilson
from analytics.stats.ratios import effective_number
from analytics.stats.resampling import DRAWS, SEED, herfindahl

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Without = Literal["no_less", "less", "cannot_tell"]
Band = Literal["spread", "leaning", "concentrated"]
TAILS = (0.025, 0.975)


@dataclass(frozen=True)
class Dependence:
    """`index`: Herfindahl's, 1 where all come through one; `effective`: so many IPs of one size
    would spread it as much. `largest` and its `share`. If it leaves: `lost` new customers at most
    (nobody replaced) of `all_new`, 0 at least (all would have come anyway); `rest` is the index of
    the others, `change` how far it lies from that of all, `without` the verdict."""

    brought: int
    ips: int
    index: Estimate = UNMEASURED
    effective: float | None = None
    largest: str | None = None
    share: Estimate = UNMEASURED
    lost: int = 0
    all_new: int = 0
    rest: Estimate = UNMEASURED
    change: Estimate = UNMEASURED
    without: Without = "cannot_tell"
    refusal: Refusal | None = None

    @property
    def band(self) -> Band | None:
        """How concentrated in a word, by the index alone; None where it is refused."""
        if self.index.value is None:
            return None
        if self.index.value < SPREAD_OUT:
            return "spread"
        return "leaning" if self.index.value <= CONCENTRATED else "concentrated"


def dependence(brought: Mapping[str, int], all_new: int) -> Dependence:
    """Of new customers by IP; refused under LEAST_IPS of them or LEAST_BROUGHT customers."""
    counts = dict(sorted(brought.items(), key=lambda pair: (-pair[1], pair[0])))
    counts = {ip: count for ip, count in counts.items() if count > 0}
    total = sum(counts.values())
    if len(counts) < LEAST_IPS:
        refusal = Refusal("few_ips", len(counts), LEAST_IPS)
        return Dependence(total, len(counts), all_new=all_new, refusal=refusal)
    if total < LEAST_BROUGHT:
        refusal = Refusal("few_customers", total, LEAST_BROUGHT)
        return Dependence(total, len(counts), all_new=all_new, refusal=refusal)
    numbers = np.array(list(counts.values()), dtype=float)
    largest, lost = next(iter(counts.items()))
    change = _change(numbers)
    return Dependence(
        total,
        len(counts),
        herfindahl(numbers),
        effective_number(numbers),
        largest,
        wilson(lost, total),
        lost,
        all_new,
        herfindahl(numbers[1:]),
        change,
        _without(change),
    )


def _change(numbers: Numbers) -> Estimate:
    """The index of all but the largest less that of all, customers drawn again (multinomial); each
    overstates itself by (1 - H) / n, which is taken out of either."""
    n = int(numbers.sum())
    drawn = np.random.default_rng(SEED).multinomial(n, numbers / n, size=DRAWS).astype(float)
    value = float(_plain(numbers[1:][None])[0] - _plain(numbers[None])[0])
    differences = _unbiased(drawn[:, 1:], 2) - _unbiased(drawn, 2)
    low, high = np.quantile(differences[np.isfinite(differences)], TAILS)
    return limited(value, float(low), float(high), n)


def _plain(counts: Numbers) -> Numbers:
    return np.asarray((counts**2).sum(axis=1) / counts.sum(axis=1) ** 2)


def _unbiased(counts: Numbers, times: int) -> Numbers:
    """Each line's index less `times` what it overstates itself by; NaN for a line of nothing."""
    sums = counts.sum(axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        index = (counts**2).sum(axis=1) / sums**2
        return np.asarray(index - times * (1 - index) / sums)


def _without(change: Estimate) -> Without:
    if change.low is None or change.high is None:
        return "cannot_tell"
    if change.low >= -LESS_DEPENDENT:
        return "no_less"
    return "less" if change.high < 0 else "cannot_tell"
