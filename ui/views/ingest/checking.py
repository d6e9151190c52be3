"""A checked draft in words and tables: what would be kept, what is wrong, where channels belong."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.ingest import corrections, problems
from analytics.ingest.columns.channels import guesses
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft
    from analytics.ingest.recipes import Change
    from ui.text import Text

ORDERS = ("mdy", "dmy", "ymd")
UNMENDABLE = ("total_line", "repeated_header", "too_many_cells", "template_example")
PLACES = ("domain", "mode", "social_model")
MILLION = 1_000_000
"""A longer number does not fit its place: it is shortened there and whole in its help."""


@dataclass(frozen=True)
class Group:
    """Problems of one kind in one column of one file."""

    file_key: str
    name: str
    code: str
    sentence: str
    suggested: Mapping[str, str]
    """Text as written -> what it most likely means, where that is plain."""


def figures(draft: Draft, text: Text) -> list[tuple[str, str, str]]:
    """Label, value and help: rows read, kept, mended, set aside, and the money of those kept."""
    names = ("rows_read", "rows_kept", "rows_mended", "rows_set_aside")
    told = [
        (
            text(f"checking.{name}"),
            fmt.count(sum(file[name] for file in draft.files), text.lang),
            text(f"checking.{name}_help"),
        )
        for name in names
    ]
    if draft.totals["count_lines"]:
        amount = draft.totals["amount"]
        is_long = amount is not None and abs(amount) >= MILLION
        written = fmt.money(amount, text.lang, compact=is_long)
        exact = f"{fmt.money(amount, text.lang)} \u00b7 " if is_long else ""
        told.append((text("checking.amount"), written, exact + text("checking.amount_help")))
    return told


def groups(draft: Draft, found: pl.DataFrame, text: Text) -> list[Group]:
    """The kinds of problems, commonest first."""
    listed = []
    for row in problems.counted(found).to_dicts():
        mine = found.filter(
            pl.col("file") == row["file"],
            pl.col("code") == row["code"],
            pl.col("name") == row["name"],
        )
        suggested = {
            value: meant
            for value in mine["value"].unique(maintain_order=True)
            if value is not None and (meant := corrections.suggest(row["code"], value)) is not None
        }
        sentence = text(
            "checking.group",
            count=fmt.count(row["count"], text.lang),
            column=literal(row["header"] or text("data.whole_row")),
            problem=literal(problems.sentence(row["code"], row["value"], text.lang)),
            row=row["row"],
        )
        listed.append(Group(mine["file_key"][0], row["name"], row["code"], sentence, suggested))
    return listed


def mendable(found: pl.DataFrame) -> pl.DataFrame:
    """The problems that another text in the cell would solve."""
    return found.filter(~pl.col("code").is_in(UNMENDABLE), pl.col("header").is_not_null())


def editable(found: pl.DataFrame, text: Text, most: int) -> pl.DataFrame:
    """The first `most` flagged cells: take (a tick), row, column, value, instead, problem."""
    rows = [
        (
            False,
            row["row"],
            row["header"] or "",
            row["value"] or "",
            corrections.suggest(row["code"], row["value"]) or "",
            problems.sentence(row["code"], row["value"], text.lang),
        )
        for row in found.head(most).to_dicts()
    ]
    names = ("take", "row", "column", "value", "instead", "problem")
    return pl.DataFrame(rows, schema=list(names), orient="row")


def corrected(found: pl.DataFrame, edited: pl.DataFrame) -> dict[str, dict[int, dict[str, str]]]:
    """File key -> row -> column -> text, for the ticked rows of `editable`."""
    changed: dict[str, dict[int, dict[str, str]]] = {}
    for problem, row in zip(found.to_dicts(), edited.to_dicts(), strict=False):
        if row["take"] and problem["name"]:
            rows = changed.setdefault(problem["file_key"], {})
            rows.setdefault(problem["row"], {})[problem["name"]] = row["instead"] or ""
    return changed


def placed(draft: Draft, own: Mapping[str, Mapping[str, Any]], text: Text) -> pl.DataFrame:
    """One row per channel: channel, count_lines, domain, mode, social_model, said (who says so).

    A person's word (`own`) comes first, then the file's, then a guess from the name.
    """
    names = [one["channel"] for one in draft.channels]
    guessed = {row["channel"]: row for row in guesses(names).to_dicts()}
    rows = []
    for one in draft.channels:
        person, guess = own.get(one["channel"], {}), guessed.get(one["channel"], {})
        codes = [person.get(name) or one[name] or guess.get(name) for name in PLACES]
        by_file = any(one[name] for name in PLACES)
        said = "you" if person else "file" if by_file else "guess" if any(codes) else "nobody"
        rows.append((one["channel"], one["count_lines"], *codes, text(f"checking.said.{said}")))
    kinds = [pl.String, pl.Int64, pl.String, pl.String, pl.String, pl.String]
    columns = dict(zip(("channel", "count_lines", *PLACES, "said"), kinds, strict=True))
    return pl.DataFrame(rows, schema=columns, orient="row")


def settled(before: pl.DataFrame, after: pl.DataFrame) -> list[dict[str, Any]]:
    """The channels whose place a person has changed in the grid of `placed`."""
    return [
        {"channel": now["channel"], **{name: now[name] for name in PLACES}}
        for then, now in zip(before.to_dicts(), after.to_dicts(), strict=True)
        if any(then[name] != now[name] for name in PLACES)
    ]


def codes(name: str) -> Sequence[str]:
    """What a place may be."""
    return schema.CHOICES[name]


def span_sentence(draft: Draft, text: Text) -> str:
    """How many lines and orders of which days would be kept."""
    first, last = (
        fmt.day(date.fromisoformat(draft.totals[name]), text.lang)
        for name in ("first_on", "last_on")
    )
    return text(
        "checking.span",
        lines=fmt.count(draft.totals["count_lines"], text.lang),
        orders=fmt.count(draft.totals["count_orders"], text.lang),
        first=first,
        last=last,
    )


def read_sentences(draft: Draft, text: Text) -> list[str]:
    """How two-way dates and money in thousands were read, one sentence a column."""
    told = []
    for part, report in zip(draft.parts, draft.files, strict=True):
        headers = {name: part.headers[index] for name, index in part.match.mapping.items()}
        for name, count in report["counted_in"].items():
            power = fmt.count(count, text.lang)
            told.append(text("checking.counted_in", header=literal(headers[name]), power=power))
        if report["date_order"]:
            order = text(f"data.date_order_{report['date_order']}")
            told.append(text("checking.dates_read", file=literal(part.name), order=order))
    return told


def progress_sentence(progress: Mapping[str, Any], seconds: int, text: Text) -> str:
    """How far the check is."""
    if progress.get("rows") and progress.get("share") is not None:
        return text(
            "checking.checking_rows",
            rows=fmt.count(progress["rows"], text.lang),
            percent=fmt.percent(progress["share"], text.lang, 0),
            seconds=seconds,
        )
    return text("checking.checking", seconds=seconds)


def order_sentence(evidence: Mapping[str, Any], text: Text) -> str:
    """The days a column has if its short dates are read in one order."""
    first, last = (
        fmt.day(date.fromisoformat(evidence[name]), text.lang) for name in ("first_on", "last_on")
    )
    return text(f"checking.order.{evidence['date_order']}", first=first, last=last)


def likely_mode(draft: Draft) -> str:
    """Where rows that overlap a dataset most likely belong."""
    found = draft.against or {}
    return "update" if found.get("count_same", 0) + found.get("count_changed", 0) else "new"


def against_sentence(draft: Draft, name: str, text: Text) -> str:
    """What adding the new lines to a dataset comes to."""
    found = draft.against or {}
    counts = {
        key.removeprefix("count_"): fmt.count(found[key], text.lang)
        for key in ("count_new", "count_changed", "count_same", "count_gone")
    }
    amounts = {key: fmt.money(found[f"amount_{key}"], text.lang) for key in ("before", "after")}
    said = text("checking.against", name=literal(name), **counts, **amounts)
    gone = text("checking.against_gone", **counts) if found["count_gone"] else ""
    return " ".join(filter(None, (said, gone)))


def change_sentence(change: Change, text: Text) -> str:
    """How this file differs from the one its recipe was made on."""
    return text(f"checking.change.{change.kind}", what=literal(change.what))
