"""Steps, hazard, groups and trend against scipy and plain recomputation."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analytics.filters import Filters
from analytics.repurchase import repurchase, return_timing
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.repurchase.return_timing import Improvement
from tests.analytics.repurchase.test_cohorts import START, Row, customers_of, histories
from tests.conftest import Dataset, Workshop


def slow_steps(rows: Sequence[Row], as_of: date, step: int) -> tuple[list[int], list[int]]:
    """Days from the step-th purchase day to the next, and days watched without one."""
    events, censored = [], []
    for customer in customers_of(rows, as_of):
        days = sorted({order.at.date() for order in customer.purchases})
        if len(days) > step:
            events.append((days[step] - days[step - 1]).days)
        elif len(days) == step:
            censored.append((as_of - days[-1]).days)
    return events, censored


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=histories(), days=st.integers(60, 700))
def test_steps_are_scipys_curves(workshop: Workshop, rows: list[Row], days: int) -> None:
    as_of = START + timedelta(days=days)
    if not customers_of(rows, as_of):
        return
    dataset = workshop.rows(rows, as_of=as_of)
    curves = return_timing.steps(dataset.store, dataset.version, Filters())
    for step in (1, 2, 3):
        events, censored = slow_steps(rows, as_of, step)
        curve = curves.filter(pl.col("group") == step)
        if not events and not censored:
            assert curve.is_empty()
            continue
        oracle = ecdf(CensoredData(uncensored=events, right=censored)).sf
        for row in curve.to_dicts():
            assert row["repurchased"] == pytest.approx(1 - float(oracle.evaluate(row["day"])))


WAITS = st.lists(
    st.tuples(st.integers(0, 60), st.booleans(), st.integers(1, 40)), min_size=1, max_size=30
)


def counts_of(waits: Sequence[tuple[int, bool, int]]) -> pl.DataFrame:
    kinds = {"days": pl.Int64, "is_event": pl.Boolean, "customers": pl.Int64}
    return pl.DataFrame(waits, schema=kinds, orient="row")


@given(WAITS)
def test_the_hazard_is_the_life_tables(waits: list[tuple[int, bool, int]]) -> None:
    """Cutler and Ederer by hand: deaths over those entering less half the withdrawals."""
    people = [(day, event) for day, event, count in waits for _ in range(count)]
    for row in return_timing.hazard(counts_of(waits)).to_dicts():
        first = 0 if row["first_day"] == 1 else row["first_day"]
        entering = [person for person in people if person[0] >= first]
        inside = [person for person in entering if person[0] <= row["last_day"]]
        events = sum(event for _, event in inside)
        withdrawn = len(inside) - events
        assert (row["at_risk"], row["events"]) == (len(entering), events)
        assert row["rate"] == pytest.approx(events / (len(entering) - withdrawn / 2))
        assert 0 <= row["low"] <= row["rate"] + 1e-12
        assert row["rate"] - 1e-12 <= row["high"] <= 1


def test_the_soonest_days_are_those_nobody_can_tell_from_the_best() -> None:
    waits = [(10, True, 5), (30, True, 60), (60, True, 5), (90, False, 100)]
    assert return_timing.soonest(return_timing.hazard(counts_of(waits))) == (29, 35)
    flat = [(day, True, 10) for day in range(1, 71)] + [(200, False, 30_000)]
    assert return_timing.soonest(return_timing.hazard(counts_of(flat))) == (1, 70)
    assert return_timing.soonest(return_timing.hazard(counts_of([(9, False, 50)]))) is None


def test_groups_against_one_of_them_on_the_sample(brand: Dataset) -> None:
    query = RepurchaseQuery(by="domain")
    rates = repurchase.within(brand.store, brand.version, query)
    changes = return_timing.against_first(rates, "private")
    points = {(row["group"], row["days"]): row for row in rates.to_dicts()}
    assert changes.height == rates.filter(pl.col("group") != "private").height
    for row in changes.to_dicts():
        own, reference = points[row["group"], row["day"]], points["private", row["day"]]
        assert (row["rate"], row["reference"]) == (own["rate"], reference["rate"])
        assert row["change"] == pytest.approx(own["rate"] - reference["rate"])
        down = math.hypot(own["rate"] - own["low"], reference["high"] - reference["rate"])
        assert row["low"] == pytest.approx(row["change"] - down)
        assert row["low"] < row["change"] < row["high"]
    assert return_timing.log_rank_test(brand.store, brand.version, query).p_value is not None


def improving(*halves: tuple[int, int]) -> Improvement:
    """A month for each: customers watched for a year, and those of them back on day 10."""
    names = [f"2024-{month:02d}" for month in range(1, len(halves) + 1)]
    months = pl.DataFrame(
        [(name, n) for name, (n, _) in zip(names, halves, strict=True)],
        schema={"group": pl.String, "eligible": pl.Int64},
        orient="row",
    )
    counts = [
        row
        for name, (n, hits) in zip(names, halves, strict=True)
        for row in ((name, 10, True, hits), (name, 365, False, n - hits))
    ]
    kinds = {"group": pl.String, "days": pl.Int64, "is_event": pl.Boolean, "customers": pl.Int64}
    frame = pl.DataFrame(counts, schema=kinds, orient="row")
    return return_timing.between_halves(months, frame, 90)


def test_the_halves_are_shares_where_all_were_watched_and_differ_as_newcombe_says() -> None:
    """Newcombe 1998, example (a), 56/70 against 48/80, with the limits of two curves instead of
    two Wilson intervals: scipy's, put together by his method 10."""
    improvement = improving((80, 48), (70, 56))
    assert improvement.change.value == pytest.approx(0.2)
    sides = []
    for n, hits in ((80, 48), (70, 56)):
        data = CensoredData(uncensored=[10] * hits, right=[365] * (n - hits))
        limits = ecdf(data).sf.confidence_interval(method="log-log")
        sides.append((1 - limits.high.evaluate(90), hits / n, 1 - limits.low.evaluate(90)))
    (old_low, old, old_high), (low, new, high) = sides
    assert improvement.change.low == pytest.approx(
        new - old - math.hypot(new - low, old_high - old)
    )
    assert improvement.change.high == pytest.approx(
        new - old + math.hypot(high - new, old - old_low)
    )
    assert (improvement.verdict, improvement.since) == ("better", "2024-02")


@pytest.mark.parametrize(
    ("halves", "expected"),
    [
        ([(80, 56), (80, 30)], "worse"),
        ([(9_000, 2_700), (9_000, 2_710)], "practically_equal"),
        ([(60, 20), (60, 23)], "cannot_tell"),
        ([(29, 0), (29, 29)], "cannot_tell"),
        ([(500, 100)], "cannot_tell"),
        ([], "cannot_tell"),
    ],
)
def test_whether_it_improves_in_words(halves: list[tuple[int, int]], expected: str) -> None:
    assert improving(*halves).verdict == expected
