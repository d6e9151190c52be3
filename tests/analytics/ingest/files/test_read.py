"""From a file to lines: layouts that must all give the same rows, under the rows of the file."""

import io
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import xlsxwriter

from analytics.errors import FileError, NineSupersError
from tests.conftest import Dataset, Reading, Workshop

HEADER = "order_id,date,customer_id,product,amount\n"
ROWS = '1,2024-01-05,007,"cream, thick",10\n2,2024-01-06,008,"two\nlines ""quoted""",12.5\n'


def order_lines(dataset: Dataset | Reading) -> list[tuple[Any, ...]]:
    names = ("order_id", "ordered_at", "customer_id", "product", "amount")
    return [tuple(line[name] for name in names) for line in dataset.lines()]


EXPECTED = [
    ("1", datetime(2024, 1, 5), "007", "cream, thick", Decimal(10)),
    ("2", datetime(2024, 1, 6), "008", 'two\nlines "quoted"', Decimal("12.5")),
]


class TestText:
    @pytest.mark.parametrize(
        "content",
        [
            HEADER + ROWS,
            HEADER + ROWS.rstrip("\n"),
            HEADER.replace("\n", "\r\n") + ROWS,
            "\n\n" + HEADER + "\n" + ROWS + "\n\n",
            "Report of the shop,,,,\nJanuary,,,,\n" + HEADER + ROWS,
            HEADER + ROWS + "Total,,,,22.5\n",
            HEADER + ROWS.replace("2,2024-01-06", HEADER + "2,2024-01-06"),
            HEADER + ",,,,\n" + ROWS + " , ,,,\n",
            HEADER.replace(",", ", ") + ROWS,
            "\ufeff" + HEADER + ROWS,
            HEADER.replace("\n", ",amount\n") + ROWS.replace("10\n", "10,99\n") + "",
            HEADER.replace("\n", ",\n")
            + ROWS.replace("10\n", "10,\n").replace("12.5\n", "12.5,\n"),
            HEADER.upper() + ROWS,
        ],
        ids=[
            *("plain", "no_last_newline", "mixed_newlines", "blank_lines", "title_rows"),
            *("total_line", "repeated_header", "empty_rows", "spaced_headers", "mark"),
            *("duplicate_header", "nameless_column", "capitals"),
        ],
    )
    def test_every_layout_gives_the_same_lines(self, workshop: Workshop, content: str) -> None:
        assert order_lines(workshop.read(content)) == EXPECTED

    @pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
    @pytest.mark.parametrize(
        "codec", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"]
    )
    def test_every_encoding_and_delimiter_gives_the_same_lines(
        self, workshop: Workshop, delimiter: str, codec: str
    ) -> None:
        product = "\u7cbe\u534e\u6c34\u9762\u971c"
        rows = [["order_id", "date", "customer_id", "product", "amount"]]
        rows += [["1", "2024-01-05", "007", product, "10"]]
        content = "".join(delimiter.join(row) + "\r\n" for row in rows)
        dataset = workshop.read(content.encode(codec))
        assert order_lines(dataset) == [("1", datetime(2024, 1, 5), "007", product, 10)]
        assert dataset.files[0]["delimiter"] == delimiter

    @pytest.mark.parametrize(
        "content",
        [
            HEADER + "1,2024-01-05,a,p,1\n2,soon,a,p,1\n",
            HEADER + "1,2024-01-05,a,p,1,more\n2,soon,a,p,1\n",
            HEADER + '1,2024-01-05,a,"p\nq",1\n2,soon,a,p,1\n',
            HEADER + "1,2024-01-05,a\n2,soon,a,p,1\n",
        ],
        ids=["plain", "too_many_cells", "quoted_newline", "too_few_cells"],
    )
    def test_a_problem_names_the_record_it_stands_in(
        self, workshop: Workshop, content: str
    ) -> None:
        content += "3,2024-01-07,a,p,1\n"
        assert (3, "ordered_at", "date_unreadable", True) in workshop.read(content).problems()

    def test_blank_lines_do_not_shift_the_row_of_a_problem(self, workshop: Workshop) -> None:
        dataset = workshop.read("\n" + HEADER + "\n1,2024-01-05,a,p,1\n\n2,soon,a,p,1\n")
        assert dataset.problems() == [(6, "ordered_at", "date_unreadable", True)]

    def test_a_title_row_does_not_shift_the_row_of_a_problem(self, workshop: Workshop) -> None:
        dataset = workshop.read("Shop,,,,\n" + HEADER + "1,2024-01-05,a,p,1\n2,soon,a,p,1\n")
        assert dataset.problems() == [(4, "ordered_at", "date_unreadable", True)]

    def test_long_numbers_and_leading_zeros_survive(self, workshop: Workshop) -> None:
        row = "4241101060137000001,2024-01-05,0007,p,1\n"
        (line,) = workshop.read(HEADER + row).lines()
        assert (line["order_id"], line["customer_id"]) == ("4241101060137000001", "0007")

    def test_a_cell_of_two_lines_is_one_cell_even_where_the_second_looks_like_a_record(
        self, workshop: Workshop
    ) -> None:
        text = HEADER + '1,2024-01-05,a,"p\n2,2024-01-06,b,q",1\n3,2024-01-07,c,p,1\n'
        dataset = workshop.read(text)
        assert [line["order_id"] for line in dataset.lines()] == ["1", "3"]
        assert dataset.problems() == []

    def test_of_two_headers_alike_the_first_counts_and_the_other_is_named(
        self, workshop: Workshop
    ) -> None:
        dataset = workshop.read("order_id,date,amount,Amount\n1,2024-01-05,10,99\n")
        assert dataset.lines()[0]["amount"] == 10
        assert dataset.files[0]["duplicates"] == ["Amount"]

    def test_without_an_order_number_each_row_is_its_own_order(self, workshop: Workshop) -> None:
        dataset = workshop.load("date,customer_id,amount\n2024-01-05,a,1\n2024-01-05,b,2\n")
        (month,) = dataset.run("shared/sales_by_month", **ANY).to_dicts()
        assert month["count_paid_lines"] == 2
        assert dataset.manifest.about["count_customers"] == 2

    def test_a_quote_inside_a_cell_is_only_a_quote(self, workshop: Workshop) -> None:
        dataset = workshop.read(HEADER + '1,2024-01-05,a,5" pipe,1\n2,2024-01-05,a,p,1\n')
        assert [line["product"] for line in dataset.lines()] == ['5" pipe', "p"]

    @pytest.mark.parametrize("end", ["", "\n", "\r\n"])
    @pytest.mark.parametrize("rows", ['2,2024-01-06,"b,p,1', '2,2024-01-06,b,p,"1', '"2'])
    def test_a_quote_nobody_closed_swallows_nothing_unseen(
        self, workshop: Workshop, rows: str, end: str
    ) -> None:
        dataset = workshop.read(HEADER + f"1,2024-01-05,a,p,1\n{rows}\n3,2024-01-07,c,p,1{end}")
        orders = [line["order_id"] for line in dataset.lines()]
        # The amount of the second row is unreadable in one case, the row too short in another.
        assert orders == (["1", "2", "3"] if rows.endswith("p,1") else ["1", "3"])
        notices = [problem for problem in dataset.problems() if problem[2] == "stray_quote"]
        assert [(notice[0], notice[3]) for notice in notices] == [(3, False)]


ANY = {"start": None, "end": None, "channels": None, "products": None}


def book(sheets: dict[str, list[list[Any]]]) -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"default_date_format": "yyyy-mm-dd hh:mm"}) as workbook:
        for name, rows in sheets.items():
            sheet = workbook.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


class TestWorkbook:
    TYPED = (
        ["order_id", "date", "customer_id", "product", "amount"],
        ["1", datetime(2024, 1, 5), "007", "cream, thick", 10],
        ["2", datetime(2024, 1, 6), "008", 'two\nlines "quoted"', 12.5],
    )

    def test_numbers_and_dates_as_such_are_read(self, workshop: Workshop) -> None:
        dataset = workshop.read(book({"Orders": list(self.TYPED)}), "orders.xlsx")
        assert order_lines(dataset) == EXPECTED
        assert dataset.files[0]["sheet"] == "Orders"

    def test_title_and_blank_rows_above_keep_the_rows_of_the_sheet(
        self, workshop: Workshop
    ) -> None:
        rows = [["Shop"], [], *self.TYPED, ["3", "soon", "a", "p", 1]]
        dataset = workshop.read(book({"Orders": rows}), "orders.xlsx")
        assert order_lines(dataset) == EXPECTED
        assert dataset.problems() == [(6, "ordered_at", "date_unreadable", True)]

    def test_an_empty_sheet_beside_is_left_out(self, workshop: Workshop) -> None:
        dataset = workshop.read(book({"Orders": list(self.TYPED), "Sheet2": []}), "orders.xlsx")
        assert len(dataset.files) == 1

    def test_a_time_of_day_survives(self, workshop: Workshop) -> None:
        rows = [["order_id", "date", "amount"], ["1", datetime(2024, 1, 5, 13, 45, 7), 1]]
        (line,) = workshop.read(book({"Orders": rows}), "orders.xlsx").lines()
        assert line["ordered_at"] == datetime(2024, 1, 5, 13, 45, 7)

    def test_a_workbook_without_a_cell_is_empty(self, workshop: Workshop) -> None:
        with pytest.raises(FileError, match="file_empty"):
            workshop.load(book({"Orders": []}), "orders.xlsx")

    def test_extra_sheets_become_tables(self, workshop: Workshop) -> None:
        products = [
            ["sku", "launched_on", "is_substantive"],
            ["s", date(2024, 1, 1), "yes"],
            ["t", "some day", "maybe"],
        ]
        orders = [["order_id", "date", "sku", "amount"], ["1", datetime(2024, 1, 5), "s", 1]]
        dataset = workshop.load(book({"Orders": orders, "Products": products}), "brand.xlsx")
        assert [file["table"] for file in dataset.files] == ["orders", "products"]
        assert [problem[:3] for problem in dataset.problems()] == [
            (3, "is_substantive", "flag_unknown"),
            (3, "launched_on", "cell_emptied_date"),
        ]
        (sold,) = dataset.run("shared/sales_by_product", **ANY).to_dicts()
        assert (sold["launched_on"], sold["is_substantive"]) == (date(2024, 1, 1), True)


class TestParquet:
    def test_typed_columns_are_read(self, workshop: Workshop, tmp_path: Path) -> None:
        path = tmp_path / "orders.parquet"
        pl.DataFrame(
            {
                "order_id": ["1", "2"],
                "date": [datetime(2024, 1, 5), datetime(2024, 1, 6)],
                "customer_id": ["007", "008"],
                "product": ["cream, thick", 'two\nlines "quoted"'],
                "amount": [10.0, 12.5],
            }
        ).write_parquet(path)
        assert order_lines(workshop.read(path)) == EXPECTED

    def test_a_truncated_file_is_damaged(self, workshop: Workshop, tmp_path: Path) -> None:
        path = tmp_path / "orders.parquet"
        pl.DataFrame({"order_id": ["1"], "date": ["2024-01-05"]}).write_parquet(path)
        path.write_bytes(path.read_bytes()[:40])
        with pytest.raises(NineSupersError, match="file_damaged"):
            workshop.load(path)
