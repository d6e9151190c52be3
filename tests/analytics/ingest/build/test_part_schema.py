"""A part without rows has the columns of one with rows."""

import polars as pl
import pytest

from analytics.ingest.build import part_schema
from tests.conftest import Workshop


@pytest.mark.parametrize(
    ("table", "content"),
    [
        ("orders", "order_id,ordered_at,amount\n1,2024-01-05,5\n"),
        ("feedback", "submitted_at,rating,text\n2024-01-05,4,fine\n"),
    ],
)
def test_a_part_has_these_columns_with_rows_or_without(
    workshop: Workshop, table: str, content: str
) -> None:
    dataset = workshop.load(content, "file.csv")
    folder = dataset.store.versions_folder / dataset.version
    for name in ("001", "none"):
        columns = pl.read_parquet_schema(folder / f"{table}-{name}.parquet")
        assert list(columns.items()) == list(part_schema.PARTS[table].items())
