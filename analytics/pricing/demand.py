"""Demand that never rises with the price: pooled shares, and what intervals of prices allow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.stats.clusters import weights
from analytics.stats.resampling import SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

STEPS = 2_000
PRECISION = 1e-7
RESAMPLED_PRECISION = 1e-4
FEWEST_ALIVE = 1e-12


def pooled(bought: NDArray[np.floating], offered: NDArray[np.floating]) -> Numbers:
    """Shares that never rise, one row per resample, one column per price in rising order.

    The least-squares fit weighted by how many were asked, by its minimax form (Barlow et al. 1972,
    1.4): the lowest over starts up to a price of the highest mean from there to any end beyond. A
    price nobody was asked takes the share of its neighbours.
    """
    sums = np.pad(np.cumsum(bought, axis=1, dtype=float), ((0, 0), (1, 0)))
    counts = np.pad(np.cumsum(offered, axis=1, dtype=float), ((0, 0), (1, 0)))
    width = bought.shape[1]
    fitted = np.full(bought.shape, np.inf)
    for start in range(width):
        with np.errstate(invalid="ignore", divide="ignore"):
            means = (sums[:, start + 1 :] - sums[:, start, None]) / (
                counts[:, start + 1 :] - counts[:, start, None]
            )
        means = np.where(np.isnan(means), -np.inf, means)
        highest = np.maximum.accumulate(means[:, ::-1], axis=1)[:, ::-1]
        # Where nobody was asked from here on, there is no mean to hold anything down.
        highest = np.where(np.isneginf(highest), np.inf, highest)
        fitted[:, start:] = np.minimum(fitted[:, start:], highest)
    shares: Numbers = np.where(np.isinf(fitted), 0.0, fitted)
    return shares


def interval_demand(rows: pl.DataFrame, prices: Numbers) -> tuple[Numbers, Numbers]:
    """The share that buys at each price, and of resamples, one row each; `rows` as `offers.BUY`
    with chances of 0 and 1, several to a person.

    What a person would pay lies from the highest price accepted to the lowest one refused above
    it. The likeliest shares of people in each gap between prices come from the self-consistency
    algorithm (Turnbull 1976); people with the same interval are one, weighted.
    """
    is_bought = pl.col("chance") > 0
    people = (
        rows.with_columns(
            accepted=pl.col("price").filter(is_bought).max().over("respondent"),
        )
        .group_by("respondent", maintain_order=True)
        .agg(
            low=pl.col("accepted").first(),
            high=pl.col("price")
            .filter(~is_bought & (pl.col("price") > pl.col("accepted").fill_null(0.0)))
            .min(),
        )
        .sort("respondent")
    )
    low = np.searchsorted(prices, people["low"].fill_null(0.0).to_numpy(), side="right")
    high = np.searchsorted(prices, people["high"].fill_null(np.inf).to_numpy(), side="left")
    intervals, kinds = np.unique(np.stack([low, high], axis=1), axis=0, return_inverse=True)
    gaps = np.arange(len(prices) + 1)
    covers = (gaps >= intervals[:, :1]) & (gaps <= intervals[:, 1:])
    whole = np.bincount(kinds.ravel(), minlength=len(intervals)).astype(float)[None]
    one_hot = np.zeros((people.height, len(intervals)), dtype=np.float32)
    one_hot[np.arange(people.height), kinds.ravel()] = 1
    drawn = (weights(people.height, SEED) @ one_hot).astype(float)
    sample = _likeliest(whole, covers.astype(float), PRECISION)
    resampled = _likeliest(drawn, covers.astype(float), RESAMPLED_PRECISION)
    return _buyers(sample)[0], _buyers(resampled)


def _likeliest(counts: Numbers, covers: Numbers, precision: float) -> Numbers:
    """Shares of people by gap, one row per resample; `counts` by kind of interval."""
    n = counts.sum(axis=1, keepdims=True)
    shares: Numbers = np.full((len(counts), covers.shape[1]), 1 / covers.shape[1])
    for _ in range(STEPS):
        within = np.maximum(shares @ covers.T, FEWEST_ALIVE)
        renewed = shares * ((counts / within) @ covers) / n
        is_settled = float(np.abs(renewed - shares).max()) < precision
        shares = renewed
        if is_settled:
            break
    return shares


def _buyers(shares: Numbers) -> Numbers:
    """Of gaps below, between and above the prices, the share of people above each price."""
    buyers: Numbers = np.cumsum(shares[:, :0:-1], axis=1)[:, ::-1]
    return buyers
