"""The value of the next file, by doing it: more answers counted again, missing sheets put back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.assessment import value_of_information
from analytics.assessment.assessment import Assessment, assess, score_use
from analytics.definitions.definition import built_in
from analytics.scoring.scoring import compose, mean_super
from analytics.stats.intervals import UNMEASURED, Estimate, mean_interval, net_promoter, wilson
from tests.conftest import Workshop


@pytest.fixture(scope="module")
def few(workshop: Workshop) -> Assessment:
    """Orders alone, of forty customers."""
    rows = [
        {
            "order_id": f"O{number}",
            "customer_id": f"C{number % 40}",
            "ordered_at": date(2025, 1, 5) + timedelta(days=number),
            "product": f"Product {number % 5}",
            "amount": 100 + number % 7,
        }
        for number in range(120)
    ]
    dataset = workshop.rows(rows)
    return assess(dataset.store, dataset.manifest)


def with_super(assessment: Assessment, score) -> Assessment:
    supers = tuple(score if other.key == score.key else other for other in assessment.supers)
    return replace(assessment, supers=supers, container=compose(supers))


def super_score(key: str, **estimates: Estimate):
    """A super of the built-in definition with these estimates and nothing else measured."""
    super_ = built_in().super_of(key)
    measures = [score_use(use, estimates.get(use.key, UNMEASURED)) for use in super_.measures]
    return mean_super(key, super_.weight, measures)


def width(score) -> float:
    return score.high - score.low


def chosen(score, key: str):
    use = next(use for use in built_in().super_of(score.key).measures if use.key == key)
    return use, next(measure for measure in score.measures if measure.key == key)


def test_so_many_more_answers_halve_the_doubt_when_they_are_counted() -> None:
    now = super_score("reputation", promoters=net_promoter(40, 30, 30))
    more = value_of_information.more_to_halve(now, *chosen(now, "promoters"))
    times = (100 + more) / 100
    then = super_score(
        "reputation", promoters=net_promoter(*(round(count * times) for count in (40, 30, 30)))
    )
    assert more == 300
    assert width(then) == pytest.approx(width(now) / 2, rel=0.03)


def test_beside_a_sure_measure_the_unsure_one_must_give_more() -> None:
    """The rest keeps its own doubt, so halving the whole takes more than fourfold."""
    estimates = {"promoters": net_promoter(20, 20, 20), "rating": mean_interval(400, 1680, 7200)}
    now = super_score("reputation", **estimates)
    more = value_of_information.more_to_halve(now, *chosen(now, "promoters"))
    assert more > 3 * 60
    counts = [round(20 * (60 + more) / 60)] * 3
    then = super_score("reputation", **estimates | {"promoters": net_promoter(*counts)})
    assert width(then) == pytest.approx(width(now) / 2, rel=0.03)


def test_a_share_counted_again_at_the_same_rate_has_half_its_interval() -> None:
    now = super_score("repurchase", back_within_90=wilson(20, 100))
    more = value_of_information.more_to_halve(now, *chosen(now, "back_within_90"))
    then = super_score("repurchase", back_within_90=wilson(20 * (100 + more) / 100, 100 + more))
    assert width(then) == pytest.approx(width(now) / 2, rel=0.05)


def test_no_number_of_answers_halves_what_lies_elsewhere() -> None:
    now = super_score(
        "reputation", promoters=net_promoter(900, 50, 50), unpaid_referrals=wilson(2, 20)
    )
    assert value_of_information.more_to_halve(now, *chosen(now, "promoters")) is None


def test_a_wide_super_is_told_with_its_width_before_and_after(brand_assessment: Assessment) -> None:
    estimates = {"promoters": net_promoter(20, 10, 10), "rating": mean_interval(400, 1680, 7200)}
    wide = super_score("reputation", **estimates)
    worths = {
        worth.adds: worth
        for worth in value_of_information.worth(with_super(brand_assessment, wide))
        if worth.measure
    }
    worth = worths[("reputation",)]
    assert worth.measure.key == "promoters"
    assert worth.before == pytest.approx(width(wide))
    assert worth.after == pytest.approx(width(wide) / 2, rel=0.01)
    assert worth.is_halved
    # What one super narrows of the whole may drown in the draws.
    assert 0 <= worth.narrows < worth.range


def test_where_nothing_alone_halves_the_best_is_told_as_narrowing(
    brand_assessment: Assessment,
) -> None:
    even = super_score(
        "repurchase",
        back_within_90=wilson(6, 30),
        back_within_year=wilson(10, 30),
        back_at_full_price=wilson(4, 30),
        repurchase_item=mean_interval(12, 84, 620, (0, 10)),
    )
    worths = [
        worth
        for worth in value_of_information.worth(with_super(brand_assessment, even))
        if worth.adds == ("repurchase",)
    ]
    assert [worth.is_halved for worth in worths] == [False]
    assert worths[0].more == 3 * worths[0].measure.estimate.n
    assert worths[0].before / 2 < worths[0].after < worths[0].before


def test_a_missing_sheet_closes_the_open_points_of_the_supers_it_opens(
    brand_assessment: Assessment,
) -> None:
    files = [file for file in brand_assessment.manifest.files if file["table"] != "endorsements"]
    bare = super_score("endorsement")
    gap = replace(
        with_super(brand_assessment, bare), manifest=replace(brand_assessment.manifest, files=files)
    )
    worth = next(worth for worth in value_of_information.worth(gap) if worth.need == "endorsements")
    assert worth.opens == ("endorsement",)
    closed = (gap.container.best - gap.container.worst) - (
        brand_assessment.container.best - brand_assessment.container.worst
    )
    assert worth.narrows == pytest.approx(closed)
    uses = built_in().super_of("endorsement").measures
    lacking = sum(use.weight for use in uses if "endorsements" in use.measure.needs)
    share = lacking / sum(use.weight for use in uses)
    assert worth.measured == pytest.approx(closed / 100 * share)


def test_a_sheet_that_deepens_an_assessed_super_opens_nothing(brand_assessment: Assessment) -> None:
    files = [
        file for file in brand_assessment.manifest.files if file["table"] != "competitor_prices"
    ]
    value = brand_assessment.super_score("value")
    less = tuple(
        replace(measure, score=None, estimate=UNMEASURED)
        if measure.key == "relative_price"
        else measure
        for measure in value.measures
    )
    gap = replace(
        with_super(brand_assessment, mean_super("value", value.weight, less)),
        manifest=replace(brand_assessment.manifest, files=files),
    )
    worth = next(
        worth for worth in value_of_information.worth(gap) if worth.need == "competitor_prices"
    )
    assert (worth.opens, worth.adds, worth.narrows) == ((), ("value",), 0)
    assert 0 < worth.measured < 1 / 9


def test_orders_alone_are_told_to_ask_their_customers_first(few: Assessment) -> None:
    worths = value_of_information.worth(few)
    assert worths[0].need == "feedback"
    assert "reputation" in worths[0].opens
    opened = sum(few.super_score(key).weight for key in worths[0].opens)
    total = sum(score.weight for score in few.supers)
    assert worths[0].narrows == pytest.approx(100 * opened / total)
    assert [worth.narrows for worth in worths] == sorted(
        (worth.narrows for worth in worths), reverse=True
    )


def test_what_takes_two_sheets_is_not_promised_of_one(few: Assessment) -> None:
    files = few.manifest.files
    assert not any(file["table"] in ("products", "feedback") for file in files)
    opened = {worth.need: worth.supers for worth in value_of_information.worth(few)}
    assert "creativity" not in opened.get("orders", ())
    assert "creativity" in opened["products"]


def test_with_nothing_assessed_everything_is_open() -> None:
    assert (
        value_of_information.whole_range([super_score(super_.key) for super_ in built_in().supers])
        == 100
    )


def test_a_narrow_interval_asks_for_no_more_answers(brand_assessment: Assessment) -> None:
    narrow = tuple(
        replace(score, low=score.score - 4, high=score.score + 4)
        for score in brand_assessment.supers
    )
    sure = replace(brand_assessment, supers=narrow)
    assert [worth for worth in value_of_information.worth(sure) if worth.kind == "more"] == []
