"""Checks of an edited word list before it is used: its problems, and what it would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon.lexicon import COLUMNS, DIMENSIONS, HIGHEST_DEGREE, KINDS, spaced
from analytics.feedback.reviews.clean import folded, plain
from analytics.feedback.reviews.mention_counts import by_dimension

if TYPE_CHECKING:
    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.feedback.reviews.reading import Reading

PROBLEMS = {"row": pl.UInt32, "code": pl.String, "term": pl.String, "is_fatal": pl.Boolean}
QUOTES = 5
LONGEST = 60
"""Characters of a term or topic; nobody repeats a longer phrase."""
COMMON = 0.2
"""A term in more of the reviews than this says nothing about any of them."""
COLUMN = {
    **dict.fromkeys(
        ("no_term", "too_long", "one_character", "hides", "replaces", "duplicate"), "term"
    ),
    **dict.fromkeys(("no_value", "bad_value", "contradiction"), "value"),
    "missing_columns": "term",
    "unknown_kind": "kind",
    "unknown_dimension": "dimension",
}
"""The column that each code refers to."""
NEEDS_DIMENSION = ("aspect", "pair")
NEEDS_VALUE = ("opinion", "pair", "degree")


def problems(own: pl.DataFrame, shipped: Lexicon) -> pl.DataFrame:
    """One row per problem of a user's rows: row (as in the sheet: the column `row`, else counted
    from 2), code, term, is_fatal.

    Codes: missing_columns, no_term, too_long, one_character, unknown_kind, unknown_dimension,
    no_value, bad_value, contradiction, duplicate (the second is dropped), hides (a shipped term
    within it is no longer read there), replaces (a shipped term). No problem gives an empty frame;
    a fatal one bars the list.
    """
    if {"term", "kind"} - set(own.columns):
        missing = {"row": [1], "code": ["missing_columns"], "term": [""], "is_fatal": [True]}
        return pl.DataFrame(missing, schema=PROBLEMS)
    rows = _typed(own)
    flags = [_flag(rows, code, is_wrong) for code, is_wrong in _rules().items()]
    flags.append(_flag(rows, "hides", _hides(shipped), is_fatal=False))
    flags.append(_flag(rows, "replaces", _replaces(shipped), is_fatal=False))
    flags.append(
        _flag(rows, "duplicate", ~pl.struct(COLUMNS[:5]).is_first_distinct(), is_fatal=False)
    )
    return pl.concat(flags).sort("row", "code")


def _typed(own: pl.DataFrame) -> pl.DataFrame:
    """The rows as text in all columns, the value as a number where it is one."""
    texts = [
        pl.col(name).cast(pl.String).str.strip_chars().fill_null("")
        if name in own.columns
        else pl.lit("").alias(name)
        for name in COLUMNS
    ]
    place = pl.col("row") if "row" in own.columns else pl.int_range(2, pl.len() + 2).alias("row")
    return (
        own.select(place.cast(pl.UInt32), *texts)
        .with_columns(folded(pl.col("term")), pl.col("kind").str.to_lowercase())
        .with_columns(pl.col("value").cast(pl.Float64, strict=False).alias("number"))
    )


def _rules() -> dict[str, pl.Expr]:
    kind, number = pl.col("kind"), pl.col("number")
    judging = kind.is_in(("aspect", "opinion", "pair"))
    needs_number = kind.is_in(NEEDS_VALUE) & (pl.col("value") == "")
    is_wide = judging & (number.abs() > 1) & (number.abs() > HIGHEST_DEGREE)
    is_no_degree = (kind == "degree") & ((number <= 0) | (number > HIGHEST_DEGREE))
    meaning = ["term", pl.when(kind == "pair").then("dimension")]
    both = number.is_not_null() & judging & (number != 0)
    clash = (number.filter(both).sign().n_unique().over(meaning) > 1) & both
    elsewhere = (kind == "aspect") & (
        pl.col("dimension").filter(kind == "aspect").n_unique().over("term") > 1
    )
    both_ways = (kind == "block").any().over("term") & (kind.n_unique().over("term") > 1)
    return {
        "no_term": pl.col("term") == "",
        "too_long": pl.max_horizontal(pl.col("term", "topic").str.len_chars()) > LONGEST,
        "one_character": pl.col("term").str.contains(r"^\p{Han}$"),
        "unknown_kind": ~kind.is_in(KINDS),
        "unknown_dimension": (kind.is_in(NEEDS_DIMENSION) | (pl.col("dimension") != ""))
        & ~pl.col("dimension").is_in(DIMENSIONS),
        "no_value": needs_number,
        "bad_value": ((pl.col("value") != "") & number.is_null())
        | is_wide
        | is_no_degree
        | ~number.is_finite(),
        "contradiction": clash | elsewhere | both_ways,
    }


def _hides(shipped: Lexicon) -> pl.Expr:
    """Whether a shipped term that judges or names something is a part of the new one."""
    named = shipped.rows.filter(pl.col("kind").is_in(("aspect", "opinion")))
    terms = named.filter(pl.col("term").str.len_chars() > 1).select(spaced(pl.col("term")).unique())
    within = spaced(pl.col("term")).str.extract_many(terms["term"].to_list(), overlapping=True)
    shortest = within.list.eval(pl.element().str.len_chars()).list.min()
    return shortest < spaced(pl.col("term")).str.len_chars()


def _replaces(shipped: Lexicon) -> pl.Expr:
    """Whether a shipped term of the same kind gives way to the new one, or one of any kind to a
    block."""
    shipped_meanings = shipped.rows.select(pl.concat_str("kind", "term", separator=" "))
    is_same = pl.concat_str("kind", "term", separator=" ").is_in(
        shipped_meanings.to_series().to_list()
    )
    is_skipped = (pl.col("kind") == "block") & pl.col("term").is_in(shipped.rows["term"].to_list())
    return is_same | is_skipped


def _flag(
    rows: pl.DataFrame, code: str, is_wrong: pl.Expr, *, is_fatal: bool = True
) -> pl.DataFrame:
    return rows.filter(is_wrong.fill_null(value=False)).select(
        pl.col("row").cast(pl.UInt32),
        pl.lit(code).alias("code"),
        "term",
        pl.lit(is_fatal).alias("is_fatal"),
    )


def hits(feedback: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """One row per term: term, reviews that hold it, share, is_common, quotes (the first five)."""
    texts = feedback.select(plain(pl.col("text")).alias("text")).with_columns(
        spaced(folded(pl.col("text"))).alias("even")
    )
    rows = []
    for term in _typed(own)["term"].unique(maintain_order=True):
        needle = pl.select(spaced(pl.lit(term))).item()
        matches = texts.filter(pl.col("even").str.contains(needle, literal=True))
        share = matches.height / max(texts.height, 1)
        quotes = matches["text"].unique(maintain_order=True).head(QUOTES).to_list()
        rows.append((term, matches.height, share, share > COMMON, quotes))
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "term": pl.String,
        "reviews": pl.UInt32,
        "share": pl.Float64,
        "is_common": pl.Boolean,
        "quotes": pl.List(pl.String),
    }
    return pl.DataFrame(rows, schema=schema, orient="row")


def dimension_changes(before: Reading, after: Reading) -> pl.DataFrame:
    """One row per dimension: mentions and net in one reading and, as *_after, in another."""
    old, new = (
        by_dimension(reading.mentions, reading.reviews.height).select(
            "dimension", "mentions", "net"
        )
        for reading in (before, after)
    )
    return old.join(new, on="dimension", suffix="_after", maintain_order="left")
