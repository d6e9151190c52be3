"""Columns of numbers: as many decimals in every row as one of them needs."""

from datetime import date

import polars as pl
import pytest

from ui.rows import number_format, written


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([33.0, 33.9, None], "%.1f"),
        ([0.9, 0.91], "%.2f"),
        ([0.0457, 0.38], "%.3f"),
        ([0.04, 7.5], "%.2f"),
        ([4.0, 13.0], "localized"),
        ([12, 1_300], "localized"),
        ([999.5, 1_000.25], "localized"),
        ([None], "localized"),
        ([], "localized"),
    ],
)
def test_a_column_has_one_number_of_decimals(numbers: list[float], expected: str) -> None:
    assert number_format(pl.Series(numbers, dtype=pl.Float64)) == expected


def test_a_column_of_months_names_no_day() -> None:
    first = [date(2025, 3, 1), None]
    for name in ("month", "month_on", "period"):
        assert written(pl.Series(name, first), "en").to_list() == ["Mar 2025", ""]
    assert written(pl.Series("week_on", first), "en").to_list() == ["Mar 1, 2025", ""]
