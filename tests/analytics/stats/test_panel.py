"""Regressions with effects taken out, against published slopes and dummy variables."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.stats.panel import least_squares, poisson

GASOLINE = pl.read_csv(Path(__file__).with_name("gasoline.csv"))
"""Petrol in 18 countries over 19 years (Baltagi and Griffin 1983; R's plm, `Gasoline`)."""
SLOPES = ["lrpmg", "lincomep", "lcarpcap"]
JUICE = (
    ("dominicks", 0, 7169, 0.5629885451481, 0.0446832409772, 8.8447586605534, -0.1239582077139),
    ("dominicks", 1, 2480, 0.4228434086005, 0.0489088661158, 10.128979188152, -0.1586949730120),
    ("minute.maid", 0, 6865, 0.8299562061050, 0.0310915279772, 8.8011516943817, -0.0619101424200),
    ("minute.maid", 1, 2784, 0.6938490552043, 0.0241219216811, 10.2433947139593, -0.0861393697198),
    ("tropicana", 0, 8045, 1.0707554113088, 0.0348501183071, 8.9319302053506, -0.0710371348882),
    ("tropicana", 1, 1604, 0.8532427315038, 0.0367612904433, 10.0120448992033, -0.1284827545278),
)
"""Orange juice at Dominick's, 28,947 rows of `oj.csv` in github.com/TaddyLab/BDS, as far as least
squares sees them: brand, featured, rows, mean and variance of log price, mean of log sales, and
covariance of the two."""


def petrol(effects: list[str]) -> tuple[float, float, float]:
    """Price slope, its plain standard error, and the one by country."""
    fit = least_squares(
        GASOLINE["lgaspcar"],
        GASOLINE.select(SLOPES).to_numpy(),
        [GASOLINE[name] for name in effects],
        GASOLINE["country"],
    )
    return float(fit.slopes[0]), float(fit.classical[0]), float(fit.covariance[0, 0]) ** 0.5


def test_petrol_pooled_within_and_both_ways() -> None:
    assert petrol([])[0] == pytest.approx(-0.8918, abs=5e-5)
    within = petrol(["country"])
    assert within[:2] == (pytest.approx(-0.32170, abs=5e-6), pytest.approx(0.0441, abs=5e-5))
    assert within[2] == pytest.approx(0.1297, abs=5e-5)
    assert petrol(["country", "year"])[0] == pytest.approx(-0.1929, abs=1e-4)


def juice() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Rows with the published moments: log sales, log price, brand, featured."""
    parts = []
    for brand, featured, rows, mean, variance, sales, together in JUICE:
        side = rows // 2
        reach = np.sqrt(variance * rows / (2 * side))
        away = np.repeat([-reach, reach, 0.0], [side, side, rows - 2 * side])
        slope = together / variance
        parts.append(
            (sales + slope * away, mean + away, np.full(rows, brand), np.full(rows, featured))
        )
    y, x, brands, featured_rows = (np.concatenate(column) for column in zip(*parts, strict=True))
    return y, x, brands, featured_rows


def test_juice_without_brands_with_them_and_with_features() -> None:
    y, x, brand, featured = juice()

    def slopes(columns: list[np.ndarray], *effects: np.ndarray) -> list[float]:
        return list(least_squares(y, np.column_stack(columns), effects, brand).slopes)

    assert slopes([x])[0] == pytest.approx(-1.60, abs=5e-3)
    assert slopes([x], brand)[0] == pytest.approx(-3.139, abs=5e-4)
    assert slopes([x, featured], brand)[0] == pytest.approx(-2.530, abs=5e-4)
    maid, tropicana = brand == "minute.maid", brand == "tropicana"
    columns = [x, maid * x, tropicana * x, featured * x, featured, featured * maid]
    columns += [featured * tropicana, featured * x * maid, featured * x * tropicana]
    printed = [-2.77415, 0.78293, 0.73579, -0.47055]
    assert slopes(columns, brand)[:4] == pytest.approx(printed, abs=5e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(3, 6), st.integers(3, 8))
def test_effects_taken_out_are_those_of_dummy_variables(seed: int, units: int, times: int) -> None:
    rng = np.random.default_rng(seed)
    unit, time = np.divmod(np.arange(units * times), times)
    chosen = rng.random(units * times) < 0.8
    chosen[:units] = chosen[-times:] = True
    unit, time = unit[chosen], time[chosen]
    x, y = rng.normal(size=(2, len(unit)))
    dummies = np.column_stack(
        [x, *(unit == code for code in range(units)), *(time == code for code in range(times))]
    ).astype(float)
    expected = np.linalg.lstsq(dummies, y, rcond=None)[0][0]
    assert least_squares(y, x[:, None], [unit, time], unit).slopes[0] == pytest.approx(expected)


def test_poisson_solves_its_equations_with_zeros_among_the_outcomes() -> None:
    """At the estimate residuals sum to nothing by unit, by time and along the column."""
    rng = np.random.default_rng(4)
    unit, time = np.divmod(np.arange(30 * 40), 40)
    x = rng.normal(0, 0.3, len(unit))
    counts = rng.poisson(np.exp(rng.normal(0, 1, 30)[unit] - 1.5 * x))
    positive = np.isin(unit, unit[counts > 0]) & np.isin(time, time[counts > 0])
    unit, time, x, counts = unit[positive], time[positive], x[positive], counts[positive]
    fit = poisson(counts, x[:, None], [unit, time], unit)
    assert (counts == 0).any()
    assert fit.slopes[0] == pytest.approx(plain_poisson(counts, x, unit, time), abs=1e-6)
    low, high = fit.estimate(0).low, fit.estimate(0).high
    assert low is not None
    assert high is not None
    assert low < -1.5 < high


def plain_poisson(counts: np.ndarray, x: np.ndarray, unit: np.ndarray, time: np.ndarray) -> float:
    """Newton's method on every dummy variable."""
    columns = [x, *(unit == code for code in np.unique(unit))]
    columns += [time == code for code in np.unique(time)[1:]]
    table = np.column_stack(columns).astype(float)
    slopes = np.zeros(table.shape[1])
    slopes[1 : 1 + len(np.unique(unit))] = np.log(counts.mean())
    for _ in range(50):
        mean = np.exp(table @ slopes)
        slopes += np.linalg.solve((table * mean[:, None]).T @ table, table.T @ (counts - mean))
    return float(slopes[0])


def test_few_clusters_have_no_limits() -> None:
    x = np.arange(12.0)
    fit = least_squares(
        x**1.1, x[:, None], [np.repeat([0, 1, 2, 3], 3)], np.repeat([0, 1, 2, 3], 3)
    )
    assert fit.estimate(0).low is None
    assert fit.estimate(0).n == 4
