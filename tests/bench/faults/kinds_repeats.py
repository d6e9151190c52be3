"""Faults that count the same money twice."""

import random
from copy import copy
from decimal import Decimal
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from tests.bench.faults import exports, writing
from tests.bench.faults.exports import Export, Line
from tests.bench.faults.kinds import Planted, kind, planted

LINES = tuple(exports.PLATFORMS)
PAID = ("zh_lines", "hant_lines", "hant_phones", "en_lines", "xiaohongshu", "douyin")
"""Exports with the money of a line in a column, which a person may add up by hand."""


def of_lines(export: Export, lines: list[Line]) -> Export:
    """The same export holding only these lines."""
    part = copy(export)
    part.lines = lines
    part.write_cells()
    return part


def by_order(lines: list[Line]) -> list[list[Line]]:
    return [list(group) for _, group in groupby(lines, key=lambda line: line.order_id)]


@kind("the same lines in two files")
def same_lines(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, LINES)
    orders = by_order(export.lines)
    start, end = len(orders) // rng.randint(3, 6), len(orders) * rng.randint(4, 6) // 6
    parts = [list(chain(*orders[:end])), list(chain(*orders[start:]))]
    if rng.random() < 0.3:
        parts = [export.lines, export.lines]
    paths = []
    for number, lines in enumerate(parts):
        part = of_lines(export, lines)
        if number and rng.random() < 0.5:
            part.style = copy(export.style)
            part.style.kind = "xlsx" if export.style.kind == "csv" else "csv"
        if number and rng.random() < 0.3:
            part.headers, part.roles = part.headers[::-1], part.roles[::-1]
            part.write_cells()
        paths.append(writing.write(part, folder, f"orders{number}"))
    return Planted(export, paths, exports.totals(export.lines), frozenset({"repeated_lines"}))


@kind("a copy on another sheet")
def copied_sheet(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, kind="xlsx")
    title = rng.choice(("Sheet1 (2)", "backup", "old", "Sheet2"))
    size = len(export.rows) // rng.choice((1, 1, 2))
    copied = [export.headers, *export.rows[:size]]
    if rng.random() < 0.3:
        copied = [row[::-1] for row in copied]
    export.sheets = {title: copied}
    hiding = rng.choice(("hide", "very_hidden", ""))
    export.hidden = {title: hiding} if hiding else {}
    return planted(export, folder, "hidden_sheet", "repeated_lines")


def _summary(rng: random.Random, export: Export) -> list[list[Any]]:
    """Months, days or products with what they came to."""
    manners = ["monthly", "daily", "by_product", "first_days"]
    manners += ["by_customer"] if export.lines[0].customer else []
    manner = rng.choice(manners)
    keys: dict[str, Any] = {
        "monthly": lambda line: line.at.strftime("%Y-%m"),
        "daily": lambda line: line.at.strftime("%Y-%m-%d"),
        "first_days": lambda line: line.at.strftime("%Y-%m-01"),
        "by_product": lambda line: line.product,
        "by_customer": lambda line: line.customer,
    }
    sums: dict[str, list[Any]] = {}
    for line in export.lines:
        entry = sums.setdefault(keys[manner](line), [0, Decimal(0)])
        entry[0] += line.quantity if manner == "by_product" else 1
        entry[1] += line.paid
    rows = [[key, *entry] for key, entry in sums.items()]
    if rng.random() < 0.5:
        rows.append([export.words["total"], *(sum(row[i] for row in rows) for i in (1, 2))])
    return [export.words["daily" if manner == "first_days" else manner], *rows]


@kind("a summary sheet beside the lines")
def summary_sheet(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, PAID, kind="xlsx")
    export.sheets = {rng.choice(("Summary", "Sheet2", "report")): _summary(rng, export)}
    return planted(export, folder, "summary_table", "table_of_sums")


@kind("subtotal rows")
def subtotal_rows(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, PAID)
    manner = rng.choice(("days", "orders", "end", "customers"))
    keys: dict[str, Any] = {
        "days": lambda pair: pair[0].at.date(),
        "orders": lambda pair: pair[0].order_id,
        "end": lambda pair: 0,
        "customers": lambda pair: pair[0].customer or "",
    }
    word = rng.choice([*export.words["subtotals"], ""])
    has_name = rng.random() < 0.3
    place = rng.choice([role for role in ("product", "order_id", "customer", "at")
                        if role in export.roles])  # fmt: skip
    if manner == "customers":
        export.lines.sort(key=lambda line: line.customer or "")
        export.write_cells()
    rows = []
    is_dated = rng.random() < 0.5 and manner != "end"
    pairs = zip(export.lines, export.rows, strict=True)
    for _, group in groupby(pairs, key=keys[manner]):
        block = list(group)
        rows += [row for _, row in block]
        if manner != "orders" or len(block) > 1:
            name = {"days": f"{block[0][0].at:%Y-%m-%d}", "customers": block[0][0].customer}
            label = f"{name.get(manner) or ''} {word}".strip() if has_name and word else word
            rows.append(_sum_row(export, block, place, label, is_dated))
    export.rows = rows
    return planted(export, folder, "total_line", "summary_line", "order_sum", "total_differs")


def _sum_row(
    export: Export, block: list[tuple[Line, list[Any]]], place: str, word: str, is_dated: bool
) -> list[Any]:
    row: list[Any] = [""] * len(export.roles)
    if is_dated and place != "at":
        row[export.column("at")] = block[0][0].at
    row[export.column(place)] = word
    row[export.column("quantity")] = sum(line.quantity for line, _ in block)
    for column, role in enumerate(export.roles):
        if role == "paid":
            row[column] = sum((line.paid for line, _ in block), Decimal(0))
    return row


@kind("a second table below")
def second_table(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, PAID)
    headers = rng.choice(export.words["second"])
    lines = rng.sample(export.lines, rng.randint(3, 12))
    width = len(export.roles)
    title = [[rng.choice(export.words["channels"])]] if rng.random() < 0.3 else []
    below: list[list[Any]] = [*title, headers]
    for number, line in enumerate(lines):
        if len(headers) == 6:
            below.append([f"R{number}", line.at, line.customer, line.product, 1, line.paid])
        else:
            below.append([rng.choice(export.words["channels"]), number + 2, line.paid])
    blanks: list[list[Any]] = [[""] * width for _ in range(rng.randint(0, 3))]
    export.rows = [*export.rows, *blanks, *((row + [""] * width)[:width] for row in below)]
    codes = ("second_table", "total_line", "date_unreadable", "date_missing", "repeated_header")
    return planted(export, folder, *codes)


@kind("a file named like a pattern")
def named_like_a_pattern(rng: random.Random, folder: Path) -> Planted:
    export, other = exports.make(rng), exports.make(rng)
    name, neighbour = rng.choice(
        (("orders[1]", "orders1"), ("a*", "ab"), ("or?ers", "orders"), ("{a,b}", "a"),
         ("[a-z]", "b"), ("o**", "orders"), ("%d", "1"), ("o'r", "or"), ("-o", "o"))
    )  # fmt: skip
    other.style.kind = export.style.kind
    writing.write(other, folder, neighbour)
    path = writing.write(export, folder, name)
    return Planted(export, [path], exports.totals(export.lines), frozenset({"file_name"}))
