"""Marks of quality: what the same people say of brands, less what they say of prices."""

from __future__ import annotations

import polars as pl

from analytics.feedback.lexicon.lexicon import shipped, spaced
from analytics.feedback.reviews.clean import folded

PRICE = "price"
LEAST_CHARACTERS = 2
"""A single character (as in the word for noble) says too little."""


def of_quality(ratings: pl.DataFrame) -> pl.DataFrame:
    """The rows of the sheet of ratings whose attribute does not speak of price, by the words that
    reviews are read by: quality is held against price, and must not hold it (Gale 1994)."""
    attributes = ratings.select("attribute").unique(maintain_order=True)
    terms = shipped().aspects.filter(
        (pl.col("topic") == PRICE)
        & (pl.col("term").str.strip_chars().str.len_chars() >= LEAST_CHARACTERS)
    )["term"]
    speaks = spaced(folded(pl.col("attribute"))).str.contains_any(terms.to_list())
    return ratings.join(attributes.filter(~speaks), on="attribute", how="semi")
