"""`repurchase`: the curve of time to the second purchase, and rates within windows, by group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.cli.options import days
from analytics.errors import UsageError
from analytics.repurchase import repurchase
from analytics.repurchase.repurchase import AGAIN, GROUPINGS, WINDOWS

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.words import Words


def options(parser: argparse.ArgumentParser) -> None:
    """The windows, the groups, and what counts as coming back."""
    parser.add_argument("--days", type=days, default=list(WINDOWS))
    parser.add_argument("--by", type=_grouping, default="all")
    parser.add_argument("--again", choices=AGAIN, default="any")


def _grouping(text: str) -> str:
    if text not in ("all", *GROUPINGS):
        raise UsageError.unknown_column(text, ", ".join(GROUPINGS))
    return text


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """Curve and windows of each group; without `--by` one group, `all`."""
    imported.require_customers()
    query = repurchase.RepurchaseQuery(by=call.by, again=call.again)
    version = imported.manifest.version
    curve = repurchase.curve(imported.store, version, query)
    within = repurchase.within(imported.store, version, query, call.days)
    groups = repurchase.groups(imported.store, version, query)
    return {
        "as_of": imported.as_of.isoformat(),
        "again": call.again,
        "groups": [_group(row, curve, within) for row in groups.to_dicts()],
    }


def _group(row: dict[str, Any], curve: pl.DataFrame, within: pl.DataFrame) -> dict[str, Any]:
    is_group = pl.col("group") == row["group"]
    return {
        "group": row["group"] or None,
        "customers": row["customers"],
        "repeaters": row["repeaters"],
        "guests_share": row["guests_share"],
        "curve": curve.filter(is_group)
        .select("day", "at_risk", "events", "repurchased", "low", "high")
        .to_dicts(),
        "within": within.filter(is_group)
        .select("days", "rate", "low", "high", "eligible")
        .to_dicts(),
        "median_days": row["median_days"],
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per group: customers, who came back, and the rate within each window."""
    groups = answer["groups"]
    windows = [window["days"] for window in groups[0]["within"]] if groups else []
    columns = ("group", "customers", "repeaters", *(f"<={length}" for length in windows))
    rows = tables.new(words, "", columns)
    for group in groups:
        rates = [
            "" if window["rate"] is None else f"{window['rate']:.1%}" for window in group["within"]
        ]
        name = group["group"] or words.get("common.not_given")
        counts = (str(group["customers"]), str(group["repeaters"]))
        rows.add_row(tables.plain(name), *counts, *rates)
    return [rows]


COMMAND = Command("repurchase", run, table, options)
