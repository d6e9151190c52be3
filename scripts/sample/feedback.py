"""The feedback sheet: reviews, both surveys, the beta test and the community, by time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from scripts.sample.beta import beta_answers, community
from scripts.sample.reviews import reviews
from scripts.sample.survey import answers, price_answers
from scripts.sample.words import words

if TYPE_CHECKING:
    from scripts.sample.customers import Customers


def feedback(people: Customers, ledger: pl.DataFrame) -> pl.DataFrame:
    """One row per response, canonical names, numbered by time; null where nothing was asked."""
    rows = [
        *reviews(ledger),
        *answers(people),
        *price_answers(people),
        *beta_answers(people),
        *community(people),
    ]
    columns = [name for name in words("feedback")["headers"] if name != "feedback_id"]
    full = [{name: row.get(name) for name in columns} for row in rows]
    return (
        pl.DataFrame(full, infer_schema_length=None)
        .sort("submitted_at", maintain_order=True)
        .with_row_index("number", offset=1)
        .with_columns(feedback_id=pl.format("F{}", pl.col("number").cast(pl.String).str.zfill(6)))
    )
