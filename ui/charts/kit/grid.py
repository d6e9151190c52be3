"""The cells of a cohort triangle in the order they are drawn, with their labels."""

import math
from dataclasses import dataclass

import polars as pl

from ui import format as fmt
from ui.charts.kit.figure import Row, plain, shortened
from ui.text import Text
from ui.theme import Theme

MEAN = "mean"
SPACER = " "
CLIPPED = 0.98
LABELLED_ROWS = 30
LABELLED_AGES = 13
LABELLED_DATES = 8
LONGEST_NAME = 16
AGES = {
    "week": "charts.cohorts.weeks",
    "month": "charts.cohorts.months",
    "quarter": "charts.cohorts.quarters",
    "year": "charts.cohorts.years",
}


@dataclass(frozen=True)
class Grid:
    """Cells by row and age. The mean row, if any, comes first, with a gap below it.

    A cell has row (the cohort's ISO day, or MEAN), label (for the axis), cohort (in a sentence),
    column, index, customers, value, shown and is_complete; `labels` and `sizes` (customers) are by
    row. A column is an age, or the ISO day on which a period begins; `heads` is what it is called.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    heads: dict[str, str]
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
        """Whether every cohort starts with all of its customers: age 0 carries no information."""
        return all(cell["value"] == 1 for cell in self.cells if cell["index"] == 0)


def grid(frame: pl.DataFrame, mean: pl.DataFrame | None, *, grain: str, text: Text) -> Grid:
    """The grid of cells whose rate is known; columns of `ui.charts.repurchase.cohorts.triangle`."""
    cells = [_cell(row, grain, text.lang) for row in _in_order(frame).iter_rows(named=True)]
    means = [] if mean is None else [_mean(row, text) for row in mean.iter_rows(named=True)]
    heads = _heads(frame, grain, text.lang)
    sizes = {cell["row"]: cell["customers"] for cell in cells}
    return Grid(
        rows=(*((MEAN, SPACER) if means else ()), *sizes),
        columns=tuple(heads),
        heads=heads,
        cells=(*means, *cells),
        labels={cell["row"]: cell["label"] for cell in [*means, *cells]},
        sizes=sizes,
    )


def age_title(grain: str, text: Text) -> str:
    """What an age counts: weeks, months or quarters since the first purchase."""
    return text(AGES[grain])


def across(grid: Grid, grain: str, text: Text) -> Row:
    columns = list(grid.columns)
    is_dated = any(grid.heads[column] != column for column in columns)
    most = LABELLED_DATES if is_dated else LABELLED_AGES
    labelled = columns[:: math.ceil(len(columns) / most)]
    return {
        "type": "category",
        "categoryorder": "array",
        "categoryarray": columns,
        "tickvals": labelled,
        "ticktext": [grid.heads[column] for column in labelled],
        "side": "top",
        "title": {"text": "" if is_dated else age_title(grain, text)},
        "range": [-0.5, len(columns) - 0.5],
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


def _heads(frame: pl.DataFrame, grain: str, lang: str) -> dict[str, str]:
    """The columns and what they are called: every age there may be, or every period there is."""
    if "period" not in frame.columns:
        ages = frame["index"]
        first, last = ages.min(), ages.max()
        return {str(age): str(age) for age in range(int(str(first)), int(str(last)) + 1)}
    days = frame["period"].unique().sort()
    return {
        day.isoformat(): fmt.day(day, lang) if grain == "week" else fmt.period(day, grain, lang)
        for day in days
    }


def _column(row: Row) -> str:
    return row["period"].isoformat() if "period" in row else str(row["index"])


def _in_order(frame: pl.DataFrame) -> pl.DataFrame:
    """Days one after another; groups as they come."""
    return frame.sort("cohort") if frame["cohort"].dtype == pl.Date else frame


def _cell(row: Row, grain: str, lang: str) -> Row:
    if isinstance(row["cohort"], str):
        name = plain(row["cohort"])
        labels = {
            "row": row.get("key", name),
            "label": shortened(name, LONGEST_NAME),
            "cohort": name,
        }
        return row | labels | _figures(row)
    cohort = fmt.period(row["cohort"], grain, lang)
    return row | {
        "row": row["cohort"].isoformat(),
        "label": fmt.day(row["cohort"], lang) if grain == "week" else cohort,
        "cohort": cohort,
        **_figures(row),
    }


def _figures(row: Row) -> Row:
    return {
        "column": _column(row),
        "value": float(row["value"]),
        "shown": plain(row["shown"]),
    }


def _mean(row: Row, text: Text) -> Row:
    return {
        "row": MEAN,
        "label": text("charts.cohorts.mean"),
        "cohort": text("charts.cohorts.mean"),
        "index": row["index"],
        "column": str(row["index"]),
        "customers": row["eligible"],
        "value": row["rate"],
        "shown": fmt.percent(row["rate"], text.lang, 0),
        "is_complete": True,
    }
