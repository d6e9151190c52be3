"""Three voices: whose measures they are, and when a gap has a name."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.assessment import voices
from analytics.assessment.assessment import Assessment, assess
from analytics.assessment.voices import Gap, Voices, compare
from analytics.assessment.votes import Votes
from analytics.scoring.scoring import score_super
from analytics.stats.intervals import UNMEASURED, Estimate, difference
from tests.conftest import Dataset


@pytest.fixture(scope="module")
def found(brand: Dataset) -> Assessment:
    return assess(brand.store, brand.manifest)


def voted(value: float, half: float = 0.3, n: int = 12) -> Votes:
    return Votes({"looks": Estimate(value, value - half, value + half, n)})


def looks(found: Assessment, votes: Votes | None = None) -> Voices:
    return next(one for one in compare(found, votes or Votes({})) if one.key == "looks")


def gap(
    team: Estimate = UNMEASURED,
    measured: Estimate = UNMEASURED,
    behaviour: Estimate = UNMEASURED,
    customers: Estimate = UNMEASURED,
) -> Gap:
    return voices._gap(team, measured, behaviour, customers)


def near(value: float, half: float = 4.0) -> Estimate:
    return Estimate(value, value - half, value + half, 50)


class TestSample:
    def test_every_super_is_heard_in_the_order_of_the_definition(
        self, found: Assessment, brand: Dataset
    ) -> None:
        heard = voices.hear(found, brand.store)
        assert [one.key for one in heard] == [one.key for one in found.supers]
        assert all(one.team == UNMEASURED for one in heard)

    def test_a_voice_is_the_super_with_only_its_measures(self, found: Assessment) -> None:
        for one in compare(found, Votes({})):
            uses = {use.key: use for use in found.super_of(one.key).measures}
            score = found.super_score(one.key)
            for name in ("behaviour", "customers"):
                own = [part for part in score.measures if uses[part.key].measure.voice == name]
                expected = score_super(one.key, 1.0, own)
                voice = one.voice(name)
                assert (voice.value, voice.low, voice.high) == (
                    expected.score,
                    expected.low,
                    expected.high,
                )

    def test_behaviour_and_customers_together_are_the_score(self, found: Assessment) -> None:
        for one in compare(found, Votes({})):
            heard = [
                voice.value for voice in (one.behaviour, one.customers) if voice.value is not None
            ]
            assert min(heard) - 1e-9 <= one.measured.value <= max(heard) + 1e-9

    def test_the_team_is_held_against_the_score(self, found: Assessment) -> None:
        score = found.super_score("looks").score
        assert score is not None
        for votes, code in (
            (voted(score / 10 + 3), "over_confident"),
            (voted(score / 10 - 3), "under_sold"),
            (voted(score / 10), "agreed"),
        ):
            one = looks(found, votes)
            assert one.gap.code == code
            assert one.gap.sides == ("team", "measured")
            assert one.team.value == pytest.approx(10 * votes.of("looks").value)

    @pytest.mark.parametrize("n", [0, 1, 2])
    def test_nobody_one_or_two_voters_are_no_voice(self, found: Assessment, n: int) -> None:
        assert looks(found, voted(9.9, n=n)).team == UNMEASURED
        assert looks(found, voted(9.9, n=n)).gap == looks(found).gap

    def test_an_unassessed_super_has_no_voice(self, found: Assessment) -> None:
        silent = replace(
            found.super_score("looks"), status="unassessed", score=None, low=None, high=None
        )
        silent = replace(silent, measures=())
        alone = replace(found, supers=(silent,))
        (one,) = compare(alone, Votes({}))
        assert one.gap.code == "no_voice"
        (one,) = compare(alone, voted(7))
        assert one.gap.code == "one_voice"


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
        found = gap(behaviour=behaviour, customers=customers)
        assert found.code == code
        assert found.sides == ("behaviour", "customers")

    def test_a_team_that_cannot_be_told_leaves_the_word_to_the_others(self) -> None:
        wide = near(55, 30)
        found = gap(wide, near(50), near(70), near(30))
        assert (found.code, found.sides) == ("under_sold", ("behaviour", "customers"))
        found = gap(wide, near(50), near(50, 20), near(45, 20))
        assert (found.code, found.sides) == ("cannot_tell", ("team", "measured"))

    def test_a_team_and_one_measured_voice_are_two(self) -> None:
        assert gap(near(80), near(40), near(40), UNMEASURED).code == "over_confident"
        assert gap(near(80, 50), near(40), near(40), UNMEASURED).code == "cannot_tell"

    scores = st.tuples(st.floats(0, 100), st.floats(0.5, 30)).map(lambda pair: near(*pair))

    @given(scores, scores)
    def test_the_other_way_round_it_has_the_opposite_name(self, one, other) -> None:
        there, back = gap(behaviour=one, customers=other), gap(behaviour=other, customers=one)
        opposite = {"under_sold": "over_praised", "over_praised": "under_sold"}
        assert back.code == opposite.get(there.code, there.code)
        assert back.points.value == pytest.approx(-there.points.value)

    @given(scores, scores)
    def test_a_name_says_where_the_interval_lies(self, one, other) -> None:
        found = gap(team=one, measured=other, behaviour=other)
        assert found.points == difference(one, other)
        inside = found.points.low >= -10 and found.points.high <= 10
        assert (found.code == "agreed") == inside
        assert (found.code == "over_confident") == (found.points.low > 0 and not inside)
        assert (found.code == "under_sold") == (found.points.high < 0 and not inside)

    @given(scores)
    def test_a_voice_agrees_with_itself_or_cannot_tell(self, one) -> None:
        assert gap(behaviour=one, customers=one).code in ("agreed", "cannot_tell")
