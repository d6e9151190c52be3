"""A question whose answers a survey tool spreads over several columns, one a place of its scale.

The header stands over the first of them, the places in the row below. The first column alone would
be the lowest answer and nothing else.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LEAST_PLACES = 3


def gathered(staged: pl.DataFrame, headers: Sequence[str], names: Sequence[str]) -> pl.DataFrame:
    """The staged rows with each such answer in the column of its question; rows as they are where
    no question is spread, or where its cells are no single choice."""
    if staged.is_empty():
        return staged
    for name, group in _groups(headers, names):
        if all(each in staged.columns for each in group):
            staged = _in_one_column(staged, name, group)
    return staged


def _groups(headers: Sequence[str], names: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The column of every question that is read, with those of its nameless neighbours to the
    right."""
    for place, name in enumerate(names):
        width = 1
        while place + width < len(headers) and not headers[place + width].strip():
            width += 1
        if headers[place].strip() and width >= LEAST_PLACES and not re.fullmatch(r"x\d+", name):
            yield name, list(names[place : place + width])


def _in_one_column(staged: pl.DataFrame, name: str, group: list[str]) -> pl.DataFrame:
    labels = [(cell or "").strip() for cell in staged.head(1).select(group).row(0)]
    if not all(labels) or len(set(labels)) < len(labels):
        return staged
    below = staged.slice(1).select(pl.col(group).str.strip_chars().replace("", None))
    count_filled = pl.sum_horizontal(pl.col(group).is_not_null())
    if below.select((count_filled > 1).any()).item():
        return staged
    texts = [set(below[each].drop_nulls()) for each in group]
    is_label = all(own <= {label} for own, label in zip(texts, labels, strict=True))
    is_tick = len(set().union(*texts)) == 1 and sum(map(bool, texts)) > 1
    if not is_label and not is_tick:
        return staged
    chosen = [
        pl.when(pl.col(each).str.strip_chars() != "").then(pl.lit(label))
        for each, label in zip(group, labels, strict=True)
    ]
    is_title = pl.int_range(pl.len()) == 0
    answer = pl.when(is_title).then(pl.col(name)).otherwise(pl.coalesce(chosen))
    return staged.with_columns(answer.alias(name))
