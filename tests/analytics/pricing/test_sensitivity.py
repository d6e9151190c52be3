"""Van Westendorp's points against a published file, a plain recomputation and broken answers."""

from datetime import date
from itertools import pairwise
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.pricing.answers import price_sets, wide
from analytics.pricing.sensitivity import CROSSINGS, sensitivity
from analytics.schema import PRICE_QUESTIONS
from tests.analytics.pricing.published import four_prices, juice_shop, price_rows, sheet

LEAST = 20


def point(people: pl.DataFrame, key: str) -> float:
    value = sensitivity(people, least=LEAST).point(key).price.value
    assert value is not None
    return value


def test_the_published_file_by_every_rule_about_ties() -> None:
    """nmq/psm: one file, the optimum from 250 to 290 by convention alone."""
    sets = price_sets(juice_shop())
    quality = sets.quality
    assert (quality.people, quality.contradictory, quality.tied, quality.valid) == (36, 2, 9, 25)
    everybody, with_ties, strict = sets.people, sets.in_order(with_ties=True), sets.in_order()
    assert round(point(everybody, "pmc"), 1) == 198.9
    assert [point(everybody, key) for key in ("pme", "idp", "opp")] == [350, 295, 290]
    assert [point(with_ties, key) for key in ("idp", "opp")] == [280, 290]
    assert [point(strict, key) for key in ("idp", "opp")] == [295, 250]


def test_the_optimum_of_the_published_file_is_as_unsure_as_a_bootstrap_says() -> None:
    optimum = sensitivity(price_sets(juice_shop()).in_order(with_ties=True)).point("opp").price
    assert (optimum.low, optimum.high) == (pytest.approx(200, abs=2), pytest.approx(299, abs=2))


def test_the_published_program_draws_the_narrow_points_on_a_grid_of_fifty() -> None:
    """Its 293, 279, 265 and 247, rounded up: >= and <= at multiples of 50 by plain lines."""
    people = juice_shop()
    pairs = {"pme": 293, "idp": 279, "opp": 265, "pmc": 247}
    for key, printed in pairs.items():
        falling, rising = CROSSINGS[f"{key}_narrow" if key.startswith("pm") else key]
        assert np.ceil(on_grid(people, falling, rising, 50)) == printed


def on_grid(people: pl.DataFrame, falling: str, rising: str, step: int) -> float:
    """Where lines through the shares at every `step` cross, both curves holding their own price."""
    grid = list(range(0, int(people["too_expensive"].max()) + 2 * step, step))  # type: ignore[arg-type]
    lead = [int((people[falling] >= p).sum()) - int((people[rising] <= p).sum()) for p in grid]
    at = next(place for place, height in enumerate(lead) if height <= 0)
    return grid[at - 1] + step * lead[at - 1] / (lead[at - 1] - lead[at])


PERSON = st.lists(st.integers(1, 12), min_size=4, max_size=4).map(sorted).map(tuple)


@settings(max_examples=25, deadline=None)
@given(st.lists(PERSON, min_size=LEAST, max_size=40))
def test_a_plain_walk_along_the_prices_finds_the_same_points(
    prices: list[tuple[float, ...]],
) -> None:
    people = four_prices(prices)
    for crossing in sensitivity(people, least=LEAST).points:
        expected = plain_crossing(prices, crossing.falling, crossing.rising)
        if expected is None:
            assert crossing.price.value is None
            assert crossing.refusal is not None
        else:
            assert crossing.price.value == pytest.approx(expected)


def plain_crossing(prices: list[tuple[float, ...]], falling: str, rising: str) -> float | None:
    def share(curve: str, at: float) -> float:
        name = curve.removeprefix("not_")
        answers = [person[PRICE_QUESTIONS.index(name)] for person in prices]
        above = sum(answer > at for answer in answers) / len(answers)
        is_falling = name in ("too_cheap", "cheap")
        return above if is_falling != curve.startswith("not_") else 1 - above

    grid = sorted({price for person in prices for price in person})
    leads = [(at, round(share(falling, at) - share(rising, at), 9)) for at in grid]
    if leads[0][1] <= 0:
        return None
    for (left, before), (right, after) in pairwise(leads):
        if after <= 0:
            return left + (right - left) * before / (before - after)
    return None


def test_answers_are_sorted_by_what_is_wrong_with_them() -> None:
    rows = [
        {"respondent": "twice", **prices(10, 20, 30, 40), "asked_on": date(2026, 1, 1)},
        {"respondent": "twice", **prices(10, 20, 30, 50), "asked_on": date(2026, 2, 1)},
        {"respondent": "tied", **prices(10, 20, 20, 40)},
        {"respondent": "swapped", **prices(10, 30, 20, 40)},
        {"respondent": "free", **prices(0, 20, 30, 40)},
        {"respondent": "wild", **prices(10, 20, 30, 40), "intent_cheap": 9.0},
    ]
    sets = price_sets(price_rows(rows))
    quality = sets.quality
    assert (quality.people, quality.superseded, quality.unreadable) == (5, 1, 1)
    assert (quality.incomplete, quality.contradictory, quality.tied) == (1, 1, 1)
    assert (quality.valid, quality.off_scale) == (2, 1)
    assert sets.in_order().filter(respondent="twice")["too_expensive"].item() == 50


def prices(*four: float) -> dict[str, object]:
    return dict(zip(PRICE_QUESTIONS, four, strict=True))


def test_the_long_sheet_gives_the_same_sets_as_the_wide_one() -> None:
    people = juice_shop()
    long = [
        (person["respondent"], person[question], question)
        for person in people.to_dicts()
        for question in PRICE_QUESTIONS
    ]
    Random(3).shuffle(long)
    rows = wide(sheet(long)).sort(pl.col("respondent").cast(pl.Int64))
    assert rows.select(PRICE_QUESTIONS).equals(people.select(PRICE_QUESTIONS))


def test_few_people_are_refused_and_nobody_too() -> None:
    few = sensitivity(juice_shop().head(29))
    assert (few.refusal.code, few.refusal.have, few.refusal.least) == ("few_answers", 29, 30)  # type: ignore[union-attr]
    assert few.points == ()
    assert sensitivity(juice_shop().head(0)).refusal.code == "no_answers"  # type: ignore[union-attr]


def test_curves_that_run_together_say_how_far() -> None:
    """Nobody's too cheap reaches anybody's too expensive: both stand at nothing from 10 to 40."""
    crossing = sensitivity(four_prices([(8, 20, 30, 40)] * 20 + [(10, 20, 30, 40)] * 20))
    optimum = crossing.point("opp")
    assert (optimum.price.value, optimum.until) == (10, 30)


def test_bands_hold_their_curve_and_lie_between_nobody_and_everybody() -> None:
    curves = sensitivity(juice_shop()).curves
    assert curves is not None
    for name in PRICE_QUESTIONS:
        low, share, high = curves.low[name], curves.shares[name], curves.high[name]
        assert ((low >= 0) & (low <= share) & (share <= high) & (high <= 1)).all()
