"""The ratio of sums over clusters: plain sums, and as often right as its docstring says."""

import numpy as np
import pytest

from analytics.stats.ratios import FEWEST_EFFECTIVE, effective_number, ratio_of_clusters
from tests.bench.gate_coverage import coverage

BRANDS = 150


@pytest.mark.parametrize(
    ("money", "gaps", "products", "least"),
    [
        ("evenly", "vary by 5 %", 12, 0.86),
        ("unevenly", "vary by 5 %", 12, 0.88),
        ("very unevenly", "vary by 5 %", 25, 0.88),
        ("40 % in one", "vary by 5 %", 25, 0.9),
        ("64 % in one", "vary by 5 %", 12, 0.95),
        ("64 % in one", "a fifth 25 % off", 25, 0.92),
    ],
)
def test_it_holds_the_truth_nine_times_in_ten(
    money: str, gaps: str, products: int, least: float
) -> None:
    row = coverage(money, gaps, products, BRANDS)
    assert row.held >= least
    assert row.without <= 0.05


def test_one_cluster_that_is_nearly_all_leaves_no_interval() -> None:
    sizes = [1000.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
    ratio = ratio_of_clusters([990.0, 1.1, 2.0, 3.0, 4.0, 5.0, 6.0], sizes, range(7))
    assert ratio.effective < FEWEST_EFFECTIVE
    assert (ratio.estimate.low, ratio.estimate.high, ratio.estimate.n) == (None, None, 7)


@pytest.mark.parametrize("count", [1, 4])
def test_a_few_clusters_leave_no_interval(count: int) -> None:
    ratio = ratio_of_clusters([1.0] * count, [2.0] * count, range(count))
    assert (ratio.estimate.value, ratio.estimate.low, ratio.effective) == (0.5, None, count)


def test_nothing_is_unmeasured() -> None:
    ratio = ratio_of_clusters([], [], [])
    assert (ratio.estimate.value, ratio.estimate.n, ratio.effective) == (None, 0, 0.0)


def test_the_order_and_the_split_of_rows_change_nothing() -> None:
    rng = np.random.default_rng(4)
    sizes, names = rng.lognormal(0, 1, 48), np.repeat(np.arange(8), 6)
    parts = sizes * rng.normal(1, 0.05, 48)
    order = rng.permutation(48)
    whole = ratio_of_clusters(parts, sizes, names)
    shuffled = ratio_of_clusters(parts[order], sizes[order], names[order])
    summed = ratio_of_clusters(
        *(column.reshape(8, 6).sum(axis=1) for column in (parts, sizes)), np.arange(8)
    )
    for other in (shuffled, summed):
        assert other.estimate.low == pytest.approx(whole.estimate.low)
        assert other.estimate.high == pytest.approx(whole.estimate.high)
        assert other.effective == pytest.approx(whole.effective)


def test_the_effective_number_is_kishs() -> None:
    assert effective_number([3.0] * 7) == pytest.approx(7)
    assert effective_number([64.0] + [1.5] * 24) == pytest.approx(100**2 / (64**2 + 24 * 1.5**2))
    assert effective_number([]) == 0
