"""From reviews to judged clauses: split, match, turn by negation, judge each dimension.

After Hu and Liu (2004), features and the opinion words beside them, clause by clause: a term of a
dimension and what judges it. A clause without a judging term is left to `grams`.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon.lexicon import marks, spaced
from analytics.feedback.reviews.clean import folded

if TYPE_CHECKING:
    from analytics.feedback.lexicon.lexicon import Lexicon

AFTER_HAN = r"(\p{Han})[ \t\u3000]+"
CLAUSE = r"[^\n,!?;\u2026~\uff0c\u3002\uff01\uff1f\uff1b\u3001\uff5e\x01]+"
STOP = r"\.(\s|$)|\.{2,}"
MARK = "\x01"
NO_CONTRAST, JOINED = (rf"(?i)\b(nothing|anything){gap}(but)\b" for gap in (" +", "_"))
"""Nothing but good, anything but good: no other judgement begins there."""
FLIP = -0.8
"""Not good is less bad than bad is."""
NEAR, NEAR_LATIN = 12, 26
"""Bytes that a negator reaches over: four Han characters, about three English words."""
BESIDE = 3
BLANK = 2
"""Bytes between a word and what stands right behind it: the blanks of Latin words."""
COMPARED = 6
"""Bytes between a comparison and what is compared with: no worse than *the* expensive ones."""
LOOK_BACK = 3
NOTHING = 1e-9


def split(reviews: pl.DataFrame) -> pl.DataFrame:
    """One row per clause of `review, text` (plain): review, place, clause, folded."""
    joined = pl.col("text").str.replace_all(NO_CONTRAST, "${1}_${2}")
    stopped = joined.str.replace_all(STOP, MARK).str.replace_all(_contrast(), MARK + "$1")
    pieces = stopped.str.replace_all(AFTER_HAN, "${1}" + MARK).str.extract_all(CLAUSE)
    return (
        reviews.select("review", pieces.alias("clause"))
        .explode("clause", keep_nulls=False, empty_as_null=False)
        .with_columns(pl.col("clause").str.replace_all(JOINED, "${1} ${2}"))
        .with_columns(pl.col("clause").str.strip_chars(' \t\u3000"'))
        .filter(pl.col("clause") != "")
        .with_columns(folded(pl.col("clause")).alias("folded"))
        .with_row_index("place")
    )


@cache
def _contrast() -> str:
    """Words after which another judgement begins; it begins before them, so that nothing is cut."""
    words = marks()
    latin = "|".join(rf"(?i:\b{word}\b)" for word in words["contrast_latin"])
    return f"({'|'.join(words['contrast'])}|{latin})"


def tokens(clauses: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """One row per term found, in reading order: place, term, start, end (bytes), its roles, and
    `score`, what it judges after negation and degree (0 = nothing)."""
    padded = spaced(pl.col("folded"))
    matches = (
        clauses.select(
            "place",
            padded.str.find_many(lexicon.patterns, leftmost=True).alias("start"),
            padded.str.extract_many(lexicon.patterns, leftmost=True).alias("term"),
        )
        .filter(pl.col("term").list.len() > 0)
        .explode("start", "term")
        .join(lexicon.roles, on="term", how="left", maintain_order="left")
        .with_columns(
            pl.col("start").cast(pl.Int32),
            (pl.col("start") + pl.col("term").str.len_bytes()).cast(pl.Int32).alias("end"),
        )
    )
    return _without_spent(_judged(_without_compared(matches)))


def _without_spent(matches: pl.DataFrame) -> pl.DataFrame:
    """The terms but those that turned the word before them and would judge by themselves too."""
    has_turned = (pl.col("place") == pl.col("place").shift()) & (
        (pl.col("start") - pl.col("end").shift() <= BLANK) & (pl.col("base").shift() != 0)
    )
    is_spent = pl.col("is_postnegator") & has_turned & (pl.col("base") != 0)
    return matches.filter(~is_spent.fill_null(value=False))


def _without_compared(matches: pl.DataFrame) -> pl.DataFrame:
    """The terms but those that name what is compared with, which are not what is judged."""
    is_near = (pl.col("place") == pl.col("place").shift()) & (
        pl.col("start") - pl.col("end").shift() <= COMPARED
    )
    is_compared = is_near & pl.col("is_comparison").shift() & pl.col("is_aspect")
    return matches.filter(~is_compared.fill_null(value=False))


def _judged(matches: pl.DataFrame) -> pl.DataFrame:
    same_next = (pl.col("place") == pl.col("place").shift(-1)) & (
        pl.col("start").shift(-1) - pl.col("end") <= BESIDE
    )
    next_judges = (pl.col("opinion").shift(-1).fill_null(0) != 0) & same_next
    is_degree = pl.col("degree").is_not_null() & (next_judges | pl.col("opinion").is_null())
    marked = matches.with_columns(
        is_degree.fill_null(value=False).alias("is_degree"),
        pl.when(~is_degree.fill_null(value=False)).then("opinion").fill_null(0).alias("base"),
    )
    reach = pl.when(pl.col("term").str.starts_with(" ")).then(NEAR_LATIN).otherwise(NEAR)
    is_open = pl.lit(value=True)
    flips, times = pl.lit(0), pl.lit(1.0)
    for back in range(1, LOOK_BACK + 1):
        is_open = (
            is_open
            & (pl.col("place") == pl.col("place").shift(back)).fill_null(value=False)
            & ((pl.col("start") - pl.col("end").shift(back)) <= reach).fill_null(value=False)
        )
        flips = flips + (is_open & pl.col("is_negator").shift(back)).cast(pl.Int8)
        if back == 1:
            factor = pl.when(is_open & pl.col("is_degree").shift(back)).then(
                pl.col("degree").shift(back)
            )
            times = factor.fill_null(1.0)
        is_open = is_open & (pl.col("base").shift(back) == 0)
    is_beside = (pl.col("place") == pl.col("place").shift(-1)) & (
        pl.col("start").shift(-1) - pl.col("end") <= BLANK
    )
    flips = flips.fill_null(0) + (is_beside & pl.col("is_postnegator").shift(-1)).fill_null(
        value=False
    ).cast(pl.Int8)
    turned = pl.lit(FLIP).pow(flips)
    return marked.with_columns((turned * times).alias("turn")).with_columns(
        (pl.col("base") * pl.col("turn")).alias("score")
    )


def judged(matches: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """One row per clause and dimension it names: place, dimension, topic, terms, score.

    A score of 0 means that the list cannot tell. Clauses that only wish or wait are left out."""
    wishes = matches.filter("is_irrealis").join(lexicon.wishes, on="term")
    about_all = wishes.filter(pl.col("dimension").is_null()).select("place").unique()
    named = (
        matches.join(lexicon.aspects, on="term", maintain_order="left")
        .join(about_all, on="place", how="anti", maintain_order="left")
        .join(wishes, on=["place", "dimension"], how="anti", maintain_order="left")
    )
    own = named.group_by("place", "dimension", maintain_order=True).agg(
        pl.col("topic").drop_nulls().first(),
        pl.col("term")
        .str.strip_chars()
        .str.replace_all(" +", " ")
        .unique(maintain_order=True)
        .alias("terms"),
        (pl.col("aspect_value") * pl.col("turn")).sum().alias("own"),
    )
    # A negator that has turned a judgement does not judge by its own absence of something as well.
    is_spent = pl.lit(value=False)
    for ahead in (1, 2):
        turned = (pl.col("base").shift(-ahead) != 0) & (pl.col("turn").shift(-ahead) < 0)
        is_same = pl.col("place") == pl.col("place").shift(-ahead)
        is_spent = is_spent | (pl.col("is_negator") & is_same & turned).fill_null(value=False)
    pairs = (
        matches.filter(~is_spent)
        .join(lexicon.pairs, on="term")
        .group_by("place", "dimension")
        .agg((pl.col("pair_value") * pl.col("turn")).sum().alias("paired"))
    )
    # What judges another dimension by its own meaning does not judge this one.
    valued = named.filter(pl.col("aspect_value") != 0).select("place", "term").unique()
    loose = (
        matches.join(valued, on=["place", "term"], how="anti")
        .group_by("place")
        .agg(pl.col("score").sum().alias("loose"))
    )
    whole = matches.group_by("place").agg(pl.col("score").sum().alias("whole"))
    joined = (
        own.join(pairs, on=["place", "dimension"], how="left", maintain_order="left")
        .join(loose, on="place", how="left", maintain_order="left")
        .join(whole, on="place", how="left", maintain_order="left")
    )
    own_score = pl.col("own") + pl.col("paired").fill_null(0)
    steps = (own_score, pl.col("loose").fill_null(0), pl.col("whole").fill_null(0))
    score = pl.coalesce(pl.when(step.abs() > NOTHING).then(step) for step in steps).fill_null(0.0)
    return joined.select("place", "dimension", "topic", "terms", score.alias("score"))
