"""A part of the forest laid out as boxes: one person, or all trees, and a few generations below.

Only the people shown are read and placed: a page shows some hundred out of a million.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.referrals import store as referral_store

if TYPE_CHECKING:
    from analytics.storage.versions import Store

LEVELS = 4
"""Generations shown below the one looked at."""
WIDEST = 12
"""Most people shown in the first of them."""
LONGEST_PATH = 8
THINNEST = 0.004
"""Share of the whole width below which a box would look like a line and is left out."""
BOX_COLUMNS = ("customer_key", "parent_key", "generation", "heads", "below", "children", "is_paid")


@dataclass(frozen=True)
class Shape:
    """The whole forest in numbers. `trees` have two heads or more; `depth` is how many generations
    stand below the deepest root, `breadth` the people in the widest generation after the first,
    and `widest` which one that is."""

    customers: int
    trees: int
    in_trees: int
    brought: int
    paid: int
    depth: int
    breadth: int
    widest: int
    largest: int


@dataclass(frozen=True)
class Slice:
    """`boxes`: one row per person shown (BOX_COLUMNS), with level (0 for the person looked at),
    start and width (shares of the whole width), `hidden` (children not shown), by level and start.
    `path`: the keys from the root to the person looked at. `shown` of `wide` people are in the
    first level below."""

    boxes: pl.DataFrame
    path: tuple[int, ...]
    shown: int
    wide: int


def shape(store: Store, version: str, _filters: None = None) -> Shape:
    """The forest of a version in numbers; filters do not cut trees."""
    people = referral_store.people(store, version)
    row = (
        people.select(
            customers=pl.len(),
            trees=((pl.col("generation") == 0) & (pl.col("children") > 0)).sum(),
            in_trees=((pl.col("generation") > 0) | (pl.col("children") > 0)).sum(),
            brought=(pl.col("generation") > 0).sum(),
            paid=((pl.col("generation") > 0) & pl.col("is_paid")).sum(),
            depth=pl.col("generation").max().fill_null(0),
            largest=pl.col("heads").max().fill_null(0),
        )
        .collect()
        .row(0, named=True)
    )
    later = people.filter(pl.col("generation") > 0).group_by("generation").agg(people=pl.len())
    widest = later.sort("people", "generation", descending=[True, False]).head(1).collect()
    breadth, at = (widest["people"][0], widest["generation"][0]) if widest.height else (0, 0)
    return Shape(**row, breadth=breadth, widest=at)


def slice_of(store: Store, version: str, key: int | None) -> Slice:
    """The person of that key and four generations below; of None or nobody, the largest trees.

    A width is the share of heads among those beside; who would be thinner than a line is counted
    with the one who brought them.
    """
    people = referral_store.people(store, version).select(BOX_COLUMNS)
    focus = people.filter(pl.col("customer_key") == (key or 0)).collect()
    if focus.height:
        first = people.filter(pl.col("parent_key") == key)
    else:
        first = people.filter((pl.col("generation") == 0) & (pl.col("children") > 0))
    wide = first.select(pl.len()).collect().item()
    top = first.sort("heads", "customer_key", descending=[True, False]).head(WIDEST).collect()
    levels = [_level(focus, 0, 0.0)] if focus.height else []
    levels.append(_level(top, 1, 0.0))
    while levels[-1].height and levels[-1]["level"][0] < LEVELS:
        levels.append(_below(levels[-1], people))
    boxes = pl.concat(levels).sort("level", "start")
    counted = boxes.group_by(customer_key="parent_key").agg(drawn=pl.len())
    boxes = boxes.join(counted, "customer_key", "left", maintain_order="left").with_columns(
        hidden=(pl.col("children") - pl.col("drawn").fill_null(0)).cast(pl.Int32)
    )
    path = _path(people, focus["customer_key"][0] if focus.height else None)
    return Slice(boxes.drop("drawn"), path, top.height, wide)


def _level(rows: pl.DataFrame, level: int, start: float) -> pl.DataFrame:
    """Rows side by side over the whole width."""
    whole = rows["heads"].sum() or 1
    width = pl.col("heads") / whole
    return rows.with_columns(
        level=pl.lit(level, dtype=pl.Int32),
        start=start + width.cum_sum() - width,
        width=width,
    )


def _below(above: pl.DataFrame, people: pl.LazyFrame) -> pl.DataFrame:
    """The children of the people above, each under the one who brought them, the largest first."""
    places = above.select(
        parent_key="customer_key", left="start", room="width", among="heads", level="level"
    )
    return (
        people.filter(pl.col("parent_key").is_in(places["parent_key"].implode()))
        .collect()
        .join(places, "parent_key")
        .sort(["parent_key", "heads", "customer_key"], descending=[False, True, False])
        .with_columns(width=pl.col("room") * pl.col("heads") / pl.col("among"))
        .with_columns(
            start=pl.col("left") + (pl.col("width").cum_sum() - pl.col("width")).over("parent_key"),
            level=(pl.col("level") + 1).cast(pl.Int32),
        )
        .filter(pl.col("width") >= THINNEST)
        .select(above.columns)
    )


def _path(people: pl.LazyFrame, key: int | None) -> tuple[int, ...]:
    """The keys from the root down to `key`, at most the last so many: the way back up."""
    path: list[int] = []
    while key is not None and len(path) < LONGEST_PATH:
        path.insert(0, key)
        above = people.filter(pl.col("customer_key") == key).select("parent_key").collect()
        key = above.item()
    return tuple(path)
