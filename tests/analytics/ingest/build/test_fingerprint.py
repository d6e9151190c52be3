"""The same rows give one fingerprint, however the file was saved; other rows give another."""

import csv
import io
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

import polars as pl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.ingest.build import build
from tests.conftest import Workshop

Row = tuple[str, datetime, str | None, str, int, float]
HEADER = ("order_id", "ordered_at", "customer_id", "product", "quantity", "amount")
PRODUCTS = (
    "\u7cbe\u534e\u6c34",
    "\u9762\u971c, 50ml",
    '\u6d01\u9762 "\u65c5\u884c\u88c5"',
    "\u773c\u971c; \u5927\u74f6",
    "\u9632\u6652\n\u4e24\u652f",
    "serum",
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["4241101060137000000", "0012", "A-7", "9"]),
        st.integers(0, 700).map(lambda days: datetime(2024, 1, 1) + timedelta(days, hours=13)),
        st.one_of(st.none(), st.sampled_from(["007", "U155359", "\u5f20\u4e09"])),
        st.sampled_from(PRODUCTS),
        st.integers(-3, 9),
        st.integers(-9_999, 99_999).map(lambda cents: cents / 100),
    ),
    min_size=1,
    max_size=6,
)


def text(rows: Sequence[Row], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=end)
    writer.writerow(HEADER)
    writer.writerows(rows)
    return out.getvalue()


def workbook(rows: Sequence[Row]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm:ss"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([HEADER, *rows]):
            sheet.write_row(number, 0, row)
            sheet.write_string(number, 0, row[0])
            if row[2]:
                sheet.write_string(number, 2, row[2])
    return out.getvalue()


def parquet(rows: Sequence[Row]) -> bytes:
    out = io.BytesIO()
    kinds = (pl.String, pl.Datetime, pl.String, pl.String, pl.Int64, pl.Float64)
    pl.DataFrame(rows, schema=dict(zip(HEADER, kinds, strict=True)), orient="row").write_parquet(
        out
    )
    return out.getvalue()


def objects(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [{**dict(zip(HEADER, row, strict=True)), "ordered_at": str(row[1])} for row in rows]


def json_lines(rows: Sequence[Row], end: str = "\n") -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + end for record in objects(rows))


def turned(rows: Sequence[Row], delimiter: str = ",") -> str:
    """The columns from right to left, one that means nothing among them."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerows([[*row[::-1], "mood"] for row in (HEADER, *rows)])
    return out.getvalue()


WAYS: dict[str, tuple[str, Callable[[Sequence[Row]], bytes]]] = {
    "bom": ("orders.csv", lambda rows: text(rows).encode("utf-8-sig")),
    "gb18030": ("orders.csv", lambda rows: text(rows).encode("gb18030")),
    "utf-16": ("orders.csv", lambda rows: text(rows, "\t", "\r\n").encode("utf-16")),
    "semicolons": ("orders.csv", lambda rows: text(rows, ";", "\r\n").encode()),
    "tabs": ("orders.tsv", lambda rows: text(rows, "\t").encode()),
    "workbook": ("orders.xlsx", workbook),
    "parquet": ("orders.parquet", parquet),
    "reversed": ("orders.csv", lambda rows: text(rows[::-1]).encode()),
    "returns": ("orders.csv", lambda rows: text(rows, end="\r\n").encode()),
    "utf-16 semicolons": ("orders.csv", lambda rows: text(rows, ";").encode("utf-16-be")),
    "turned": ("orders.csv", lambda rows: turned(rows).encode()),
    "turned gb18030": ("orders.txt", lambda rows: turned(rows, "\t").encode("gb18030")),
    "json lines": ("orders.jsonl", lambda rows: json_lines(rows).encode()),
    "json lines, returns": ("orders.jsonl", lambda rows: json_lines(rows, "\r\n").encode()),
    "json": ("orders.json", lambda rows: json.dumps(objects(rows)).encode()),
    "workbook reversed": ("orders.xlsx", lambda rows: workbook(rows[::-1])),
    "parquet reversed": ("orders.parquet", lambda rows: parquet(rows[::-1])),
}
TRADITIONAL_HEADER = (
    "\u8a02\u55ae\u7de8\u865f",
    "\u4e0b\u55ae\u6642\u9593",
    "\u6703\u54e1\u7de8\u865f",
    "\u5546\u54c1\u540d\u7a31",
    "\u6578\u91cf",
    "\u91d1\u984d",
)
TRADITIONAL = (
    "\u7cbe\u83ef\u6db2",
    "\u6f54\u9762\u4e73, \u65c5\u884c\u7d44",
    "\u9632\u66ec\u4e73; \u5169\u652f",
    "\u773c\u971c\n\u5927\u74f6",
)
"""Serum; face wash, travel set; sun lotion, two; eye cream, large: in Traditional Chinese."""


def fingerprint(workshop: Workshop, content: bytes, name: str = "orders.csv") -> str:
    return workshop.load(content, name).manifest.fingerprint


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, ways=st.lists(st.sampled_from(sorted(WAYS)), min_size=6, unique=True, max_size=6))
def test_however_the_rows_were_saved_their_fingerprint_is_one(
    workshop: Workshop, rows: list[Row], ways: list[str]
) -> None:
    plain = fingerprint(workshop, text(rows).encode())
    for way in ways:
        name, write = WAYS[way]
        assert fingerprint(workshop, write(rows), name) == plain, way


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, products=st.lists(st.sampled_from(TRADITIONAL), min_size=6, max_size=6))
def test_traditional_text_is_the_same_in_big5(
    workshop: Workshop, rows: list[Row], products: list[str]
) -> None:
    taken = [
        (*row[:2], row[2] and "\u738b\u5c0f\u660e", product, *row[4:])
        for row, product in zip(rows, products, strict=False)
    ]
    plain = fingerprint(workshop, text(taken).encode())
    ways = [(",", "\n", "big5"), ("\t", "\r\n", "big5"), (";", "\n", "big5")]
    for delimiter, end, encoding in [*ways, (",", "\n", "gb18030"), ("\t", "\n", "utf-16")]:
        body = text(taken, delimiter, end).split(end, 1)[1]
        content = delimiter.join(TRADITIONAL_HEADER) + end + body
        assert fingerprint(workshop, content.encode(encoding)) == plain, (delimiter, encoding)


@settings(max_examples=2, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS, data=st.data())
def test_a_cent_a_row_less_or_a_row_twice_is_another_dataset(
    workshop: Workshop, rows: list[Row], data: st.DataObject
) -> None:
    plain = fingerprint(workshop, text(rows).encode())
    place = data.draw(st.integers(0, len(rows) - 1))
    row = rows[place]
    cent = round(row[5] + data.draw(st.sampled_from([0.01, -0.01, 1.0])), 2)
    others = [
        [*rows[:place], (*row[:5], cent), *rows[place + 1 :]],
        # Beside its twin: an order that comes again further down was pasted twice.
        [*rows[:place], row, *rows[place:]],
        *([[*rows[:place], *rows[place + 1 :]]] if len(rows) > 1 else []),
    ]
    ways = [("orders.csv", lambda variant: text(variant).encode()), WAYS["workbook"]]
    for other in others:
        name, write = data.draw(st.sampled_from(ways))
        assert fingerprint(workshop, write(other), name) != plain


BASE: list[Row] = [
    ("1", datetime(2024, 1, 5), "a", "serum", 1, 10.0),
    ("2", datetime(2024, 1, 6), None, "cream", 2, 20.0),
]


@pytest.mark.parametrize(
    "changed",
    [
        [BASE[0], *BASE],
        BASE[:1],
        [BASE[0], ("3", *BASE[1][1:])],
        [BASE[0], (*BASE[1][:2], "b", *BASE[1][3:])],
        [BASE[0], (*BASE[1][:5], 20.01)],
        [BASE[0], ("2", datetime(2024, 1, 6, 0, 0, 1), *BASE[1][2:])],
    ],
    ids=["twice", "fewer", "order", "customer", "cent", "second"],
)
def test_other_rows_have_another_fingerprint(workshop: Workshop, changed: list[Any]) -> None:
    plain = fingerprint(workshop, text(BASE).encode())
    assert fingerprint(workshop, text(changed).encode()) != plain


def test_columns_in_another_order_or_left_unused_change_nothing(workshop: Workshop) -> None:
    plain = fingerprint(workshop, b"order_id,date,amount\n1,2024-01-05,10\n")
    other = fingerprint(workshop, b"amount,mood,date,order_id\n10.0,good,2024-01-05,1\n")
    assert other == plain


def test_an_earlier_as_of_day_is_another_dataset(workshop: Workshop) -> None:
    whole = workshop.load(text(BASE))
    part = workshop.load(text(BASE), as_of=date(2024, 1, 5))
    assert part.manifest.fingerprint != whole.manifest.fingerprint
    assert part.manifest.fingerprint == workshop.load(text(BASE[:1])).manifest.fingerprint


def test_an_extra_sheet_has_no_part_in_its_name_or_order(
    workshop: Workshop,
) -> None:
    header, rows = "sku,launched_on,is_substantive\n", ["s,2024-01-05,yes\n", "t,2024-02-05,no\n"]
    plain = fingerprint(workshop, (header + "".join(rows)).encode(), "products.csv")
    other = fingerprint(workshop, (header + "".join(rows[::-1])).encode(), "launches.csv")
    assert other == plain


def test_a_small_file_is_planned_in_haste_and_read_alike(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = "date;product;amount\n25.01.2024;A;1.234,50\n26.01.2024;B;\xa512\n"
    content += "2024\u5e741\u670827\u65e5;C;\u514d\u8d39\n"
    before = workshop.load(content)
    monkeypatch.setattr(build, "SMALL", 0)
    after = workshop.load(content)
    assert before.manifest.fingerprint == after.manifest.fingerprint
    assert before.lines() == after.lines()
