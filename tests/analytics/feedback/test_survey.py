"""The survey sheet: what counts, what is doubted, and that a doubt is never a score."""

import math
from collections.abc import Callable, Mapping
from datetime import date
from random import Random

import numpy as np
import pytest

from analytics.assessment import assessment
from analytics.assessment.assessment import Assessment
from analytics.feedback import survey
from analytics.feedback.survey import Item, Survey
from analytics.filters import Filters
from analytics.schema import SUPERS
from analytics.stats.intervals import UNMEASURED, Estimate
from tests.conftest import Dataset, Workshop, as_csv

Row = Mapping[str, object]


def load(workshop: Workshop, rows: list[Row]) -> Dataset:
    return workshop.load(as_csv(rows), "answers.csv")


def check(dataset: Dataset, filters: Filters = Filters()) -> Survey:
    return survey.check(dataset.store, dataset.manifest, filters)


def item(checked: Survey, key: str) -> Item:
    question = checked.item(key)
    assert question is not None
    return question


def measured(dataset: Dataset, key: str) -> Estimate:
    """What scoring makes of a measure; without a value it has no score either."""
    whole: Assessment = assessment.assess(dataset.store, dataset.manifest)
    measure = {measure.key: measure for score in whole.supers for measure in score.measures}[key]
    assert (measure.score is None) == (measure.estimate.value is None)
    return measure.estimate


def people(n: int, answer: Callable[[int, Random], Row], seed: int = 1) -> list[Row]:
    """One survey response of each of n customers in 2025."""
    chance = Random(seed)
    return [
        {
            "submitted_at": f"2025-{1 + i % 9:02}-10",
            "customer_id": f"C{i}",
            "source": "survey",
            **answer(i, chance),
        }
        for i in range(n)
    ]


def happy(_: int, chance: Random) -> Row:
    """Answers of 5 to 10, as real ones often are."""
    return {key: chance.randint(5, 10) for key in (*SUPERS, "nps")}


class TestScale:
    def test_genuine_answers_are_scored_and_mean_what_they_say(self, workshop: Workshop) -> None:
        rows = people(40, happy)
        checked = check(load(workshop, rows))
        assert all(question.is_scored and not question.problems for question in checked.items)
        for question in checked.items:
            answers = [float(str(row[question.key])) for row in rows]
            assert question.mean.value == pytest.approx(np.mean(answers))
            assert (question.n, question.lowest, question.highest) == (
                40,
                min(answers),
                max(answers),
            )
            assert list(question.distribution) == [answers.count(value) for value in range(11)]

    def test_a_survey_from_1_to_5_is_no_score(self, workshop: Workshop) -> None:
        rows = people(12, lambda _, chance: {key: chance.randint(3, 5) for key in (*SUPERS, "nps")})
        loaded = load(workshop, rows)
        checked = check(loaded)
        assert {question.problems[0].code for question in checked.items} == {"shorter"}
        assert not any(question.is_scored for question in checked.items)
        assert checked.promoters.estimate == UNMEASURED
        for key in SUPERS:
            assert measured(loaded, f"{key}_item").value is None
        assert measured(loaded, "promoters").value is None

    def test_four_people_on_1_to_5_are_no_score_either(self, workshop: Workshop) -> None:
        rows = people(4, lambda _, chance: {key: chance.randint(3, 5) for key in SUPERS})
        loaded = load(workshop, rows)
        assert not any(question.is_scored for question in check(loaded).items)
        assert measured(loaded, "looks_item").value is None

    def test_a_slice_too_small_to_show_the_scale_is_doubted_with_the_whole(
        self, workshop: Workshop
    ) -> None:
        loaded = load(workshop, people(30, lambda i, _: {"nps": 4 + i % 2, "looks": 8}))
        january = Filters(end=date(2025, 1, 1))
        assert check(loaded, january).promoters.parts[2] == 4
        assert item(check(loaded, january), "nps").problems[0].code == "shorter"
        assert item(check(loaded, january), "looks").is_scored

    def test_one_question_on_another_scale_leaves_the_rest_scored(self, workshop: Workshop) -> None:
        rows = people(40, lambda i, chance: {**happy(i, chance), "looks": chance.randint(1, 5)})
        loaded = load(workshop, rows)
        checked = check(loaded)
        assert [question.key for question in checked.items if not question.is_scored] == ["looks"]
        assert measured(loaded, "looks_item").value is None
        assert measured(loaded, "ip_item").value is not None

    def test_answers_from_0_to_100_are_doubted_though_some_fit(self, workshop: Workshop) -> None:
        rows = people(40, lambda i, chance: {**happy(i, chance), "moat": 2 + 3 * (i % 30)})
        loaded = load(workshop, rows)
        (problem,) = item(check(loaded), "moat").problems
        assert problem.code == "beyond"
        assert problem.facts == {"count": 34, "n": 40, "most": 89}
        assert measured(loaded, "moat_item").value is None

    def test_a_slip_or_two_beyond_ten_are_told_and_left_out(self, workshop: Workshop) -> None:
        rows = people(40, happy)
        rows[3] = {**rows[3], "ip": 88}
        question = item(check(load(workshop, rows)), "ip")
        assert [problem.code for problem in question.problems] == ["outside"]
        assert question.is_scored
        assert question.n == 39


def halo(i: int, chance: Random) -> dict[str, float]:
    """People who like everything more or less, and score each super around that."""
    liking = chance.gauss(7, 1.5)
    return {key: min(max(round(liking + chance.gauss(0, 1)), 0), 10) for key in (*SUPERS, "nps")}


class TestDirection:
    def test_a_question_answered_against_the_rest_is_doubted(self, workshop: Workshop) -> None:
        def answer(i: int, chance: Random) -> Row:
            answers = halo(i, chance)
            return {**answers, "efficacy": 10 - answers["efficacy"]}

        loaded = load(workshop, people(80, answer))
        checked = check(loaded)
        assert [question.key for question in checked.items if not question.is_scored] == [
            "efficacy"
        ]
        assert item(checked, "efficacy").problems[0].code == "reversed"
        assert item(checked, "efficacy").problems[0].facts["value"] < -0.3
        assert measured(loaded, "efficacy_item").value is None

    def test_recommendation_the_wrong_way_round_is_doubted(self, workshop: Workshop) -> None:
        rows = people(80, lambda i, chance: {**(own := halo(i, chance)), "nps": 10 - own["nps"]})
        checked = check(load(workshop, rows))
        assert [question.key for question in checked.items if not question.is_scored] == ["nps"]
        assert checked.promoters.estimate == UNMEASURED

    def test_a_single_item_is_held_against_the_rating_beside_it(self, workshop: Workshop) -> None:
        def answer(i: int, chance: Random) -> Row:
            return {"looks": chance.randint(0, 10), "rating": 0, "source": "review"}

        rows = [{**row, "rating": 5 - float(str(row["looks"])) / 2} for row in people(60, answer)]
        assert item(check(load(workshop, rows)), "looks").problems[0].code == "reversed"

    @pytest.mark.parametrize("seed", range(3))
    def test_answers_without_any_link_are_not_doubted(self, workshop: Workshop, seed: int) -> None:
        rows = people(
            100, lambda _, chance: {key: chance.randint(0, 10) for key in (*SUPERS, "nps")}, seed
        )
        assert all(question.is_scored for question in check(load(workshop, rows)).items)

    def test_few_answers_are_too_few_to_judge_a_direction(self, workshop: Workshop) -> None:
        rows = people(20, lambda i, chance: {**(own := halo(i, chance)), "ip": 10 - own["ip"]})
        assert item(check(load(workshop, rows)), "ip").is_scored


class TestTwice:
    def test_the_latest_answer_of_a_customer_counts(self, workshop: Workshop) -> None:
        rows = people(10, lambda *_: {"nps": 9, "looks": 9, "disappointed": "very"})
        earlier = {**rows[0], "submitted_at": "2024-12-01", "nps": 0, "disappointed": "not"}
        later = {**rows[1], "submitted_at": "2025-12-01", "nps": 10, "looks": None}
        loaded = load(workshop, [later, *rows, earlier])
        checked = check(loaded)
        assert (checked.respondents, checked.repeated, checked.superseded) == (10, 2, 2)
        assert checked.promoters.parts == (10, 0, 0)
        assert checked.missed.parts == (10, 0, 0)
        # Wholesale: what the later response leaves open is open.
        assert item(checked, "looks").n == 9
        assert measured(loaded, "promoters") == checked.promoters.estimate

    def test_in_a_period_the_latest_within_it_counts(self, workshop: Workshop) -> None:
        rows = people(5, lambda *_: {"nps": 9})
        later = [{**row, "submitted_at": "2025-12-01", "nps": 0} for row in rows]
        loaded = load(workshop, [*rows, *later])
        early = check(loaded, Filters(end=date(2025, 11, 1)))
        assert early.promoters.parts == (5, 0, 0)
        assert early.superseded == 0
        assert check(loaded).promoters.parts == (0, 0, 5)

    def test_a_comment_does_not_make_two_people_of_one(self, workshop: Workshop) -> None:
        """Without a column saying so, an answer with words beside it is still a survey's."""
        rows = [{**row, "text": "good"} for row in people(10, lambda *_: {"nps": 9})]
        rows = [{key: value for key, value in row.items() if key != "source"} for row in rows]
        again = {**rows[0], "submitted_at": "2025-12-01", "nps": 3}
        assert check(load(workshop, [*rows, again])).promoters.parts == (9, 0, 1)

    def test_reviews_all_count_and_waves_of_a_beta_test_never(self, workshop: Workshop) -> None:
        review = {
            "submitted_at": "2025-01-01",
            "customer_id": "C1",
            "source": "review",
            "rating": 4,
        }
        wave = {"submitted_at": "2025-01-01", "customer_id": "C1", "source": "beta", "nps": 9}
        rows: list[Row] = [{**review, "nps": None}] * 3 + [{**wave, "rating": None}] * 2
        loaded = load(workshop, rows)
        sums = loaded.run("feedback/sums", **Filters().params()).row(0, named=True)
        assert sums["rating_count"] == 3
        assert sums["nps_count"] == 0

    def test_people_without_a_name_all_count(self, workshop: Workshop) -> None:
        rows = [{**row, "customer_id": None} for row in people(6, lambda *_: {"nps": 9})]
        checked = check(load(workshop, rows))
        assert (checked.respondents, checked.superseded) == (6, 0)


class TestFew:
    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_nobody_one_or_two_are_no_score(self, workshop: Workshop, n: int) -> None:
        rows = people(n, lambda *_: {"nps": 9, "looks": 8, "disappointed": "very"})
        silent = {"submitted_at": "2025-01-01", "customer_id": "Z", "source": "survey", "ip": 7}
        blank = dict.fromkeys(("nps", "looks", "disappointed"))
        loaded = load(workshop, [{**silent, **blank}, *[{**row, "ip": 7} for row in rows]])
        checked = check(loaded)
        expected = "few" if n else "nobody"
        assert [problem.code for problem in item(checked, "looks").problems] == [expected]
        assert not item(checked, "looks").is_scored
        assert checked.promoters.estimate == checked.missed.estimate == UNMEASURED
        whole = assessment.assess(loaded.store, loaded.manifest)
        scores = {
            measure.key: measure.score for score in whole.supers for measure in score.measures
        }
        assert scores["looks_item"] is scores["promoters"] is scores["would_be_missed"] is None

    def test_three_are_a_score_with_its_interval(self, workshop: Workshop) -> None:
        question = item(check(load(workshop, people(3, lambda i, _: {"moat": 6 + i}))), "moat")
        assert question.is_scored
        assert question.mean.low < 7 < question.mean.high

    def test_without_a_survey_there_is_nothing_to_check(self, workshop: Workshop) -> None:
        checked = check(workshop.load("order_id,date,amount\n1,2024-01-05,10\n"))
        assert checked.is_empty
        assert (checked.items, checked.respondents) == ((), 0)
        assert checked.reliability.alpha == UNMEASURED


def test_straight_lines_are_counted_among_those_who_answered_everything(workshop: Workshop) -> None:
    def answer(i: int, chance: Random) -> Row:
        answers = happy(i, chance)
        return dict.fromkeys(answers, 7) if i < 5 else {**answers, "ip": 5 + i % 2, "looks": 9}

    checked = check(load(workshop, people(25, answer)))
    assert checked.straight.value == pytest.approx(5 / 25)
    assert checked.straight.n == 25


def test_alpha_of_the_sheet_is_what_the_covariances_say(workshop: Workshop) -> None:
    rows = people(60, halo)
    reliability = check(load(workshop, rows)).reliability
    matrix = np.cov(np.array([[float(str(row[key])) for key in SUPERS] for row in rows]).T)
    expected = 9 / 8 * (1 - np.trace(matrix) / matrix.sum())
    assert reliability.alpha.value == pytest.approx(expected)
    assert [question.key for question in reliability.items] == list(SUPERS)
    assert reliability.alpha.n == 60


def test_only_the_question_about_recommending_makes_a_net_promoter_score(
    workshop: Workshop,
) -> None:
    checked = check(load(workshop, people(20, lambda *_: {"satisfaction (0-10)": 9, "text": "x"})))
    assert checked.promoters.parts == (0, 0, 0)
    assert checked.item("nps") is None


def test_the_sample_brand_passes(brand: Dataset) -> None:
    checked = check(brand)
    assert len(checked.items) == 10
    assert all(question.is_scored and not question.problems for question in checked.items)
    assert checked.superseded == 0
    assert 0 < checked.reliability.alpha.low < checked.reliability.alpha.high < 1
    assert math.isclose(sum(checked.missed.parts), checked.respondents)


def test_asking_twice_gives_the_same(brand: Dataset) -> None:
    assert check(brand) == check(brand)
