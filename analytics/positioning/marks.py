"""Marks of needs as people gave them: one importance and one satisfaction of each person, and what
became of the rest."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from analytics.positioning.base import SCALE

MARKS = {
    "respondent": pl.String,
    "segment": pl.String,
    "need": pl.String,
    "importance": pl.Float64,
    "satisfaction": pl.Float64,
    "asked_on": pl.Date,
}
"""One row per respondent and need: marks of 0-10, null where a mark was not given."""
SIDES = ("importance", "satisfaction")
MOSTLY = 0.5


@dataclass(frozen=True)
class Quality:
    """What became of the rows: people, earlier answers of people who answered again, marks outside
    0-10 (taken as not given), needs that a person marked on one side alone, and people without a
    segment among people with one (who form a segment of their own)."""

    people: int
    superseded: int
    off_scale: int
    half: int
    unplaced: int


@dataclass(frozen=True)
class Marks:
    """One row per respondent and need (columns of MARKS), the counts, and the needs that were
    plainly marked on another scale."""

    rows: pl.DataFrame
    quality: Quality
    other_scale: frozenset[str] = frozenset()

    def pairs(self) -> pl.DataFrame:
        """The rows with both marks."""
        return self.rows.filter(pl.all_horizontal(pl.col(*SIDES).is_not_null()))


def marks(rows: pl.DataFrame) -> Marks:
    """The last answer of each person to each need, on 0-10; `rows` as MARKS, without a respondent
    each row is a person of its own. Empty rows give empty marks."""
    table = rows.select(list(MARKS)).cast(MARKS)  # type: ignore[arg-type]
    answers = table.filter(
        pl.col("need").is_not_null() & pl.any_horizontal(pl.col(*SIDES).is_not_null())
    ).with_row_index("place")
    own = pl.format("row {}", pl.col("place"))
    last = (
        answers.with_columns(pl.coalesce("respondent", own).alias("respondent"))
        .sort("asked_on", "place", nulls_last=False)
        .unique(["respondent", "need"], keep="last", maintain_order=True)
        .sort("need", "respondent")
    )
    readable = last.with_columns(_on_scale(side) for side in SIDES).select(list(MARKS))
    everybody = last["respondent"].unique()
    placed = last.filter(pl.col("segment").is_not_null())["respondent"].unique()
    return Marks(
        readable,
        Quality(
            people=len(everybody),
            superseded=answers.height - last.height,
            off_scale=sum(readable[side].null_count() - last[side].null_count() for side in SIDES),
            half=sum(last[side].null_count() for side in SIDES),
            unplaced=len(everybody) - len(placed) if len(placed) else 0,
        ),
        _mostly_off(last),
    )


def _on_scale(side: str) -> pl.Expr:
    return pl.when(pl.col(side).is_between(*SCALE)).then(pl.col(side)).alias(side)


def _mostly_off(last: pl.DataFrame) -> frozenset[str]:
    """Needs more than half of whose marks lie outside 0-10: those inside are of that scale too."""
    long = last.unpivot(on=list(SIDES), index="need").drop_nulls("value")
    shares = long.group_by("need").agg((~pl.col("value").is_between(*SCALE)).mean().alias("off"))
    return frozenset(shares.filter(pl.col("off") > MOSTLY)["need"])
