"""Run lengths against Lucas and Saccucci (1990), and alarms when nothing happens."""

import numpy as np
import pytest

from analytics.alerts import run_lengths
from analytics.alerts.base import LIMIT, WEIGHT, YEAR_WEEKS
from tests.bench.alert_coverage import false_rate

PUBLISHED = {
    (0.5, 3.071): {0.0: 500, 0.5: 88.8, 1.0: 17.5, 2.0: 3.63},
    (0.03, 2.437): {0.0: 500, 0.5: 29.3, 1.0: 12.6, 2.0: 5.99},
}


@pytest.mark.parametrize(
    ("weight", "limit", "shift", "length"),
    [
        (*chart, shift, length)
        for chart, lengths in PUBLISHED.items()
        for shift, length in lengths.items()
    ],
)
def test_run_lengths_are_the_published_ones(weight, limit, shift, length) -> None:
    assert run_lengths.average(weight, limit, shift) == pytest.approx(length, rel=0.002)


def test_a_chart_of_the_newest_value_alone_is_shewharts() -> None:
    """Beyond 3 standard deviations lies one value in 370.4."""
    assert run_lengths.average(0.999, 3.0) == pytest.approx(370.4, rel=0.01)


@pytest.mark.parametrize(("excess", "season"), [(1.0, 0.0), (2.0, 0.0), (2.0, 0.3)])
def test_when_nothing_happens_alarms_stay_within_the_promise(excess: float, season: float) -> None:
    promise = YEAR_WEEKS / run_lengths.average(WEIGHT, LIMIT)
    rng = np.random.default_rng(11)
    rate = false_rate(rng, excess=excess, season=season, weeks=104, brands=300)
    years = 300 * (104 - 26) / YEAR_WEEKS
    assert rate <= promise + 2 * np.sqrt(promise / years)
