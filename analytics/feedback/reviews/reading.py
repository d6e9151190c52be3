"""Reading reviews: the dimensions each speaks of, how it judges them, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import clauses, clean, grams

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from analytics.feedback.lexicon.lexicon import Lexicon

CHUNK = 20_000
"""Reviews read at once: memory follows the chunk, not the file."""
CHUNK_CHARACTERS = 4_000_000
SAMPLE = 2_000
LEAST_SHARE = 0.1
"""A trade's words must stand in so many reviews before its meanings are taken."""
MOST_FROM_WORDS = 2.5
CLAUSE_PRIOR = 0.2
"""Log-odds that a clause without a judging word is kind: in every corpus looked at, most are."""
PARTS = {"zh": (1.0, 1.0), "en": (0.6, 1.5)}
"""What the word list and the model weigh in a whole text. English reviews are long, and kind words
add up in them whatever they come to."""
UNCLEAR = 1.0
"""Below this distance from 0 a text is called neither good nor bad."""
GOOD_STARS, BAD_STARS = 0.75, 0.45
"""Shares of the scale: 4 of 5 is good, 2 of 5 is bad, 3 is neither."""
SIGNS = pl.Enum(["negative", "unclear", "positive"])
SOURCES = pl.Enum(["lexicon", "model"])
DIMENSION = pl.Enum(lexicon.DIMENSIONS)
MENTIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "dimension": DIMENSION,
    "topic": pl.String,
    "polarity": SIGNS,
    "score": pl.Float32,
    "terms": pl.String,
    "clause": pl.String,
    "source": SOURCES,
}
REVIEWS: dict[str, pl.DataType | type[pl.DataType]] = {
    "row": pl.UInt32,
    "kind": pl.Enum(clean.KINDS),
    "score": pl.Float32,
    "sentiment": SIGNS,
    "by": pl.Enum(["stars", "text"]),
    "is_disputed": pl.Boolean,
    "is_cut": pl.Boolean,
}


@dataclass(frozen=True)
class Reading:
    """Reviews as read by one word list.

    `reviews`: one row per row handed in, in its order (REVIEWS). `sentiment` is null where the text
    could not be read and no stars were given; `is_disputed` says that stars and text disagree.
    `mentions`: one row per review and dimension it speaks of (MENTIONS), with the clause that says
    it most strongly, as it was written.
    """

    reviews: pl.DataFrame
    mentions: pl.DataFrame
    lexicon: Lexicon


def no_progress(_share: float) -> None:
    """Report no progress: the default for `say`."""


def read(
    feedback: pl.DataFrame,
    words: Lexicon | None = None,
    say: Callable[[float], None] = no_progress,
) -> Reading:
    """Read `row, text` and, where there are stars, `rating, rating_max`; none gives empty frames.

    Without a word list the shipped one is taken, with the trade's words that fit (`fitting_pack`).
    `say` is called after each chunk with the share (0-1) read so far.
    """
    word_list = words or lexicon.shipped(fitting_pack(feedback["text"]))
    parts, done = [], 0
    for part in _chunks(feedback):
        parts.append(_chunk(part, word_list))
        done += part.height
        say(done / feedback.height)
    review_parts = [reviews for reviews, _ in parts] or [pl.DataFrame(schema=REVIEWS)]
    mention_parts = [mentions for _, mentions in parts] or [pl.DataFrame(schema=MENTIONS)]
    return Reading(pl.concat(review_parts), pl.concat(mention_parts), word_list)


def fitting_pack(texts: pl.Series) -> str | None:
    """The trade whose own words stand in the most reviews of a sample; None when none does."""
    step = max(1, len(texts) // SAMPLE)
    sample = texts.gather_every(step).head(SAMPLE).to_frame("text").filter(pl.col("text") != "")
    if not sample.height:
        return None
    even = sample.select(lexicon.spaced(clean.folded(clean.plain(pl.col("text")))))["text"]
    shares = {}
    for pack in lexicon.PACKS:
        own = pl.DataFrame({"term": lexicon.marks()["trades"][pack]}).select(
            lexicon.spaced(pl.col("term"))
        )
        hits = even.str.contains_any(own["term"].to_list())
        shares[pack] = int(hits.sum()) / len(hits)
    best = max(shares, key=lambda pack: shares[pack])
    return best if shares[best] >= LEAST_SHARE else None


def _chunks(feedback: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Slices of at most CHUNK rows and about CHUNK_CHARACTERS characters."""
    sizes = feedback["text"].str.len_bytes().fill_null(0).to_numpy().astype(np.int64)
    ends = np.cumsum(np.minimum(sizes, 4 * clean.MOST_CHARACTERS))
    start = 0
    while start < feedback.height:
        before = int(ends[start - 1]) if start else 0
        full = int(np.searchsorted(ends, before + CHUNK_CHARACTERS, side="right"))
        stop = min(start + CHUNK, max(start + 1, full))
        yield feedback.slice(start, stop - start)
        start = stop


def _chunk(feedback: pl.DataFrame, words: Lexicon) -> tuple[pl.DataFrame, pl.DataFrame]:
    texts = (
        feedback.with_columns(
            pl.col("row").cast(pl.UInt32),
            clean.plain(pl.col("text")),
            (pl.col("text").str.len_chars() > clean.MOST_CHARACTERS)
            .fill_null(value=False)
            .alias("is_cut"),
        )
        .with_columns(clean.folded(pl.col("text")).alias("folded"))
        .with_columns(clean.kind(pl.col("folded")).alias("kind"))
        .with_row_index("review")
    )
    pieces = clauses.split(texts.filter(pl.col("kind").is_in(clean.READ)))
    tokens = clauses.tokens(pieces, words)
    judgements = clauses.judged(tokens, words)
    return _reviews(texts, pieces, tokens), _mentions(texts, pieces, judgements)


def _reviews(texts: pl.DataFrame, pieces: pl.DataFrame, tokens: pl.DataFrame) -> pl.DataFrame:
    owners = pieces.select("place", "review")
    sums = (
        tokens.join(owners, on="place")
        .group_by("review")
        .agg(pl.col("score").sum().clip(-MOST_FROM_WORDS, MOST_FROM_WORDS).alias("words"))
    )
    scored = texts.with_columns(_model(texts, "folded").alias("model")).join(
        sums, on="review", how="left", maintain_order="left"
    )
    is_read = pl.col("kind").is_in(clean.READ)
    list_weight, model_weight = (
        pl.when(pl.col("kind") == "en").then(PARTS["en"][side]).otherwise(PARTS["zh"][side])
        for side in (0, 1)
    )
    score = pl.when(is_read).then(
        pl.col("words").fill_null(0) * list_weight + pl.col("model") * model_weight
    )
    stars = _stars(texts)
    text_sign = _sign(score, UNCLEAR)
    return scored.select(
        "row",
        "kind",
        score.cast(pl.Float32).alias("score"),
        pl.coalesce(stars, pl.when(is_read).then(text_sign)).cast(SIGNS).alias("sentiment"),
        pl.when(stars.is_not_null())
        .then(pl.lit("stars"))
        .when(is_read)
        .then(pl.lit("text"))
        .cast(REVIEWS["by"])
        .alias("by"),
        ((stars != text_sign) & (stars != "unclear") & (text_sign != "unclear"))
        .fill_null(value=False)
        .alias("is_disputed"),
        "is_cut",
    )


def _mentions(texts: pl.DataFrame, pieces: pl.DataFrame, judgements: pl.DataFrame) -> pl.DataFrame:
    """One row per review and dimension: the clauses' scores added up, the strongest one quoted."""
    joined = judgements.join(pieces, on="place", maintain_order="left").join(
        texts.select("review", "row", "kind"), on="review", maintain_order="left"
    )
    unjudged = joined.filter(pl.col("score") == 0).select("place", "folded", "kind").unique("place")
    guessed = unjudged.select("place", (_model(unjudged, "folded") + CLAUSE_PRIOR).alias("model"))
    judged = joined.join(guessed, on="place", how="left", maintain_order="left")
    from_list = pl.col("score") != 0
    strongest = pl.coalesce(pl.when(from_list).then("score"), "model").abs().arg_max()
    in_list = pl.col("score").sum()
    in_model = pl.col("model").fill_null(0).sum()
    score = pl.when(in_list.abs() > clauses.NOTHING).then(in_list).otherwise(in_model)
    return (
        judged.group_by("review", "dimension", maintain_order=True)
        .agg(
            pl.col("row").first(),
            pl.col("topic").get(strongest),
            score.cast(pl.Float32).alias("score"),
            pl.col("terms").explode().unique(maintain_order=True).str.join(" | "),
            pl.col("clause").get(strongest),
            from_list.any().alias("is_listed"),
        )
        .select(
            "row",
            pl.col("dimension").cast(DIMENSION),
            "topic",
            _sign(pl.col("score"), 0.0).cast(SIGNS).alias("polarity"),
            "score",
            "terms",
            "clause",
            pl.when("is_listed")
            .then(pl.lit("lexicon"))
            .otherwise(pl.lit("model"))
            .cast(SOURCES)
            .alias("source"),
        )
    )


def _model(texts: pl.DataFrame, column: str) -> pl.Series:
    """The language's model on each text; 0 where there is none for its kind."""
    kinds = texts["kind"].cast(pl.String).to_numpy()
    scores = np.zeros(texts.height)
    for lang in clean.READ:
        places = np.flatnonzero(kinds == lang)
        if places.size:
            scores[places] = grams.load(lang).scores(texts[column].gather(places))
    return pl.Series("model", scores)


def _stars(texts: pl.DataFrame) -> pl.Expr:
    if not {"rating", "rating_max"} <= set(texts.columns):
        return pl.lit(None, pl.String)
    share = pl.col("rating").cast(pl.Float64) / pl.col("rating_max").cast(pl.Float64)
    # Versions of former releases still hold the full stars beside a text of the platform.
    is_default = (pl.col("kind") == "platform") & (share >= 1)
    return (
        pl.when(is_default)
        .then(None)
        .when(share >= GOOD_STARS)
        .then(pl.lit("positive"))
        .when(share <= BAD_STARS)
        .then(pl.lit("negative"))
        .when(share.is_not_null())
        .then(pl.lit("unclear"))
    )


def _sign(score: pl.Expr, least: float) -> pl.Expr:
    return (
        pl.when((score > 0) & (score >= least))
        .then(pl.lit("positive"))
        .when((score < 0) & (score <= -least))
        .then(pl.lit("negative"))
        .when(score.is_not_null())
        .then(pl.lit("unclear"))
    )
