"""What single reviews are taken to say, and what cannot be read."""

import sys
import tomllib
import unicodedata
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import clauses, clean, grams, reading

HERE = tomllib.loads((Path(__file__).parent / "cases.toml").read_text("utf-8"))
NEGATION = tomllib.loads((Path(__file__).parent / "negation.toml").read_text("utf-8"))


def frame(*texts: str | None) -> pl.DataFrame:
    return pl.DataFrame(
        {"row": range(len(texts)), "text": list(texts)},
        schema={"row": pl.UInt32, "text": pl.String},
    )


def polarities(text: str) -> dict[str, str]:
    mentions = reading.read(frame(text), lexicon.shipped()).mentions
    return dict(mentions.select(pl.col("dimension", "polarity").cast(pl.String)).rows())


@pytest.mark.parametrize(
    "case", HERE["case"], ids=lambda case: case["text"].encode("punycode").decode()
)
def test_a_review_says_what_a_reader_takes_from_it(case: dict[str, Any]) -> None:
    by_dimension = polarities(case["text"])
    assert {key: by_dimension.get(key, "") for key in case["heard"]} == case["heard"]


def test_praise_by_negation_and_blame_by_praise_are_what_a_reader_takes_them_for() -> None:
    wanted = [
        (text, dimension, sign)
        for dimension, sides in NEGATION.items()
        for sign, texts in sides.items()
        for text in texts
    ]
    mentions = reading.read(frame(*(text for text, _, _ in wanted)), lexicon.shipped()).mentions
    signs = {
        (row, dimension): sign
        for row, dimension, sign in mentions.select(
            "row", pl.col("dimension", "polarity").cast(pl.String)
        ).rows()
    }
    wrong = [
        text
        for row, (text, dimension, sign) in enumerate(wanted)
        if signs.get((row, dimension)) != sign
    ]
    assert not wrong


def test_a_user_says_what_negates_what_stands_before_it_and_what_is_compared_with() -> None:
    own = pl.DataFrame(
        {"term": ["glossy", "psych", "rivals"], "kind": ["opinion", "postnegator", "comparison"]}
    ).with_columns(value=pl.Series([1.0, None, None]), dimension=pl.lit(None, pl.String))
    words = lexicon.with_rows(lexicon.shipped(), own)
    texts = frame("quality glossy", "quality glossy psych", "quality glossy rivals price")
    signs = reading.read(texts, words).mentions.select(
        "row", pl.col("dimension", "polarity").cast(pl.String)
    )
    assert signs.rows() == [
        (0, "efficacy", "positive"),
        (1, "efficacy", "negative"),
        (2, "efficacy", "positive"),
    ]


@pytest.mark.parametrize("kind", clean.KINDS)
def test_what_cannot_be_read_is_told_by_its_kind(kind: str) -> None:
    texts = HERE["kinds"][kind]
    reviews = reading.read(frame(*texts), lexicon.shipped()).reviews
    assert dict(zip(texts, reviews["kind"], strict=True)) == dict.fromkeys(texts, kind)
    assert reviews["sentiment"].is_null().all() == (kind not in clean.READ)


def test_nothing_gives_empty_frames() -> None:
    reading_ = reading.read(frame())
    assert reading_.reviews.schema == pl.Schema(reading.REVIEWS)
    assert reading_.mentions.schema == pl.Schema(reading.MENTIONS)
    assert reading.read(frame(None, "")).mentions.schema == pl.Schema(reading.MENTIONS)


def test_a_pasted_page_is_cut_and_says_so() -> None:
    page = "good value. " * 10_000
    reading_ = reading.read(frame(page, "good value."), lexicon.shipped())
    assert reading_.reviews["is_cut"].to_list() == [True, False]
    assert reading_.mentions["dimension"].cast(pl.String).to_list() == ["value", "value"]


def test_stars_win_and_the_disagreement_is_told() -> None:
    feedback = frame(
        "terrible, broke after a day, awful", "terrible and awful", "great", ""
    ).with_columns(
        rating=pl.Series([5.0, 1.0, 3.0, 10.0]), rating_max=pl.Series([5.0, 5.0, 5.0, 10.0])
    )
    reviews = reading.read(feedback, lexicon.shipped()).reviews
    assert reviews["sentiment"].to_list() == ["positive", "negative", "unclear", "positive"]
    assert reviews["is_disputed"].to_list() == [True, False, False, False]
    assert reviews["by"].to_list() == ["stars"] * 4


def test_the_quote_is_the_clause_as_it_was_written() -> None:
    reading_ = reading.read(frame("Arrived late. The PACKAGING is Gorgeous!"), lexicon.shipped())
    looks = reading_.mentions.filter(pl.col("dimension") == "looks")
    assert looks["clause"].to_list() == ["The PACKAGING is Gorgeous"]
    assert looks["source"].to_list() == ["lexicon"]


def test_chunks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [case["text"] for case in HERE["case"]] * 3
    whole = reading.read(frame(*texts), lexicon.shipped())
    monkeypatch.setattr(reading, "CHUNK", 4)
    parts = reading.read(frame(*texts), lexicon.shipped())
    assert parts.reviews.equals(whole.reviews)
    assert parts.mentions.equals(whole.mentions)


def test_a_user_row_overrides_what_is_shipped() -> None:
    own = pl.DataFrame({"term": ["Gorgeous"], "kind": ["opinion"], "value": [-1.0]})
    wide = lexicon.with_rows(lexicon.shipped(), own)
    assert wide.id != lexicon.shipped().id
    assert wide.packs[-1] == "user"
    text = frame("the design is gorgeous")
    before, after = (
        reading.read(text, word_list).mentions for word_list in (lexicon.shipped(), wide)
    )
    assert (before["score"].item() > 0, after["score"].item() > 0) == (True, True)
    gorgeous = wide.rows.filter((pl.col("term") == "gorgeous") & (pl.col("kind") == "opinion"))
    assert gorgeous["value"].to_list() == [-1.0]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=5))
def test_any_text_gives_one_row_and_never_fails(texts: list[str]) -> None:
    clean_texts = [text.encode("utf-8", "ignore").decode() for text in texts]
    reading_ = reading.read(frame(*clean_texts), lexicon.shipped())
    assert reading_.reviews["row"].to_list() == list(range(len(texts)))
    assert set(reading_.mentions["row"]) <= set(range(len(texts)))
    assert not reading_.mentions.select("row", "dimension").is_duplicated().any()


def test_terms_are_found_whole_and_the_longest_wins() -> None:
    pieces = clauses.split(frame("priceless moneyed price").rename({"row": "review"}))
    tokens = clauses.tokens(pieces, lexicon.shipped())
    assert "price" in tokens["term"].str.strip_chars().to_list()
    assert tokens.filter(pl.col("term").str.strip_chars() == "price").height == 1


def slow_score(model: grams.Model, text: str) -> float:
    """The same sum, n-gram by n-gram, with Python's own integers."""
    edged, mask = f" {text} ", (1 << 32) - 1
    buckets = []
    for order in model.orders:
        for start in range(len(edged) - order + 1):
            hashed = 0
            for sign in edged[start : start + order]:
                hashed = (hashed * 0x9E3779B1 + ord(sign) + 1) & mask
            mixed = ((hashed ^ (hashed >> 15)) * 0x85EBCA6B) & mask
            buckets.append(mixed >> (32 - model.bits))
    total = sum(int(model.weights[bucket]) for bucket in buckets)
    return float(total * model.scale / max(len(buckets), 1) ** 0.5 + model.bias)


@pytest.mark.parametrize("lang", clean.READ)
def test_the_model_is_the_plain_sum_of_its_weights(
    lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [case["text"] for case in HERE["case"]] + ["a", ""]
    monkeypatch.setattr(grams, "BLOCK", 30)
    model = grams.load(lang)
    wanted = [slow_score(model, text) if text else 0.0 for text in texts]
    assert model.scores(pl.Series(texts)).tolist() == pytest.approx(wanted)


def test_the_trade_is_told_by_its_own_words() -> None:
    food = frame(*HERE["kinds"]["zh"], *["the steak and sushi were yummy"] * 9)
    assert reading.fitting_pack(food["text"]) == "food"
    assert reading.fitting_pack(frame("", None)["text"]) is None


def test_a_character_folds_alone_as_it_does_in_a_frame() -> None:
    characters = [
        char
        for char in map(chr, range(sys.maxunicode + 1))
        if unicodedata.category(char) not in ("Cn", "Cs", "Co")
    ]
    apart = pl.DataFrame({"character": characters})
    together = apart.select(clean.folded(pl.col("character")))["character"].to_list()
    assert clean.folded_characters("".join(characters)) == together
