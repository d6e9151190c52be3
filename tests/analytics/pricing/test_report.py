"""The sample brand's prices, a candidate on the ruler, and a brand that has nothing to say."""

from pathlib import Path

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.pricing import report
from analytics.pricing.base import Refusal
from analytics.pricing.candidate import outcome, stand
from analytics.pricing.ruler import Source
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.conftest import Dataset, Workshop

SKU, LISTED = "QY-001", 299.0


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def test_the_price_wave_of_the_sample_brand(view: View) -> None:
    surveys = {survey.sku: survey for survey in report.surveys(view)}
    survey = surveys[SKU]
    quality = survey.answers.quality
    assert quality.people == quality.valid + quality.contradictory + quality.tied == 220
    assert survey.strict.certainty == "sound"
    assert survey.with_ties is None
    cheapest, dearest = (survey.strict.point(key).price.value for key in ("pmc", "pme"))
    assert cheapest is not None
    assert dearest is not None
    assert cheapest < LISTED < dearest


def test_a_list_price_that_never_moved_says_nothing_of_elasticity(view: View) -> None:
    moves = report.price_moves(view)
    assert moves.slope.refusal == Refusal("few_products", 0, 8)
    assert moves.effects == []


def test_every_source_of_a_price_stands_on_one_axis(view: View) -> None:
    answer = report.decision(view, SKU, 250.0)
    assert answer is not None
    sources = {source.key: source for source in answer.sources}
    silent = {key for key, source in sources.items() if source.refusal is not None}
    assert silent == {"offered_revenue", "elastic"}
    costs = sources["cost"].value
    assert costs is not None
    candidate = answer.candidate
    assert candidate is not None
    assert candidate.stands["accepted"] == "inside"
    assert candidate.break_even == pytest.approx(
        -candidate.change / (1 - costs / answer.today + candidate.change)
    )
    assert candidate.outcome == "cannot_tell"
    assert {domain.domain: domain.holds for domain in candidate.domains} == {
        "public": True,
        "private": True,
    }


def test_one_price_in_both_domains_closes_the_gap_of_its_product_alone(view: View) -> None:
    answer = report.decision(view, SKU, LISTED)
    assert answer is not None
    assert answer.candidate is not None
    now, then = answer.candidate.gate_now.by_money, answer.candidate.gate_then.by_money
    assert now is not None
    assert then is not None
    assert now.estimate.value is not None
    assert then.estimate.value is not None
    assert now.estimate.value < then.estimate.value < 0


@pytest.mark.parametrize(
    ("low", "high", "break_even", "expected"),
    [
        (-0.05, 0.02, -0.09, "earns_more"),
        (-0.20, -0.12, -0.09, "earns_less"),
        (-0.14, 0.01, -0.09, "cannot_tell"),
    ],
)
def test_a_candidate_earns_more_only_where_the_whole_interval_does(
    low: float, high: float, break_even: float, expected: str
) -> None:
    assert outcome(Estimate((low + high) / 2, low, high, 20), break_even) == expected
    assert outcome(Refusal("few_products"), break_even) == "cannot_tell"


def test_a_price_stands_against_a_range() -> None:
    source = Source("accepted", None, 100.0, 200.0, 50)
    assert [stand(source, price) for price in (99, 100, 201)] == ["below", "inside", "above"]
    assert stand(Source("accepted", None, None, None, 0, Refusal("no_answers")), 1) == "unknown"


def test_orders_alone_refuse_what_they_cannot_tell(workshop: Workshop) -> None:
    rows = "".join(f"o{n},2026-0{1 + n % 6}-0{1 + n % 8},c{n},soap,1,30\n" for n in range(60))
    dataset = workshop.load("order_id,ordered_at,customer_id,sku,quantity,amount\n" + rows)
    alone = View(dataset.store, dataset.manifest, Filters())
    assert report.surveys(alone) == []
    assert report.offer_answers(alone) == {}
    standing = report.standing(alone)
    assert standing.index.refusal == Refusal("no_rivals")
    assert standing.ladder.refusal == Refusal("one_size")
    slope = report.price_moves(alone).slope
    assert slope.refusal is not None
    assert slope.refusal.code == "few_weeks"
    assert report.decision(alone, "no such thing") is None
    answer = report.decision(alone, "soap", 40.0)
    assert answer is not None
    assert answer.candidate is not None
    assert answer.candidate.break_even is None
    silent = {source.key: source.refusal for source in answer.sources}
    assert silent["public"] == silent["private"] == Refusal("no_domain")


def test_sheets_of_former_versions_lack_columns_and_read_as_nothing(
    brand: Dataset, tmp_path: Path
) -> None:
    from analytics.pricing import sheets
    from analytics.storage.versions import Store

    rows = sheets.rivals(brand.store, brand.version)
    assert rows.height == brand.run("evidence/competitor_prices", limit=1000, offset=0).height
    assert list(rows.columns) == list(sheets.RIVALS)
    empty = sheets.sizes(Store(tmp_path), "v_none")
    assert empty.is_empty()
    assert empty.schema == pl.Schema(sheets.SIZES)
