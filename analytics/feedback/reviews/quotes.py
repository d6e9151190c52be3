"""The rule by which reviews are chosen as quotes."""

from __future__ import annotations

import polars as pl

from analytics.feedback.reviews.clean import folded

MOST = 5
KEYS = ("dimension", "topic", "polarity")
QUOTED = (*KEYS, "row", "clause", "terms", "source")


def typical(mentions: pl.DataFrame, most: int = MOST) -> pl.DataFrame:
    """One row per quote (QUOTED), at most `most` per dimension, topic and polarity; a mention
    without a topic has the topic "".

    The words people use most for it come first (a clause that many share counts once), each with
    the one clause whose length lies nearest the middle; what only the model judged comes last, and
    equals go by the earlier row. So a quote stands for many, and neither the longest nor the
    angriest is preferred.
    """
    named = mentions.filter(pl.col("polarity") != "unclear").with_columns(
        pl.col("dimension", "polarity").cast(pl.String),
        pl.col("topic").fill_null(""),
        (pl.col("source") == "model").alias("is_guessed"),
        pl.col("clause").str.len_chars().cast(pl.Int64).alias("size"),
    )
    ranked = named.with_columns(
        pl.col("clause").n_unique().over(*KEYS, "terms").alias("clauses"),
        (pl.col("size") - pl.col("size").median().over(KEYS)).abs().alias("off"),
    ).sort(
        ["is_guessed", "clauses", "terms", "off", "row"],
        descending=[False, True, False, False, False],
    )
    return (
        ranked.unique([*KEYS, "terms"], keep="first", maintain_order=True)
        .unique(["dimension", "polarity", "clause"], keep="first", maintain_order=True)
        .group_by(KEYS, maintain_order=True)
        .head(most)
        .select(QUOTED)
    )


def around(texts: pl.DataFrame, word: str, reach: int) -> pl.DataFrame:
    """`text` of each row cut to what stands `reach` characters on either side of the first `word`
    (in folded form), `is_before` and `is_after` where something was left out."""
    place = folded(pl.col("text")).str.split(word).list.first().str.len_chars().cast(pl.Int64)
    start = (place - reach).clip(lower_bound=0)
    length = 2 * reach + len(word)
    return texts.with_columns(
        pl.col("text").str.slice(start, length),
        (start > 0).alias("is_before"),
        (start + length < pl.col("text").str.len_chars()).alias("is_after"),
    )
