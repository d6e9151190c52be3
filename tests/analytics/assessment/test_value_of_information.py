"""The value of the next file, by doing it: more answers counted again, missing sheets put back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.assessment import value_of_information
from analytics.assessment.assessment import Assessment, assess, score_use
from analytics.definitions.definition import built_in
from analytics.scoring.scoring import compose, score_super
from analytics.stats.intervals import UNMEASURED, Estimate, mean_interval, net_promoter, wilson
from tests.conftest import Dataset, Workshop


@pytest.fixture(scope="module")
def found(brand: Dataset) -> Assessment:
    return assess(brand.store, brand.manifest)


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


def with_super(found: Assessment, made) -> Assessment:
    supers = tuple(made if one.key == made.key else one for one in found.supers)
    return replace(found, supers=supers, container=compose(supers))


def made(key: str, **estimates: Estimate):
    """A super of the built-in definition with these estimates and nothing else measured."""
    one = built_in().super_of(key)
    taken = [score_use(use, estimates.get(use.key, UNMEASURED)) for use in one.measures]
    return score_super(key, one.weight, taken)


def width(one) -> float:
    return one.high - one.low


def chosen(one, key: str):
    use = next(use for use in built_in().super_of(one.key).measures if use.key == key)
    return use, next(score for score in one.measures if score.key == key)


def test_so_many_more_answers_halve_the_doubt_when_they_are_counted() -> None:
    now = made("reputation", promoters=net_promoter(40, 30, 30))
    more = value_of_information.more_to_halve(now, *chosen(now, "promoters"))
    times = (100 + more) / 100
    then = made(
        "reputation", promoters=net_promoter(*(round(count * times) for count in (40, 30, 30)))
    )
    assert more == 300
    assert width(then) == pytest.approx(width(now) / 2, rel=0.03)


def test_beside_a_sure_measure_the_unsure_one_must_give_more() -> None:
    """The rest keeps its own doubt, so halving the whole takes more than fourfold."""
    told = {"promoters": net_promoter(20, 20, 20), "rating": mean_interval(400, 1680, 7200)}
    now = made("reputation", **told)
    more = value_of_information.more_to_halve(now, *chosen(now, "promoters"))
    assert more > 3 * 60
    counts = [round(20 * (60 + more) / 60)] * 3
    then = made("reputation", **told | {"promoters": net_promoter(*counts)})
    assert width(then) == pytest.approx(width(now) / 2, rel=0.03)


def test_a_share_counted_again_at_the_same_rate_has_half_its_interval() -> None:
    now = made("repurchase", back_within_90=wilson(20, 100))
    more = value_of_information.more_to_halve(now, *chosen(now, "back_within_90"))
    then = made("repurchase", back_within_90=wilson(20 * (100 + more) / 100, 100 + more))
    assert width(then) == pytest.approx(width(now) / 2, rel=0.05)


def test_no_number_of_answers_halves_what_lies_elsewhere() -> None:
    now = made("reputation", promoters=net_promoter(900, 50, 50), unpaid_referrals=wilson(2, 20))
    assert value_of_information.more_to_halve(now, *chosen(now, "promoters")) is None


def test_a_wide_super_is_told_with_its_width_before_and_after(found: Assessment) -> None:
    wide = made("reputation", promoters=net_promoter(20, 10, 10))
    told = {
        one.adds: one for one in value_of_information.worth(with_super(found, wide)) if one.measure
    }
    one = told[("reputation",)]
    assert one.measure.key == "promoters"
    assert one.before == pytest.approx(width(wide))
    assert one.after == pytest.approx(width(wide) / 2, rel=0.01)
    assert one.is_halved
    assert 0 < one.narrows < one.range


def test_where_nothing_alone_halves_the_best_is_told_as_narrowing(found: Assessment) -> None:
    even = made(
        "repurchase",
        back_within_90=wilson(6, 30),
        back_within_year=wilson(10, 30),
        back_at_full_price=wilson(4, 30),
        repurchase_item=mean_interval(12, 84, 620, (0, 10)),
    )
    told = [
        one
        for one in value_of_information.worth(with_super(found, even))
        if one.adds == ("repurchase",)
    ]
    assert [one.is_halved for one in told] == [False]
    assert told[0].more == 3 * told[0].measure.estimate.n
    assert told[0].before / 2 < told[0].after < told[0].before


def test_a_missing_sheet_closes_the_open_points_of_the_supers_it_opens(found: Assessment) -> None:
    files = [file for file in found.manifest.files if file["table"] != "endorsements"]
    bare = made("endorsement")
    gap = replace(with_super(found, bare), manifest=replace(found.manifest, files=files))
    one = next(one for one in value_of_information.worth(gap) if one.need == "endorsements")
    assert one.opens == ("endorsement",)
    closed = (gap.container.best - gap.container.worst) - (
        found.container.best - found.container.worst
    )
    assert one.narrows == pytest.approx(closed)
    uses = built_in().super_of("endorsement").measures
    lacking = sum(use.weight for use in uses if "endorsements" in use.measure.needs)
    share = lacking / sum(use.weight for use in uses)
    assert one.measured == pytest.approx(closed / 100 * share)


def test_a_sheet_that_deepens_an_assessed_super_opens_nothing(found: Assessment) -> None:
    files = [file for file in found.manifest.files if file["table"] != "competitor_prices"]
    value = found.super_score("value")
    less = tuple(
        replace(one, score=None, estimate=UNMEASURED) if one.key == "relative_price" else one
        for one in value.measures
    )
    gap = replace(
        with_super(found, score_super("value", value.weight, less)),
        manifest=replace(found.manifest, files=files),
    )
    one = next(one for one in value_of_information.worth(gap) if one.need == "competitor_prices")
    assert (one.opens, one.adds, one.narrows) == ((), ("value",), 0)
    assert 0 < one.measured < 1 / 9


def test_orders_alone_are_told_to_ask_their_customers_first(few: Assessment) -> None:
    told = value_of_information.worth(few)
    assert told[0].need == "feedback"
    assert "reputation" in told[0].opens
    opened = sum(few.super_score(key).weight for key in told[0].opens)
    total = sum(one.weight for one in few.supers)
    assert told[0].narrows == pytest.approx(100 * opened / total)
    assert [one.narrows for one in told] == sorted((one.narrows for one in told), reverse=True)


def test_what_takes_two_sheets_is_not_promised_of_one(few: Assessment) -> None:
    files = few.manifest.files
    assert not any(file["table"] in ("products", "feedback") for file in files)
    opened = {one.need: one.supers for one in value_of_information.worth(few)}
    assert "creativity" not in opened.get("orders", ())
    assert "creativity" in opened["products"]


def test_with_nothing_assessed_everything_is_open() -> None:
    assert value_of_information.whole_range([made(one.key) for one in built_in().supers]) == 100


def test_a_narrow_interval_asks_for_no_more_answers(found: Assessment) -> None:
    narrow = tuple(replace(one, low=one.score - 4, high=one.score + 4) for one in found.supers)
    sure = replace(found, supers=narrow)
    assert [one for one in value_of_information.worth(sure) if one.kind == "more"] == []
