"""Maximum likelihood over positive parameters, with a covariance from the Hessian."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analytics.customers.clv.errors import ModelRefused

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    Vector = NDArray[np.float64]
    Objective = Callable[[Vector], tuple[float, Vector]]

EDGE = 12.0
"""Logarithms of parameters are searched within +-EDGE; an optimum there is none."""
STEP = 1e-4
FLAT = 1e-5
MOST_STARTS = 5


@dataclass(frozen=True)
class Optimum:
    """Where the likelihood is highest.

    `covariance` is of the parameters' logarithms (the inverse of the observed information), zero
    for a parameter held at its cap; None where the likelihood is too flat to tell.
    """

    values: tuple[float, ...]
    log_likelihood: float
    covariance: Vector | None


def maximum(
    objective: Objective, start: tuple[float, ...], scale: float, caps: Sequence[float] = ()
) -> Optimum:
    """The parameters that maximise a log-likelihood.

    `objective` takes the parameters' logarithms and gives the log-likelihood and its gradient;
    `scale` (the number of customers) keeps the tolerances alike at any size. `caps` are the largest
    values that parameters may reach and stay at. ModelRefused when the search leaves the range in
    any other way, or does not settle.
    """
    from scipy.optimize import minimize

    tops = np.log(caps) if caps else np.full(len(start), np.inf)
    is_capped = tops < EDGE
    tops = np.minimum(tops, EDGE)

    def downhill(at: Vector) -> tuple[float, Vector]:
        height, slope = objective(at)
        return -height / scale, -slope / scale

    at = np.minimum(np.log(start), tops)
    # Creeping along a ridge, the search may stop short: from there it begins anew.
    for _ in range(MOST_STARTS):
        solution = minimize(
            downhill,
            at,
            jac=True,
            method="L-BFGS-B",
            bounds=[(-EDGE, top) for top in tops],
            options={"maxiter": 500, "ftol": 1e-13, "gtol": 1e-7},
        )
        at = np.asarray(solution.x, dtype=float)
        is_held = is_capped & (at > tops - STEP)
        is_flat = bool((np.abs(np.asarray(solution.jac))[~is_held] < FLAT).all())
        if is_flat:
            break
    is_inside = bool((np.abs(at) < EDGE - STEP).all())
    if not (np.isfinite(solution.fun) and is_flat and is_inside):
        raise ModelRefused.unsettled()
    values = tuple(float(value) for value in np.exp(at))
    return Optimum(values, float(-solution.fun * scale), _covariance(objective, at, ~is_held))


def _covariance(objective: Objective, at: Vector, is_free: NDArray[np.bool_]) -> Vector | None:
    """Minus the inverse of the second derivatives, from central differences of the gradient."""
    steps = STEP * np.eye(len(at))
    rows = [(objective(at + step)[1] - objective(at - step)[1]) / (2 * STEP) for step in steps]
    information = -(np.array(rows) + np.array(rows).T) / 2
    free = information[np.ix_(is_free, is_free)]
    if not np.isfinite(free).all() or np.linalg.eigvalsh(free).min() <= 0:
        return None
    covariance = np.zeros_like(information)
    covariance[np.ix_(is_free, is_free)] = np.linalg.inv(free)
    return covariance
