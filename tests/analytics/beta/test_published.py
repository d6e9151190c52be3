"""Every number that somebody else has published about these methods."""

import numpy as np
import pytest

from analytics.beta import clustering, design, paired, two_stages
from analytics.errors import UsageError
from analytics.stats.quantiles import chi_square_tail
from tests.analytics.beta.published import (
    ALTMAN,
    CABINET,
    DISTRICTS,
    DISTRICTS_OF_STATE,
    SLEEP,
    WORKED,
    WORKED_GO,
)


def schools() -> tuple[list[int], list[str]]:
    pairs = [(mark, str(name)) for name, marks in DISTRICTS.items() for mark in marks]
    return [mark for mark, _ in pairs], [name for _, name in pairs]


def test_the_mean_of_schools_drawn_by_district() -> None:
    marks, districts = schools()
    mean = clustering.mean(marks, districts)
    assert mean.value == pytest.approx(644.17, abs=0.005)
    assert (mean.low, mean.high) == pytest.approx((593, 695), abs=0.5)
    error = clustering.clustered_error(np.array(marks, dtype=float), districts)
    assert error == pytest.approx(23.779, abs=0.0005)
    corrected = error * (1 - len(DISTRICTS) / DISTRICTS_OF_STATE) ** 0.5
    assert corrected == pytest.approx(23.542, abs=0.0005)
    alone = float(np.var(marks, ddof=1)) / len(marks)
    assert error**2 / alone == pytest.approx(9.253, abs=0.0005)


def test_how_alike_schools_of_a_district_are() -> None:
    marks, districts = schools()
    alike = clustering.intraclass(marks, districts)
    assert alike.value == pytest.approx(0.4617, abs=0.00005)
    sizes = [len(own) for own in DISTRICTS.values()]
    common = (sum(sizes) - sum(size**2 for size in sizes) / sum(sizes)) / (len(sizes) - 1)
    assert common == pytest.approx(11.525, abs=0.0005)


def test_the_design_effect_of_equal_and_unequal_sizes() -> None:
    assert clustering.design_effect([3] * 40, 0.2) == pytest.approx(1 + 2 * 0.2)
    sizes = [1, 2, 2, 5, 9]
    spread = np.std(sizes) / np.mean(sizes)
    unequal = 1 + ((spread**2 + 1) * np.mean(sizes) - 1) * 0.2
    assert clustering.design_effect(sizes, 0.2) == pytest.approx(unequal)


def test_a_share_among_the_same_people() -> None:
    change = paired.newcombe(**ALTMAN)
    assert change.value == pytest.approx(0.122, abs=0.0005)
    assert (change.low, change.high) == pytest.approx((0.011, 0.226), abs=0.0006)


def test_a_cabinet_among_the_same_people() -> None:
    shares = paired.share_change(**CABINET)
    moved = shares.first_only, shares.later_only
    assert paired.mcnemar(*moved) == pytest.approx(0.7778, abs=0.00005)
    corrected = paired.mcnemar(*moved, is_corrected=True)
    assert corrected == pytest.approx(0.5714, abs=0.00005)
    assert chi_square_tail(corrected, 1) == pytest.approx(0.4497, abs=0.00005)
    assert shares.chance == pytest.approx(0.45, abs=0.0005)


def test_hours_of_sleep() -> None:
    change = paired.paired_t(np.subtract(SLEEP[1], SLEEP[0]))
    assert (change.value, change.low, change.high) == pytest.approx((1.58, 0.70, 2.46), abs=0.005)


@pytest.mark.parametrize(
    ("shares_and_chances", "optimal", "minimax"),
    [
        ((0.2, 0.4), (3, 13, 12, 43), (4, 18, 10, 33)),
        ((0.05, 0.25), (0, 9, 2, 17), (0, 12, 2, 16)),
        ((0.1, 0.25), (2, 18, 7, 43), (2, 22, 7, 40)),
        ((0.3, 0.5, 0.1, 0.9), (7, 22, 17, 46), (7, 28, 15, 39)),
    ],
)
def test_simons_designs(
    shares_and_chances: tuple[float, ...], optimal: tuple[int, ...], minimax: tuple[int, ...]
) -> None:
    """Simon 1989, tables 1 and 2: stop at, first people, drop at, people."""
    designs = two_stages.designs(*shares_and_chances)
    assert designs is not None
    assert [(plan.stop_at, plan.first, plan.drop_at, plan.people) for plan in designs] == [
        optimal,
        minimax,
    ]


def test_designs_beyond_as_many_people_as_are_tried_are_none() -> None:
    assert two_stages.designs(0.25, 0.3) is None
    with pytest.raises(UsageError):
        two_stages.designs(0.2, 0.4, 0.9, 0.8)


@pytest.mark.parametrize("truth", WORKED_GO)
def test_the_worked_rule_by_simulation(truth: float) -> None:
    for likeness, go in WORKED_GO[truth].items():
        assert design.chances(WORKED, truth, likeness).go == pytest.approx(go, abs=0.0051)


def test_the_rule_that_is_proposed_is_the_worked_one() -> None:
    assert design.proposed(0.25, 0.4, 40, 110) == WORKED


def test_sample_sizes() -> None:
    sizes = [design.people_for_share(0.4, 0.1, effect) for effect in (1, 1.35, 2)]
    assert sizes == [93, 125, 185]
    assert design.people_for_change(0.3, 0.15) == 103
