"""Every definition of repurchase against a plain recomputation from the rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.filters import Filters
from analytics.repurchase import repurchase, return_timing, robustness
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.repurchase.robustness import OTHER_DEFINITIONS, OWN, Robustness
from tests.analytics.repurchase.test_cohorts import START, Row, customers_of, histories
from tests.conftest import Dataset, Workshop

DAYS = 90


def slow(rows: Sequence[Row], as_of: date) -> dict[str, int]:
    """What repurchase/under_definitions.sql counts, recomputed customer by customer."""
    names = ("customers", "eligible", "came_back", "came_back_so_far", "ever", "in_last_month")
    counts = dict.fromkeys((*names, "same_day", "purchases", "followed"), 0)
    for customer in customers_of(rows, as_of):
        times = sorted(order.at.date() for order in customer.purchases)
        days = sorted(set(times))
        is_eligible = (as_of - days[0]).days >= DAYS
        after = (days[1] - days[0]).days if len(days) > 1 else None
        is_soon = after is not None and after <= DAYS
        counts["customers"] += 1
        counts["came_back_so_far"] += is_soon
        counts["eligible"] += is_eligible
        counts["came_back"] += is_eligible and is_soon
        counts["ever"] += is_eligible and after is not None
        late = any(DAYS - 29 <= (day - days[0]).days <= DAYS for day in days[1:])
        counts["in_last_month"] += is_eligible and late
        counts["same_day"] += is_eligible and (is_soon or times.count(days[0]) > 1)
        for place, day in enumerate(days):
            if (as_of - day).days >= DAYS:
                counts["purchases"] += 1
                counts["followed"] += place + 1 < len(days) and (days[place + 1] - day).days <= DAYS
    return counts


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=histories(), days=st.integers(60, 700))
def test_the_counts_are_the_slow_recomputation(
    workshop: Workshop, rows: list[Row], days: int
) -> None:
    as_of = START + timedelta(days=days)
    if not customers_of(rows, as_of):
        return
    dataset = workshop.rows(rows, as_of=as_of)
    counted = robustness.outcomes(dataset.store, dataset.version, RepurchaseQuery(), DAYS)
    expected = slow(rows, as_of)
    assert counted.select(pl.col(list(expected)).sum()).row(0, named=True) == expected


def test_an_exchange_and_another_channel_or_product_are_told_apart(workshop: Workshop) -> None:
    head = "order_id,ordered_at,customer_id,sku,channel,amount"
    rows = [
        "1,2024-01-01,exchanger,A,shop,10",
        "2,2024-01-10,exchanger,A,shop,-2",
        "3,2024-01-15,exchanger,A,shop,10",
        "4,2024-01-01,wanderer,A,shop,10",
        "5,2024-01-20,wanderer,B,web,10",
        "6,2024-12-31,nobody,A,shop,1",
    ]
    dataset = workshop.load("\n".join([head, *rows]))
    sums = (
        robustness.outcomes(dataset.store, dataset.version, RepurchaseQuery())
        .sum()
        .row(0, named=True)
    )
    assert (sums["eligible"], sums["came_back"]) == (2, 2)
    assert sums["not_exchanged"] == 1
    assert sums["same_channel"] == sums["same_product"] == 1


@pytest.fixture(scope="module")
def by_domain(brand: Dataset) -> pl.DataFrame:
    return robustness.outcomes(brand.store, brand.version, RepurchaseQuery(by="domain"))


@pytest.fixture(scope="module")
def rates(brand: Dataset) -> pl.DataFrame:
    return repurchase.within(brand.store, brand.version, RepurchaseQuery(by="domain"), [30, DAYS])


def over_time(dataset: Dataset) -> Robustness:
    outcomes = robustness.outcomes(dataset.store, dataset.version, RepurchaseQuery())
    improvement = return_timing.improving(dataset.store, dataset.version, Filters(), DAYS)
    return robustness.over_time(outcomes, improvement)


def test_sides_exchanged_turn_every_verdict(by_domain: pl.DataFrame, rates: pl.DataFrame) -> None:
    turned = {"better": "worse", "worse": "better"}
    there = robustness.between(by_domain, rates, "private", "public")
    back = robustness.between(by_domain, rates, "public", "private")
    for finding, mirrored in zip(there.findings, back.findings, strict=True):
        assert finding.key == mirrored.key
        assert mirrored.verdict == turned.get(str(finding.verdict), finding.verdict)
    assert (there.agree, there.compared) == (back.agree, back.compared)


def test_the_own_definition_is_the_pages(
    brand: Dataset, by_domain: pl.DataFrame, rates: pl.DataFrame
) -> None:
    private = rates.row(by_predicate=pl.col.group.eq("private") & pl.col.days.eq(DAYS), named=True)
    between = robustness.between(by_domain, rates, "private", "public")
    own, whole = (finding.one for finding in between.findings[:2])
    assert (own.value, own.n) == (private["rate"], private["eligible"])
    assert (own.low, own.high) == (private["low"], private["high"])
    assert whole.value == private["repeaters"] / private["eligible"] != own.value
    halves = return_timing.improving(brand.store, brand.version, Filters(), DAYS)
    assert (over_time(brand).own.one, over_time(brand).own.other) == (halves.later, halves.earlier)


def test_the_loose_definitions_contradict_each_other_on_the_sample(brand: Dataset) -> None:
    """What the strip is for: the same customers, called worse, better and unchanged."""
    strip = over_time(brand)
    verdicts = {finding.key: finding.verdict for finding in strip.findings}
    assert list(verdicts) == [OWN, *OTHER_DEFINITIONS]
    assert (verdicts["ever"], verdicts["repeaters_only"]) == ("worse", "better")
    assert strip.agree < strip.compared


def test_few_customers_settle_nothing(workshop: Workshop) -> None:
    dataset = workshop.load(
        "order_id,ordered_at,customer_id,amount\n1,2024-01-01,a,1\n2,2024-09-01,b,1"
    )
    strip = over_time(dataset)
    assert {finding.verdict for finding in strip.findings} == {None}
    assert strip.compared == 0
