"""Cohorts by attribute and cells in any figure, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.repurchase.cohort_groups import CellFigure, by_age
from analytics.repurchase.cohorts import Cell
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from analytics.repurchase.cohort_groups import Gap, Split
    from analytics.repurchase.cohorts import Grain, Outside
    from ui.text import Text

FEW = 30
CODED = ("domain", "referrer_kind")
REST = "rest"


def name(group: str, is_rest: bool, by: str, text: Text) -> str:
    """The displayed name of a group."""
    if is_rest:
        return text("cohorts.rest")
    if group == "":
        return text("common.not_given")
    if by == "discount":
        return text(f"cohorts.discount_{group}")
    return text(f"common.{by}_{group}") if by in CODED else group


def rows(ages: pl.DataFrame, by: str, shown: CellFigure, text: Text) -> pl.DataFrame:
    """`cohort_groups.by_age` as rows for the triangle; unmeasured cells are left out."""
    filled = ages.filter(pl.col("value").is_not_null())
    names = [
        name(group, is_rest, by, text)
        for group, is_rest in filled.select("group", "is_rest").rows()
    ]
    return filled.select(
        pl.Series("cohort", names, dtype=pl.String),
        pl.when("is_rest").then(pl.lit(REST)).otherwise("=" + pl.col("group")).alias("key"),
        pl.col("whole").alias("customers"),
        "size",
        "index",
        "rate",
        "value",
        pl.Series(
            "shown", [written(value, shown, text) for value in filled["value"]], dtype=pl.String
        ),
        "is_complete",
    )


def cells(
    measured: pl.DataFrame, shown: CellFigure, grain: Grain, across: str, text: Text
) -> pl.DataFrame:
    """`cohort_groups.measured` as rows for the triangle, with ages or dates `across`; unmeasured
    cells are left out."""
    filled = measured.filter(pl.col("value").is_not_null())
    days = [Cell(grain, *row).period[0] for row in filled.select("cohort", "index").rows()]
    period = [pl.Series("period", days, dtype=pl.Date)] if across == "dates" else []
    return filled.select(
        *period,
        "cohort",
        pl.col("size").alias("customers"),
        "index",
        "rate",
        "value",
        pl.Series(
            "shown", [written(value, shown, text) for value in filled["value"]], dtype=pl.String
        ),
        "is_complete",
    )


def cell_of(points: list[dict[str, Any]], frame: pl.DataFrame, grain: Grain) -> Cell | None:
    """The clicked cell, with ages or dates across; None for any other point."""
    if not points:
        return None
    place = (str(points[0].get("x")), str(points[0].get("y")))
    for cohort, index in frame.select("cohort", "index").rows():
        cell = Cell(grain, cohort, index)
        if cohort.isoformat() == place[1] and place[0] in (str(index), cell.period[0].isoformat()):
            return cell
    return None


def row_of(points: list[dict[str, Any]]) -> tuple[str, int] | None:
    """The clicked group and age; None for the remaining groups together and without a click."""
    if not points:
        return None
    age, key = str(points[0].get("x")), str(points[0].get("y"))
    return (key[1:], int(age)) if key.startswith("=") and age.isdecimal() else None


def cell_code(cell: Cell, group: str) -> str:
    """How a link names a cell of the time cohorts of a group, "" for everybody."""
    return f"{group}|{cell.grain}|{cell.cohort.isoformat()}|{cell.index}"


def cell_named(code: str, frame: pl.DataFrame, grain: Grain, group: str) -> Cell | None:
    """The cell of these cohorts that a link names; None for any other text."""
    for cohort, index in frame.select("cohort", "index").rows() if code else ():
        cell = Cell(grain, cohort, index)
        if cell_code(cell, group) == code:
            return cell
    return None


def cell_labels(cells: pl.DataFrame, grain: Grain, group: str, text: Text) -> dict[str, str]:
    """Every cell of these cohorts by the code of a link, the newest cohort first."""
    rows = cells.select("cohort", "index").sort("cohort", "index", descending=[True, False])
    return {
        cell_code(Cell(grain, cohort, index), group): _cell_label(
            fmt.period(cohort, grain, text.lang), index, grain, text
        )
        for cohort, index in rows.rows()
    }


def place_labels(
    ages: pl.DataFrame, names: Mapping[str, str], split: Split, text: Text
) -> dict[str, str]:
    """The same for the groups of a split, as `names` orders them."""
    ages_of: dict[str, list[int]] = {}
    for group, index in ages.select("group", "index").sort("index").rows():
        ages_of.setdefault(group, []).append(index)
    return {
        place_code((group, index), split): _cell_label(name, index, split.grain, text)
        for group, name in names.items()
        for index in ages_of.get(group, [])
    }


def _cell_label(whose: str, index: int, grain: str, text: Text) -> str:
    unit = text(f"repurchase.unit.{grain}")
    return text("cohorts.cell_label", whose=whose, index=index, unit=unit)


def place_of(cell: Cell, across: str) -> tuple[str, str]:
    """The column and row of a cell, as the triangle names them."""
    column = cell.period[0].isoformat() if across == "dates" else str(cell.index)
    return column, cell.cohort.isoformat()


def place_code(place: tuple[str, int], split: Split) -> str:
    """How a link names a group and age of a split."""
    return f"{split.by}|{split.grain}|{place[1]}|{place[0]}"


def place_named(code: str, names: Collection[str], split: Split) -> tuple[str, int] | None:
    """The group and age that a link names; None for any other text."""
    start = f"{split.by}|{split.grain}|"
    age, _, group = code.removeprefix(start).partition("|")
    is_place = code.startswith(start) and age.isascii() and age.isdecimal() and group in names
    return (group, int(age)) if is_place else None


def outside_sentence(outside: Outside, currency: str | None, text: Text) -> str:
    """What is in no cohort: orders before a first purchase, and people who never bought."""
    return text(
        "cohorts.outside",
        orders=fmt.count(outside.orders, text.lang),
        customers=fmt.count(outside.customers, text.lang),
        revenue=fmt.money(outside.revenue, text.lang, currency),
    )


def members_title(group: str, index: int, shown: int, grain: str, text: Text) -> str:
    """The title of the list of a cell's customers."""
    return text(
        "cohorts.members_title",
        name=literal(group),
        unit=text(f"repurchase.unit.{grain}"),
        index=index,
        n=fmt.count(shown, text.lang),
    )


def cohorts_as_groups(frame: pl.DataFrame) -> pl.DataFrame:
    """The cells of time cohorts, each cohort as a group named by its ISO day."""
    return frame.select(
        pl.col("cohort").dt.to_string("%Y-%m-%d").alias("group"),
        pl.lit(False).alias("is_rest"),
        pl.all(),
    )


def written(value: float, shown: CellFigure, text: Text) -> str:
    """One cell's figure as text."""
    if shown.figure == "rate":
        return fmt.percent(value, text.lang, 0)
    if shown.is_each and shown.figure in ("customers", "orders"):
        return fmt.number(value, text.lang, 2)
    return fmt.count(value, text.lang, compact=True)


def sum_sentence(frame: pl.DataFrame, shown: CellFigure, grain: str, text: Text) -> str:
    """The figure per customer acquired: cumulative at the last age with at least FEW customers,
    else in the period after the first."""
    each = CellFigure(shown.figure, shown.is_so_far, is_each=True)
    ages = by_age(frame, each).filter(
        pl.col("is_complete")
        & pl.col("value").is_not_null()
        & (pl.col("size") >= FEW)
        & (pl.col("index") > 0)
    )
    if ages.is_empty():
        return text("repurchase.triangle_young")
    row = ages.sort("index").row(-1 if shown.is_so_far else 0, named=True)
    suffix = "rate" if shown.figure == "rate" else _span(shown)
    return text(
        f"cohorts.sum_{suffix}",
        index=row["index"],
        unit=text(f"repurchase.unit.{grain}"),
        figure=text(f"repurchase.show.{shown.figure}"),
        value=written(row["value"], each, text),
        n=fmt.count(row["size"], text.lang),
    )


def _span(shown: CellFigure) -> str:
    return "so_far" if shown.is_so_far else "own"


def _at(index: int, shown: CellFigure, grain: str, text: Text) -> str:
    unit = text(f"repurchase.unit.{grain}")
    return text(f"cohorts.at.{_span(shown)}", index=index, unit=unit)


def top_sentence(ages: pl.DataFrame, by: str, shown: CellFigure, grain: str, text: Text) -> str:
    """The group with the highest figure in the period after its first."""
    comparable = ages.filter(
        (pl.col("index") == 1)
        & pl.col("is_complete")
        & pl.col("value").is_not_null()
        & (pl.col("size") >= FEW)
    )
    if comparable.is_empty():
        return text("cohorts.young")
    best = comparable.sort("value", "group", descending=[True, False]).row(0, named=True)
    return text(
        "cohorts.top_sentence",
        at=_at(1, shown, grain, text),
        name=literal(name(best["group"], best["is_rest"], by, text)),
        value=_with_ends(best, shown, text),
        n=fmt.count(best["size"], text.lang),
    )


def _with_ends(row: Mapping[str, Any], shown: CellFigure, text: Text) -> str:
    """A rate with its interval; any other figure alone."""
    if shown.figure != "rate":
        return written(row["value"], shown, text)
    ends = fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1)
    return text("cohorts.rate_between", rate=fmt.percent(row["rate"], text.lang), interval=ends)


def gap_sentence(
    gap: Gap | None, names: Mapping[str, str], shown: CellFigure, grain: str, text: Text
) -> str:
    """The difference between the picked groups with its interval and verdict."""
    if gap is None or gap.change.value is None:
        return text("cohorts.gap_none")
    high, low = gap.rates
    ends = [None if end is None else 100 * end for end in (gap.change.low, gap.change.high)]
    return text(
        f"cohorts.gap.{gap.verdict or 'cannot_tell'}",
        at=_at(gap.index, shown, grain, text),
        best=literal(names[gap.best]),
        worst=literal(names[gap.worst]),
        high=fmt.percent(high.value, text.lang),
        low=fmt.percent(low.value, text.lang),
        points=fmt.number(100 * (fmt.rates_apart(high.value, low.value) or 0.0), text.lang, 1),
        interval=fmt.interval(ends[0], ends[1], text.lang, digits=1),
    )
