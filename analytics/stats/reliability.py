"""How well several questions hang together: Cronbach's alpha and each item's part in it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.stats.intervals import CONFIDENCE, NO_SPREAD, UNMEASURED, Estimate
from analytics.stats.quantiles import fisher_f, z

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

FEWEST_ITEMS = 2
FEWEST_RESPONDENTS = 3


@dataclass(frozen=True)
class Battery:
    """Second moments of questions that the same `n` respondents all answered.

    `variance` and `shared` (covariance with the total of all) by question; `total` is the variance
    of that total. Questions without any spread are not in it: they add nothing but a constant.
    """

    n: int
    variance: Mapping[str, float]
    shared: Mapping[str, float]
    total: float

    @classmethod
    def of(cls, rows: Sequence[Mapping[str, Any]], questions: Sequence[str]) -> Battery:
        """From the rows of feedback/survey_battery.sql; under two who answer all leave none."""
        sums = {row["question"]: row for row in rows}
        n = rows[0]["count_responses"] if rows else 0
        if n < 2:  # noqa: PLR2004
            return cls(n, {}, {}, 0.0)
        whole, squares = rows[0]["battery_total"], rows[0]["battery_squares"]
        spread = {
            key: _moment(n, sums[key]["squares"], sums[key]["total"], sums[key]["total"])
            for key in questions
        }
        moving = [key for key in questions if spread[key] > NO_SPREAD]
        shared = {
            key: _moment(n, sums[key]["cross_products"], sums[key]["total"], whole)
            for key in moving
        }
        total = _moment(n, squares, whole, whole)
        return cls(n, {key: spread[key] for key in moving}, shared, total)


@dataclass(frozen=True)
class Fit:
    """One item among the others: its correlation with their total, and alpha without it."""

    key: str
    with_rest: Estimate
    alpha_without: float | None


@dataclass(frozen=True)
class Reliability:
    """Alpha of the items together, and each item's part; `alpha` is UNMEASURED with fewer than two
    items that spread or fewer than three respondents who answered all."""

    alpha: Estimate
    items: tuple[Fit, ...]


def reliability(battery: Battery) -> Reliability:
    """Cronbach's alpha (1951) of respondents who answered every item, with Feldt's interval."""
    keys = tuple(battery.variance)
    fits = tuple(Fit(key, with_rest(battery, key), _alpha_without(battery, key)) for key in keys)
    return Reliability(cronbach(len(keys), battery), fits)


def cronbach(items: int, battery: Battery, confidence: float = CONFIDENCE) -> Estimate:
    """Alpha with the exact F interval for normal scores (Feldt 1965; Feldt, Woodruff and Salih
    1987, Applied Psychological Measurement 11): (1 - true) / (1 - estimate) follows F with n - 1
    and (n - 1)(k - 1) degrees of freedom. Answers that all agree have no limits."""
    if items < FEWEST_ITEMS or battery.n < FEWEST_RESPONDENTS:
        return UNMEASURED
    value = _alpha(items, math.fsum(battery.variance.values()), battery.total)
    if value is None:
        return UNMEASURED
    if 1 - value <= NO_SPREAD:
        return Estimate(value, None, None, battery.n)
    first = battery.n - 1
    tails = (1 + confidence) / 2, (1 - confidence) / 2
    low, high = (1 - (1 - value) * fisher_f(tail, first, first * (items - 1)) for tail in tails)
    return Estimate(value, low, high, battery.n)


def with_rest(battery: Battery, key: str) -> Estimate:
    """Correlation of an item with the total of the others, with Fisher's z limits (1921);
    UNMEASURED where either does not vary or fewer than four answered."""
    if key not in battery.variance or battery.n <= FEWEST_RESPONDENTS:
        return UNMEASURED
    own = battery.variance[key]
    between, rest = battery.shared[key] - own, battery.total + own - 2 * battery.shared[key]
    if rest <= NO_SPREAD:
        return UNMEASURED
    value = min(max(between / math.sqrt(own * rest), -1.0), 1.0)
    if abs(value) >= 1 - NO_SPREAD:
        return Estimate(value, None, None, battery.n)
    half, middle = z(CONFIDENCE) / math.sqrt(battery.n - 3), math.atanh(value)
    return Estimate(value, math.tanh(middle - half), math.tanh(middle + half), battery.n)


def _alpha(items: int, spread: float, total: float) -> float | None:
    if total <= NO_SPREAD:
        return None
    return items / (items - 1) * (1 - spread / total)


def _alpha_without(battery: Battery, key: str) -> float | None:
    """Alpha of the remaining items; None where fewer than two remain."""
    left = len(battery.variance) - 1
    if left < FEWEST_ITEMS or battery.n < FEWEST_RESPONDENTS:
        return None
    own = battery.variance[key]
    rest = battery.total + own - 2 * battery.shared[key]
    return _alpha(left, math.fsum(battery.variance.values()) - own, rest)


def _moment(n: int, cross: float, first: float, second: float) -> float:
    """The sample covariance of two things from their sums."""
    return (cross - first * second / n) / (n - 1)
