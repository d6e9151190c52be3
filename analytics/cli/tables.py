"""The short readable answer of the headless command, for people at a terminal."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table

from analytics.definitions.definition import built_in

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.words import Words

MOST_PERIODS = 13
MOST_PROBLEMS = 20
TEXT_COLUMNS = ("table", "problem", "evidence", "verdict")


def show(verb: str, answer: dict[str, Any], words: Words) -> None:
    """Print the answer of `verb` as tables on standard output."""
    console = Console(highlight=False)
    printers: dict[str, Callable[[dict[str, Any], Words], list[Table]]] = {
        "import": _import,
        "assess": _assess,
        "cohorts": _cohorts,
        "repurchase": _repurchase,
        "customers": _customers,
        "clv": _clv,
        "voice": _voice,
        "gate": _gate,
        "referrals": _referrals,
    }
    for table in printers[verb](answer, words):
        console.print(table)


def _table(words: Words, title: str, columns: Sequence[str]) -> Table:
    table = Table(title=title, title_justify="left")
    for place, column in enumerate(columns):
        label = words.get(f"cli.column.{column}") if words.has(f"cli.column.{column}") else column
        is_text = place == 0 or column in TEXT_COLUMNS
        table.add_column(label, justify="left" if is_text else "right")
    return table


def _import(answer: dict[str, Any], words: Words) -> list[Table]:
    files = _table(words, "", ("file", "table", "rows_read", "rows_kept", "rows_set_aside"))
    listed = _table(words, "", ("file", "row", "problem"))
    for file in answer["files"]:
        name = file["file"] + (f" [{file['sheet']}]" if file["sheet"] else "")
        table = words.get(f"tables.{file['table']}.name") if file["table"] else "?"
        counts = [str(file[key]) for key in ("rows_read", "rows_kept", "rows_set_aside")]
        files.add_row(_plain(name), table, *counts)
        for problem in file["problems"][:MOST_PROBLEMS]:
            listed.add_row(_plain(name), str(problem["row"]), _plain(problem["message"]))
    return [files, listed] if listed.row_count else [files]


def _assess(answer: dict[str, Any], words: Words) -> list[Table]:
    whole = answer["container"]
    title = words.get(
        "cli.container",
        score=_number(whole["arithmetic"]),
        low=_number(whole["low"]),
        high=_number(whole["high"]),
        gate=words.get(f"common.verdict.{answer['gate']['verdict']}"),
    )
    table = _table(words, title, ("super", "score", "interval", "evidence"))
    for one in answer["supers"]:
        name = _plain(words.pick(one["name"]))
        if one["score"] is None:
            table.add_row(name, "", "", words.get("common.unassessed"))
            continue
        ends = f"{_number(one['low'])}-{_number(one['high'])}"
        table.add_row(name, _number(one["score"]), ends, words.get(f"common.badge.{one['badge']}"))
    meant = answer["definition"]
    if meant["id"] != built_in().id:
        said = words.get("cli.definition", name=meant["name"], id=meant["id"])
        table.caption, table.caption_justify = _plain(said), "left"
    return [table]


def _cohorts(answer: dict[str, Any], words: Words) -> list[Table]:
    """One table; by an attribute, one a group under its name."""
    if "groups" not in answer:
        return [_triangle("", answer["cohorts"], words)]
    names = {"": words.get("common.not_given")}
    return [
        _triangle(
            words.get("cohorts.rest")
            if one["is_rest"]
            else _plain(names.get(one["group"], one["group"])),
            one["cohorts"],
            words,
        )
        for one in answer["groups"]
    ]


def _triangle(title: str, rows: list[dict[str, Any]], words: Words) -> Table:
    ages = range(min(max((len(one["periods"]) for one in rows), default=0), MOST_PERIODS))
    table = _table(words, title, ("cohort", "customers", *map(str, ages)))
    for one in rows:
        rates = [_rate(period) for period in one["periods"][: len(ages)]]
        table.add_row(one["cohort"], str(one["customers"]), *rates)
    return table


def _rate(period: dict[str, Any]) -> str:
    """A period still running carries an ellipsis."""
    return f"{period['rate']:.0%}" + ("" if period["is_complete"] else "\u2026")


def _repurchase(answer: dict[str, Any], words: Words) -> list[Table]:
    days = [one["days"] for one in answer["groups"][0]["within"]] if answer["groups"] else []
    table = _table(words, "", ("group", "customers", "repeaters", *(f"<={day}" for day in days)))
    for one in answer["groups"]:
        rates = ["" if at["rate"] is None else f"{at['rate']:.1%}" for at in one["within"]]
        group = one["group"] or words.get("common.not_given")
        table.add_row(_plain(group), str(one["customers"]), str(one["repeaters"]), *rates)
    return [table]


def _customers(answer: dict[str, Any], words: Words) -> list[Table]:
    """How many there are of each group; the list itself is for scripts."""
    counts = Counter(one["segment"] for one in answer["customers"])
    everybody = len(answer["customers"])
    table = _table(words, "", ("group", "customers", "share"))
    for segment, count in counts.most_common():
        group = words.get(f"cli.segment_{segment}") if segment else words.get("common.not_given")
        table.add_row(group, str(count), f"{count / everybody:.1%}")
    return [table]


def _clv(answer: dict[str, Any], words: Words) -> list[Table]:
    title = words.get("cli.expecting", days=answer["horizon_days"], customers=answer["customers"])
    table = _table(words, title, ("figure", "expected", "interval"))
    for name in ("expected_purchases", "value"):
        if answer[name] is None:
            table.add_row(words.get(f"cli.{name}"), words.get("common.not_given"), "")
            continue
        ends = [_number(answer[f"{name}_{end}"]) for end in ("low", "high")]
        table.add_row(words.get(f"cli.{name}"), _number(answer[name]), "-".join(filter(None, ends)))
    return [table]


def _gate(answer: dict[str, Any], words: Words) -> list[Table]:
    verdict = words.get(f"common.verdict.{answer['verdict']}")
    told = {name: answer[name] for name in ("start", "end")}
    title = words.get("gate.cli.title", verdict=verdict, **told)
    table = _table(words, title, ("figure", "value", "interval_90", "verdict"))
    parts = {
        "price": {name: answer["price"][name] for name in ("ratio", "low", "high")},
        "manner": answer["manner"]["excess"],
        "reach": answer["reach"],
    }
    for name, part in parts.items():
        value = part.get("ratio", part.get("value"))
        ends = "-".join(f"{part[end]:.1%}" for end in ("low", "high") if part[end] is not None)
        judged = words.get(f"common.verdict.{answer[name]['verdict']}")
        said = "" if value is None else f"{value:.1%}"
        table.add_row(words.get(f"gate.cli.{name}"), said, ends, judged)
    return [table]


def _referrals(answer: dict[str, Any], words: Words) -> list[Table]:
    told = {name: answer[name] for name in ("days", "depth", "trees", "brought")}
    title = words.get("referrals.cli.title", **told)
    table = _table(words, title, ("generation", "customers", "eligible", "k", "interval"))
    everybody = {**answer, "generation": words.get("referrals.cli.all")}
    for one in (everybody, *answer["by_generation"]):
        ends = "" if one["low"] is None else f"{one['low']:.3f}-{one['high']:.3f}"
        said = "" if one["k"] is None else f"{one['k']:.3f}"
        counts = [str(one[name]) for name in ("customers", "eligible")]
        table.add_row(str(one["generation"]), *counts, said, ends)
    limits = answer["compliance"]["limits"]
    table.caption = words.get(f"referrals.cli.{answer['compliance']['state']}", **limits)
    table.caption_justify = "left"
    return [table]


def _voice(answer: dict[str, Any], words: Words) -> list[Table]:
    said = answer["overall"]
    counts = {name: answer[name] for name in ("reviews", "analysed")}
    title = words.get("cli.voiced", **counts, **said)
    table = _table(words, title, ("super", "mentions", "positive", "negative", "net", "interval"))
    for one in answer["by_super"]:
        name = words.get(f"cli.heard_{one['key']}")
        judged = [str(one[key]) for key in ("mentions", "positive", "negative")]
        if one["is_enough"]:
            ends = f"{one['low']:+.2f}..{one['high']:+.2f}"
            table.add_row(name, *judged, f"{one['net']:+.2f}", ends)
        else:
            table.add_row(name, *judged, "", words.get("cli.too_few"))
    points = _table(words, words.get("cli.pain_points"), ("term", "count", "evidence"))
    for point in answer["pain_points"]:
        points.add_row(_plain(point["term"]), str(point["count"]), _plain(point["quotes"][0]))
    return [table, points] if points.row_count else [table]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


def _plain(text: str) -> str:
    """Text from a file is never markup."""
    from rich.markup import escape

    return escape(text)
