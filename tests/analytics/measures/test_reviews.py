"""What texts say of a super, as a measure: against a count by hand and SciPy's own interval."""

import json
from datetime import date

import polars as pl
import pytest
from scipy import stats

from analytics.assessment import assessment, lexicon_effect
from analytics.definitions.definition import built_in
from analytics.definitions.wording import with_current_words
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.filters import Filters
from analytics.measures.reviews import by_person, voice_share
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View
from tests.conftest import Dataset, Workshop

KIND, UNKIND = "the packaging is beautiful", "the packaging is ugly"
GLEAM = pl.DataFrame({"term": ["zingy"], "kind": ["aspect"], "dimension": ["looks"], "value": [-1]})


def rows(kind: int, unkind: int, **more: object) -> list[dict[str, object]]:
    texts = [KIND] * kind + [UNKIND] * unkind + ["so zingy"] * 40
    return [
        {"submitted_at": "2024-01-05" if place % 2 else "2024-03-05", "customer_id": f"c{place}"}
        | {"rating": 4, "text": text}
        | more
        for place, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    return workshop.rows(rows(48, 16))


def take(data: Dataset, filters: Filters = Filters(), dimension: str = "looks") -> Estimate:
    return voice_share(View(data.store, data.manifest, filters, {"dimension": dimension}))


def test_the_share_is_of_those_who_judge_with_wilsons_limits(shop: Dataset) -> None:
    estimate, limits = take(shop), stats.binomtest(48, 64).proportion_ci(method="wilson")
    assert (estimate.value, estimate.n) == (0.75, 64)
    assert (estimate.low, estimate.high) == pytest.approx((limits.low, limits.high))


def test_what_one_person_wrote_is_one_opinion(workshop: Workshop) -> None:
    """Each of 32 people writes twice: as many texts, half the effective number."""
    twice = [row | {"customer_id": f"c{n // 2}"} for n, row in enumerate(rows(48, 16)[:64])]
    estimate, limits = (
        take(workshop.rows(twice)),
        stats.binomtest(24, 32).proportion_ci(method="wilson"),
    )
    assert (estimate.value, estimate.n) == (0.75, 32)
    assert (estimate.low, estimate.high) == pytest.approx((limits.low, limits.high))


def test_nobody_in_particular_is_a_person_each() -> None:
    mentions = pl.DataFrame(
        {
            "row": [1, 2, 3, 4],
            "dimension": ["looks"] * 4,
            "polarity": ["positive", "negative", "unclear", "positive"],
        },
        schema_overrides={"row": pl.UInt32},
    )
    people = pl.DataFrame(
        {"row": [1, 2, 3, 4], "customer_id": [None, None, "a", "a"]},
        schema_overrides={"row": pl.UInt32},
    )
    judged = by_person(mentions, people)
    assert sorted(judged.select("texts", "kind").rows()) == [(1.0, 0), (1.0, 1), (1.0, 1)]


@pytest.mark.parametrize(("kind", "is_measured"), [(FLOOR - 17, False), (FLOOR - 16, True)])
def test_below_the_floor_there_is_no_score(
    workshop: Workshop, kind: int, is_measured: bool
) -> None:
    few = workshop.rows(rows(kind, 16))
    estimate = take(few)
    assert (estimate.value is not None, estimate.n) == (is_measured, kind + 16)
    score = assessment.assess(few.store, few.manifest).super_score("looks")
    (own,) = (measure for measure in score.measures if measure.key == "looks_voice")
    assert (own.score is not None, score.hint is not None) == (is_measured, is_measured)
    # Reviews alone do not speak for how a brand looks: a hint, and no score.
    assert score.status == "unassessed"


def test_filters_hold_and_silence_is_unmeasured(shop: Dataset, workshop: Workshop) -> None:
    half = take(shop, Filters(start=date(2024, 3, 1)))
    assert half.n == 32
    assert take(shop, dimension="efficacy") == Estimate(None, None, None, 0)
    stars = workshop.rows([{"submitted_at": "2024-01-05", "rating": 5}] * 40)
    assert take(stars) == UNMEASURED
    assert assessment.assess(stars.store, stars.manifest).lexicon == ""


def test_another_list_is_another_score_under_another_id(shop: Dataset) -> None:
    before = assessment.assess(shop.store, shop.manifest)
    again = assessment.assess(shop.store, shop.manifest)
    assert json.dumps(assessment.as_json(before)) == json.dumps(assessment.as_json(again))
    saved = lexicon_store.save(shop.store, GLEAM, "Mine")
    what = lexicon_effect.effect(
        shop.store, shop.version, (Filters(), "", lexicon_effect.packed(GLEAM))
    )
    lexicon_store.make_current(shop.store, saved.id)
    after = assessment.assess(
        shop.store, shop.manifest, definition=with_current_words(shop.store, built_in())
    )
    assert after.definition.id != before.definition.id
    assert assessment.as_json(after)["lexicon"] != assessment.as_json(before)["lexicon"]
    row = lexicon_effect.scores(before, shop.store, what).filter(key="looks").row(0, named=True)
    assert (row["share"], row["share_after"]) == (0.75, pytest.approx(48 / 104))
    assert row["score"] == before.super_score("looks").score
    assert row["score_after"] == after.super_score("looks").score
    assert what.hits.select("term", "reviews").rows() == [("zingy", 40)]
    assert (what.texts, what.of) == (104, 104)
