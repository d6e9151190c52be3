"""Looking for a word in the reviews: how many hold it, and what they say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon import lexicon
from analytics.feedback.reviews import mention_counts, quotes, reading
from analytics.feedback.reviews import store as review_store
from analytics.feedback.reviews import summary as heard
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
class Sought:
    """A word or a few, as somebody wrote them, and where they are looked for."""

    question: ReviewQuery
    word: str


@dataclass(frozen=True)
class Found:
    """`share` of the reviews read hold the word (n: reviews read).

    `count` reviews do. `own`: one row, counts and net of these reviews as a whole; `others` of the
    rest. `quotes`: at most MOST, evenly over time: row, text around the word, is_before, is_after,
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


def look(
    found_in: Store,
    version: str,
    sought: Sought,
    say: Callable[[float], None] = reading.silent,
) -> Found:
    """Which reviews hold a word; Latin words are found whole, Chinese ones anywhere, whichever
    characters either is written in."""
    question, word = sought.question, folded_word(sought.word)
    kept = heard.kept(found_in, version, question, say)
    feedback = review_store.feedback(found_in, version, question.filters)
    texts = feedback.with_columns(pl.col("row").cast(pl.UInt32), plain(pl.col("text"))).join(
        kept.reviews.filter(pl.col("kind").is_in(["zh", "en"])).select("row", "sentiment"),
        on="row",
        maintain_order="left",
    )
    pattern = pl.select(lexicon.spaced(pl.lit(word))).item().strip()
    hit = _holds(pattern)
    held = texts.filter(hit)
    said = heard.spoken(kept).filter(pl.col("dimension") == ALL)
    own = said.join(held.select("row"), on="row", how="semi")
    others = said.join(held.select("row"), on="row", how="anti")
    return Found(
        word,
        held.height,
        wilson(held.height, texts.height),
        mention_counts.net_of(own, ["dimension"]),
        mention_counts.net_of(others, ["dimension"]),
        _quoted(held, word),
    )


def _holds(pattern: str) -> pl.Expr:
    """Whether the folded text holds the pattern, a Latin word only whole."""
    even = lexicon.spaced(folded(pl.col("text")))
    has_edges = (pattern[:1].isascii() and pattern[:1].isalnum()) or (
        pattern[-1:].isascii() and pattern[-1:].isalnum()
    )
    wanted = f" {pattern} " if has_edges else pattern
    return (pl.lit(" ") + even + pl.lit(" ")).str.contains(wanted, literal=True)


def _quoted(held: pl.DataFrame, word: str) -> pl.DataFrame:
    """Evenly over time, so that no month speaks for all."""
    ordered = held.sort("submitted_at", "row", nulls_last=True)
    chosen = ordered.gather_every(max(1, -(-held.height // MOST))).head(MOST)
    columns = ("row", "text", "is_before", "is_after", "sentiment", *PLACED)
    return quotes.around(chosen, word, REACH).select(columns)
