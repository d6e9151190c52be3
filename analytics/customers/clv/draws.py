"""What customers may really buy: draws from the models, given each customer's own history.

An expectation's interval says how well the model is known; what people then do scatters far more.
Given that somebody is still a customer, the rate is Gamma(r + x, alpha + T) and the chance to
leave after a purchase Beta(a, b + x), independent of each other (Fader, Hardie & Lee 2005,
equations 3-5); the value of a purchase is Gamma(p, nu) with nu from Gamma(q + p x, v + x m)
(Fader & Hardie 2013, note 025).

The parameters may be columns of one value a draw (`of_parameters`): the draws then hold how well
the models are known as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from analytics.customers.clv import bgnbd
from analytics.customers.clv.optimum import EDGE

if TYPE_CHECKING:
    from numpy.random import Generator
    from numpy.typing import NDArray

    from analytics.customers.clv.bgnbd import Params
    from analytics.customers.clv.gammagamma import Params as Spend
    from analytics.customers.clv.optimum import Optimum

    Vector = NDArray[np.float64]
    Counts = NDArray[np.int64]

MOST = 10**9
"""Beyond any number of purchases; a chance to leave that is nearly none would overflow."""


def of_parameters(fitted: Optimum, count: int, chance: Generator) -> list[Any]:
    """`count` draws of each parameter as a column, from the normal of their logarithms; the
    estimate itself in every draw where the likelihood is too flat to tell."""
    logs = np.log(fitted.values)
    if fitted.covariance is None:
        drawn = np.tile(logs, (count, 1))
    else:
        drawn = chance.multivariate_normal(logs, fitted.covariance, count, method="eigh")
    return [column[:, None] for column in np.exp(np.clip(drawn, -EDGE, EDGE)).T]


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
    counts = np.where(stays, chance.poisson(rate * ahead), 0)
    came = counts.nonzero()
    a, b = (np.broadcast_to(value, shape)[came] for value in (params.a, params.b))
    leaving = np.clip(chance.beta(a, b + x[came[1]]), 1e-9, 1.0)
    counts[came] = np.minimum(counts[came], np.minimum(chance.geometric(leaving), MOST))
    return counts.T


def values(counts: Counts, spend: Spend, x: Vector, mean: Vector, chance: Generator) -> Vector:
    """The value of so many purchases, draw for draw; `mean` is each customer's own so far (any
    number where x = 0). A mean spending that has no mean itself (q <= 1) is drawn all the same."""
    worth = np.zeros(counts.T.shape)
    came = counts.T.nonzero()
    p, q, v = (np.broadcast_to(value, worth.shape)[came] for value in (spend.p, spend.q, spend.v))
    own = (np.where(x > 0, mean, 0.0) * x)[came[1]]
    nu = chance.gamma(q + p * x[came[1]], 1 / (v + own))
    worth[came] = chance.gamma(p * counts.T[came], 1 / nu)
    return worth.T
