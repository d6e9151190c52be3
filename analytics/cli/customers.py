"""`customers`: everybody identified, with the RFM group."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.customers import rfm

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.words import Words

COLUMNS = ("customer_id", "frequency", "recency_days", "age_days", "orders", "monetary", "segment")


def run(imported: Imported, _call: argparse.Namespace) -> dict[str, Any]:
    """One entry per customer."""
    imported.require_customers()
    customers = rfm.customers(
        imported.store,
        imported.manifest.version,
        imported.as_of,
        has_amount=imported.manifest.has("amount_lines"),
    )
    rows = customers.select(COLUMNS).to_dicts()
    return {"as_of": imported.as_of.isoformat(), "customers": rows}


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """How many there are of each group; the list itself is for scripts."""
    counts = Counter(customer["segment"] for customer in answer["customers"])
    total = len(answer["customers"])
    groups = tables.new(words, "", ("group", "customers", "share"))
    for segment, count in counts.most_common():
        name = words.get(f"cli.segment_{segment}") if segment else words.get("common.not_given")
        groups.add_row(name, str(count), f"{count / total:.1%}")
    return [groups]


COMMAND = Command("customers", run, table)
