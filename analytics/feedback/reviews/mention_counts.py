"""Counts and net sentiment of mentions by dimension, topic and period, with n and intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon.lexicon import DIMENSIONS
from analytics.feedback.reviews import clean
from analytics.feedback.reviews.reading import SIGNS
from analytics.stats.intervals import wilson_limits

if TYPE_CHECKING:
    from analytics.feedback.reviews.reading import Reading

FLOOR = 30
"""Fewer judged mentions than this are counted and shown grey, and not scored."""
SELDOM = ("creativity", "moat", "ip")
"""Reviews seldom speak of these, whatever the brand: a survey asks for them."""


def by_dimension(mentions: pl.DataFrame, reviews: int) -> pl.DataFrame:
    """One row per dimension, the nine supers first: mentions, positive, negative, share (of the
    reviews read, 0-1), net (-1 to 1) with low and high, is_enough.

    net is positive minus negative over judged mentions; its limits are Wilson's for the positive
    share, stretched to -1..1. A dimension nobody speaks of has n 0 and no net.
    """
    every = pl.DataFrame({"dimension": list(DIMENSIONS)})
    counted = _counted(mentions, ["dimension"])
    joined = every.join(counted, on="dimension", how="left", maintain_order="left")
    share = pl.col("mentions") / reviews if reviews else pl.lit(None, pl.Float64)
    return _with_net(joined.with_columns(pl.col(pl.UInt32).fill_null(0))).with_columns(
        share.alias("share"),
        (pl.col("positive") + pl.col("negative") >= FLOOR).alias("is_enough"),
    )


def by_topic(mentions: pl.DataFrame) -> pl.DataFrame:
    """One row per dimension and topic, the commonest first: counts and net as `by_dimension`."""
    counted = _counted(mentions, ["dimension", "topic"])
    ranked = counted.sort(
        ["dimension", "mentions", "topic"], descending=[False, True, False], nulls_last=True
    )
    return _with_net(ranked)


def by_period(mentions: pl.DataFrame, periods: pl.DataFrame) -> pl.DataFrame:
    """One row per dimension and period: counts and net as `by_dimension`. `periods` holds the
    period of each row (`row, period`); a row without one is left out."""
    dated = mentions.join(periods.with_columns(pl.col("row").cast(pl.UInt32)), on="row")
    dated = dated.filter(pl.col("period").is_not_null())
    return _with_net(_counted(dated, ["dimension", "period"]).sort("dimension", "period"))


def net_of(mentions: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    """One row per value of `keys`: counts and net as `by_dimension`."""
    return _with_net(_counted(mentions, keys))


def overall(reading: Reading) -> pl.DataFrame:
    """One row: reviews, analysed, positive, negative, unclear, disputed, cut, and the rows that
    could not be read, by kind (`clean.UNREAD`)."""
    sentiment, kind = pl.col("sentiment"), pl.col("kind").cast(pl.String)
    return reading.reviews.select(
        pl.len().alias("reviews"),
        kind.is_in(clean.READ).sum().alias("analysed"),
        *((sentiment == sign).sum().alias(sign) for sign in ("positive", "negative", "unclear")),
        pl.col("is_disputed").sum().alias("disputed"),
        pl.col("is_cut").sum().alias("cut"),
        *((kind == name).sum().alias(name) for name in clean.UNREAD),
    )


def disputed(reading: Reading) -> pl.DataFrame:
    """One row per review whose stars and text disagree, the strongest disagreement first."""
    reviews = reading.reviews.filter("is_disputed")
    return reviews.sort(pl.col("score").abs(), descending=True, maintain_order=True)


def quotes(mentions: pl.DataFrame, most: int) -> pl.DataFrame:
    """One row per quote, at most `most` per dimension and polarity: what the word list judged comes
    first, then the strongest, then the earlier row; the same words are quoted once."""
    ranked = mentions.filter(pl.col("polarity") != "unclear").sort(
        [pl.col("source"), pl.col("score").abs(), pl.col("row")],
        descending=[False, True, False],
    )
    once = ranked.unique(["dimension", "polarity", "clause"], keep="first", maintain_order=True)
    return once.group_by("dimension", "polarity", maintain_order=True).head(most)


def _counted(mentions: pl.DataFrame, keys: list[str]) -> pl.DataFrame:
    polarity = pl.col("polarity").cast(SIGNS)
    return (
        mentions.with_columns(pl.col("dimension").cast(pl.String))
        .group_by(keys, maintain_order=True)
        .agg(
            pl.len().alias("mentions"),
            (polarity == "positive").sum().cast(pl.UInt32).alias("positive"),
            (polarity == "negative").sum().cast(pl.UInt32).alias("negative"),
        )
    )


def _with_net(counted: pl.DataFrame) -> pl.DataFrame:
    judged = counted["positive"] + counted["negative"]
    low, high = wilson_limits(counted["positive"].to_numpy(), judged.to_numpy())
    net = (pl.col("positive").cast(pl.Float64) - pl.col("negative")) / (
        pl.col("positive") + pl.col("negative")
    )
    return counted.with_columns(
        net.fill_nan(None).alias("net"),
        pl.Series("low", 2 * low - 1).fill_nan(None),
        pl.Series("high", 2 * high - 1).fill_nan(None),
    )
