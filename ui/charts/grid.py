"""The cells of a cohort triangle in the order they are drawn, with their labels."""

import math
from dataclasses import dataclass

import polars as pl

from ui import format as fmt
from ui.charts.figure import Row, plain
from ui.text import Text
from ui.theme import Theme

MEAN = "mean"
SPACER = " "
CLIPPED = 0.98
LABELLED_ROWS = 30
LABELLED_AGES = 13
AGES = {
    "week": "charts.cohorts.weeks",
    "month": "charts.cohorts.months",
    "quarter": "charts.cohorts.quarters",
}


@dataclass(frozen=True)
class Grid:
    """Cells by row and age. The mean row, if any, comes first, with a gap below it.

    A cell has row (the cohort's ISO day, or MEAN), label (for the axis), cohort (in a sentence),
    index, customers, value, shown and is_complete; `labels` and `sizes` (customers) are by row.
    """

    rows: tuple[str, ...]
    ages: tuple[int, ...]
    cells: tuple[Row, ...]
    labels: dict[str, str]
    sizes: dict[str, int]

    @property
    def top(self) -> float:
        """The value of the strongest colour: one freak cell, or age 0, would drown the others."""
        later = pl.Series([cell["value"] for cell in self.cells if cell["index"] > 0])
        return float(later.cast(pl.Float64).quantile(CLIPPED) or 1.0)

    @property
    def is_share(self) -> bool:
        """Whether every cohort starts with all of its customers, so that age 0 tells nothing."""
        return all(cell["value"] == 1 for cell in self.cells if cell["index"] == 0)


def grid(known: pl.DataFrame, mean: pl.DataFrame | None, *, grain: str, text: Text) -> Grid:
    """The grid of cells whose rate is known; see `ui.charts.cohorts.triangle` for the columns."""
    cells = [_cell(row, grain, text.lang) for row in known.sort("cohort").iter_rows(named=True)]
    means = [] if mean is None else [_mean(row, text) for row in mean.iter_rows(named=True)]
    sizes = {cell["row"]: cell["customers"] for cell in cells}
    indexes = known["index"].to_list()
    return Grid(
        rows=(*((MEAN, SPACER) if means else ()), *sizes),
        ages=tuple(range(min(indexes), max(indexes) + 1)),
        cells=(*means, *cells),
        labels={cell["row"]: cell["label"] for cell in [*means, *cells]},
        sizes=sizes,
    )


def age_title(grain: str, text: Text) -> str:
    """What an age counts: weeks, months or quarters since the first purchase."""
    return text(AGES[grain])


def across(grid: Grid, grain: str, text: Text) -> Row:
    ages = [str(age) for age in grid.ages]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": ages,
        "tickvals": ages[:: math.ceil(len(ages) / LABELLED_AGES)],
        "side": "top",
        "title": {"text": age_title(grain, text)},
        "range": [-0.5, len(ages) - 0.5],
        "tickangle": 0,
        "showgrid": False,
        "fixedrange": True,
    }


def down(grid: Grid, text: Text, paint: Theme) -> Row:
    """Cohorts downwards with their customers beside them; of many, every second or third."""
    cohorts = list(grid.sizes)
    rows = [row for row in grid.rows if row == MEAN]
    rows += cohorts[:: math.ceil(len(cohorts) / LABELLED_ROWS)]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": list(grid.rows),
        "range": [len(grid.rows) - 0.5, -0.5],
        "tickvals": rows,
        "ticktext": [_named(row, grid, text, paint) for row in rows],
        "tickfont": {"size": 12, "color": paint.text},
        "showgrid": False,
        "fixedrange": True,
    }


def _named(row: str, grid: Grid, text: Text, paint: Theme) -> str:
    if row == MEAN:
        return f"<b>{grid.labels[row]}</b>"
    size = fmt.count(grid.sizes[row], text.lang, compact=True)
    return f'{grid.labels[row]}  <span style="color:{paint.muted}">{size}</span>'


def _cell(row: Row, grain: str, lang: str) -> Row:
    cohort = fmt.period(row["cohort"], grain, lang)
    return row | {
        "row": row["cohort"].isoformat(),
        "label": fmt.day(row["cohort"], lang) if grain == "week" else cohort,
        "cohort": cohort,
        "value": float(row["value"]),
        "shown": plain(row["shown"]),
    }


def _mean(row: Row, text: Text) -> Row:
    return {
        "row": MEAN,
        "label": text("charts.cohorts.mean"),
        "cohort": text("charts.cohorts.mean"),
        "index": row["index"],
        "customers": row["eligible"],
        "value": row["rate"],
        "shown": fmt.percent(row["rate"], text.lang, 0),
        "is_complete": True,
    }
