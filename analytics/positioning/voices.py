"""Reviews and marks as voices: who complains of what, by segment, and how topics are called."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.positioning.judged import GENERAL
from analytics.positioning.pains import VOICES
from analytics.words import DATA, LANGUAGES, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from analytics.positioning.marks import Marks

Grouping = Literal["target", "channel", "category"]
GROUPINGS: tuple[Grouping, ...] = ("target", "channel", "category")
INSIDE, OUTSIDE = "target", "others"
"""The two segments of the grouping by target."""
BADLY_MET = 6.0
"""Marks of satisfaction up to 6 of 10 count as a complaint, as detractors do for NPS."""


def of_reviews(
    people: pl.DataFrame,
    mentions: pl.DataFrame,
    grouping: Grouping,
    target: AbstractSet[str] = frozenset(),
) -> pl.DataFrame:
    """Rows of VOICES; `people`: response_key, customer_id, channel, category of each review,
    `mentions`: row, topic, polarity. By target, reviews of nobody known are in no segment."""
    customer = pl.col("customer_id")
    segment = {
        "target": pl.when(customer.is_in(list(target)))
        .then(pl.lit(INSIDE))
        .when(customer.is_not_null())
        .then(pl.lit(OUTSIDE)),
        "channel": pl.col("channel"),
        "category": pl.col("category"),
    }[grouping]
    reviews = people.select(
        pl.col("response_key").cast(pl.UInt32).alias("row"),
        customer.alias("person"),
        segment.alias("segment"),
    )
    judged = mentions.filter(pl.col("topic").is_not_null() & (pl.col("topic") != GENERAL)).select(
        pl.col("row").cast(pl.UInt32),
        "topic",
        (pl.col("polarity").cast(pl.String) == "negative").alias("is_pain"),
    )
    rows = reviews.join(judged, on="row", how="left", maintain_order="left")
    return (
        rows.with_columns(
            pl.col("row").cast(pl.String).alias("voice"),
            pl.col("is_pain").fill_null(value=False),
        )
        .select(list(VOICES))
        .cast(VOICES)  # type: ignore[arg-type]
    )


def of_marks(marks: Marks) -> pl.DataFrame:
    """Rows of VOICES: everybody who marked how well a need is met, 0-6 as a complaint. Needs that
    were marked on another scale are left out."""
    rows = marks.rows.filter(
        pl.col("satisfaction").is_not_null() & ~pl.col("need").is_in(list(marks.other_scale))
    )
    return rows.select(
        pl.col("respondent").alias("voice"),
        pl.col("respondent").alias("person"),
        "segment",
        pl.col("need").alias("topic"),
        (pl.col("satisfaction") <= BADLY_MET).alias("is_pain"),
    ).cast(VOICES)  # type: ignore[arg-type]


@cache
def topic_names() -> Mapping[str, str]:
    """Key of each topic by its key and by its name in any language, in small letters."""
    keys = [
        name.removeprefix("topic.")
        for name in words(LANGUAGES[0]).names("voice")
        if name.startswith("topic.")
    ]
    names = {key.casefold(): key for key in keys}
    for lang in LANGUAGES:
        names |= {words(lang).get(f"voice.topic.{key}").casefold(): key for key in keys}
    return names


@cache
def super_names() -> Mapping[str, str]:
    """Key of each super by its key and by its names in any language, in small letters."""
    names: dict[str, str] = {}
    for path in sorted((DATA / "supers").glob("*.toml")):
        raw = tomllib.loads(path.read_text("utf-8"))
        leaves = [raw[name][lang] for name in ("name", "short") for lang in LANGUAGES]
        names |= {written.casefold(): raw["key"] for written in (raw["key"], *leaves)}
    return names
