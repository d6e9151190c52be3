"""Search for a word in the reviews: how many hold it, how they judge, and quotes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import mention_counts, quotes, reading, summary
from analytics.feedback.reviews import store as review_store
from analytics.feedback.reviews.clean import folded, plain
from analytics.feedback.reviews.summary import ALL, PLACED, ReviewQuery
from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.storage.versions import Store

MOST = 20
REACH = 60
LONGEST = 40


@dataclass(frozen=True)
class SearchQuery:
    """A word or a few, as a person typed them, and the reviews to search."""

    reviews: ReviewQuery
    word: str


@dataclass(frozen=True)
class SearchReport:
    """The reviews that hold a word: `count` of them, `share` of the reviews read (n: reviews read).

    `own`: one row, counts and net of these reviews as a whole; `others`: of the rest. `quotes`: one
    row per review, at most MOST, evenly over time: row, text around the word, is_before, is_after,
    sentiment, PLACED.
    """

    word: str
    count: int
    share: Estimate
    own: pl.DataFrame
    others: pl.DataFrame
    quotes: pl.DataFrame


def folded_word(word: str) -> str:
    """A word in the one form texts are compared in, cut to LONGEST characters."""
    even = " ".join(word.split())[:LONGEST]
    return pl.select(folded(pl.lit(even)))["literal"].item()  # type: ignore[no-any-return]


def report(
    store: Store,
    version: str,
    query: SearchQuery,
    say: Callable[[float], None] = reading.no_progress,
) -> SearchReport:
    """Which reviews hold a word; Latin words are found whole, Chinese ones anywhere, whichever
    characters either is written in."""
    reviews_query, word = query.reviews, folded_word(query.word)
    in_scope = summary.reading_of(store, version, reviews_query, say)
    feedback = review_store.feedback(store, version, reviews_query.filters)
    texts = feedback.with_columns(pl.col("row").cast(pl.UInt32), plain(pl.col("text"))).join(
        in_scope.reviews.filter(pl.col("kind").is_in(["zh", "en"])).select("row", "sentiment"),
        on="row",
        maintain_order="left",
    )
    pattern = pl.select(lexicon.spaced(pl.lit(word))).item().strip()
    is_match = _holds(pattern)
    matches = texts.filter(is_match)
    judgements = summary.spoken(in_scope).filter(pl.col("dimension") == ALL)
    own = judgements.join(matches.select("row"), on="row", how="semi")
    others = judgements.join(matches.select("row"), on="row", how="anti")
    return SearchReport(
        word,
        matches.height,
        wilson(matches.height, texts.height),
        mention_counts.net_of(own, ["dimension"]),
        mention_counts.net_of(others, ["dimension"]),
        _quoted(matches, word),
    )


def _holds(pattern: str) -> pl.Expr:
    """Whether the folded text holds the pattern, a Latin word only whole."""
    even = lexicon.spaced(folded(pl.col("text")))
    has_edges = (pattern[:1].isascii() and pattern[:1].isalnum()) or (
        pattern[-1:].isascii() and pattern[-1:].isalnum()
    )
    wanted = f" {pattern} " if has_edges else pattern
    return (pl.lit(" ") + even + pl.lit(" ")).str.contains(wanted, literal=True)


def _quoted(matches: pl.DataFrame, word: str) -> pl.DataFrame:
    """At most MOST reviews, evenly over time, so that no month speaks for all."""
    ordered = matches.sort("submitted_at", "row", nulls_last=True)
    chosen = ordered.gather_every(max(1, -(-matches.height // MOST))).head(MOST)
    columns = ("row", "text", "is_before", "is_after", "sentiment", *PLACED)
    return quotes.around(chosen, word, REACH).select(columns)
