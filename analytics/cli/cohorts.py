"""`cohorts`: the triangle; a period after the last one observed is absent."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.filters import Filters
from analytics.repurchase import cohort_groups, cohorts
from analytics.repurchase.cohort_groups import ATTRIBUTES, Split
from analytics.repurchase.cohorts import GRAINS

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.words import Words

PRINTED_PERIODS = 13


def options(parser: argparse.ArgumentParser) -> None:
    """How long a period is, and by what the first purchase was."""
    parser.add_argument("--grain", choices=GRAINS, default="month")
    parser.add_argument("--by", choices=ATTRIBUTES, default=None)


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """One triangle, or with `--by` one a group, the largest first and the rest of them last."""
    imported.require_customers()
    scope = (imported.store, imported.manifest.version, Filters())
    outside = cohorts.outside(*scope, call.grain)
    about = {
        "grain": call.grain,
        "as_of": imported.as_of.isoformat(),
        "outside": outside and asdict(outside),
    }
    if call.by is None:
        return about | _triangle(cohorts.cells(*scope, call.grain, imported.as_of))
    cells = cohort_groups.cells(*scope, Split(call.by, call.grain, imported.as_of))
    groups = [
        {
            "group": group,
            "is_rest": is_rest,
            "customers": _members(group_cells),
            **_triangle(group_cells),
        }
        for (group, is_rest), group_cells in cells.group_by("group", "is_rest", maintain_order=True)
    ]
    groups.sort(key=lambda group: (group["is_rest"], -group["customers"]))
    return about | {"by": call.by, "groups": groups}


def _members(cells: pl.DataFrame) -> int:
    return int(cells.filter(pl.col("index") == 0)["size"].sum())


def _triangle(cells: pl.DataFrame) -> dict[str, Any]:
    """The cells by cohort, and their mean."""
    rows = [
        {
            "cohort": cohort.isoformat(),
            "customers": cohort_cells["size"][0],
            "periods": cohort_cells.select(
                "index", "customers", "rate", "orders", "revenue", "is_complete"
            ).to_dicts(),
        }
        for (cohort,), cohort_cells in cells.group_by("cohort", maintain_order=True)
        if isinstance(cohort, date)
    ]
    mean = cohorts.mean(cells).select("index", "rate", "eligible").to_dicts()
    return {"cohorts": rows, "mean": mean}


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One table; by an attribute, one a group under its name."""
    if "groups" not in answer:
        return [_triangle_table("", answer["cohorts"], words)]
    return [
        _triangle_table(_group_name(group, words), group["cohorts"], words)
        for group in answer["groups"]
    ]


def _group_name(group: dict[str, Any], words: Words) -> str:
    if group["is_rest"]:
        return words.get("cohorts.rest")
    is_unnamed = group["group"] == ""
    return tables.plain(words.get("common.not_given") if is_unnamed else group["group"])


def _triangle_table(title: str, rows: list[dict[str, Any]], words: Words) -> Table:
    longest = max((len(row["periods"]) for row in rows), default=0)
    ages = range(min(longest, PRINTED_PERIODS))
    triangle = tables.new(words, title, ("cohort", "customers", *map(str, ages)))
    for row in rows:
        rates = [_rate(period) for period in row["periods"][: len(ages)]]
        triangle.add_row(row["cohort"], str(row["customers"]), *rates)
    return triangle


def _rate(period: dict[str, Any]) -> str:
    """A period still running carries an ellipsis."""
    return f"{period['rate']:.0%}" + ("" if period["is_complete"] else "\u2026")


COMMAND = Command("cohorts", run, table, options)
