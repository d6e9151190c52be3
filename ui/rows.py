"""Frames as people may read them: without empty columns, ids hidden, numbers and days written."""

import polars as pl

from ui import format as fmt
from ui import names

ID = "customer_id"
MONTHS = ("month", "month_on", "period")
"""Columns of months, each stored as its first day."""
MASK = 2
"""Letters of an id that stay."""
SMALL = 0.1
GROUPED_FROM = 1_000
"""From which number on thousands are set apart, which Streamlit does without fixed decimals."""


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


def written(series: pl.Series, lang: str) -> pl.Series:
    """Days and names as `lang` writes them; whole and decimal numbers stay numbers, so that they
    sort."""
    if series.dtype in (pl.Date, pl.Datetime):
        write = fmt.month if series.name in MONTHS else fmt.day
        days = [write(value, lang) if value else "" for value in series]
        return pl.Series(days, dtype=pl.String)
    if series.dtype == pl.Float64:
        return series.round(_most_digits(series))
    if series.dtype == pl.String and names.has_names():
        return pl.Series([value and names.shown(value) for value in series], dtype=pl.String)
    return series


def number_format(series: pl.Series) -> str:
    """How Streamlit is to write a column of numbers: with as many decimals in every row as one of
    them needs (33.0 under 33.9), at most as `_most_digits` has it."""
    finite = series.cast(pl.Float64).drop_nulls().drop_nans()
    most = _most_digits(finite)
    digits = next(
        (digits for digits in range(most) if (finite.round(digits) - finite).abs().sum() < 1e-6),  # noqa: PLR2004
        most,
    )
    is_short = finite.is_empty() or float(finite.abs().max()) < GROUPED_FROM  # type: ignore[arg-type]
    return f"%.{digits}f" if digits and is_short else "localized"


def _most_digits(numbers: pl.Series) -> int:
    """Two decimals; three for small numbers, of which two would leave one digit or none."""
    sizes = numbers.drop_nulls().drop_nans().abs()
    sizes = sizes.filter(sizes > 0)
    if sizes.is_empty():
        return 2
    return 3 if float(sizes.max()) < 1 and float(sizes.min()) < SMALL else 2  # type: ignore[arg-type]
