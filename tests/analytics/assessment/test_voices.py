"""Three voices: whose measures they are, and when a gap has a name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import voices
from analytics.assessment.assessment import Assessment
from analytics.assessment.voices import Gap, Voices, compare
from analytics.assessment.votes import Votes
from analytics.scoring.scoring import score_super
from analytics.stats.intervals import UNMEASURED, Estimate, difference
from tests.conftest import Dataset


def voted(value: float, half: float = 0.3, n: int = 12) -> Votes:
    return Votes({"looks": Estimate(value, value - half, value + half, n)})


def looks(assessment: Assessment, votes: Votes | None = None) -> Voices:
    return next(
        super_voices
        for super_voices in compare(assessment, votes or Votes({}))
        if super_voices.key == "looks"
    )


def gap(
    team: Estimate = UNMEASURED,
    measured: Estimate = UNMEASURED,
    behaviour: Estimate = UNMEASURED,
    customers: Estimate = UNMEASURED,
) -> Gap:
    between = voices._code_gap(difference(behaviour, customers), ("behaviour", "customers"))
    return voices._gap(team, measured, behaviour, customers, between)


def near(value: float, half: float = 4.0) -> Estimate:
    return Estimate(value, value - half, value + half, 50)


class TestSample:
    def test_every_super_is_heard_in_the_order_of_the_definition(
        self, brand_assessment: Assessment, brand: Dataset
    ) -> None:
        by_super = voices.by_super(brand_assessment, brand.store)
        assert [super_voices.key for super_voices in by_super] == [
            score.key for score in brand_assessment.supers
        ]
        assert all(super_voices.team == UNMEASURED for super_voices in by_super)

    def test_a_voice_is_the_super_with_only_its_measures(
        self, brand_assessment: Assessment
    ) -> None:
        for super_voices in compare(brand_assessment, Votes({})):
            uses = {use.key: use for use in brand_assessment.super_of(super_voices.key).measures}
            score = brand_assessment.super_score(super_voices.key)
            for name in ("behaviour", "customers"):
                own = [
                    measure for measure in score.measures if uses[measure.key].measure.voice == name
                ]
                expected = score_super(super_voices.key, 1.0, own)
                voice = super_voices.voice(name)
                assert (voice.value, voice.low, voice.high) == (
                    expected.score,
                    expected.low,
                    expected.high,
                )

    def test_behaviour_and_customers_together_are_the_score(
        self, brand_assessment: Assessment
    ) -> None:
        for super_voices in compare(brand_assessment, Votes({})):
            values = [
                voice.value
                for voice in (super_voices.behaviour, super_voices.customers)
                if voice.value is not None
            ]
            assert min(values) - 1e-9 <= super_voices.measured.value <= max(values) + 1e-9

    def test_the_team_is_held_against_the_score(self, brand_assessment: Assessment) -> None:
        score = brand_assessment.super_score("looks").score
        assert score is not None
        uses = brand_assessment.super_of("looks").measures
        question = next(use for use in uses if use.measure.key == voices.QUESTION)
        bad, good = question.goalposts.bad, question.goalposts.good
        level = bad + score / 100 * (good - bad)
        for votes, code in (
            (voted(level + 1.2, 0.1), "over_confident"),
            (voted(level - 1.2, 0.1), "under_sold"),
            (voted(level, 0.1), "agreed"),
        ):
            super_voices = looks(brand_assessment, votes)
            assert super_voices.gap.code == code
            assert super_voices.gap.sides == ("team", "measured")
            place = 100 * (votes.of("looks").value - bad) / (good - bad)
            assert super_voices.team.value == pytest.approx(place)

    def test_the_same_mark_of_the_team_and_of_customers_scores_the_same(
        self, brand_assessment: Assessment
    ) -> None:
        for score in brand_assessment.supers:
            answer = next(
                measure
                for measure, use in zip(
                    score.measures, brand_assessment.super_of(score.key).measures, strict=True
                )
                if use.measure.key == voices.QUESTION
            )
            votes = Votes({score.key: answer.estimate})
            team = next(
                row.team for row in compare(brand_assessment, votes) if row.key == score.key
            )
            assert (team.value, team.low, team.high) == (answer.score, answer.low, answer.high)

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_nobody_one_or_two_voters_are_no_voice(
        self, brand_assessment: Assessment, n: int
    ) -> None:
        assert looks(brand_assessment, voted(9.9, n=n)).team == UNMEASURED
        assert looks(brand_assessment, voted(9.9, n=n)).gap == looks(brand_assessment).gap

    def test_an_unassessed_super_has_no_voice(self, brand_assessment: Assessment) -> None:
        silent = replace(
            brand_assessment.super_score("looks"),
            status="unassessed",
            score=None,
            low=None,
            high=None,
        )
        silent = replace(silent, measures=())
        alone = replace(brand_assessment, supers=(silent,))
        (super_voices,) = compare(alone, Votes({}))
        assert super_voices.gap.code == "no_voice"
        (super_voices,) = compare(alone, voted(7))
        assert super_voices.gap.code == "one_voice"


class TestGap:
    @pytest.mark.parametrize(
        ("behaviour", "customers", "code"),
        [
            (near(70), near(40), "under_sold"),
            (near(40), near(70), "over_praised"),
            (near(52), near(50), "agreed"),
            (near(57, 2), near(50, 2), "agreed"),
            (near(55), near(50, 9), "cannot_tell"),
            (Estimate(60, None, None, 3), near(20), "cannot_tell"),
            (near(60), UNMEASURED, "one_voice"),
            (UNMEASURED, near(60), "one_voice"),
            (UNMEASURED, UNMEASURED, "no_voice"),
        ],
    )
    def test_between_behaviour_and_customers(self, behaviour, customers, code) -> None:
        named_gap = gap(behaviour=behaviour, customers=customers)
        assert named_gap.code == code
        assert named_gap.sides == ("behaviour", "customers")

    def test_a_team_that_cannot_be_told_leaves_the_word_to_the_others(self) -> None:
        wide = near(55, 30)
        named_gap = gap(wide, near(50), near(70), near(30))
        assert (named_gap.code, named_gap.sides) == ("under_sold", ("behaviour", "customers"))
        named_gap = gap(wide, near(50), near(50, 20), near(45, 20))
        assert (named_gap.code, named_gap.sides) == ("cannot_tell", ("team", "measured"))

    def test_a_team_and_one_measured_voice_are_two(self) -> None:
        assert gap(near(80), near(40), near(40), UNMEASURED).code == "over_confident"
        assert gap(near(80, 50), near(40), near(40), UNMEASURED).code == "cannot_tell"

    scores = st.tuples(st.floats(0, 100), st.floats(0.5, 30)).map(lambda pair: near(*pair))

    @given(scores, scores)
    def test_the_other_way_round_it_has_the_opposite_name(self, first, second) -> None:
        there, back = gap(behaviour=first, customers=second), gap(behaviour=second, customers=first)
        opposite = {"under_sold": "over_praised", "over_praised": "under_sold"}
        assert back.code == opposite.get(there.code, there.code)
        assert back.points.value == pytest.approx(-there.points.value)

    @given(scores, scores)
    def test_a_name_says_where_the_interval_lies(self, first, second) -> None:
        named_gap = gap(team=first, measured=second, behaviour=second)
        assert named_gap.points == difference(first, second)
        inside = named_gap.points.low >= -10 and named_gap.points.high <= 10
        assert (named_gap.code == "agreed") == inside
        assert (named_gap.code == "over_confident") == (named_gap.points.low > 0 and not inside)
        assert (named_gap.code == "under_sold") == (named_gap.points.high < 0 and not inside)

    @given(scores)
    def test_a_voice_agrees_with_itself_or_cannot_tell(self, estimate) -> None:
        assert gap(behaviour=estimate, customers=estimate).code in ("agreed", "cannot_tell")
