"""The cells of a cohort triangle in the order they are drawn, with their labels."""

from collections.abc import Iterable
from dataclasses import dataclass

import polars as pl

from ui import format as fmt
from ui.charts.figure import Row, plain
from ui.text import Text

SPACER = " "
AGES = {
    "week": "charts.cohorts.weeks",
    "month": "charts.cohorts.months",
    "quarter": "charts.cohorts.quarters",
}


@dataclass(frozen=True)
class Grid:
    """Cells by row label and age. The mean row, if any, comes first, with a gap below it.

    A cell has label, cohort (ISO day, empty for the mean), index, customers, value, shown and
    is_complete; `sizes` holds the customers of each cohort's label.
    """

    rows: tuple[str, ...]
    ages: tuple[int, ...]
    cells: tuple[Row, ...]
    sizes: dict[str, int]

    @property
    def top(self) -> float:
        """The value of the strongest colour; age 0 is everybody and would drown the others."""
        later = [cell["value"] for cell in self.cells if cell["index"] > 0]
        return float(max(later, default=1.0)) or 1.0

    @property
    def is_share(self) -> bool:
        """Whether every cohort starts with all of its customers, so that age 0 tells nothing."""
        return all(cell["value"] == 1 for cell in self.cells if cell["index"] == 0)


def grid(known: pl.DataFrame, mean: pl.DataFrame | None, *, grain: str, text: Text) -> Grid:
    """The grid of cells whose rate is known; see `ui.charts.cohorts.triangle` for the columns."""
    cells = [_cell(row, grain, text.lang) for row in known.sort("cohort").iter_rows(named=True)]
    means = [] if mean is None else [_mean(row, text) for row in mean.iter_rows(named=True)]
    sizes = {cell["label"]: cell["customers"] for cell in cells}
    head = (text("charts.cohorts.mean"), SPACER) if means else ()
    indexes = known["index"].to_list()
    return Grid(
        rows=(*head, *sizes),
        ages=tuple(range(min(indexes), max(indexes) + 1)),
        cells=(*means, *cells),
        sizes=sizes,
    )


def matrix(grid: Grid, cells: Iterable[Row], field: str) -> list[list[object]]:
    """`field` of `cells` at its place, None wherever there is no such cell."""
    found = {(cell["label"], cell["index"]): cell[field] for cell in cells}
    return [[found.get((row, age)) for age in grid.ages] for row in grid.rows]


def age_title(grain: str, text: Text) -> str:
    """What an age counts: weeks, months or quarters since the first purchase."""
    return text(AGES[grain])


def _cell(row: Row, grain: str, lang: str) -> Row:
    return row | {
        "label": fmt.period(row["cohort"], grain, lang),
        "cohort": row["cohort"].isoformat(),
        "shown": plain(row["shown"]),
    }


def _mean(row: Row, text: Text) -> Row:
    return {
        "label": text("charts.cohorts.mean"),
        "cohort": "",
        "index": row["index"],
        "customers": row["eligible"],
        "value": row["rate"],
        "shown": fmt.percent(row["rate"], text.lang, 0),
        "is_complete": True,
    }
