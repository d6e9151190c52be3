"""Parts of a join put together row by row. Runs only inside the bounded subprocess (`worker`).

The base keeps its rows, their order and its money: every lookup is first brought down to one row a
key, so that no line of the base can be met twice. Where a key has several rows, the first cell that
is not blank is taken, and the key is reported.

Money of a whole order is never repeated on its lines. Where the lines have money of their own, the
order's is left out, a refund beside it too, since the payment may be net of it. Where they have
none, it goes to the first line of each order, zero to the others; several payments of an order are
added up before, rows equal in all their cells counting once. A refund from a file of
refunds goes to one line, see `refunds`.
"""

from __future__ import annotations

import csv
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.files.read import inspect
from analytics.ingest.joins.keys import bare
from analytics.ingest.joins.money import line_money, money, total, written
from analytics.ingest.joins.read import rows
from analytics.ingest.joins.refunds import KEY, ROW, bearing, with_refunds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from decimal import Decimal

MET = "met"


def join(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    """Write the joined table to `out`; counts, sums and the first rows.

    RuntimeError, with nothing written, when a row or any money was gained or lost.
    """
    out, parts = Path(task["out"]), task["parts"]
    base, overflow, remarks = rows(parts[0], 0, out)
    table, reports, expected = base.with_row_index(ROW), [], line_money(base, task["mapping"])
    is_unmatched = pl.Series("unmatched", [False]).new_from_index(0, base.height)
    for number, lookup in enumerate(task["lookups"], start=1):
        on_progress(
            {"stage": "join", "file": parts[number]["name"], "done": number, "of": len(parts)}
        )
        frame, _, more_remarks = rows(parts[number], number, out, _wanted(lookup))
        remarks += more_remarks
        table, report = _looked_up(table, frame, lookup, number, task["mapping"])
        reports.append(report)
        if lookup["kind"] != "refunds":
            is_unmatched |= ~table[MET]
        if any(taken["rule"] == "first_line" for taken in lookup["taken"]):
            expected = report["money"]
    columns = [*base.columns, *(name for name, _ in _added(task))]
    headers = _headers([*parts[0]["headers"], *(header for _, header in _added(task))])
    _write(table.sort(ROW).select(columns), headers, overflow, out)
    return {
        **_proved(out, columns, task["mapping"], base.height, expected),
        "unmatched": int(is_unmatched.sum()),
        "lookups": reports,
        **_head(out, task["name"]),
        "headers": headers,
        "columns": columns,
        "remarks": remarks,
    }


def _wanted(lookup: Mapping[str, Any]) -> list[int] | None:
    """Places of the columns a lookup needs; None for all, where whole rows are compared."""
    if lookup["kind"] != "facts":
        return None
    taken_places = [taken["place"] for taken in lookup["taken"]]
    return list(dict.fromkeys([lookup["there"], *taken_places, *lookup["carried"]]))


def _looked_up(
    table: pl.DataFrame,
    frame: pl.DataFrame,
    lookup: Mapping[str, Any],
    number: int,
    mapping: Mapping[str, str],
) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The table with the lookup's columns added, and the report of the lookup."""
    here, there = "{}.{}".format(*lookup["here"]), f"{number}.{lookup['there']}"
    keyed = frame.with_columns(bare(pl.col(there)).alias(KEY))
    table = table.drop(MET, strict=False).with_columns(bare(pl.col(here)).alias(KEY))
    base_keys = table.select(KEY).drop_nulls().unique()
    used = keyed.join(base_keys, on=KEY, how="semi", maintain_order="left")
    report = {"rows": frame.height, "outside": frame.height - used.height}
    if lookup["kind"] == "refunds":
        place = f"{number}.{lookup['taken'][0]['place']}"
        table, refund_report = with_refunds(table, used, lookup, place, mapping)
        return table, {**report, **refund_report}
    rules = {f"{number}.{taken['place']}": taken["rule"] for taken in lookup["taken"]}
    carried = [*dict.fromkeys([*rules, *(f"{number}.{place}" for place in lookup["carried"])])]
    paid = next((name for name, rule in rules.items() if rule == "first_line"), "")
    if lookup["kind"] == "payments":
        used = _summed(used.unique(maintain_order=True), paid)
    by_key, repeated, differing = _unique_by_key(used, carried)
    met = table.join(
        by_key.with_columns(pl.lit(value=True).alias(MET)),
        on=KEY,
        how="left",
        maintain_order="left",
        validate="m:1",
    ).with_columns(pl.col(MET).fill_null(value=False))
    key_report: dict[str, Any] = {"repeated": repeated, "differing": differing, "money": None}
    for name, rule in rules.items():
        if rule == "first_line":
            key_report["money"] = total(by_key, name)
            met = met.with_columns(_on_first_line(name))
        elif rule == "one_line":
            met = _on_bearing_line(met, name, mapping)
    return met, {**report, **key_report}


def _unique_by_key(used: pl.DataFrame, carried: Sequence[str]) -> tuple[pl.DataFrame, int, int]:
    """One row per key with the first cells that are not blank; the number of keys with several
    rows, and of those whose rows differ in the carried columns."""
    is_repeated = pl.col(KEY).is_duplicated()
    single = used.filter(~is_repeated).select(KEY, *carried)
    filled = [pl.col(name).drop_nulls() for name in carried]
    many = (
        used.filter(is_repeated)
        .group_by(KEY, maintain_order=True)
        .agg(
            *(cells.first() for cells in filled),
            pl.any_horizontal(cells.n_unique() > 1 for cells in filled).alias("differs"),
        )
    )
    by_key = pl.concat([single, many.select(KEY, *carried)])
    return by_key, many.height, int(many["differs"].sum())


def _summed(used: pl.DataFrame, name: str) -> pl.DataFrame:
    """One row per key with the sum of the payments, under the same name."""
    summed = used.group_by(KEY, maintain_order=True).agg(money(used, name).sum())
    return summed.with_columns(written(name))


def _on_first_line(name: str) -> pl.Expr:
    is_first = pl.col(KEY).is_first_distinct()
    return pl.when(is_first | pl.col(name).is_null()).then(pl.col(name)).otherwise(pl.lit("0"))


def _on_bearing_line(table: pl.DataFrame, name: str, mapping: Mapping[str, str]) -> pl.DataFrame:
    """The column with its cell on one line of each order, blank on the others."""
    bearers = bearing(table, mapping, [KEY])
    is_bearing = pl.col(ROW).is_in(bearers[ROW].implode())
    return table.with_columns(pl.when(is_bearing).then(pl.col(name)).alias(name))


def _added(task: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The columns the lookups add, and their headers."""
    return [
        (f"{number}.{taken['place']}", taken["header"])
        for number, lookup in enumerate(task["lookups"], start=1)
        for taken in lookup["taken"]
    ]


def _headers(headers: Sequence[str]) -> list[str]:
    """The headers, repeated ones numbered."""
    numbered: list[str] = []
    for header in headers:
        names = (header, *(f"{header} ({number})" for number in range(2, len(headers) + 2)))
        numbered.append(next(name for name in names if not name or name not in numbered))
    return numbered


def _write(frame: pl.DataFrame, headers: list[str], overflow: pl.Series, out: Path) -> None:
    """UTF-8 with a header row; what stood beyond a row's last header follows its last cell, so that
    the import finds it there as well."""
    with out.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerow(headers)
        if overflow.null_count() < overflow.len():
            writer = csv.writer(file, lineterminator="\n")
            for row, beyond in zip(frame.iter_rows(), overflow, strict=True):
                writer.writerow((*row, beyond) if beyond else row)
            return
    with out.open("ab") as file:
        frame.write_csv(file, include_header=False)


def _proved(
    out: Path, columns: list[str], mapping: Mapping[str, str], height: int, expected: Decimal | None
) -> dict[str, Any]:
    """Rows and money of the base and of the written file; RuntimeError where they differ."""
    needed_columns = sorted({name for name in mapping.values() if name in columns})
    scan = pl.scan_csv(
        out,
        glob=False,
        has_header=False,
        skip_rows=0,
        new_columns=columns,
        infer_schema=False,
        truncate_ragged_lines=True,
    ).slice(1)
    frame = scan.select(*needed_columns).collect()
    amount = line_money(frame, mapping)
    if frame.height != height or amount != expected:
        out.unlink()
        raise RuntimeError("rows or money gained or lost")
    return {
        "rows_before": height,
        "rows_after": frame.height,
        "amount_before": expected,
        "amount_after": amount,
    }


def _head(out: Path, name: str) -> dict[str, Any]:
    """How the written file is read, and its first rows."""
    inspection = inspect(out, name, "utf-8", ",")
    return {
        "sniffed": {**asdict(inspection.sniffed), "quote": '"'},
        "rows": inspection.heads[0].rows,
    }
