"""What survey tools write beside the answers: titles and ids below the names, answers of a preview,
answers broken off."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.columns.formats import FOLDER, normalise

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

TOP_ROWS = 4
"""Titles and ids stand at the top."""
YEAR = 4
"""Digits that a time begins with."""
TITLE, NO_ANSWER = "title_row", "no_answer"


def has_marks(headers: Sequence[str]) -> bool:
    """Whether a table has a column in which a survey tool says what a row is, or its titles."""
    names = set(map(normalise, headers))
    return bool(names & _headers()) or bool(names & _own())


def marked(
    staged: pl.DataFrame, headers: Sequence[str], names: Sequence[str], as_written: Collection[str]
) -> pl.DataFrame:
    """The staged rows with `aside`: the code of rows that are no answers, else null.

    Rows of titles are never answers; the others are where `as_written` names `answers`.
    """
    cells = [name for name in names if name in staged.columns]
    top = staged.head(TOP_ROWS).select(cells).rows()
    titles = {place for place in range(len(top)) if _is_ids(top[place])}
    titles |= {place - 1 for place in titles if place and not _has_answer(top[place - 1])}
    if not titles and top and _is_titles(top[0]):
        titles = {0}
    is_title = pl.int_range(pl.len()).is_in(sorted(titles))
    rules = [] if "answers" in as_written else _rules(headers, names)
    is_none = pl.any_horizontal(rules) if rules else pl.lit(value=False)
    return staged.with_columns(
        pl.when(is_title)
        .then(pl.lit(TITLE))
        .when(is_none.fill_null(value=False))
        .then(pl.lit(NO_ANSWER))
        .alias("aside")
    )


def _rules(headers: Sequence[str], names: Sequence[str]) -> list[pl.Expr]:
    rules = []
    for mark in _marks()["marks"]:
        wanted, values = set(map(normalise, mark["headers"])), list(mark["values"])
        for header, name in zip(headers, names, strict=True):
            if normalise(header) in wanted:
                text = pl.col(name).str.strip_chars().str.to_lowercase()
                rules.append(text.is_in(values))
    return rules


def _is_ids(row: Sequence[str | None]) -> bool:
    begins = tuple(_marks()["ids"])
    return any(cell and cell.strip().lower().startswith(begins) for cell in row)


def _has_answer(row: Sequence[str | None]) -> bool:
    """A row of titles has words and places of a scale; an answer has the time at least."""
    return any(cell and len(cell) >= YEAR and cell[:YEAR].isdecimal() for cell in row)


def _is_titles(row: Sequence[str | None]) -> bool:
    """The second header of a SurveyMonkey export: it names nobody and no time."""
    titles = set(_marks()["titles"])
    texts = [cell.strip().lower() for cell in row if cell and cell.strip()]
    return any(text in titles for text in texts) and not _has_answer(row) and not row[0]


def _headers() -> frozenset[str]:
    return frozenset(normalise(name) for mark in _marks()["marks"] for name in mark["headers"])


def _own() -> frozenset[str]:
    return frozenset({"respondentid", "collectorid", "responseid", "recordeddate"})


@cache
def _marks() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "_surveys.toml").read_text("utf-8"))
