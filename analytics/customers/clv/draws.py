"""What one customer may really buy: draws from the models, given the customer's own history.

An expectation's interval says how well the model is known; what a single person does scatters far
more. Given that somebody is still a customer, the rate is Gamma(r + x, alpha + T) and the chance to
leave after a purchase Beta(a, b + x), independent of each other (Fader, Hardie & Lee 2005,
equations 3-5); the value of a purchase is Gamma(p, nu) with nu from Gamma(q + p x, v + x m)
(Fader & Hardie 2013, note 025).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.customers.clv import bgnbd

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from analytics.customers.clv.bgnbd import Params
    from analytics.customers.clv.gammagamma import Params as Spend

    Vector = NDArray[np.float64]
    Counts = NDArray[np.int64]

MOST = 10**9
"""Beyond any number of purchases; a chance to leave that is nearly none would overflow."""


def purchases(
    params: Params,
    history: tuple[Vector, Vector, Vector],
    ahead: float,
    *,
    chance: Generator,
    count: int,
) -> Counts:
    """`count` draws (columns) of purchase days in the next `ahead` of time, one row for each
    `history` of x, t_x and age."""
    x, t_x, age = history
    shape = (count, len(x))
    stays = chance.random(shape) < bgnbd.alive(params, x, t_x, age)
    rate = chance.gamma(params.r + x, 1 / (params.alpha + age), shape)
    leaving = np.clip(chance.beta(params.a, params.b + x, shape), 1e-9, 1.0)
    until_gone = np.minimum(chance.geometric(leaving), MOST)
    counts = np.minimum(chance.poisson(rate * ahead), until_gone)
    return np.where(stays, counts, 0).T


def values(counts: Counts, spend: Spend, x: Vector, mean: Vector, chance: Generator) -> Vector:
    """The value of so many purchases, draw for draw; `mean` is each customer's own so far (any
    number where x = 0). A mean spending that has no mean itself (q <= 1) is drawn all the same."""
    shape = counts.T.shape
    own = np.where(x > 0, mean, 0.0)
    nu = chance.gamma(spend.q + spend.p * x, 1 / (spend.v + x * own), shape)
    worth = chance.gamma(np.maximum(spend.p * counts.T, 1e-12), 1 / nu)
    return np.asarray(np.where(counts.T > 0, worth, 0.0).T)
