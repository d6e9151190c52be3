"""One part of orders or feedback: staged, read in the way its cells ask for, and written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics import schema
from analytics.errors import QUOTED, FileError, ImportRefused
from analytics.ingest.build import (
    answer_rows,
    answers,
    commissions,
    copies,
    days,
    deductions,
    discounts,
    examples,
    order_money,
    originals,
    parse_issues,
    regions,
    repairing,
    rewording,
    staging,
    total_rows,
    under_tables,
    whole_orders,
)
from analytics.ingest.build.dates import base_of_days, date_order_of
from analytics.ingest.build.numbers import numbers_of, powers, signs, with_powers
from analytics.ingest.build.parts import Notice
from analytics.ingest.columns.answers import platform_pattern
from analytics.ingest.columns.garbled import is_garbled
from analytics.storage import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part


def read(
    context: Context, part: Part, span: days.Plausible | None
) -> tuple[dict[str, Any], pl.DataFrame]:
    """The report of a part of orders or feedback, and its problems, a row each; its rows are in
    the folder as Parquet. Days outside `span` are astray. FileError for a header alone,
    ImportRefused where no row can be used."""
    path = context.folder / f"{part.table}-{part.key}.parquet"
    _template(context, part.table)
    part = discounts.as_headed(part)
    is_even = staging.is_plain(part) and part.corrections.is_empty
    try:
        reading, is_discounted = _stage_and_write(context, part, path, span, is_even=is_even)
    except engine.UnevenRecords:
        reading, is_discounted = _stage_and_write(context, part, path, span, is_even=False)
    counts = parse_issues.counts(context.builder, part.table, path)
    count_aside, repeated = 0, pl.DataFrame(schema=parse_issues.SCHEMA)
    if part.table == "orders":
        if counts["rows_set_aside"]:
            count_aside += under_tables.set_aside(context, part, path)
        count_aside += total_rows.set_aside(context, part, path)
        count_copies, repeated = copies.set_aside(context, part, path)
        count_aside += count_copies
    if count_aside:
        counts = parse_issues.counts(context.builder, part.table, path)
    if counts["rows_read"] == 0:
        raise FileError.header_only(part.name, part.header_row, part.sheet)
    counts.pop("rows_without_date")
    counts["rows_mended"] = context.corrected_rows.pop(part.key, 0)
    problems = parse_issues.listed(context.builder, part.table, path)
    # A row of another table, or of totals, is short for that reason.
    aside = problems.filter("is_set_aside")["row"].implode()
    read_otherwise = notices(context, part).filter(
        (pl.col("code") != "too_few_cells") | ~pl.col("row").is_in(aside)
    )
    problems = pl.concat(
        [
            read_otherwise,
            rewording.notices(context, part),
            answers.problems(context.answers[part.key], part),
            problems,
            repeated,
        ]
    )
    if part.table == "orders":
        differing = total_rows.differing(context, part, path, problems)
        problems = pl.concat([problems, differing]).sort("row", maintain_order=True)
        is_repeated = whole_orders.is_total_repeated(context, part)
        money_problems = order_money.settle(
            context.builder,
            part,
            path,
            reading,
            is_total_repeated=is_repeated,
            has_order_discount=is_discounted,
        )
        problems = pl.concat([problems, money_problems])
    count_examples = problems["code"].eq("template_example").sum()
    # A file of nothing but days astray could be read: other files decide that they are.
    if span is None and counts["rows_kept"] == 0 and count_examples < counts["rows_read"]:
        raise _nothing_usable(context, part, path, counts["rows_read"], problems)
    decimals = {
        name: sign.as_dict() for name, sign in context.signs.pop(part.key).items() if sign.by
    }
    ways = {
        # What the workbook itself says of its days need not be settled for the next file.
        "date_order": part.date_order if reading["date_order"] == "1904" else reading["date_order"],
        "decimals": decimals,
        "answers": [column.as_dict() for column in context.answers.pop(part.key).columns],
    }
    return {**counts, **ways}, problems


def _nothing_usable(
    context: Context, part: Part, path: Path, count_rows: int, problems: pl.DataFrame
) -> ImportRefused:
    """The refusal of a part, with the first cell that nothing could be made of; where that is
    empty, with its row."""
    first = problems.filter("is_set_aside").row(0, named=True)
    name = first["name"] if first["name"] in part.header_of else part.names[-1]
    value = first["value"] or _row_text(context, part, path, first["row"])
    return ImportRefused.no_usable_rows(
        part.name,
        count_rows,
        sheet=part.sheet,
        row=first["row"],
        column=part.header_of[name],
        value=value[:QUOTED],
        field=part.field_of(name),
        reason=first["code"],
    )


def _row_text(context: Context, part: Part, path: Path, row: int) -> str:
    rows = parse_issues.set_aside(context.builder, part.table, path).filter(pl.col("row") == row)
    cells = json.loads(rows["raw"][0]) if rows.height else {}
    return ", ".join(cell for name in part.names if (cell := cells.get(name)))


def _stage_and_write(
    context: Context, part: Part, path: Path, span: days.Plausible | None, *, is_even: bool
) -> tuple[dict[str, Any], bool]:
    """Write the part; what it was read with, its order of day and month ("" where none was
    needed) among it, and whether whole orders have discounts that are still to be taken off."""
    staging.stage(context, part, is_even=is_even)
    staging.apply_corrections(context, part)
    staging.mark_survey_rows(context, part)
    date_column = "ordered_at" if part.table == "orders" else "submitted_at"
    date_order, counted = part.date_order or base_of_days(part), powers(part)
    context.builder.execute(f"ingest/parse_{part.table}")
    manners = dict.fromkeys(numbers_of(part), part.decimals) if part.decimals else {}

    def write(**more: Any) -> dict[str, Any]:
        reading = _reading(context, part, date_order, with_powers(manners, counted), span) | more
        context.builder.write(f"ingest/{part.table}", path, **reading)
        return reading

    context.rewordings.pop(part.key, None)
    context.signs[part.key], context.answers[part.key] = {}, answers.NONE
    reading = write()
    for most in (rewording.SAMPLE, rewording.ALL):
        if rewording.apply(context, part, path, most=most):
            reading = write()
        elif most == rewording.ALL:
            break
        before = date_order, manners, context.answers[part.key]
        sign_by_column = signs(context.builder, part, path)
        context.signs[part.key] |= sign_by_column
        manners = manners | {name: sign.manner for name, sign in sign_by_column.items()}
        if not context.answers[part.key].columns:
            context.answers[part.key] = answers.answers_of(context.builder, part, path)
        counts = parse_issues.counts(context.builder, part.table, path)
        if not date_order and date_column in part.names and counts["rows_without_date"]:
            date_order = date_order_of(context.builder, part, date_column)
        if before != (date_order, manners, context.answers[part.key]):
            reading = write()
    if is_even:
        staging.refuse_swallowed(part, path)
    if date_column in part.names:
        _note_utc(context, part, date_column)
    if date_column in part.names and repairing.swap_days(context, part, date_column, date_order):
        reading = write()
    return _settle_money(context, part, path, reading, write)


def _settle_money(
    context: Context, part: Part, path: Path, reading: dict[str, Any], write: Callable[..., Any]
) -> tuple[dict[str, Any], bool]:
    """Bring what is not the money of a line as it stands into the view staged, and write the part
    again where there was any; the two of `_stage_and_write`."""
    more: dict[str, Any] = {}
    if originals.settle(context, part, reading):
        reading = write()
    meaning = discounts.settle(context, part, reading)
    if meaning:
        reading = write()
    if deductions.settle(context, part, path, reading):
        reading = write()
    if whole_orders.settle(context, part, path, reading):
        # What was paid for a whole order is written as its amount is.
        manners = dict(zip(*reading["number_manners"].values(), strict=True))
        manners |= {"order_paid": manners.get("amount", "")}
        more = {"number_manners": {"key": list(manners), "value": list(manners.values())}}
        reading = write(**more)
    if commissions.settle(context, part, reading):
        reading = write(**more)
    odd_lines = repairing.odd_lines(context, part, path)
    if odd_lines:
        reading = write(**more, **odd_lines)
    if odd_lines.get("links"):
        repairing.keep_links_alone(context, part, path)
    return reading, meaning == discounts.WHOLE


def _note_utc(context: Context, part: Part, date_column: str) -> None:
    """A notice where the clock is that of UTC, which may be another day than that of the shop."""
    examples_of_utc = context.builder.frame("ingest/utc_example", name=date_column)
    header = part.header_of[date_column]
    for row, value in examples_of_utc.rows() or [(1, header)] * ("utc" in header.lower()):
        notice = Notice(part.header_row + row, date_column, value, "read_utc")
        context.notices.setdefault(part.key, []).append(notice)


def _template(context: Context, table: str) -> None:
    names = (*schema.TABLES[table].names, "source_row", "overflow", "aside")
    context.builder.load("template", pl.DataFrame(schema=dict.fromkeys(names, pl.String)))


def _reading(
    context: Context,
    part: Part,
    date_order: str,
    manners: Mapping[str, str],
    span: days.Plausible | None,
) -> dict[str, Any]:
    """The parameters of ingest/orders.sql and ingest/feedback.sql."""
    header = part.header_of.get("ordered_at", "")
    return {
        "first_row": part.header_row + 1,
        "date_order": date_order,
        "date_header": header.strip().lower(),
        "spellings": context.spellings,
        "number_manners": {"key": list(manners), "value": list(manners.values())},
        "source_file": part.name,
        "file_key": part.key,
        "answers": context.answers.get(part.key, answers.NONE).params,
        "example_pattern": examples.pattern(),
        "platform_pattern": platform_pattern(),
        "bits": parse_issues.bits_of(part.table),
        **(span or days.Plausible()).params,
        **repairing.NO_ODD_LINES,
        **regions.params(part),
    }


def notices(context: Context, part: Part) -> pl.DataFrame:
    """One row per thing read otherwise than it is written, as `parse_issues.listed`."""
    garbled = [
        Notice(part.header_row, name, header, "garbled_header")
        for name, header in part.header_of.items()
        if is_garbled(header)
    ]
    remarks = [Notice(row, part.names[0], value, code) for row, value, code in part.remarks]
    rows = [
        (part.key, part.name, notice.row, notice.name, notice.value, notice.code, False)
        for notice in (
            *(*garbled, *remarks, *answer_rows.left_out(part)),
            *context.notices.get(part.key, []),
        )
    ]
    return pl.DataFrame(rows, schema=parse_issues.SCHEMA, orient="row")
