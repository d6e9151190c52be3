"""Signs that reviews are not all somebody's own words. Signs, never a verdict: a shop asks kindly,
many parcels arrive on one day, and honest people write the same three words."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.feedback.lexicon.lexicon import marks
from analytics.feedback.reviews.clean import folded, is_by_platform, plain
from analytics.stats.intervals import Estimate, wilson

LEAST_LENGTH = 20
"""Letters, of which a Han character is worth HAN_WORTH: shorter texts are alike by themselves."""
HAN_WORTH = 2
LEAST_DAY = 10
LEAST_STARS = 30
BURST = 5.0
"""Times the median day."""


@dataclass(frozen=True)
class Honesty:
    """Shares 0-1 with Wilson's limits, of the texts that could show the sign.

    `flags`: one row per row handed in: row, is_repeated, is_paid; what a switch leaves out.
    `bursts`: one row per day with BURST times the median day's reviews: day, reviews, median.
    `shape`: one row per whole star 1-5: star, reviews, share; `is_j`: see `_is_j`.
    """

    flags: pl.DataFrame
    repeated: Estimate
    paid: Estimate
    bursts: pl.DataFrame
    shape: pl.DataFrame
    is_j: bool | None


def report(feedback: pl.DataFrame) -> Honesty:
    """Signs in `row, text` and, where there are, `rating, rating_max, submitted_at`. What the
    platform wrote is nobody's: it repeats nothing, and neither its day nor its stars count."""
    letters = r"[^\p{L}]+"
    written = feedback.select("row", folded(plain(pl.col("text"))).alias("text"))
    is_own = written.select(~is_by_platform(pl.col("text"))).to_series()
    even = written.with_columns(pl.when(is_own).then("text").otherwise(pl.lit("")).alias("text"))
    flags = even.with_columns(
        pl.col("text").str.replace_all(letters, "").alias("core"),
        pl.col("text").str.contains_any(marks()["incentives"]).alias("is_paid"),
    ).with_columns(
        _is_long(pl.col("core")).alias("is_long"),
        (pl.len().over("core") > 1).alias("is_twin"),
    )
    flags = flags.with_columns((pl.col("is_long") & pl.col("is_twin")).alias("is_repeated"))
    long, texts = int(flags["is_long"].sum()), int((flags["core"] != "").sum())
    own = feedback.filter(is_own)
    shape = _shape(own)
    return Honesty(
        flags.select("row", "is_repeated", "is_paid"),
        wilson(int(flags["is_repeated"].sum()), long),
        wilson(int(flags["is_paid"].sum()), texts),
        _bursts(own),
        shape,
        _is_j(shape),
    )


def templated(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row per clause of LEAST_LENGTH that several reviews share: clause, reviews."""
    long_clauses = mentions.filter(_is_long(pl.col("clause")))
    counted = long_clauses.group_by("clause").agg(pl.col("row").n_unique().alias("reviews"))
    return counted.filter(pl.col("reviews") > 1).sort(
        ["reviews", "clause"], descending=[True, False]
    )


def shared(mentions: pl.DataFrame) -> Estimate:
    """Of the reviews with a clause of LEAST_LENGTH, the share in which one stands that another
    review has word for word."""
    long_clauses = mentions.filter(_is_long(pl.col("clause")))
    repeated = long_clauses.filter(pl.col("clause").is_in(templated(mentions)["clause"].to_list()))
    return wilson(repeated["row"].n_unique(), long_clauses["row"].n_unique())


def _is_long(text: pl.Expr) -> pl.Expr:
    letters, han = text.str.count_matches(r"\p{L}"), text.str.count_matches(r"\p{Han}")
    return letters + (HAN_WORTH - 1) * han >= LEAST_LENGTH


def _bursts(feedback: pl.DataFrame) -> pl.DataFrame:
    empty = {"day": pl.Date, "reviews": pl.UInt32, "median": pl.Float64}
    if "submitted_at" not in feedback.columns:
        return pl.DataFrame(schema=empty)
    days = (
        feedback.filter(pl.col("submitted_at").is_not_null())
        .group_by(pl.col("submitted_at").dt.date().alias("day"))
        .agg(pl.len().cast(pl.UInt32).alias("reviews"))
        .with_columns(pl.col("reviews").median().alias("median"))
    )
    many = (pl.col("reviews") >= LEAST_DAY) & (pl.col("reviews") >= BURST * pl.col("median"))
    return days.filter(many).sort("day").cast(empty)  # type: ignore[arg-type]


def _shape(feedback: pl.DataFrame) -> pl.DataFrame:
    stars = pl.DataFrame({"star": [1, 2, 3, 4, 5]}, schema={"star": pl.Int64})
    if not {"rating", "rating_max"} <= set(feedback.columns):
        return stars.with_columns(reviews=pl.lit(0), share=pl.lit(None, pl.Float64))
    star = (pl.col("rating").cast(pl.Float64) / pl.col("rating_max").cast(pl.Float64) * 5).round()
    counted = feedback.select(star.clip(1, 5).cast(pl.Int64).alias("star")).drop_nulls()
    joined = stars.join(counted.group_by("star").len("reviews"), on="star", how="left")
    whole = joined.sort("star").with_columns(pl.col("reviews").fill_null(0))
    return whole.with_columns(
        pl.when(pl.col("reviews").sum() > 0)
        .then(pl.col("reviews") / pl.col("reviews").sum())
        .alias("share")
    )


def _is_j(shape: pl.DataFrame) -> bool | None:
    """Most of all fives, and more ones than twos (Hu, Pavlou and Zhang 2009); None with too few
    stars to tell."""
    ones, twos, threes, fours, fives = shape["reviews"].to_list()
    if ones + twos + threes + fours + fives < LEAST_STARS:
        return None
    return bool(ones > twos and fives > fours and fives > threes)
