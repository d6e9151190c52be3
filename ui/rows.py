"""Frames as people may read them: without empty columns, ids hidden."""

import polars as pl

MASK = 2
"""Letters of an id that stay."""


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without the columns that say nothing in any row."""
    return frame.select([column for column in frame if not column.is_null().all()] or frame)


def masked(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The frame with all but the first letters of an id hidden."""
    if column not in frame.columns:
        return frame
    return frame.with_columns(pl.col(column).str.slice(0, MASK) + "\u2022\u2022\u2022")
