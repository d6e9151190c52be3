"""The cells of an extra sheet that stay unread, tried once more with their words."""

from __future__ import annotations

import polars as pl

from analytics.ingest.build import spelt_dates, spelt_numbers

TIMES, NUMBERS = ("time", "day"), ("integer", "decimal")


def plain(readings: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame | None:
    """The frame `cells` of ingest/sheet_cells.sql with plain forms in the place of what its answer
    `readings` calls bad; None where no words help."""
    bad = (
        readings.filter("is_bad")
        .select("row", "name", "written")
        .join(cells.select("row", "name", "kind"), on=["row", "name"])
    )
    plain_by_written: dict[tuple[str, str], str] = {}
    for name, kind, written in bad.select("name", "kind", "written").unique().rows():
        if kind in TIMES and (date := spelt_dates.read(written)):
            plain_by_written[name, written] = date.plain
    for (name,), column in bad.filter(pl.col("kind").is_in(NUMBERS)).group_by("name"):
        for written, number in spelt_numbers.read(column["written"]).items():
            plain_by_written[str(name), written] = number.plain
    if not plain_by_written:
        return None
    rows = [(name, written, text) for (name, written), text in plain_by_written.items()]
    spelt = pl.DataFrame(rows, schema=["name", "text", "plain"], orient="row")
    joined = cells.with_columns(pl.col("written").str.strip_chars().alias("text")).join(
        spelt, on=["name", "text"], how="left", maintain_order="left"
    )
    return joined.select(
        *(name for name in cells.columns if name != "written"),
        pl.coalesce("plain", "written").alias("written"),
    )
