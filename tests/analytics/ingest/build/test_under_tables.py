"""A second table under the first one adds no lines to it."""

import io

import pytest
import xlsxwriter

from tests.conftest import Dataset, Workshop

HEADER = ["订单编号", "下单时间", "客户ID", "商品名称", "数量", "实付金额"]
LINES = [
    ["1001", "2024-01-05", "C1", "拿铁", "1", "30"],
    ["1002", "2024-01-06", "C2", "美式", "2", "50"],
    ["1003", "2024-02-10", "C1", "拿铁", "1", "30"],
]
RETURNED = ["T1", "2024-02-11", "C2", "美式", "2", "50"]
RETURNS_HEADER = ["退货单号", "退货日期", "客户ID", "商品名称", "数量", "退款金额"]
BLANK: list[str] = []

BELOW = {
    "returns": [BLANK, ["二、退货明细"], RETURNS_HEADER, RETURNED],
    "returns, no title": [BLANK, RETURNS_HEADER, RETURNED],
    "returns, no blank row": [["退货明细"], RETURNS_HEADER, RETURNED],
    "returns under the same header": [BLANK, ["退货明细"], HEADER, RETURNED],
    "returns without a header": [BLANK, ["退货明细"], RETURNED],
    "another money column": [
        *(BLANK, [*HEADER[:-1], "退款金额"]),
        RETURNED,
    ],
    "products": [
        *(BLANK, ["商品汇总"], ["商品名称", "数量", "金额"]),
        *(["拿铁", "2", "60"], ["美式", "2", "50"]),
    ],
    "costs nobody knows": [
        *(BLANK, ["项目", "发生日期", "经手人", "摘要"]),
        ["房租", "2024-01-31", "张三", "一月", "1", "900"],
    ],
    "english": [
        *(BLANK, ["Refunds"], ["Refund ID", "Refund date", "Customer ID", "Product"]),
        ["R1", "2024-02-11", "C2", "b", "2", "50"],
    ],
}


def as_text(rows: list[list[str]], delimiter: str = ",", *, is_padded: bool = False) -> str:
    padded = [row + [""] * (len(HEADER) - len(row)) if is_padded else row for row in rows]
    return "".join(delimiter.join(row) + "\n" for row in padded)


def as_workbook(rows: list[list[str]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("本月")
    for place, row in enumerate(rows):
        sheet.write_row(place, 0, [int(cell) if cell.isdecimal() else cell for cell in row])
    book.close()
    return out.getvalue()


def amount(dataset: Dataset) -> float:
    return float(sum(line["amount"] for line in dataset.lines()))


@pytest.mark.parametrize("kind", ["csv", "padded csv", "semicolons", "xlsx"])
@pytest.mark.parametrize("below", BELOW)
def test_rows_of_the_second_table_are_set_aside(workshop: Workshop, below: str, kind: str) -> None:
    rows = [["一、线上订单"], HEADER, *LINES, *BELOW[below]]
    content = {
        "csv": lambda: as_text(rows),
        "padded csv": lambda: as_text(rows, is_padded=True),
        "semicolons": lambda: as_text(rows, ";"),
        "xlsx": lambda: as_workbook(rows),
    }[kind]()
    dataset = workshop.load(content, "month.xlsx" if kind == "xlsx" else "month.csv")
    assert amount(dataset) == 110
    assert {code for _, _, code, _ in dataset.problems()} == {"second_table"}


def test_a_repeated_header_goes_on_with_the_first_table(workshop: Workshop) -> None:
    rows = [HEADER, LINES[0], BLANK, ["二、线下订单"], HEADER, LINES[1]]
    rows += [BLANK, ["三、退货"], RETURNS_HEADER, RETURNED, BLANK, ["四、门店"], HEADER, LINES[2]]
    dataset = workshop.load(as_text(rows))
    assert amount(dataset) == 110


@pytest.mark.parametrize(
    "row",
    [
        *(BLANK, ["备注：含运费"], ["制表人：张三", "审核：李四"], ["合计", "", "", "", "4", "110"]),
        ["1004", "待定", "C3", "拿铁", "1", "30"],
        ["", "下单", "", "", "", ""],
    ],
)
def test_a_note_or_a_bad_row_between_lines_ends_nothing(workshop: Workshop, row: list[str]) -> None:
    rows = [HEADER, LINES[0], LINES[1], BLANK, row, LINES[2]]
    assert amount(workshop.load(as_text(rows))) == 110


def test_a_file_of_returns_is_read_whole(workshop: Workshop) -> None:
    rows = [["退款单"], HEADER, LINES[0], BLANK, ["退款单（续）"], HEADER, LINES[1]]
    assert amount(workshop.load(as_text(rows), "退款.csv")) == 80
