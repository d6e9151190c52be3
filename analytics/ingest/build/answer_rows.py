"""A survey with a column for each question, price or need, as one row per respondent and answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import parse_issues
from analytics.ingest.build.parts import Notice
from analytics.ingest.columns import questions
from analytics.schema import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analytics.ingest.build.parts import Part
    from analytics.ingest.columns.questions import Question

PLACE = "row_place"
NO_ANSWER, LEFT_OUT = "nothing_said", "questions_left_out"


@dataclass(frozen=True)
class AnswerRows:
    """Cells as text under canonical names, `row_place` numbering the rows; `origins` has one row
    per place: source_row, and for each column of answers the name of the file's column it is
    from."""

    cells: pl.DataFrame
    origins: pl.DataFrame

    def frame(self, read: pl.DataFrame) -> pl.DataFrame:
        """Rows read by place, under the row of the file that each is from."""
        places = self.origins.select(PLACE, pl.col("source_row").alias("file_row"))
        joined = read.join(
            places, left_on="source_row", right_on=PLACE, how="left", maintain_order="left"
        )
        return joined.with_columns(source_row="file_row").select(read.columns)

    def problems(self, listed: pl.DataFrame) -> pl.DataFrame:
        """Problems by place, under the row and the column of the file that each is of."""
        names = [name for name in self.origins.columns if name not in (PLACE, "source_row")]
        origin = pl.coalesce(
            *(pl.when(pl.col("name") == name).then(pl.col(f"{name}_from")) for name in names),
            pl.col("name"),
        )
        renamed = self.origins.rename({name: f"{name}_from" for name in names})
        joined = listed.join(
            renamed, left_on="row", right_on=PLACE, how="left", maintain_order="left"
        )
        placed = joined.with_columns(row="source_row", name=origin).select(listed.columns)
        return placed.unique(maintain_order=True)


def asked_of(part: Part) -> tuple[Question, ...]:
    """The columns of answers of a part whose table has no column of them."""
    table = TABLES[part.table]
    used = {i for i, name in enumerate(part.names) if name in table.names}
    if all(any(name in part.names for name in group) for group in table.any_of):
        return ()
    return questions.questions(part.table, part.headers, used)


def left_out(part: Part) -> list[Notice]:
    """One notice per table of questions that a survey asks besides those it is read for."""
    if part.table not in ("feedback", *questions.TABLES_OF_QUESTIONS):
        return []
    used = {i for i, name in enumerate(part.names) if name in TABLES[part.table].names}
    used |= {question.index for question in asked_of(part)}
    others = [
        questions.questions(table, part.headers, used)
        for table in questions.TABLES_OF_QUESTIONS
        if table != part.table
    ]
    return [
        Notice(part.header_row, part.names[at], part.headers[at], LEFT_OUT)
        for asked in others
        if asked and questions.is_sure(part.headers, asked)
        for at in [asked[0].index]
    ]


def gathered(part: Part, cells: pl.DataFrame) -> tuple[AnswerRows, pl.DataFrame]:
    """The rows of answers in the order of the file, and one problem per row without any answer.

    A sheet that has a row for each answer stays as it is.
    """
    asked = asked_of(part)
    numbered = cells.with_columns(pl.col("source_row").cast(pl.Int64))
    if not asked:
        placed = numbered.with_row_index(PLACE, offset=1).with_columns(pl.col(PLACE).cast(pl.Int64))
        return AnswerRows(placed, placed.select(PLACE, "source_row")), _silent(part, [])
    names = [name for name in TABLES[part.table].names if name in numbered.columns]
    rows = pl.concat(list(_rows(part, asked, numbered, names)), how="diagonal")
    rows = rows.sort("source_row", "position", maintain_order=True)
    placed = rows.with_row_index(PLACE, offset=1).with_columns(pl.col(PLACE).cast(pl.Int64))
    origins = [name for name in placed.columns if name.endswith("_from")]
    filled = numbered.filter(_has_any([name for name in part.names if name in numbered.columns]))
    silent = filled.join(placed, on="source_row", how="anti")["source_row"].to_list()
    return (
        AnswerRows(
            placed.drop(origins).with_columns(pl.col("position").cast(pl.String)),
            placed.select(
                PLACE, "source_row", *(pl.col(o).alias(o.removesuffix("_from")) for o in origins)
            ),
        ),
        _silent(part, silent),
    )


def _rows(
    part: Part, asked: Sequence[Question], cells: pl.DataFrame, names: Sequence[str]
) -> Iterator[pl.DataFrame]:
    """The rows of each question, or of each need, that was answered."""
    groups: dict[str, list[Question]] = {}
    for question in asked:
        key = question.about if part.table == questions.NEED_TABLE else str(question.index)
        groups.setdefault(key, []).append(question)
    for position, group in enumerate(groups.values(), start=1):
        columns = [(question, part.names[question.index]) for question in group]
        answered = cells.filter(_has_any([name for _, name in columns]))
        about = "need" if part.table == questions.NEED_TABLE else _other(group[0].column)
        yield answered.select(
            "source_row",
            *names,
            *(pl.col(name).alias(question.column) for question, name in columns),
            *(pl.lit(name).alias(f"{question.column}_from") for question, name in columns),
            *(pl.lit(name).alias(f"{about}_from") for _, name in columns[:1]),
            pl.lit(group[0].about).alias(about),
            pl.lit(position).alias("position"),
        )


def _other(column: str) -> str:
    return "answer" if column == "price" else "price"


def _has_any(names: Sequence[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(list(names)).str.strip_chars().fill_null("") != "")


def _silent(part: Part, rows: Sequence[int]) -> pl.DataFrame:
    issues = [(part.key, part.name, row, part.names[0], None, NO_ANSWER, True) for row in rows]
    return pl.DataFrame(issues, schema=parse_issues.SCHEMA, orient="row")
