"""Gamma-Gamma: what a customer's purchase is worth on average.

Fader & Hardie (2013), The Gamma-Gamma Model of Monetary Value, brucehardie.com note 025. Only
customers who came back count: `x` repeat purchase days and their mean value, the first purchase
left out, above zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.customers.clv.optimum import Optimum, maximum

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]


CAPS = (np.inf, 1_000.0, np.inf)
"""Where all customers spend alike, q and v grow together without end."""


@dataclass(frozen=True)
class Spending:
    """One element per distinct pair of repeat purchase days and mean value, both above zero."""

    x: Vector
    mean: Vector
    count: Vector


@dataclass(frozen=True)
class Params:
    """The three parameters, `v` in the money of the data; columns as in `bgnbd.Params`."""

    p: float
    q: float
    v: float


def fit(spending: Spending) -> Optimum:
    """p, q, v by maximum likelihood; ModelRefused when they do not settle."""
    typical = float(np.average(spending.mean, weights=spending.count))
    scaled = Spending(spending.x, spending.mean / typical, spending.count)
    size = float(spending.count.sum())
    optimum = maximum(lambda at: log_likelihood(at, scaled), (4.0, 4.0, 1.0), size, CAPS)
    p, q, v = optimum.values
    # Money in other units moves the density of each mean, and nothing else.
    height = optimum.log_likelihood - size * float(np.log(typical))
    return Optimum((p, q, v * typical), height, optimum.covariance)


def log_likelihood(logs: Vector, spending: Spending) -> tuple[float, Vector]:
    """The log-likelihood and its gradient by the logarithms of p, q, v (equation 1a)."""
    from scipy.special import gammaln, psi

    p, q, v = np.exp(logs)
    x, mean, count = spending.x, spending.mean, spending.count
    total = x * mean
    height = (
        gammaln(p * x + q)
        - gammaln(p * x)
        - gammaln(q)
        + q * np.log(v)
        + (p * x - 1) * np.log(mean)
        + p * x * np.log(x)
        - (p * x + q) * np.log(total + v)
    )
    both = psi(p * x + q)
    slopes = (
        p * x * (both - psi(p * x) + np.log(total) - np.log(total + v)),
        q * (both - psi(q) + np.log(v) - np.log(total + v)),
        q - v * (p * x + q) / (total + v),
    )
    return float(count @ height), np.array([count @ slope for slope in slopes])


def expected(params: Params, x: Vector, mean: Vector) -> Vector:
    """Expected value of a purchase, one per customer: between their own mean and everybody's
    (equation 5). With x = 0 it is everybody's; where q <= 1 that has no mean, and is NaN."""
    p, q, v = params.p, params.q, params.v
    weight = p * x + q - 1
    return np.where(weight > 0, p * (v + x * mean) / np.where(weight > 0, weight, 1.0), np.nan)
