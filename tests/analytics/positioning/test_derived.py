"""What goes with recommending: against scipy, how often its limits hold, and what it refuses."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from analytics.positioning.base import Refusal
from analytics.positioning.derived import closeness, derived


def marks(n: int, pull: float, seed: int = 1) -> tuple[pl.DataFrame, pl.DataFrame]:
    """So many customers' marks of a need and of recommending, tied by `pull`."""
    rng = np.random.default_rng(seed)
    base = rng.normal(size=n)
    other = pull * base + np.sqrt(1 - pull**2) * rng.normal(size=n)
    whole = [np.clip(np.rint(6 + 2 * side), 0, 10) for side in (base, other)]
    ids = [f"c{number}" for number in range(n)]
    rows = pl.DataFrame({"customer_id": ids, "need": ["light"] * n, "satisfaction": whole[0]})
    return rows, pl.DataFrame({"customer_id": ids, "recommends": whole[1]})


def test_it_is_the_rank_correlation_of_a_peer_library() -> None:
    rows, recommends = marks(140, 0.6)
    (item,) = derived(rows, recommends)
    expected = stats.spearmanr(rows["satisfaction"], recommends["recommends"]).statistic
    assert item.closeness.value == pytest.approx(expected)
    assert item.closeness.n == 140
    assert item.closeness.low is not None
    assert item.closeness.high is not None
    assert item.closeness.low < expected < item.closeness.high


@pytest.mark.parametrize("pull", [0.0, 0.5])
def test_its_limits_hold_the_truth_as_often_as_they_say(pull: float) -> None:
    big = marks(200_000, pull, seed=0)
    truth = stats.spearmanr(big[0]["satisfaction"], big[1]["recommends"]).statistic
    held = 0
    for seed in range(400):
        first, second = marks(100, pull, seed + 1)
        limits = closeness(
            first["satisfaction"].rank().to_numpy(), second["recommends"].rank().to_numpy()
        )
        held += limits.low <= truth <= limits.high
    assert 0.92 <= held / 400 <= 0.98


def test_few_people_and_marks_that_never_vary_are_refused() -> None:
    rows, recommends = marks(99, 0.5)
    assert derived(rows, recommends)[0].refusal == Refusal("few_answers", 99, 100)
    rows, recommends = marks(100, 0.5)
    flat = rows.with_columns(satisfaction=pl.lit(7.0))
    assert derived(flat, recommends)[0].refusal == Refusal("no_satisfaction")
    strangers = recommends.with_columns(customer_id=pl.lit("x"))
    assert derived(rows, strangers.head(0))[0].closeness.n == 0
    assert derived(rows.head(0), recommends) == []


def test_a_need_that_goes_with_nothing_stands_above_one_that_goes_against_it() -> None:
    """A correlation of 0 is a value, and not none."""
    rows = pl.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(100)] * 2,
            "need": ["level"] * 100 + ["against"] * 100,
            "satisfaction": [float(n % 2) for n in range(100)]
            + [float(9 - n // 2 % 10) for n in range(100)],
        }
    )
    recommends = pl.DataFrame(
        {
            "customer_id": [f"c{n}" for n in range(100)],
            "recommends": [float(n // 2 % 10) for n in range(100)],
        }
    )
    level, against = derived(rows, recommends)
    assert (level.need, against.need) == ("level", "against")
    assert level.closeness.value == pytest.approx(0)
