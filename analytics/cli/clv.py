"""`clv`: both value models, and what they expect of everybody within the horizon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.cli.options import MAX_HORIZON, whole

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.words import Words

UNITS = ("day", "week")


def options(parser: argparse.ArgumentParser) -> None:
    """How far ahead, and in which unit of time the models are fitted."""
    horizon = whole("--horizon-days", MAX_HORIZON)
    parser.add_argument("--horizon-days", type=horizon, default=365, dest="horizon_days")
    parser.add_argument("--unit", choices=UNITS, default="day")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """Parameters, expected purchases and value, each with its interval and range."""
    from analytics.customers.clv import model, sums  # scipy takes half a second to load

    imported.require_customers()
    query = model.ClvQuery(
        imported.as_of,
        horizon_days=call.horizon_days,
        unit=call.unit,
        has_amount=imported.manifest.has("amount_lines"),
    )
    return sums.answer(imported.store, imported.manifest.version, query)


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """Purchases and value expected, each with its interval and the range of what may come."""
    title = words.get("cli.expecting", days=answer["horizon_days"], customers=answer["customers"])
    figures = tables.new(words, title, ("figure", "expected", "interval", "range"))
    for name in ("expected_purchases", "value"):
        label = words.get(f"cli.{name}")
        if answer[name] is None:
            figures.add_row(label, words.get("common.not_given"), "", "")
            continue
        mean = [answer[f"{name}_{end}"] for end in ("low", "high")]
        comes = [answer[f"{name}_range"][end] for end in ("low", "high")]
        figures.add_row(label, tables.number(answer[name]), *map(_span, (mean, comes)))
    return [figures]


def _span(ends: Sequence[float | None]) -> str:
    return "-".join(filter(None, map(tables.number, ends)))


COMMAND = Command("clv", run, table, options)
