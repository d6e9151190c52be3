"""Log-odds against the published example and by hand; segments alike, apart and too small."""

import math

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.positioning.base import Refusal
from analytics.positioning.pains import VOICES, by_segment, log_odds, z_score

FOX = ["the", "quick", "brown", "fox", "jumps", "over", "the", "lazy", "pig"]
PIG = ["the", "lazy", "purple", "pig", "jumps", "over", "the", "lazier", "donkey"]


def counts(words: list[str]) -> dict[str, int]:
    return {word: words.count(word) for word in {*FOX, *PIG}}


def voices(*groups: tuple[str, int, dict[str, int]]) -> pl.DataFrame:
    """Reviews of segments: so many, of which so many complain of a topic."""
    rows = [
        (f"{segment}{n}", None, segment, topic, n < count)
        for segment, people, topics in groups
        for n in range(people)
        for topic, count in topics.items()
    ]
    return pl.DataFrame(rows, schema=VOICES, orient="row")


@pytest.mark.parametrize(("word", "z"), [("quick", 0.68942), ("donkey", -0.68942), ("pig", 0)])
def test_the_published_sentences(word: str, z: float) -> None:
    """Wigder/fightin_words, README: prior .05 on every word."""
    prior = dict.fromkeys(counts(FOX), 0.05)
    score = z_score(log_odds(counts(FOX), counts(PIG), prior)[word])
    assert score == pytest.approx(z, abs=5e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=2, max_size=6))
def test_log_odds_agree_with_the_formula_written_out(pairs: list[tuple[int, int]]) -> None:
    inside = {str(place): pair[0] for place, pair in enumerate(pairs)}
    outside = {str(place): pair[1] for place, pair in enumerate(pairs)}
    whole = 0.1 * sum(map(sum, pairs))
    for topic, estimate in log_odds(inside, outside).items():
        y, other = inside[topic], outside[topic]
        a = 0.1 * (y + other)
        if estimate.value is None:
            assert y + other in {0, sum(map(sum, pairs))}
            continue
        rest = sum(inside.values()) + whole - y - a, sum(outside.values()) + whole - other - a
        delta = math.log((y + a) / rest[0]) - math.log((other + a) / rest[1])
        assert estimate.value == pytest.approx(delta)
        assert z_score(estimate) == pytest.approx(delta / math.sqrt(1 / (y + a) + 1 / (other + a)))


def test_what_sets_a_segment_apart_is_found_and_gone_when_it_is_not_there() -> None:
    even = {"smell": 20, "box": 20, "price": 20}
    apart = by_segment(
        voices(("oily", 200, {**even, "sticky": 60}), ("dry", 200, {**even, "sticky": 4})),
        "reviews",
    )
    assert {(cell.segment, cell.topic) for cell in apart if cell.is_apart} == {
        ("oily", "sticky"),
        ("dry", "sticky"),
    }
    sticky = next(cell for cell in apart if (cell.segment, cell.topic) == ("oily", "sticky"))
    assert (sticky.share.value, sticky.share.n, sticky.count) == (0.3, 200, 60)
    assert sticky.z is not None
    assert sticky.z > 0
    assert {cell.is_apart for cell in apart if cell.topic != "sticky"} == {False}
    alike = {**even, "sticky": 30}
    cells = by_segment(voices(("oily", 200, alike), ("dry", 200, alike)), "reviews")
    assert not any(cell.is_apart for cell in cells)


def test_a_review_counts_once_and_several_of_a_person_widen_the_range() -> None:
    once = voices(("a", 60, {"box": 20}), ("b", 60, {"box": 20}))
    twice = pl.concat([once, once])
    assert by_segment(twice, "reviews") == by_segment(once, "reviews")
    place = pl.col("voice").str.slice(1).cast(pl.Int64)
    same = once.with_columns(person=pl.format("{} {}", "segment", place // 4))
    wide, plain = (by_segment(rows, "reviews")[0].share for rows in (same, once))
    assert wide.value == plain.value
    assert (wide.high or 0) - (wide.low or 0) > 1.5 * ((plain.high or 0) - (plain.low or 0))


def test_small_and_lonely_segments_are_refused() -> None:
    cells = by_segment(voices(("a", 60, {"box": 20}), ("b", 29, {"box": 9})), "reviews")
    assert {cell.segment: cell.refusal for cell in cells} == {
        "a": None,
        "b": Refusal("few_reviews", 29, 30),
    }
    (lonely,) = by_segment(voices(("a", 60, {"box": 20})), "reviews")
    assert lonely.refusal == Refusal("one_segment", 1, 2)
    assert lonely.share.value == pytest.approx(1 / 3)
    assert by_segment(pl.DataFrame(schema=VOICES), "reviews") == []
