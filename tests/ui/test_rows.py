"""Columns of numbers: as many decimals in every row as one of them needs."""

import polars as pl
import pytest

from ui.rows import number_format


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([33.0, 33.9, None], "%.1f"),
        ([0.9, 0.91], "%.2f"),
        ([4.0, 13.0], "localized"),
        ([12, 1_300], "localized"),
        ([999.5, 1_000.25], "localized"),
        ([None], "localized"),
        ([], "localized"),
    ],
)
def test_a_column_has_one_number_of_decimals(numbers: list[float], expected: str) -> None:
    assert number_format(pl.Series(numbers, dtype=pl.Float64)) == expected
