"""`launch`: is a launch ready, is it ahead at its age, who buys, and what older products lost."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analytics.cli import tables
from analytics.cli.command import Command, figure, refused
from analytics.errors import UsageError
from analytics.filters import Filters
from analytics.launch import ages, board, buyers, report
from analytics.launch.launches import launches
from analytics.view import View

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.launch.ages import AtAge, Usual
    from analytics.launch.launches import Launch
    from analytics.launch.taken import Taken
    from analytics.words import Words


def options(parser: argparse.ArgumentParser) -> None:
    """The launch, by its name or the product's number."""
    parser.add_argument("--launch", metavar="NAME")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """All figures with n, interval and refusals as codes. Without `--launch` the newest on sale
    that has tasks; UsageError for one that nobody knows."""
    view = View(imported.store, imported.manifest, Filters())
    every = launches(view)
    launch = _chosen(every.launches, call.launch) if call.launch else every.find(None)
    return {
        "as_of": imported.as_of.isoformat(),
        "launch": None if launch is None else launch.code,
        "refusal": None if launch else {"code": "no_launch", "have": 0, "least": 1},
        "launches": [_launch(each) for each in every.launches],
        "faults": asdict(every.faults),
        **({} if launch is None else _answers(view, launch)),
    }


def _chosen(every: tuple[Launch, ...], name: str) -> Launch:
    chosen = [each for each in every if name in {each.code, each.name, *each.names}]
    if not chosen:
        known = ", ".join(each.name for each in every) or "-"
        raise UsageError.bad_option("--launch", name, known)
    return chosen[0]


def _answers(view: View, launch: Launch) -> dict[str, Any]:
    rows, every = report.tasks_of(view, launch), launches(view).launches
    table = report.curves(view)
    bought = buyers.buyers(view, launch)
    days = {name: rows[name].cast(str) for name in ("due_on", "done_on")}
    return {
        "ready": asdict(board.ready(rows)),
        "phases": {phase: asdict(part) for phase, part in board.by_phase(rows).items()},
        "tasks": rows.with_columns(**days).to_dicts(),
        "at_age": {
            count: {
                **_at_age(ages.at_age(table, launch, every, count)),
                "usual": _usual(ages.usual(table, launch, every, count)),
            }
            for count in ages.COUNTS
        },
        "buyers": {
            "n": bought.n,
            "early": bought.early,
            "shares": {kind: figure(share) for kind, share in bought.shares.items()},
            "refusal": refused(bought.refusal),
        },
        "taken": _taken(report.taken_by(view, launch)),
    }


def _launch(launch: Launch) -> dict[str, Any]:
    return {
        "code": launch.code,
        "name": launch.name,
        "item": launch.item,
        "category": launch.category,
        "day_zero": launch.day_zero and launch.day_zero.isoformat(),
        "source": launch.source,
        "state": launch.state,
        "tasks": launch.tasks,
        "phases": {
            phase: [day.isoformat() for day in span] for phase, span in launch.spans.items()
        },
    }


def _at_age(answer: AtAge) -> dict[str, Any]:
    return {
        "age": answer.age,
        "total": answer.total,
        "other": answer.other,
        "other_total": answer.other_total,
        "ahead": figure(answer.ahead),
        "refusal": refused(answer.refusal),
    }


def _usual(answer: Usual) -> dict[str, Any]:
    return {**asdict(answer), "refusal": refused(answer.refusal)}


def _taken(answer: Taken) -> dict[str, Any]:
    return {
        "share": figure(answer.share),
        "units": figure(answer.units),
        "effect": figure(answer.effect),
        "certainty": answer.certainty,
        "rank": answer.rank,
        "chance": answer.chance,
        "controls": answer.controls,
        "older": answer.older,
        "young": answer.young,
        "new_units": answer.new_units,
        "weeks": answer.weeks,
        "placebos": answer.placebos.to_dicts(),
        "category": figure(answer.whole),
        "refusal": refused(answer.refusal),
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """One row per launch, with what the chosen one has come to below."""
    title = words.get("launch.title")
    rows = tables.new(words, title, ("launch", "day_zero", "tasks"))
    for launch in answer["launches"]:
        rows.add_row(tables.plain(launch["name"]), launch["day_zero"] or "", str(launch["tasks"]))
    if answer["refusal"]:
        tables.caption(rows, words.get("launch.refusal.no_launch"))
        return [rows]
    ready, units = answer["ready"], answer["at_age"]["units"]
    tables.caption(
        rows,
        words.get("launch.cli.ready", done=ready["done"], count=ready["tasks"], late=ready["late"])
        if ready["tasks"]
        else words.get("launch.no_tasks"),
    )
    if units["refusal"] and units["age"] is None:
        tables.caption(rows, words.get(f"launch.refusal.{units['refusal']['code']}"))
    else:
        tables.caption(
            rows, words.get("launch.cli.sold", day=units["age"], count=f"{units['total']:,.0f}")
        )
    return [rows]


COMMAND = Command("launch", run, table, options)
