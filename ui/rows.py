"""Frames as people may read them: without empty columns, ids hidden."""

import polars as pl

ID = "customer_id"
MASK = 2
"""Letters of an id that stay."""


def filled(frame: pl.DataFrame) -> pl.DataFrame:
    """The frame without the columns that say nothing in any row."""
    return frame.select([column for column in frame if not column.is_null().all()] or frame)


def readable(frame: pl.DataFrame, *, show_ids: bool) -> pl.DataFrame:
    """The frame without its empty columns, its customers' ids hidden unless they may be shown."""
    rows = filled(frame)
    return rows if show_ids else masked(rows, ID)


def masked(frame: pl.DataFrame, column: str) -> pl.DataFrame:
    """The frame with all but the first letters of an id hidden."""
    if column not in frame.columns:
        return frame
    return frame.with_columns(pl.col(column).str.slice(0, MASK) + "\u2022\u2022\u2022")
