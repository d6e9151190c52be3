"""BG/NBD: how often customers buy, and whether they are still there.

Fader, Hardie & Lee (2005), "Counting Your Customers" the Easy Way, Marketing Science 24(2). A
customer's history is `x` repeat purchase days, the last of them `t_x` after the first purchase,
seen until `age` (T) after it; a customer buys at a rate drawn from Gamma(r, alpha) and may leave
after every purchase with a chance drawn from Beta(a, b). All times are in one unit of the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analytics.customers.clv.optimum import Optimum, maximum

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

NEAR_ONE = 1e-5
CAPS = (np.inf, np.inf, 200.0, 200.0)
"""Where everybody leaves with the same chance, a and b grow together without end, and the
likelihood hardly moves any more."""


@dataclass(frozen=True)
class Histories:
    """One element per distinct history; `count` is how many customers share it."""

    x: Vector
    t_x: Vector
    age: Vector
    count: Vector


@dataclass(frozen=True)
class Params:
    """The four parameters, `alpha` in the unit of time of the histories; in `draws`, each may be a
    column of one value a draw."""

    r: float
    alpha: float
    a: float
    b: float


def fit(histories: Histories) -> Optimum:
    """r, alpha, a, b by maximum likelihood; ModelRefused when they do not settle.

    Histories without a single repeat purchase carry no information: the caller refuses them.
    """
    start = (1.0, float(np.average(histories.age, weights=histories.count)) or 1.0, 1.0, 1.0)
    size = float(histories.count.sum())
    return maximum(lambda at: log_likelihood(at, histories), start, size, CAPS)


def log_likelihood(logs: Vector, histories: Histories) -> tuple[float, Vector]:
    """The log-likelihood and its gradient by the logarithms of r, alpha, a, b (equation 6)."""
    from scipy.special import gammaln, psi

    r, alpha, a, b = np.exp(logs)
    x, age, count = histories.x, histories.age, histories.count
    is_back = x > 0
    before = np.where(is_back, b + x - 1, 1.0)
    stays = -(r + x) * np.log(alpha + age)
    leaves = np.where(
        is_back, np.log(a) - np.log(before) - (r + x) * np.log(alpha + histories.t_x), -np.inf
    )
    either = np.logaddexp(stays, leaves)
    gone = np.exp(leaves - either)
    height = (
        gammaln(r + x)
        - gammaln(r)
        + r * np.log(alpha)
        + gammaln(a + b)
        + gammaln(b + x)
        - gammaln(b)
        - gammaln(a + b + x)
        + either
    )
    waited = (1 - gone) * np.log(alpha + age) + gone * np.log(alpha + histories.t_x)
    rate = (1 - gone) / (alpha + age) + gone / (alpha + histories.t_x)
    shared = psi(a + b) - psi(a + b + x)
    slopes = (
        r * (psi(r + x) - psi(r) + np.log(alpha) - waited),
        r - alpha * (r + x) * rate,
        a * shared + gone,
        b * (shared + psi(b + x) - psi(b) - gone / before),
    )
    return float(count @ height), np.array([count @ slope for slope in slopes])


def alive(params: Params, x: Vector, t_x: Vector, age: Vector) -> Vector:
    """P(still a customer) 0-1 at the end of each history; 1 without a repeat purchase.

    The model lets nobody leave before the first repeat (Fader, Hardie & Lee 2008, note 021).
    """
    from scipy.special import expit

    before = np.where(x > 0, params.b + x - 1, 1.0)
    odds = np.log(params.a / before)
    odds = odds + (params.r + x) * np.log((params.alpha + age) / (params.alpha + t_x))
    return np.where(x > 0, expit(-odds), 1.0)


def expected(params: Params, x: Vector, t_x: Vector, age: Vector, ahead: float) -> Vector:
    """Expected purchase days in the next `ahead` of time, one per history (equation 10).

    With Euler's transformation of 2F1 the powers of x cancel, so that a customer with a thousand
    purchases is no overflow.
    """
    if abs(params.a - 1) < NEAR_ONE:
        return _around_one(params, lambda shifted: expected(shifted, x, t_x, age, ahead))
    r, alpha, a, b = params.r, params.alpha, params.a, params.b
    grown = _grown(a + b - 1 - r, a, a + b + x - 1, ahead / (alpha + age + ahead))
    return np.asarray((a + b + x - 1) / (a - 1) * grown * alive(params, x, t_x, age))


def unconditional(params: Params, ages: Vector) -> Vector:
    """Expected repeat purchase days of a new customer by each age (equation 9)."""
    if abs(params.a - 1) < NEAR_ONE:
        return _around_one(params, lambda shifted: unconditional(shifted, ages))
    r, alpha, a, b = params.r, params.alpha, params.a, params.b
    grown = _grown(a + b - 1 - r, a, np.full(len(ages), a + b - 1), ages / (alpha + ages))
    return np.asarray((a + b - 1) / (a - 1) * grown)


def _grown(first: float, a: float, third: Vector, z: Vector) -> Vector:
    from scipy.special import hyp2f1

    # Far ahead and with a large `a`, nothing times infinity: all the purchases there will be.
    with np.errstate(over="ignore", invalid="ignore"):
        left = (1 - z) ** (a - 1) * hyp2f1(first, a - 1, third, z)
    return np.asarray(1 - np.where(np.isfinite(left), left, 0.0))


def _around_one(params: Params, of: Callable[[Params], Vector]) -> Vector:
    """The limit at a = 1, where the formula is 0 / 0: the mean of both sides."""
    sides = [of(replace(params, a=1 + 2 * NEAR_ONE * side)) for side in (-1, 1)]
    return np.asarray((sides[0] + sides[1]) / 2)
