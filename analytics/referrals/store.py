"""The forest, stored beside its version so that it is computed once.

<store>/versions/<id>/referrals/<code>.parquet   one row a customer, see `links.judged`

`code` is a hash of the modules that judge and shape links: another release computes the forest
anew. Readers scan the file and take the columns they need.
"""

from __future__ import annotations

import hashlib
import uuid
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from analytics.referrals import links
from analytics.storage import engine
from analytics.storage.versions import full_disk_refused

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.storage.versions import Store

FOLDER = "referrals"
QUERY = "referrals/people"
DECIDES = ("links", "tree", "store")


def people(store: Store, version: str) -> pl.LazyFrame:
    """One row per identified customer, by key: the columns of `links.judged`. Computed the first
    time (some seconds for a million customers) and stored."""
    path = store.versions_folder / version / FOLDER / f"{_code()}.parquet"
    if not path.is_file():
        forest = links.judged(store.run(QUERY, version))
        with full_disk_refused():
            _keep(path, forest)
    return pl.scan_parquet(path, glob=False)


def within_filters(
    forest: pl.LazyFrame, store: Store, version: str, filters: Filters
) -> pl.LazyFrame:
    """The rows whose first purchase lies within the filters."""
    if filters.is_empty:
        return forest
    params = filters.params()
    keys = store.run("referrals/filtered", version, **params).row(0, named=True)
    rules = [
        pl.col("channel_key").is_in(keys["channel_keys"] or []) if filters.channels else None,
        pl.col("product_key").is_in(keys["product_keys"] or []) if filters.products else None,
        pl.col("first_on") >= filters.start if filters.start else None,
        pl.col("first_on") <= filters.last_on if filters.last_on else None,
    ]
    return forest.filter([rule for rule in rules if rule is not None])


def names(store: Store, version: str, keys: list[int]) -> dict[int, str]:
    """The ids behind these keys, as written."""
    if not keys:
        return {}
    return dict(store.run("referrals/names", version, keys=keys).iter_rows())


def _keep(path: Path, forest: pl.DataFrame) -> None:
    """Write the forest so that readers see a whole file or none, and remove older ones."""
    path.parent.mkdir(exist_ok=True)
    temporary = path.with_name(f".{uuid.uuid4().hex}")
    try:
        forest.write_parquet(temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    for older in path.parent.glob("*.parquet"):
        if older != path:
            older.unlink(missing_ok=True)


@cache
def _code() -> str:
    """A hash of what decides the file."""
    digest = hashlib.sha256(engine.sql(QUERY).encode())
    for name in DECIDES:
        digest.update((Path(__file__).parent / f"{name}.py").read_bytes())
    return digest.hexdigest()[:12]
