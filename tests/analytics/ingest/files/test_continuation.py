"""Lines that leave to the line above what belongs to their order, in text and in merged cells."""

import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from analytics.ingest.files import continuation, merged_cells, merged_ranges, normalised_csv, read
from tests.conftest import Workshop

SHOPIFY = (
    "Name,Email,Financial Status,Currency,Total,Created at,Lineitem quantity,Lineitem name,"
    "Lineitem price,Source\n"
    "#1,a@x.io,paid,EUR,50,2024-01-05,1,cream,20,web\n"
    "#1,,,,,,2,toner,15,\n"
    "#1,,,,,,1,gift,0,\n"
    "#2,,paid,EUR,9,2024-01-06,1,soap,9,pos\n"
    "#2,,,,,,1,brush,5,\n"
    "#3,,,,,,1,stray,7,\n"
)
PLAIN = "order_id,date,customer_id,product,amount\n"
Lines = list[tuple[Any, ...]]


def cells_of(lines: list[dict[str, Any]], *names: str) -> Lines:
    return [tuple(line[name] for name in names) for line in lines]


class TestText:
    @pytest.mark.parametrize("codec", ["utf-8", "utf-16"])
    def test_the_words_of_an_order_reach_its_later_lines_and_its_money_does_not(
        self, workshop: Workshop, codec: str
    ) -> None:
        dataset = workshop.read(SHOPIFY.encode(codec))
        lines = sorted(dataset.lines(), key=lambda line: line["source_row"])
        names = ("source_row", "ordered_at", "customer_id", "channel", "quantity", "amount")
        assert cells_of(lines, *names) == [
            (2, datetime(2024, 1, 5), "a@x.io", "web", 1, 20),
            (3, datetime(2024, 1, 5), "a@x.io", "web", 2, 30),
            (4, datetime(2024, 1, 5), "a@x.io", "web", 1, 0),
            (5, datetime(2024, 1, 6), None, "pos", 1, 9),
            (6, datetime(2024, 1, 6), None, "pos", 1, 5),
        ]
        assert dataset.problems() == [(7, "ordered_at", "date_missing", True)]

    def test_an_order_total_on_its_first_line_counts_once(self, workshop: Workshop) -> None:
        dataset = workshop.read(PLAIN + "1,2024-01-05,a,p,50\n1,,,q,\n1,,,r,\n2,2024-01-06,b,s,5\n")
        assert sum(line["amount"] or 0 for line in dataset.lines()) == 55
        assert [line["customer_id"] for line in dataset.lines()] == ["a", "a", "a", "b"]

    def test_a_cell_that_says_something_else_stays(self, workshop: Workshop) -> None:
        dataset = workshop.read(PLAIN + "1,2024-01-05,a,p,5\n1,,b,q,5\n")
        assert [line["customer_id"] for line in dataset.lines()] == ["a", "b"]

    @pytest.mark.parametrize("row", ["2,,,q,5", ",,,q,5"])
    def test_another_order_and_no_order_are_filled_from_nowhere(
        self, workshop: Workshop, row: str
    ) -> None:
        dataset = workshop.read(PLAIN + f"1,2024-01-05,a,p,5\n{row}\n1,2024-01-07,a,p,5\n")
        assert dataset.problems() == [(3, "ordered_at", "date_missing", True)]

    def test_a_file_that_needs_nothing_goes_the_fast_way(self, tmp_path: Path) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(PLAIN + "1,2024-01-05,a,p,5\n2,,,q,5\n")
        names = ("order_id", "ordered_at", "customer_id", "product", "amount")
        sniffed = read.inspect(path, "orders.csv").sniffed
        assert not normalised_csv.continues_orders(
            path, "orders.csv", sniffed, header_row=1, headers=names, names=names
        )

    def test_a_known_format_may_begin_far_below(self) -> None:
        header = SHOPIFY.splitlines()[0].split(",")
        assert continuation.is_marked(header)
        assert not continuation.is_marked(PLAIN.strip().split(","))


def test_a_frame_is_filled_like_text() -> None:
    nothing = [None, None]
    cells = pl.DataFrame(
        {
            "order_id": ["1", "1", "1", "2", None, None],
            "ordered_at": ["d", None, "", "e", *nothing],
            "customer_id": [None, None, "b", "c", *nothing],
            "amount": ["9", None, None, "5", *nothing],
        }
    )
    assert continuation.filled_frame(cells).to_dict(as_series=False) == {
        "order_id": ["1", "1", "1", "2", None, None],
        "ordered_at": ["d", "d", "d", "e", *nothing],
        "customer_id": [None, None, "b", "c", *nothing],
        "amount": ["9", None, None, "5", *nothing],
    }


def workbook_of(fill: Callable[[Any, Any], None]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        fill(book.add_worksheet("Orders"), book.add_format({"num_format": "yyyy-mm-dd"}))
    return out.getvalue()


@pytest.mark.parametrize("left", [0, 2])
def test_merged_cells_speak_for_each_of_their_rows_except_in_money(
    workshop: Workshop, left: int
) -> None:
    def fill(sheet: Any, day: Any) -> None:
        sheet.merge_range(0, left, 0, left + 4, "Orders of January")
        sheet.write_row(1, left, ["order_id", "date", "customer_id", "product", "amount"])
        sheet.merge_range(2, left, 4, left, "A")
        sheet.merge_range(2, left + 1, 4, left + 1, date(2024, 1, 5), day)
        sheet.merge_range(2, left + 2, 4, left + 2, "ann")
        sheet.merge_range(2, left + 4, 4, left + 4, 30)
        sheet.write_column(2, left + 3, ["p", "q", "r"])
        sheet.write_row(5, left, ["B", "2024-01-06", "bob", "s", 5])
        sheet.write_row(6, left + 3, ["stray", 7])

    dataset = workshop.read(workbook_of(fill), "orders.xlsx")
    names = ("order_id", "ordered_at", "customer_id", "product", "amount")
    assert cells_of(dataset.lines(), *names) == [
        ("A", datetime(2024, 1, 5), "ann", "p", 30),
        ("A", datetime(2024, 1, 5), "ann", "q", None),
        ("A", datetime(2024, 1, 5), "ann", "r", None),
        ("B", datetime(2024, 1, 6), "bob", "s", 5),
    ]
    assert dataset.problems() == [(7, "ordered_at", "date_missing", True)]


def test_blocks_that_agree_with_no_place_fill_nothing() -> None:
    filled = pl.DataFrame({"a": [True, True, True], "b": [True, True, True]})
    assert merged_cells.offset_of([merged_ranges.Range(0, 2, 1)], filled) is None


def test_what_is_no_workbook_has_no_merged_cells(tmp_path: Path) -> None:
    path = tmp_path / "orders.xls"
    for content in (b"", b"PK\x03\x04" + bytes(99), b"\xd0\xcf\x11\xe0" + bytes(9_000)):
        path.write_bytes(content)
        assert merged_ranges.ranges(path, "Orders") == []
