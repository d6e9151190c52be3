"""Versions as the release that merged by rule 1 made them, told again in plain words.

A line was its order, its product and how manieth such line of the order it was, dearest first; the
newer line of that name took the place of the older one, whatever it said.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl
import pytest

from analytics.ingest.build import merge, pairs
from analytics.storage.engine import Builder
from tests.conftest import Dataset, Workshop


def named(folder: Path) -> pl.DataFrame:
    """The lines of a folder with what they were known by; all of them have an order number."""
    parts = [path for path in sorted(folder.glob("orders-*.parquet")) if "none" not in path.stem]
    columns = (
        "order_id",
        "sku",
        "product",
        "amount",
        "quantity",
        "file_key",
        "source_row",
        "first_row",
    )
    frames = [pl.read_parquet(path, columns=list(columns)).with_row_index("at") for path in parts]
    lines = pl.concat(frames, how="diagonal")
    lines = lines.with_columns(pl.coalesce("sku", "product", pl.lit("")).alias("sku"))
    row = pl.coalesce("source_row", pl.col("at").cast(pl.Int64) + pl.col("first_row"))
    lines = lines.with_columns(row.alias("source_row"))
    lines = lines.sort("amount", "quantity", descending=True, nulls_last=True, maintain_order=True)
    place = pl.int_range(pl.len()).over("order_id", "sku")
    return lines.select("order_id", "sku", place.alias("place"), "file_key", "source_row")


def pairs_of(builder: Builder, _table: str, folder: Path, base: Path) -> pairs.Changes:
    """Stand in for `pairs.with_base`: the table line_pairs as rule 1 fills it."""
    both = named(base).join(named(folder), on=["order_id", "sku", "place"], suffix="_newer")
    builder.load(
        "line_pairs",
        both.select(pl.col("file_key").alias("older_key"), pl.col("source_row").alias("older_row")),
    )
    return pairs.Changes()


def update(workshop: Workshop, rows: Iterable[Mapping[str, object]], base: Dataset) -> Dataset:
    """An update as the former release made it, with the manifest it wrote."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pairs, "with_base", pairs_of)
        patch.setattr(merge, "_effect", lambda *_: None)
        updated = workshop.rows(rows, base=base.version, mode="update")
    return forgotten(updated, base)


def forgotten(dataset: Dataset, base: Dataset | None) -> Dataset:
    """The same version with the manifest of the former release, which noted no rule."""
    path = dataset.store.versions_folder / dataset.version / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    del manifest["merge"]
    older_keys = {file["key"] for file in base.manifest.files} if base else set()
    for file in manifest["files"]:
        if file["key"] not in older_keys:
            del file["rows_renewed"]
    path.write_text(json.dumps(manifest), "utf-8")
    return Dataset(dataset.store, dataset.store.manifest(dataset.version))
