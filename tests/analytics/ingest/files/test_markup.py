"""Tables written as markup and named .xls."""

from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest.files import markup
from tests.conftest import Workshop

SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
HEAD = f'<?xml version="1.0"?><Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">'
HEADERS = ("Order ID", "Order Date", "Customer ID", "Amount")
ROWS = [("1", "2024-01-05", "a", "10"), ("2", "2024-01-06", "b", "20")]


def xml_row(cells: tuple[str, ...]) -> str:
    data = "".join(f'<Cell><Data ss:Type="String">{cell}</Data></Cell>' for cell in cells)
    return f"<Row>{data}</Row>"


def xml_book(*rows: str) -> str:
    return f'{HEAD}<Worksheet ss:Name="S"><Table>{"".join(rows)}</Table></Worksheet></Workbook>'


def html_page(rows: list[tuple[str, ...]], head: str = "") -> str:
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<html><head>{head}</head><body><table>{body}</table></body></html>"


def grid(path: Path, text: str | bytes) -> list[tuple[str | None, ...]]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    ((_, frame),) = markup.sheets(path, path.name)
    return frame.rows()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_xml_of_excel_2003_is_imported(workshop: Workshop, encoding: str) -> None:
    book = xml_book(*map(xml_row, [HEADERS, *ROWS]))
    dataset = workshop.read(book.encode(encoding), name="orders.xls")
    assert [line["amount"] for line in dataset.lines()] == [10, 20]


def test_a_page_is_imported_in_the_encoding_it_declares(workshop: Workshop) -> None:
    headers = (
        "\u8ba2\u5355\u7f16\u53f7",
        "\u4e0b\u5355\u65f6\u95f4",
        "\u5ba2\u6237ID",
        "\u91d1\u989d",
    )
    page = html_page([headers, *ROWS], '<meta charset="gb2312">')
    dataset = workshop.read(page.encode("gb18030"), name="orders.xls")
    assert [line["customer_id"] for line in dataset.lines()] == ["a", "b"]


def test_cells_keep_their_columns(tmp_path: Path) -> None:
    spread = (
        '<Row ss:Index="2"><Cell ss:Index="2"><Data>b</Data></Cell>'
        '<Cell ss:MergeAcross="1"><Data>c &amp; d</Data></Cell><Cell><Data>f</Data></Cell></Row>'
    )
    rows = grid(tmp_path / "a.xls", xml_book(xml_row(("x", "y", "z", "u", "v")), spread))
    assert rows[1] == (None, "b", "c & d", None, "f")
    page = (
        "<table><tr><th rowspan=2>a</th><th colspan=2>b</th></tr>"
        "<tr><td>c</td><td>d<br>e &amp; f<script>g</script></td></tr></table>"
    )
    assert grid(tmp_path / "b.xls", page) == [("a", "b", None), (None, "c", "d e & f")]


def test_hidden_sheets_of_xml_are_left_out(tmp_path: Path) -> None:
    hidden = (
        '<Worksheet ss:Name="H"><Table><Row><Cell><Data>1</Data></Cell></Row></Table>'
        "<WorksheetOptions><Visible>SheetHidden</Visible></WorksheetOptions></Worksheet></Workbook>"
    )
    book = xml_book(xml_row(("a", "b"))).replace("</Workbook>", hidden)
    assert grid(tmp_path / "a.xls", book) == [("a", "b")]


def test_the_table_inside_a_table_stands_for_itself(tmp_path: Path) -> None:
    inner = "<table><tr><td>a</td><td>b</td></tr><tr><td>1</td><td>2</td></tr></table>"
    page = f"<table><tr><td>{inner}</td></tr></table>"
    assert grid(tmp_path / "a.xls", page) == [("a", "b"), ("1", "2")]


@pytest.mark.parametrize(
    "book",
    [
        HEAD.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa">]><Workbook') + "</Workbook>",
        HEAD.replace("<Workbook", '<!DOCTYPE x SYSTEM "file:///etc/passwd"><Workbook'),
        xml_book('<Row ss:Index="99999999"><Cell><Data>a</Data></Cell></Row>'),
        xml_book('<Row><Cell ss:Index="x"><Data>a</Data></Cell></Row>'),
        xml_book("<Row><Cell>"),
        xml_book(
            '<Row><Cell ss:Index="16000"><Data>a</Data></Cell></Row>',
            '<Row ss:Index="1000000"><Cell><Data>a</Data></Cell></Row>',
        ),
    ],
)
def test_what_would_grow_or_is_broken_is_refused(tmp_path: Path, book: str) -> None:
    with pytest.raises(FileError) as refused:
        grid(tmp_path / "a.xls", book)
    assert refused.value.code == "file_damaged"


def test_a_page_without_a_table_is_refused_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(FileError) as refused:
        grid(tmp_path / "a.xls", "<table><tr><td>Please log in</td></tr></table>")
    assert refused.value.facts == {"file": "a.xls", "found": "HTML"}


@pytest.mark.parametrize("text", ["<a>,<table\n1,2\n", "Order ID,Note\n1,<table><td>\n", "<3,b\n"])
def test_other_texts_are_no_markup(text: str) -> None:
    assert markup.kind_of(text.encode()) == ""
