"""`playbook`: how far each step of the playbook is, and the one thing to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.assessment import assessment
from analytics.cli import tables
from analytics.cli.command import Command
from analytics.playbook.evidence import evidence
from analytics.playbook.steps import steps

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.playbook.base import Step
    from analytics.words import Words


def run(imported: Imported, _call: argparse.Namespace) -> dict[str, Any]:
    """The steps in the order of the source, and the counts that they rest on."""
    counts = evidence(imported.store, imported.manifest.version)
    supers = assessment.assess(imported.store, imported.manifest).supers
    return {
        "as_of": imported.as_of.isoformat(),
        "steps": [_step(step) for step in steps(counts, supers)],
        "counts": vars(counts),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "number": step.number,
        "key": step.key,
        "status": step.status,
        "n": step.n,
        "next": {
            "code": step.action,
            "have": step.have,
            "least": step.least,
            "sheets": list(step.sheets),
        },
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per step: its place, its name, what the data say, and the n behind it."""
    rows = tables.new(words, words.get("guide.title"), ("step", "verdict", "n"))
    for step in answer["steps"]:
        name = words.get(f"guide.name.{step['key']}")
        numbered = name if step["number"] is None else f"{step['number']} {name}"
        rows.add_row(numbered, words.get(f"guide.status.{step['status']}"), str(step["n"] or ""))
    tables.caption(rows, words.get("guide.note"))
    return [rows]


COMMAND = Command("playbook", run, table)
