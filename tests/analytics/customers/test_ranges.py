"""The range of what may come, held to what simulated shops then bought and to a plain sum of
draws."""

from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from analytics.customers.clv import draws, model, ranges, sums
from tests.analytics.customers.test_clv import UNTIL, simulated
from tests.bench.future_value import coverage
from tests.conftest import Command, Dataset, Workshop, as_csv

HORIZON = 365


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    return workshop.rows(simulated(1_500), as_of=UNTIL)


@pytest.fixture(scope="module")
def history_counts(shop: Dataset) -> pl.DataFrame:
    return model.histories(shop.store, shop.version, model.ClvQuery(UNTIL))


@pytest.fixture(scope="module")
def models(shop: Dataset, history_counts: pl.DataFrame) -> model.Models:
    return model.fit(shop.store, shop.version, model.ClvQuery(UNTIL), history_counts)


def everybody(history_counts: pl.DataFrame, models: model.Models) -> ranges.Chance:
    groups = np.zeros(history_counts.height, dtype=np.int64)
    return ranges.chance_of(history_counts, groups, models, HORIZON)


def test_the_range_holds_what_then_comes_and_the_interval_of_the_mean_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 30 shops fewer than 24 would be held once in 3,000 times."""
    monkeypatch.setattr(ranges, "MOST_DRAWN", 300_000)
    held = coverage(shops=30, customers=600)
    for name in ("purchases", "value"):
        assert held[f"{name} of all, range"] >= 0.8
        assert held[f"{name} of a month, range"] >= 0.85
        assert held[f"{name} of a month, expectation"] < 0.85


def test_what_comes_scatters_about_the_expectation_as_customers_one_by_one(
    history_counts: pl.DataFrame, models: model.Models
) -> None:
    chance = everybody(history_counts, models)
    generator = np.random.default_rng(8)
    single = history_counts["customers"].to_numpy()
    picked = np.repeat(np.arange(len(single)), single)
    history = tuple(times[picked] for times in model.times(history_counts, 1))
    counts = draws.purchases(models.bg_nbd, history, HORIZON, chance=generator, count=400)  # type: ignore[arg-type]
    expected = sums.totals(history_counts, models, HORIZON)
    totals = counts.sum(axis=0)
    spread = chance.purchases.std()
    assert totals.std() == pytest.approx(spread, rel=0.12)
    assert totals.mean() == pytest.approx(expected["purchases"], abs=4 * spread / 20)
    assert chance.purchases.mean() == pytest.approx(0, abs=4 * spread / np.sqrt(ranges.DRAWS))
    assert chance.value.mean() == pytest.approx(
        0, abs=4 * chance.value.std() / np.sqrt(ranges.DRAWS)
    )


def test_a_part_stands_for_the_whole(
    history_counts: pl.DataFrame, models: model.Models, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = everybody(history_counts, models)
    monkeypatch.setattr(ranges, "MOST_DRAWN", ranges.DRAWS * 300)
    part = everybody(history_counts, models)
    assert part.purchases.std() == pytest.approx(whole.purchases.std(), rel=0.15)
    assert part.value.std() == pytest.approx(whole.value.std(), rel=0.25)


def test_ranges_lie_about_the_intervals_and_are_the_same_twice(
    history_counts: pl.DataFrame, models: model.Models
) -> None:
    rows = sums.cohorts(history_counts, models, HORIZON)
    assert rows.equals(sums.cohorts(history_counts, models, HORIZON))
    for name in ("purchases", "value"):
        low, high, inner_low, inner_high = (
            rows[f"{name}{end}"] for end in ("_range_low", "_range_high", "_low", "_high")
        )
        assert (low >= 0).all()
        assert (low < inner_low).all()
        assert (inner_high < high).all()


def test_without_money_or_without_people_there_is_none(
    history_counts: pl.DataFrame, models: model.Models
) -> None:
    bare = model.Models(models.often, None, 1)
    totals = sums.totals(history_counts, bare, HORIZON)
    assert totals["value_range_low"] is None
    assert totals["purchases_range_low"] is not None
    nobody = sums.cohorts(history_counts.clear(), models, HORIZON)
    assert nobody.is_empty()
    assert nobody.columns == sums.cohorts(history_counts, models, HORIZON).columns


def test_the_command_names_both(command: Command, tmp_path: Path) -> None:
    path = tmp_path / "orders.csv"
    path.write_text(as_csv(simulated(600)), "utf-8")
    body = command("clv", path, "--as-of", date(2024, 12, 31)).body
    for name in ("value", "expected_purchases"):
        comes = body[f"{name}_range"]
        assert comes["low"] < body[f"{name}_low"] < body[name]
        assert body[name] < body[f"{name}_high"] < comes["high"]
