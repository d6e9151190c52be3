"""Share of search: what it is, how sure its change is, and when it means nothing."""

import numpy as np
import polars as pl
import pytest

from analytics.filters import Filters
from analytics.market.search import SearchShare, compared, share_of_search
from tests.analytics.market import sheets
from tests.conftest import Workshop


def answer(workshop: Workshop, content: str, brand: str = "Boots") -> SearchShare:
    dataset = workshop.load(content, "searches.csv")
    return share_of_search(dataset.store, dataset.version, Filters(), brand)


NAMES = ("Boots", "Colgate", "Signal")


def weeks(before: float, now: float, count: int = 16) -> list[list[float]]:
    half = count // 2
    return [[before if place < half else now, 500 + 5 * (place % 3), 400] for place in range(count)]


def test_a_share_that_rose(workshop: Workshop) -> None:
    found = answer(workshop, sheets.searches(weeks(100, 200), NAMES))
    assert found.refusal is None
    first = found.weeks.row(0, named=True)
    assert first["week_on"] == sheets.MONDAY
    assert first["share"] == pytest.approx(100 / 1000)
    assert found.now is not None
    assert found.before is not None
    assert found.change is not None
    shares = [row[0] / sum(row) for row in weeks(100, 200)]
    assert found.before.value == pytest.approx(np.mean(shares[:8]))
    assert found.now.value == pytest.approx(np.mean(shares[8:]))
    assert found.change.low is not None
    assert found.change.low > 0
    assert found.weeks.filter(pl.col("share") > 1).is_empty()


@pytest.mark.parametrize(
    ("content", "brand", "code"),
    [
        (sheets.searches(weeks(100, 100), NAMES[:2]), "Boots", "few_rivals"),
        (sheets.searches(weeks(100, 100, 14), NAMES), "Boots", "few_weeks"),
        (sheets.searches(weeks(100, 0), NAMES), "Boots", "empty_weeks"),
        (sheets.searches(weeks(9, 9), NAMES), "Boots", "tiny_name"),
        (sheets.searches(weeks(100, 100), NAMES), "", "no_brand"),
        (sheets.searches(weeks(100, 100), NAMES), "Nobody", "other_name"),
    ],
)
def test_when_it_means_nothing(workshop: Workshop, content: str, brand: str, code: str) -> None:
    found = answer(workshop, content, brand)
    assert found.refusal is not None
    assert found.refusal.code == code
    assert found.change is None


def test_weeks_that_lack_a_brand_or_any_search_are_left_out(workshop: Workshop) -> None:
    rows: list[list[float | None]] = [*weeks(100, 100, 18)]
    rows[3] = [100, None, 400]
    rows[5] = [0, 0, 0]
    found = answer(workshop, sheets.searches(rows, NAMES) + "Boots,2025-01-06,-5\nBoots,,4\n")
    assert found.left_out == {"unreadable": 1, "negative": 1, "part_weeks": 1, "empty_weeks": 1}
    assert found.weeks.height == 16
    assert found.refusal is None


@pytest.mark.parametrize(("likeness", "least"), [(0.0, 0.93), (0.3, 0.91), (0.6, 0.85)])
def test_how_often_nothing_is_taken_for_nothing(likeness: float, least: float) -> None:
    rng, runs, length = np.random.default_rng(3), 1500, 40
    steps = rng.normal(0, 0.01, (runs, length))
    for place in range(1, length):
        steps[:, place] += likeness * steps[:, place - 1]
    changes = [compared(list(0.3 + row[-16:]))[2] for row in steps]
    inside = [change.low <= 0 <= change.high for change in changes if change.low is not None]
    assert len(inside) == runs
    assert np.mean(inside) > least
