"""What seeds, invited people and those who answer again speak of, each by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta import clustering
from analytics.beta.base import KINDS
from analytics.feedback.reviews import clean

if TYPE_CHECKING:
    from analytics.stats.intervals import Estimate

SIGNS = ("positive", "negative")
THEMES = {
    "kind": pl.String,
    "wave": pl.String,
    "dimension": pl.String,
    "topic": pl.String,
    "texts": pl.Int64,
    "positive": pl.Int64,
    "negative": pl.Int64,
    **dict.fromkeys(("share", "low", "high"), pl.Float64),
}


def themes(
    answers: pl.DataFrame, reviews: pl.DataFrame, mentions: pl.DataFrame, likeness: float
) -> pl.DataFrame:
    """One row per kind of answer, wave and topic (THEMES), by kind, then wave, then the most
    complained of first: `texts` of that kind and wave that could be read, those that praise and
    those that complain of the topic, each counted once, and the share that complain with its
    limits. Empty without texts.

    `answers` as `answers.placed` gives them; `reviews` and `mentions` of a reading of the same
    version (`feedback.reviews.reading`), which know answers by their row. People who were brought
    are reckoned as alike as `likeness` within their seed.
    """
    place = answers.select("kind", "wave", "seed_id", row=pl.col("response_key").cast(pl.UInt32))
    is_read = reviews.filter(pl.col("kind").is_in(clean.READ)).select(pl.col("row").cast(pl.UInt32))
    texts = (
        place.join(is_read, "row", "semi")
        .group_by("kind", "wave")
        .agg(texts=pl.len(), sizes=pl.col("seed_id").value_counts().struct.field("count"))
    )
    topics = mentions.filter(pl.col("topic").is_not_null()).select(
        pl.col("row").cast(pl.UInt32),
        pl.col("dimension").cast(pl.String),
        pl.col("topic").cast(pl.String),
        pl.col("polarity").cast(pl.String),
    )
    signed = [
        pl.col("row").filter(pl.col("polarity") == sign).n_unique().alias(sign) for sign in SIGNS
    ]
    counted = (
        place.join(topics, "row")
        .group_by("kind", "wave", "dimension", "topic")
        .agg(*signed)
        .join(texts, ["kind", "wave"], nulls_equal=True)
    )
    shares: list[Estimate] = [
        clustering.share(negative, n, clustering.effect_of(kind, sizes, likeness))
        for kind, negative, n, sizes in counted.select("kind", "negative", "texts", "sizes").rows()
    ]
    order = pl.col("kind").replace_strict({kind: at for at, kind in enumerate(KINDS)})
    return (
        counted.with_columns(
            share=pl.Series([share.value for share in shares], dtype=pl.Float64),
            low=pl.Series([share.low for share in shares], dtype=pl.Float64),
            high=pl.Series([share.high for share in shares], dtype=pl.Float64),
        )
        .sort(
            order,
            "wave",
            "negative",
            "positive",
            "dimension",
            "topic",
            descending=[False, False, True, True, False, False],
        )
        .select(list(THEMES))
        .cast(THEMES)  # type: ignore[arg-type]
    )


def worst(
    answers: pl.DataFrame, reviews: pl.DataFrame, mentions: pl.DataFrame, likeness: float
) -> pl.DataFrame:
    """One row per kind of answer that complains of anything: the topic that most of its texts of
    all waves together complain of (THEMES, `wave` null). Arguments as of `themes`."""
    together = answers.with_columns(wave=pl.lit(None, pl.String))
    rows = themes(together, reviews, mentions, likeness).filter(pl.col("negative") > 0)
    return rows.unique("kind", keep="first", maintain_order=True)
