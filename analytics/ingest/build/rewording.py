"""Cells that stay unread are tried once more with the words that dates and money carry.

Nothing is looked at in a file that was read without them: the cells come from the rows that are
marked. The file's own text stays in the list of problems and in the rows set aside.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics import schema
from analytics.ingest.build import spelt_dates, spelt_numbers
from analytics.ingest.build.parse_issues import (
    EMPTIED_DATES,
    EMPTIED_NUMBERS,
    PARSE_ISSUES,
    SCHEMA,
)
from analytics.ingest.build.rewordings import Notice, Rewordings
from analytics.ingest.build.word_tables import GUARDS, eras

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

SAMPLE = 1_000
"""Rows that tell whether a column needs words, where millions may wait for its order of days."""
ALL = 2**62
PRICES = ("too_cheap", "cheap", "expensive", "too_expensive")
"""One bit says that one of them was not read."""
TIMES = ("time", "day")
PRICED = ("amount", "unit_price")
"""Where a line names its currency, the first that does counts."""
CODES = tuple(
    f"read_{treatment}" for treatment in ("zone", "guard", "currency", *(era.key for era in eras()))
)
"""Codes of the sentences that say what was read."""
FROM_TO = "{} \u2192 {}"


def apply(context: Context, part: Part, path: Path, *, most: int) -> bool:
    """Put the plain form of what its words tell into the view `staged`; whether there was any.

    Looks at the first `most` rows of `path` with an unread cell, and at all of them once one of
    those can be read.
    """
    bits = _bits(part)
    if not bits or not _has_any(path, sum(set(bits.values()))):
        return False
    plain = _plain(context, part, _unread(context, part, path, bits, most))
    if plain and most < ALL:
        plain = _plain(context, part, _unread(context, part, path, bits, ALL))
    if not plain:
        return False
    _restage(context, part, plain)
    return True


def notices(context: Context, part: Part) -> pl.DataFrame:
    """One row per column and kind of words that were read, as `problems.listed`."""
    rewordings = context.rewordings.get(part.key, Rewordings())
    rows = [
        (part.key, part.name, notice.row, notice.name, notice.value, code, False)
        for (_, code), notice in sorted(rewordings.notices.items(), key=lambda item: item[1].row)
    ]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row")


def _bits(part: Part) -> dict[str, int]:
    """Column of the part -> the bit that says that it was not read."""
    codes = (*EMPTIED_DATES, *EMPTIED_NUMBERS)
    bits = {issue.column: issue.bit for issue in PARSE_ISSUES[part.table] if issue.code in codes}
    if part.table == "feedback":
        bits |= dict.fromkeys(PRICES, bits["cheap"])
    return {name: bit for name, bit in bits.items() if name in part.names}


def _has_any(path: Path, mask: int) -> bool:
    has_unread = pl.scan_parquet(path, glob=False).select((pl.col("flaws") & mask != 0).any())
    return bool(has_unread.collect().item())


def _unread(
    context: Context, part: Part, path: Path, bits: Mapping[str, int], most: int
) -> pl.DataFrame:
    """One row per text of a column that was not read: name, written, count_rows, first_row,
    rows_read."""
    kinds = _kinds(part)
    return context.builder.frame(
        "ingest/unread_cells",
        path=str(path),
        names=list(bits),
        bits=list(bits.values()),
        are_numbers=[kinds[name] not in TIMES for name in bits],
        mask=sum(set(bits.values())),
        most=most,
    )


def _kinds(part: Part) -> dict[str, str]:
    return {column.name: column.kind for column in schema.TABLES[part.table].columns}


def _plain(context: Context, part: Part, unread: pl.DataFrame) -> dict[str, dict[str, str]]:
    """Column -> written -> plain; the notices of the part are put down beside it."""
    rewordings = context.rewordings.setdefault(part.key, Rewordings())
    plain: dict[str, dict[str, str]] = {}
    for (name,), cells in unread.group_by("name", maintain_order=True):
        is_time = _kinds(part)[str(name)] in TIMES
        read = _dates if is_time else _numbers
        plain[str(name)] = read(str(name), cells, rewordings)
    return {name: column for name, column in plain.items() if column}


def _dates(name: str, cells: pl.DataFrame, rewordings: Rewordings) -> dict[str, str]:
    spelt = {text: date for text in cells["written"] if (date := spelt_dates.read(text))}
    count_of = dict(zip(cells["written"], cells["count_rows"], strict=True))
    # A single year 2567 among others is a slip; a column of them is a calendar.
    count_unmarked = sum(count_of[text] for text, date in spelt.items() if date.unmarked)
    is_calendar = 2 * count_unmarked >= cells["rows_read"].max()
    kept = {text: date for text, date in spelt.items() if is_calendar or not date.unmarked}
    row_of = dict(zip(cells["written"], cells["first_row"], strict=True))
    for text, date in kept.items():
        for treatment in date.treatments:
            value = text if treatment == "guard" else FROM_TO.format(text, date.plain)
            rewordings.add(f"read_{treatment}", Notice(row_of[text], name, value))
    return {text: date.plain for text, date in kept.items()}


def _numbers(name: str, cells: pl.DataFrame, rewordings: Rewordings) -> dict[str, str]:
    spelt = spelt_numbers.read(cells["written"])
    row_of = dict(zip(cells["written"], cells["first_row"], strict=True))
    for text, number in spelt.items():
        if number.is_guarded:
            rewordings.add("read_guard", Notice(row_of[text], name, text))
        if number.currency:
            value = FROM_TO.format(text, f"{number.shown} {number.currency}")
            rewordings.add("read_currency", Notice(row_of[text], name, value))
    return {text: number.plain for text, number in spelt.items()}


def _restage(context: Context, part: Part, plain: Mapping[str, Mapping[str, str]]) -> None:
    rows = context.builder.frame("ingest/staged_cells")
    is_guarded = any(code == "read_guard" for _, code in context.rewordings[part.key].notices)
    if "currency" not in part.names:
        rows = rows.with_columns(_currency(rows, [name for name in PRICED if name in plain], plain))
    rows = rows.with_columns(
        pl.col(name).replace(list(column), list(column.values())) for name, column in plain.items()
    )
    if is_guarded:
        rows = rows.with_columns(pl.col(part.names).str.replace(f"^\\s*[{GUARDS}]", ""))
    context.builder.load("reworded_cells", rows)
    context.builder.execute("ingest/stage_reworded")


def _currency(
    rows: pl.DataFrame, names: Sequence[str], plain: Mapping[str, Mapping[str, str]]
) -> pl.Series:
    """The currency that the amounts of each row name, where the file has no column of it."""
    codes = [rows["currency"].cast(pl.String)]
    for name in names:
        spelt = spelt_numbers.read(plain[name])
        codes.append(
            rows[name].replace_strict(
                list(spelt),
                [number.currency or None for number in spelt.values()],
                default=None,
                return_dtype=pl.String,
            )
        )
    return pl.DataFrame({str(place): column for place, column in enumerate(codes)}).select(
        pl.coalesce(pl.all()).alias("currency")
    )["currency"]
