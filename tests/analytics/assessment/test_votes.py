"""The team's votes: whose they are, which of them count, and when they are no score."""

import polars as pl
import pytest

from analytics.assessment import votes
from analytics.assessment.votes import Votes
from analytics.definitions.definition import built_in
from analytics.schema import SUPERS
from analytics.stats.intervals import UNMEASURED
from analytics.words import LANGUAGES, words
from tests.conftest import Workshop, as_csv

SCHEMA = pl.Schema(
    {
        "voter": pl.String,
        "super": pl.String,
        "score": pl.Float64,
        "round": pl.String,
        "voted_on": pl.String,
    }
)
Vote = tuple[str | None, str, float | None, str | None, str | None]


def count(*cast: Vote) -> Votes:
    frame = pl.DataFrame(list(cast), schema=SCHEMA, orient="row")
    return votes.count(frame.with_columns(pl.col("voted_on").str.to_date()), built_in())


def once(*scores: float, key: str = "looks") -> list[Vote]:
    return [(f"V{i}", key, score, None, None) for i, score in enumerate(scores)]


def test_the_mean_of_voters_is_students():
    from scipy import stats

    mean = count(*once(6, 7, 9, 8)).of("looks")
    low, high = stats.t.interval(0.95, 3, 7.5, stats.sem([6, 7, 9, 8]))
    assert (mean.value, mean.n) == (7.5, 4)
    assert (mean.low, mean.high) == (pytest.approx(low), pytest.approx(high))


@pytest.mark.parametrize("key", SUPERS)
def test_a_super_is_known_by_its_key_and_its_names_in_every_language(key: str) -> None:
    super_ = built_in().super_of(key)
    names = {key, key.upper(), f" {key} "}
    names |= {leaf[lang] for leaf in (super_.name, super_.short) for lang in LANGUAGES}
    for name in names:
        assert count(*once(6, 7, 9, key=name)).of(key).n == 3


def test_what_is_no_super_is_counted_and_left_out():
    tally = count(*once(6, 7, 9), ("V1", "service", 3, None, None))
    assert tally.unknown == 1
    assert set(tally.means) == {"looks"}


class TestLastRound:
    def test_by_the_day(self) -> None:
        early = [(v, "looks", 9.0, "b", "2026-01-05") for v in "ABC"]
        late = [(v, "looks", 5.0 + i, "a", "2026-02-05") for i, v in enumerate("ABC")]
        assert count(*late, *early).of("looks").value == 6

    def test_by_the_number_where_there_is_no_day(self) -> None:
        cast: list[Vote] = []
        for name, score in (("round 10", 8.0), ("round 9", 3.0), ("round 2", 1.0)):
            cast += [(v, "looks", score + i, name, None) for i, v in enumerate("ABC")]
        assert count(*cast).of("looks").value == 9

    def test_of_each_super_for_itself(self) -> None:
        first = [
            (v, key, 4.0 + i, "1", None) for key in ("looks", "ip") for i, v in enumerate("AB")
        ]
        tally = count(*first, ("A", "ip", 9, "2", None), ("B", "ip", 7, "2", None))
        assert tally.of("looks").value == 4.5
        assert tally.of("ip").value == 8

    def test_one_vote_a_voter_and_super_the_latest(self) -> None:
        again: Vote = ("V0", "looks", 1, None, None)
        assert count(*once(9, 9, 7), again).of("looks").value == pytest.approx(17 / 3)
        assert count(again, *once(9, 9, 7)).of("looks").value == pytest.approx(25 / 3)

    def test_votes_without_a_name_are_people_of_their_own(self) -> None:
        nameless: list[Vote] = [(None, "looks", score, None, None) for score in (5, 6, 10)]
        assert count(*nameless).of("looks").n == 3


class TestDoubt:
    def test_votes_from_1_to_5_have_no_mean(self) -> None:
        cast = [vote for key in SUPERS[:4] for vote in once(4, 5, 3, key=key)]
        tally = count(*cast)
        assert tally.doubt is not None
        assert tally.doubt.code == "shorter"
        assert tally.of("looks") == UNMEASURED

    def test_percentages_have_no_mean(self) -> None:
        tally = count(*once(70, 80, 10, 95))
        assert tally.doubt is not None
        assert tally.doubt.code == "beyond"

    def test_a_slip_is_left_out_and_counted(self) -> None:
        tally = count(*once(7, 8, 9, 6, 8, 77))
        assert (tally.outside, tally.doubt, tally.of("looks").n) == (1, None, 5)

    def test_no_votes_are_none(self) -> None:
        assert count() == Votes({})
        assert count(("A", "looks", None, None, None)).of("looks") == UNMEASURED


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_sheet_of_votes_comes_through_the_import(workshop: Workshop, lang: str) -> None:
    names = list(built_in().super_of("ip").name.values())
    headers = [words(lang).get(f"columns.votes.{column}") for column in ("voter", "super", "score")]
    rows = [dict(zip(headers, (f"V{i}", names[i % 3], 6 + i), strict=True)) for i in range(4)]
    loaded = workshop.load(as_csv(rows), "votes.csv")
    assert loaded.manifest.files[0]["table"] == "votes"
    mean = votes.of_dataset(loaded.store, loaded.manifest, built_in()).of("ip")
    assert (mean.value, mean.n) == (7.5, 4)


def test_a_dataset_without_votes_has_none(workshop: Workshop) -> None:
    loaded = workshop.load("order_id,date,amount\n1,2024-01-05,10\n")
    assert votes.of_dataset(loaded.store, loaded.manifest, built_in()) == Votes({})
