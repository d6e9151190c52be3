"""The part of a week that returns every year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.alerts.base import YEAR_WEEKS

WAVES = 3
"""Waves a year that the slow part of a season is made of; what is left are single weeks."""
LEAST_YEARS = 2


@dataclass(frozen=True)
class Season:
    """What each week owes to its place in the year, and the variance that slow waves read off few
    years add to a running mean, in variances of a week."""

    values: np.ndarray
    doubt: float = 0.0


def is_readable(weeks: int) -> bool:
    """Whether so many weeks hold the two years that it takes to tell a season."""
    return weeks // YEAR_WEEKS >= LEAST_YEARS


def yearly(values: np.ndarray) -> Season:
    """The season of each week (oldest first); zeros under two years.

    A week's place is worth what the same weeks of the other years stood off their year's mean,
    drawn towards 0 by how little the years agree, slow waves and single weeks each for itself:
    without a season they do not agree, and nothing is removed. The week's own year is left out,
    or a change would hide behind itself.
    """
    count = len(values) // YEAR_WEEKS
    season = np.zeros(len(values))
    if not is_readable(len(values)):
        return Season(season)
    recent = len(values) - count * YEAR_WEEKS
    tail = values[recent:].reshape(count, YEAR_WEEKS)
    years = np.nan_to_num(tail - np.nanmean(tail, axis=1, keepdims=True))
    slow = years @ _waves()
    for part in (slow, years - slow):
        season[recent:] += _of_others(part).ravel()
        if recent:
            season[:recent] += _of_all(part)[-recent:]
    # Of a year's noise two waves in each of so many go into the slow part of the others.
    doubt = _worth(slow) ** 2 * 2 * WAVES / YEAR_WEEKS / (count - 1)
    return Season(season, doubt)


def _waves() -> np.ndarray:
    """The projection of a year on its first waves."""
    angles = 2 * np.pi * np.outer(np.arange(YEAR_WEEKS), np.arange(1, WAVES + 1)) / YEAR_WEEKS
    waves = np.hstack([np.cos(angles), np.sin(angles)])
    projection: np.ndarray = waves @ waves.T * 2 / YEAR_WEEKS
    return projection


def _likeness(years: np.ndarray) -> float:
    """How far two years agree: the covariance of a week in two of them over its variance, 0-1."""
    count, variance = len(years), float((years**2).mean())
    if variance <= 0:
        return 0.0
    products = years.sum(axis=0) ** 2 - (years**2).sum(axis=0)
    return min(max(float(products.mean()) / (count * (count - 1)) / variance, 0.0), 1.0)


def _worth(years: np.ndarray) -> float:
    """How much of the other years' mean a year's own season is."""
    count, likeness = len(years), _likeness(years)
    return (count - 1) * likeness / (1 + (count - 2) * likeness)


def _of_others(years: np.ndarray) -> np.ndarray:
    """Each year's season by the others, as much of it as they agree."""
    others: np.ndarray = _worth(years) * (years.sum(axis=0) - years) / (len(years) - 1)
    return others


def _of_all(years: np.ndarray) -> np.ndarray:
    """The season by all years, for weeks of none of them."""
    count, likeness = len(years), _likeness(years)
    mean: np.ndarray = count * likeness / (1 + (count - 1) * likeness) * years.mean(axis=0)
    return mean
