"""Faults in dates, in rows and in the words tools write."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from tests.bench.faults import exports, writing
from tests.bench.faults.exports import WORDS, Export
from tests.bench.faults.kinds import Planted, kind, planted, with_columns
from tests.bench.faults.kinds_repeats import PAID

EPOCHS = (
    datetime(1970, 1, 1),
    datetime(1970, 1, 1, 8),
    datetime(1900, 1, 1),
    "1970-01-01 00:00:00",
    "1970-01-01 08:00:00",
    "1970/01/01",
    "0000-00-00 00:00:00",
    "1900-01-00",
    "1899-12-30 00:00:00",
    "0001-01-01 00:00:00",
    "1900-01-01",
)
ASTRAY = ("date_astray", "date_unreadable", "date_missing")


@kind("a quote nobody closed")
def stray_quote(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, with_columns("product"), kind="csv")
    text = writing.csv_text(export).split("\r\n")
    column = export.column(rng.choice([r for r in ("note", "product") if r in export.roles]))
    for number in rng.sample(range(1, len(text) - 1), rng.choice((1, 1, 2, 3))):
        cells = text[number].split(export.style.delimiter)
        if '"' not in text[number]:
            cells[column] = '"' + cells[column]
            text[number] = export.style.delimiter.join(cells)
    path = folder / "orders.csv"
    path.write_bytes("\r\n".join(text).encode(export.style.encoding))
    return Planted(export, [path], exports.totals(export.lines), frozenset({"stray_quote"}))


@kind("days and months swapped by a spreadsheet")
def swapped_days(rng: random.Random, folder: Path) -> Planted:
    """A file of days first opened where months come first: days up to 12 became other dates."""
    export = exports.make(rng, kind="xlsx")
    start = datetime(rng.randint(2021, 2025), rng.choice((1, 2)), 1)
    span = rng.randint(60, 90) * 86_400
    first, last = export.lines[0].at, export.lines[-1].at
    whole = max((last - first).total_seconds(), 1)
    for number, line in enumerate(export.lines):
        share = (line.at - first).total_seconds() / whole
        export.lines[number] = replace(line, at=start + timedelta(seconds=int(share * span)))
    export.write_cells()
    column = export.column("at")
    sign, has_clock = rng.choice("/.-"), rng.random() < 0.5
    for line, row in zip(export.lines, export.rows, strict=True):
        if line.at.day <= 12:
            row[column] = line.at.replace(day=line.at.month, month=line.at.day)
        else:
            clock = " %H:%M" if has_clock else ""
            row[column] = line.at.strftime(f"%d{sign}%m{sign}%Y{clock}")
    return planted(export, folder, "days_swapped", "dates_ambiguous")


@kind("dates at the beginning of computers")
def epoch(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng)
    text: Any = rng.choice(EPOCHS)
    chosen = {rng.randrange(len(export.lines)) for _ in range(rng.randint(1, 12))}
    if rng.random() < 0.3:
        chosen = {number for number in range(len(export.lines)) if rng.random() < 0.3}
        chosen = chosen or {0}
    for number in chosen:
        export.rows[number][export.column("at")] = text
    lines = [line for number, line in enumerate(export.lines) if number not in chosen]
    return planted(export, folder, *ASTRAY, expected=exports.totals(lines), must_say=True)


def _dates(rng: random.Random) -> Callable[[datetime], str]:
    """One way in which tools of some place write a moment."""
    words = WORDS["dates"]
    ways: tuple[Callable[[datetime], str], ...] = (
        lambda at: at.strftime("%b %-d, %Y %-I:%M:%S %p PST"),
        lambda at: at.strftime("%b %-d, %Y %-I:%M:%S %p PDT"),
        lambda at: at.strftime("%d %b %Y %I:%M:%S %p GMT+8"),
        lambda at: at.strftime("%a %b %d %Y %H:%M:%S GMT+0800 (China Standard Time)"),
        lambda at: f"{at.day} {words['buddhist_month'][at.month - 1]} {at.year + 543}",
        lambda at: at.strftime(f"%d/%m/{at.year + 543} %H:%M"),
        *(
            lambda at, digits=words[name]: at.strftime("%Y-%m-%d %H:%M").translate(
                str.maketrans("0123456789", digits)
            )
            for name in ("thai_digits", "hindi_digits", "arabic_digits")
        ),
        *(
            lambda at, months=words[name]: f"{at.day} {months[at.month - 1]} {at.year}"
            for name in ("french", "turkish", "indonesian")
        ),
        lambda at: words["minguo"].format(at.year - 1911, month=at.month, day=at.day),
        lambda at: words["minguo_named"].format(at.year - 1911, month=at.month, day=at.day),
        lambda at: at.strftime(f"{at.year - 1911}/%m/%d"),
        lambda at: words["reiwa"].format(at.year - 2018, month=at.month, day=at.day),
        lambda at: f"R{at.year - 2018}.{at.month}.{at.day}",
        lambda at: (
            at.strftime("%Y/%m/%d ")
            + (words["afternoon"] if at.hour >= 12 else words["morning"])
            + at.strftime(" %I:%M:%S")
        ),
        lambda at: (
            at.strftime("%Y/%m/%d %I:%M:%S ")
            + (words["afternoon"] if at.hour >= 12 else words["morning"])
        ),
    )
    return rng.choice(ways)


def _respell(export: Export, role: str, spell: Callable[[object], str]) -> None:
    column = export.column(role)
    for line, row in zip(export.lines, export.rows, strict=True):
        row[column] = spell(getattr(line, role))


@kind("dates and currencies in other words")
def other_words(rng: random.Random, folder: Path) -> Planted:
    export = exports.make(rng, PAID)
    if export.style.encoding not in ("utf-16",):
        export.style.encoding = "utf-8"
    if rng.random() < 0.6:
        spell = _dates(rng)
        _respell(export, "at", lambda at: spell(at) if isinstance(at, datetime) else "")
    else:
        shape = rng.choice(WORDS["money"]["currencies"])
        _respell(export, "paid", lambda amount: shape.format(f"{amount:,.2f}"))
        for column, role in enumerate(export.roles):
            if role == "paid":
                for row in export.rows:
                    row[column] = row[export.column("paid")]
    codes = (*ASTRAY, "number_unreadable", "dates_ambiguous", "no_date_column", "nothing_readable")
    return planted(export, folder, *codes)
