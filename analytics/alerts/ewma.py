"""A rate followed period by period: standardised, smoothed, and told apart from chance."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.alerts import season
from analytics.alerts.base import LIMIT, SPREAD_WIDENING, WEIGHT, WIDENING

Numbers = np.ndarray
Side = Literal["above", "below"]
MOVING_RANGE = 1.128
"""Mean range of two standard normal values (d2 of two)."""


LEAST_PART = 2
"""Periods on either side of a break: one alone is a sale."""
MOST = 4.5
"""Standard deviations that a week may count for: one alone, as of a sale, is no alarm."""


@dataclass(frozen=True)
class Episode:
    """A stretch of alarm by places of periods: `since` the first on that side of normal,
    `noticed` the first beyond the limit, `ended` the first that is normal again (None: it
    runs)."""

    side: Side
    since: int
    noticed: int
    ended: int | None


@dataclass(frozen=True)
class Chart:
    """One value per period. `centre` is the mean rate of the base (0-1) and `spread` by how much
    more than by chance alone it varies (Laney's sigma of z). `normal` is the rate expected of each
    period, `mean` the running mean as a rate, `low` and `high` its limits; NaN before the end of
    the base, which `begin` and `stop` name by places."""

    centre: float
    spread: float
    begin: int
    stop: int
    normal: Numbers
    mean: Numbers
    low: Numbers
    high: Numbers
    episodes: tuple[Episode, ...]
    has_season: bool = True
    """Whether a season was looked for: it takes two years of weeks."""


def widened(limit: float, length: int, spread: float = 1.0) -> float:
    """The limit with a base of so many periods (`WIDENING`) whose weeks vary `spread` times as much
    as by chance (`SPREAD_WIDENING`)."""
    return limit * (1 + (WIDENING + SPREAD_WIDENING * (1 - spread**-2)) / length)


def followed(
    cases: Numbers,
    totals: Numbers,
    begin: int,
    stop: int,
    *,
    weight: float = WEIGHT,
    limit: float = LIMIT,
    has_season: bool = True,
) -> Chart:
    """The chart of cases among totals, normal being the periods from `begin` to before `stop`.

    z of a period is its rate less the base's in binomial standard errors, less its season, over
    sigma of z: the mean moving range of the base's over 1.128 (Laney 2002, Quality Engineering 14),
    and at least 1, since chance alone gives that. A period of no total changes nothing.

    When nothing happens, alarms a year and measure are, simulated: 0.00 to 0.01 where chance alone
    moves the weeks, 0.02 to 0.03 where their variance is two or four times that.
    Promised are 0.036. (26 weeks of base, 400 totals a week at 6 %, two or three years, with a
    season of up to two fifths and without: `python -m tests.bench.alert_coverage`.) Under two years
    a season cannot be told from a change: one of a fifth gives 0.1 to 0.8 alarms a year, without
    one there are 0.00 to 0.03. Whoever shows the promise says so (`Chart.has_season`).
    """
    base = slice(begin, stop)
    centre = float(cases[base].sum() / totals[base].sum())
    unit = math.sqrt(centre * (1 - centre))
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.where(totals > 0, (cases / totals - centre) * np.sqrt(totals) / unit, np.nan)
    yearly = season.yearly(z) if has_season else season.Season(np.zeros(len(z)))
    z = z - yearly.values
    normal_z = z[base][np.isfinite(z[base])]
    middle = float(normal_z.mean())
    spread = max(float(np.abs(np.diff(normal_z)).mean()) / MOVING_RANGE, 1.0)
    scaled = np.clip((z - middle) / spread, -MOST, MOST)
    bound = widened(limit, len(normal_z), spread) * math.sqrt(weight / (2 - weight) + yearly.doubt)
    means = _smoothed(scaled, stop, weight)
    typical = unit / math.sqrt(float(np.median(totals[base][totals[base] > 0])))
    normal = np.clip(centre + (yearly.values + middle) * typical, 0, 1)
    reach = spread * typical
    low, high = (np.clip(normal + side * bound * reach, 0, 1) for side in (-1, 1))
    for edge in (low, high):
        edge[:stop] = np.nan
    return Chart(
        centre=centre,
        spread=spread,
        begin=begin,
        stop=stop,
        normal=normal,
        mean=np.clip(normal + means * reach, 0, 1),
        low=low,
        high=high,
        episodes=tuple(_episodes(scaled, means, stop, bound)),
        has_season=has_season and season.is_readable(len(z)),
    )


def broken(cases: Numbers, totals: Numbers) -> tuple[int, float]:
    """Where a run of periods is likeliest to have become another, as the place of the first period
    after it, and by how many standard errors the two parts differ; (0, 0) of fewer than four."""
    known = np.flatnonzero(totals > 0)
    if len(known) < 2 * LEAST_PART:
        return 0, 0.0
    share = float(cases.sum() / totals.sum())
    unit = math.sqrt(max(share * (1 - share), 1e-12))
    z = (cases[known] / totals[known] - share) * np.sqrt(totals[known]) / unit
    spread = max(float(np.abs(np.diff(z)).mean()) / MOVING_RANGE, 1.0)
    count, before = len(z), np.arange(1, len(z))
    sums = z.cumsum()[:-1]
    gaps = np.abs(sums / before - (z.sum() - sums) / (count - before))
    errors = spread * np.sqrt(1 / before + 1 / (count - before))
    sizes = (gaps / errors)[LEAST_PART - 1 : count - LEAST_PART]
    place = int(sizes.argmax())
    return int(known[place + LEAST_PART]), float(sizes[place])


def _smoothed(scaled: Numbers, stop: int, weight: float) -> Numbers:
    means = np.full(len(scaled), np.nan)
    mean = 0.0
    for place in range(stop, len(scaled)):
        if math.isfinite(scaled[place]):
            mean = weight * float(scaled[place]) + (1 - weight) * mean
        means[place] = mean
    return means


def _episodes(scaled: Numbers, means: Numbers, stop: int, bound: float) -> list[Episode]:
    """Alarms, each until the mean is back within half the limit, so that one that trembles at the
    limit is one alarm."""
    episodes = list[Episode]()
    side: Side | None = None
    since = noticed = stop
    for place in range(stop, len(means)):
        mean = float(means[place])
        if side is not None and (abs(mean) < bound / 2 or (mean > 0) != (side == "above")):
            episodes.append(Episode(side, since, noticed, place))
            side = None
        if side is None and abs(mean) > bound:
            side = "above" if mean > 0 else "below"
            start = episodes[-1].ended if episodes else stop
            since, noticed = _turned(scaled, start or stop, place), place
    if side is not None:
        episodes.append(Episode(side, since, noticed, None))
    return episodes


def _turned(scaled: Numbers, start: int, noticed: int) -> int:
    """The likeliest period from which on the mean has been another, of those from `start` to the
    one that noticed it."""
    recent = np.nan_to_num(scaled[start : noticed + 1])[::-1]
    gains = np.abs(recent.cumsum()) / np.sqrt(np.arange(1, len(recent) + 1))
    return noticed - int(gains.argmax())
