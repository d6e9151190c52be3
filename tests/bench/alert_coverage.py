"""How often nothing sets off an alarm: `python -m tests.bench.alert_coverage`.

Weeks of a rate that nothing happens to: binomial or several times as spread, with and without a
season, watched after 26 weeks of base until two or three years are over, or one and a half, which
are too few for a season.
"""

from __future__ import annotations

import numpy as np

from analytics.alerts import ewma, run_lengths
from analytics.alerts.base import LIMIT, WEIGHT, YEAR_WEEKS

BRANDS = 800


def false_rate(
    rng: np.random.Generator, *, excess: float, season: float, weeks: int, brands: int
) -> float:
    """Alarms a year and measure. `excess`: variance of a week over the binomial one; `season`: by
    how many parts of the rate it swings in a year."""
    alarms, watched = 0, weeks - 26
    places = np.arange(weeks)
    for _ in range(brands):
        totals = rng.poisson(400, weeks)
        rate = 0.06 * (1 + season * np.sin(2 * np.pi * (places / YEAR_WEEKS + rng.random())))
        if excess > 1:
            # A beta of this precision makes the variance of a count of 400 `excess` times as large.
            precision = (400 - excess) / (excess - 1)
            rate = rng.beta(rate * precision, (1 - rate) * precision)
        cases = rng.binomial(totals, rate).astype(float)
        alarms += len(ewma.followed(cases, totals.astype(float), 0, 26).episodes)
    return alarms / brands / watched * YEAR_WEEKS


def main() -> None:
    """Print the alarms a year beside the promise."""
    rng = np.random.default_rng(7)
    promise = YEAR_WEEKS / run_lengths.average(WEIGHT, LIMIT)
    print(f"promised {promise:.4f}")
    for weeks in (78, 104, 156):
        for excess in (1.0, 2.0, 4.0):
            for season in (0.0, 0.2, 0.4):
                rate = false_rate(rng, excess=excess, season=season, weeks=weeks, brands=BRANDS)
                print(f"weeks {weeks} excess {excess} season {season}: {rate:.4f}")


if __name__ == "__main__":
    main()
