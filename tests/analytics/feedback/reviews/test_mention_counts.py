"""What reviews say together: intervals, pain points, signs of arranged reviews."""

import math
from datetime import datetime

import polars as pl
import pytest
from scipy.stats import binomtest

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import honesty, mention_counts, pain_points, reading


def mentions(*rows: tuple[int, str, str, str]) -> pl.DataFrame:
    """One mention per (row, dimension, polarity, clause)."""
    frame = pl.DataFrame(rows, schema=["row", "dimension", "polarity", "clause"], orient="row")
    sign = pl.col("polarity").replace_strict({"positive": 1.0, "negative": -1.0, "unclear": 0.0})
    return frame.select(
        pl.col("row").cast(pl.UInt32),
        pl.col("dimension").cast(reading.DIMENSION),
        pl.lit("topic").alias("topic"),
        pl.col("polarity").cast(reading.SIGNS),
        sign.cast(pl.Float32).alias("score"),
        pl.lit("term").alias("terms"),
        "clause",
        pl.lit("lexicon").cast(reading.SOURCES).alias("source"),
    )


def test_net_has_wilsons_limits() -> None:
    rows = [(row, "looks", "positive" if row < 30 else "negative", "x") for row in range(40)]
    looks = (
        mention_counts.by_dimension(mentions(*rows), 80)
        .filter(pl.col("dimension") == "looks")
        .to_dicts()[0]
    )
    limits = binomtest(30, 40).proportion_ci(method="wilson")
    assert looks["net"] == pytest.approx(0.5)
    assert (looks["low"], looks["high"]) == pytest.approx((2 * limits.low - 1, 2 * limits.high - 1))
    assert (looks["share"], looks["is_enough"]) == (0.5, True)


@pytest.mark.parametrize("count", [0, 1, 2, 29])
def test_few_mentions_are_counted_and_not_enough(count: int) -> None:
    judged = mentions(
        *[(row, "value", "positive", "x") for row in range(count)], (99, "ip", "unclear", "y")
    )
    by_dimension = mention_counts.by_dimension(judged, 100)
    assert by_dimension["dimension"].to_list() == list(lexicon.DIMENSIONS)
    value = by_dimension.filter(pl.col("dimension") == "value").to_dicts()[0]
    assert (value["mentions"], value["is_enough"]) == (count, False)
    assert (value["net"] is None) == (count == 0)


def test_no_reviews_have_no_share() -> None:
    assert (
        mention_counts.by_dimension(mentions((1, "ip", "positive", "x")).clear(), 0)[
            "share"
        ].null_count()
        == 11
    )


def test_words_of_complaints_come_up_and_common_words_do_not() -> None:
    ways = ("leaks", "is broken, it leaks", "once more leaks")
    bad = [(row, "looks", "negative", f"the pump {ways[row % 3]}") for row in range(21)]
    good = [(100 + row, "looks", "positive", "the pump works smoothly") for row in range(60)]
    words = pain_points.distinctive_words(mentions(*bad, *good))
    assert "leaks" in words["term"].to_list()
    assert "pump" not in words["term"].to_list()
    leaks = words.filter(pl.col("term") == "leaks").to_dicts()[0]
    assert (leaks["count"], leaks["other"], leaks["dimension"]) == (21, 0, "looks")
    assert leaks["quotes"] == [f"the pump {way}" for way in ways]


def phrases(*complaints: tuple[str, int]) -> list[str]:
    """What comes up of complaints, each as often as asked, beside praise of something else."""
    bad = [clause for clause, times in complaints for _ in range(times)]
    rows = [(row, "looks", "negative", clause) for row, clause in enumerate(bad)]
    rows += [(1000 + row, "looks", "positive", "a lovely colour") for row in range(60)]
    return pain_points.distinctive_words(mentions(*rows))["phrase"].to_list()


def test_two_english_words_are_told_where_one_says_less() -> None:
    assert phrases(("it runs small", 12)) == ["runs small"]
    # What is small in other ways too is told by itself as well.
    assert phrases(("it runs small", 12), ("a small bottle", 12), ("small, all of it", 12)) == [
        *("small", "runs small", "small bottle")
    ]
    assert phrases(("i can't recommend it", 12)) == ["can't recommend"]
    assert phrases(("it was too, small", 12)) == ["small"]


def test_one_english_word_is_not_told_by_its_endings() -> None:
    complaints = (
        ("i returned it", 12),
        ("returning these", 9),
        ("it returns", 6),
        ("it fades", 30),
    )
    assert phrases(*complaints) == ["fades", "returned"]


def test_quotes_hold_the_whole_word() -> None:
    bad = [(row, "looks", "negative", "i think it looks odd") for row in range(9)]
    bad += [(100 + row, "looks", "negative", "so thin") for row in range(9)]
    good = [(1000 + row, "looks", "positive", "a lovely colour") for row in range(60)]
    words = pain_points.distinctive_words(mentions(*bad, *good)).filter(pl.col("term") == "thin")
    assert words["quotes"].to_list() == [["so thin"]]


def test_chinese_is_not_told_by_halves() -> None:
    broken, seal = "\u5230\u8d27\u6709\u7834\u635f", "\u5c01\u53e3"
    bad = [(row, "looks", "negative", f"{broken}{'!' * (row % 3)}") for row in range(20)]
    good = [(100 + row, "looks", "positive", f"{seal}{row}") for row in range(40)]
    word = pain_points.distinctive_words(mentions(*bad, *good)).to_dicts()[0]
    assert word["term"] in broken
    assert len(word["term"]) < len(word["phrase"])
    assert word["phrase"] == broken


def slow_z(count: int, other: int, total: int, rest: int) -> float:
    """Equations 15, 16 and 22 of Monroe, Colaresi and Quinn, written out for one word."""
    prior, prior_total = 0.1 * (count + other), 0.1 * (total + rest)
    here = math.log((count + prior) / (total + prior_total - count - prior))
    there = math.log((other + prior) / (rest + prior_total - other - prior))
    return (here - there) / math.sqrt(1 / (count + prior) + 1 / (other + prior))


def test_z_is_that_of_the_paper() -> None:
    rows = [(row, "looks", "negative", "leaks, badly") for row in range(8)]
    rows += [(50 + row, "looks", "positive", "shines, badly") for row in range(12)]
    words = pain_points.distinctive_words(mentions(*rows)).filter(pl.col("term") == "leaks")
    assert words["z"].item() == pytest.approx(slow_z(8, 0, 16, 24))


def test_nothing_said_has_no_pain_points() -> None:
    assert pain_points.distinctive_words(mentions((1, "ip", "positive", "x")).clear()).height == 0


def test_what_is_new_in_a_period_emerges() -> None:
    old = [(row, "looks", "negative", "cracked lid") for row in range(20)]
    new = [(100 + row, "looks", "negative", "sticky label") for row in range(15)]
    when = pl.DataFrame({"row": [*range(20), *range(100, 115)], "period": [1] * 20 + [2] * 15})
    words = pain_points.emerging(mentions(*old, *new), when, 2)
    assert words["term"].to_list() == ["sticky label"]


def test_the_best_quotes_come_first_and_once() -> None:
    judged = mentions(
        (1, "ip", "positive", "a"), (2, "ip", "positive", "a"), (3, "ip", "positive", "b")
    )
    assert mention_counts.quotes(judged, 5)["clause"].to_list() == ["a", "b"]


def test_signs_of_arranged_reviews_are_counted() -> None:
    copied = "this is the very same text twice"
    texts = [copied, copied.upper() + "!!", "good", "good", "got this in exchange for my review"]
    signs = honesty.report(
        pl.DataFrame(
            {
                "row": range(5),
                "text": texts,
                "rating": [5.0] * 5,
                "rating_max": [5.0] * 5,
                "submitted_at": [datetime(2024, 1, 1)] * 5,
            }
        )
    )
    assert signs.flags["is_repeated"].to_list() == [True, True, False, False, False]
    assert signs.flags["is_paid"].to_list() == [False] * 4 + [True]
    assert (signs.repeated.n, signs.paid.n) == (3, 5)
    assert signs.is_j is None


def test_sentences_that_several_reviews_share_are_counted() -> None:
    judged = mentions(
        (1, "ip", "positive", "this very sentence was copied"),
        (2, "ip", "positive", "this very sentence was copied"),
        (3, "ip", "positive", "nobody else ever wrote this one"),
        (4, "ip", "positive", "so good"),
        (5, "ip", "positive", "so good"),
    )
    assert honesty.templated(judged).rows() == [("this very sentence was copied", 2)]
    share = honesty.shared(judged)
    assert (share.value, share.n) == (pytest.approx(2 / 3), 3)
    assert honesty.shared(judged.clear()).n == 0


def test_a_burst_stands_out_from_the_usual_day() -> None:
    days = [datetime(2024, 1, day) for day in range(1, 20)] + [datetime(2024, 2, 1)] * 30
    texts = pl.DataFrame({"row": range(49), "text": ["x"] * 49, "submitted_at": days})
    assert honesty.report(texts).bursts["reviews"].to_list() == [30]


@pytest.mark.parametrize(("stars", "is_j"), [([9, 3, 4, 9, 30], True), ([1, 5, 9, 20, 15], False)])
def test_a_j_has_most_fives_and_more_ones_than_twos(stars: list[int], is_j: bool) -> None:
    ratings = [float(star + 1) for star, count in enumerate(stars) for _ in range(count)]
    frame = pl.DataFrame(
        {"row": range(len(ratings)), "text": [""] * len(ratings), "rating": ratings}
    ).with_columns(rating_max=pl.lit(5.0))
    signs = honesty.report(frame)
    assert signs.is_j is is_j
    assert signs.shape["reviews"].to_list() == stars
