"""What a page hears: sums against a plain count, filters, the switch, quotes by rule, search."""

import re
from collections import Counter
from datetime import date

import polars as pl
import pytest

from analytics.feedback.reviews import quotes, reading, search, summary
from analytics.feedback.reviews import store as review_store
from analytics.feedback.reviews.summary import ALL, ReviewQuery
from analytics.filters import Filters
from tests.conftest import Dataset, Workshop

REVIEWS = (
    ("the packaging is pretty", 5, "Tmall", "2025-01-10"),
    ("the packaging is pretty but it is too expensive", 5, "Tmall", "2025-02-10"),
    ("it is too expensive", 1, "Store", "2025-02-11"),
    ("it is too expensive for me", 1, "Store", "2025-03-11"),
    ("terrible, it does not work, I hate it", 5, "Store", "2025-03-12"),
    ("I love this cream so much", 5, "Store", "2025-03-12"),
    ("I love this cream so much!!", 5, "Tmall", "2025-03-13"),
    ("lovely, I was sponsored", 5, "Tmall", "2025-03-14"),
    ("", 4, "Tmall", "2025-03-15"),
    ("!!!", 2, "Tmall", "2025-04-15"),
)
ROW = pl.UInt32


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    rows = [
        {"submitted_at": day, "rating": rating, "channel": channel, "text": text}
        for text, rating, channel, day in REVIEWS
    ]
    return workshop.rows(rows)


def test_sums_are_a_plain_count_of_what_was_read(shop: Dataset) -> None:
    report = summary.summarise(shop.store, shop.version, ReviewQuery())
    read = review_store.read(shop.store, shop.version)
    signs = Counter(read.reviews["sentiment"].drop_nulls())
    assert {sign: report.overall[sign] for sign in signs} == dict(signs)
    assert (report.overall["reviews"], report.overall["empty"], report.overall["signs"]) == (
        10,
        1,
        1,
    )
    spoken = Counter(read.mentions["dimension"])
    counted = dict(report.dimensions.select("dimension", "mentions").iter_rows())
    assert {key: n for key, n in counted.items() if n} == dict(spoken)
    months = report.months.filter(pl.col("dimension") == ALL)
    assert months["mentions"].sum() == sum(signs.values())
    channels = report.groups["channel"].filter(pl.col("dimension") == ALL)
    assert dict(channels.select("period", "mentions").iter_rows()) == dict(
        Counter(channel for _, _, channel, _ in REVIEWS)
    )


def test_filters_leave_the_rest_out(shop: Dataset) -> None:
    only = ReviewQuery(Filters(start=date(2025, 3, 1), end=date(2025, 3, 1)))
    report = summary.summarise(shop.store, shop.version, only)
    assert report.overall["reviews"] == 6
    assert report.months["period"].unique().to_list() == [date(2025, 3, 1)]
    nobody = summary.summarise(
        shop.store, shop.version, ReviewQuery(Filters(start=date(2030, 1, 1)))
    )
    assert nobody.overall["reviews"] == 0
    assert nobody.dimensions["net"].null_count() == nobody.dimensions.height
    assert nobody.quotes.is_empty()


def test_the_switch_leaves_out_what_bears_a_sign(shop: Dataset) -> None:
    whole = summary.summarise(shop.store, shop.version, ReviewQuery())
    without = summary.summarise(shop.store, shop.version, ReviewQuery(is_without=True))
    assert whole.flagged == without.flagged == 3
    assert without.overall["reviews"] == whole.overall["reviews"] - 3
    net = without.effect.filter(pl.col("dimension") == ALL).to_dicts()[0]
    counted = Counter(
        review_store.read(shop.store, shop.version)
        .reviews.filter(~pl.col("row").is_in(_rows(shop, "love this|sponsored")))["sentiment"]
        .drop_nulls()
    )
    judged = counted["positive"] + counted["negative"]
    assert net["n_without"] == judged
    assert net["net_without"] == pytest.approx((counted["positive"] - counted["negative"]) / judged)


def _rows(shop: Dataset, pattern: str) -> list[int]:
    texts = review_store.feedback(shop.store, shop.version)
    return texts.filter(pl.col("text").str.contains(pattern))["row"].to_list()


def test_stars_against_text(shop: Dataset) -> None:
    report = summary.summarise(shop.store, shop.version, ReviewQuery())
    disputed = report.disputed["text"].to_list()
    assert disputed[0].startswith("terrible")
    read = review_store.read(shop.store, shop.version).reviews
    assert len(disputed) == read["is_disputed"].sum()
    sides = read.filter(
        (pl.col("by") == "stars")
        & (pl.col("sentiment") != "unclear")
        & (pl.col("score").abs() >= 1)
    )
    assert (report.disputes.value, report.disputes.n) == (
        len(disputed) / sides.height,
        sides.height,
    )


def mentions(*rows: tuple[int, str, str, str]) -> pl.DataFrame:
    """One mention of one topic per (row, terms, clause, source)."""
    frame = pl.DataFrame(rows, schema=["row", "terms", "clause", "source"], orient="row")
    return frame.with_columns(
        pl.col("row").cast(ROW),
        pl.lit("looks").cast(reading.DIMENSION).alias("dimension"),
        pl.lit("look").alias("topic"),
        pl.lit("positive").cast(reading.SIGNS).alias("polarity"),
        pl.col("source").cast(reading.SOURCES),
    )


def test_quotes_stand_for_many_and_are_of_middling_length() -> None:
    rows = [(place, "pretty", "pretty" + "x" * place, "lexicon") for place in range(5)]
    rows += [(9, "rare", "rare words", "lexicon"), (10, "guess", "guessed", "model")]
    chosen_quotes = quotes.typical(mentions(*rows), 3)
    assert chosen_quotes["terms"].to_list() == ["pretty", "rare", "guess"]
    middle = sorted(len(clause) for _, _, clause, _ in rows)[len(rows) // 2]
    chosen = chosen_quotes["clause"][0]
    assert abs(len(chosen) - middle) == min(
        abs(len(clause) - middle) for _, terms, clause, _ in rows if terms == "pretty"
    )
    assert quotes.typical(mentions(*rows).sample(fraction=1, shuffle=True, seed=3), 3).equals(
        chosen_quotes
    )


@pytest.mark.parametrize("word", ["expensive", "EXPENSIVE", "pretty", "is", "cream so", "absent"])
def test_search_finds_whole_words_as_a_plain_search_does(shop: Dataset, word: str) -> None:
    matches = search.report(shop.store, shop.version, search.SearchQuery(ReviewQuery(), word))
    expected = [
        text for text, *_ in REVIEWS if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, re.I)
    ]
    assert matches.count == len(expected)
    assert matches.share.n == 8
    assert matches.quotes.height == len(expected)


def test_search_takes_any_characters_for_what_they_are(shop: Dataset) -> None:
    for word in ("(", "[a", "\\", "*", "%", "'"):
        assert (
            search.report(shop.store, shop.version, search.SearchQuery(ReviewQuery(), word)).count
            == 0
        )


def test_progress_is_told_and_never_goes_back(workshop: Workshop) -> None:
    shop = workshop.rows([{"submitted_at": "2025-01-01", "rating": 5, "text": "so good"}] * 3)
    shares: list[float] = []
    summary.summarise(shop.store, shop.version, ReviewQuery(), shares.append)
    assert shares == sorted(shares)
    assert 0 < shares[0] <= shares[-1] <= 1


def test_a_wrong_encoding_is_noticed_and_no_language_is_taken_for_one(workshop: Workshop) -> None:
    text = "\u5305\u88c5\u5f88\u6f02\u4eae"
    wrong = [
        text.encode("gb18030").decode("cp1252"),
        text.encode().decode("latin-1"),
        "\ufffd\ufffda",
    ]
    right = [
        "tr\u00e8s bon, d\u00e9j\u00e0 r\u00e9achet\u00e9",
        "\u20ac",
        "it\u2019s \u201cfine\u201d\u2026",
        text,
    ]
    rows = [{"submitted_at": "2025-01-01", "rating": 5, "text": review} for review in wrong + right]
    shop = workshop.rows(rows)
    assert summary.summarise(shop.store, shop.version, ReviewQuery()).garbled == len(wrong)


def test_where_all_bear_a_sign_nothing_is_left(workshop: Workshop) -> None:
    same = {"submitted_at": "2025-01-01", "rating": 5, "text": "I love this cream so much"}
    shop = workshop.rows([same] * 4)
    report = summary.summarise(shop.store, shop.version, ReviewQuery(is_without=True))
    assert (report.flagged, report.overall["reviews"]) == (4, 0)
    whole = report.effect.filter(pl.col("dimension") == ALL).to_dicts()[0]
    assert (whole["n_all"], whole["n_without"]) == (4, None)
