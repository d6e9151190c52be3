"""Tables that shops write as markup and name .xls: XML of Excel 2003, and HTML.

Parsed by the standard library without entities: a document type is refused, so nothing in the file
can grow or reach out. Runs only inside the bounded subprocess.
"""

from __future__ import annotations

import codecs
import re
import xml.parsers.expat
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.ingest.files import encodings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import polars as pl

HEAD_BYTES = 1 << 16
ROW_LIMIT = 1 << 20
COLUMN_LIMIT = 1 << 14
"""As large as a worksheet can be."""
CELL_LIMIT = 20_000_000
SPAN_LIMIT = 1_000
"""As browsers do."""
LEAST_COLUMNS = 2
_DECLARED = re.compile(rb"(?:encoding|charset)\s*=\s*[\"']?\s*([\w.-]+)", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_CELLS = re.compile(rb"<t[dh]\b", re.IGNORECASE)
_BOMS = (codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def is_markup(path: Path) -> bool:
    """Whether the file is one of the two, judged by its beginning."""
    with path.open("rb") as file:
        return bool(kind_of(file.read(HEAD_BYTES)))


def kind_of(head: bytes) -> str:
    """xml, html, or nothing."""
    text = head[:HEAD_BYTES]
    if text.startswith(_BOMS[1:]):
        text = text.replace(b"\0", b"")
    text = text.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if not text.startswith(b"<"):
        return ""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in text and b"Workbook" in text:
        return "xml"
    return "html" if b"<table" in text.lower() and _CELLS.search(text) else ""


def sheets(path: Path, name: str, only: str | None = None) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every visible sheet or table with cells as text, its first row being row 0 of the frame.

    FileError for markup that is broken, and for a page without a table of two columns.
    """
    with path.open("rb") as file:
        kind = kind_of(file.read(HEAD_BYTES))
    text = _text(path, name)
    grids = _xml_grids(text, name) if kind == "xml" else _html_grids(text)
    tables = {title: grid for title, grid in grids.items() if _width(grid)}
    if kind == "html":
        tables = {title: grid for title, grid in tables.items() if _width(grid) >= LEAST_COLUMNS}
    if not tables:
        raise FileError.not_a_table(name, kind.upper())
    for title in [only] if only else tables:
        yield title, _frame(tables[title], name)


Grid = dict[int, dict[int, str]]
"""Row -> column -> text, both from 0."""


def _width(grid: Grid) -> int:
    return max((max(row, default=-1) for row in grid.values()), default=-1) + 1


def _frame(grid: Grid, name: str) -> pl.DataFrame:
    import polars as pl

    width, height = _width(grid), max(grid) + 1
    if width > COLUMN_LIMIT:
        raise FileError.too_wide(name, width, COLUMN_LIMIT)
    if height > ROW_LIMIT or width * height > CELL_LIMIT:
        raise FileError.damaged(name)
    nothing: dict[int, str] = {}
    columns = {
        f"c{place}": [grid.get(row, nothing).get(place) for row in range(height)]
        for place in range(width)
    }
    return pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))


def _text(path: Path, name: str) -> str:
    """The file decoded as it declares, or as it can be."""
    raw = path.read_bytes()
    if raw.startswith(_BOMS):
        encoding = "utf-8-sig" if raw.startswith(codecs.BOM_UTF8) else "utf-16"
        return raw.decode(encoding, errors="replace")
    declared = _DECLARED.search(raw[:HEAD_BYTES])
    if declared:
        try:
            label = declared[1].decode("ascii").lower()
            return raw.decode("gb18030" if label in ("gb2312", "gbk") else label)
        except (LookupError, UnicodeDecodeError):
            pass  # what it says of itself is not true
    return raw.decode(encodings.encoding_of(path, name))


class _Workbook:
    """The cells of SpreadsheetML, sheet by sheet."""

    def __init__(self) -> None:
        self.grids: dict[str, Grid] = {}
        self.hidden: set[str] = set()
        self.title = ""
        self.row = self.column = -1
        self.across = 0
        self.data: list[str] | None = None
        self.visible: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        local = _local(tag)
        named = {_local(key): value for key, value in attributes.items()}
        if local == "Worksheet":
            self.title = named.get("Name") or str(len(self.grids) + 1)
            self.grids[self.title], self.row = {}, -1
        elif local == "Row":
            self.row = _index(named, self.row, ROW_LIMIT)
            self.column, self.across = -1, 0
        elif local == "Cell":
            self.column = _index(named, self.column + self.across, COLUMN_LIMIT)
            self.across = min(int(named.get("MergeAcross", 0)), COLUMN_LIMIT)
        elif local == "Data":
            self.data = []
        elif local == "Visible":
            self.visible = []

    def end(self, tag: str) -> None:
        local = _local(tag)
        if local == "Data" and self.data is not None:
            text = "".join(self.data)
            if text and self.row >= 0 and self.column >= 0 and self.title:
                self.grids[self.title].setdefault(self.row, {})[self.column] = text
            self.data = None
        elif local == "Visible" and self.visible is not None:
            if "Hidden" in "".join(self.visible):
                self.hidden.add(self.title)
            self.visible = None

    def text(self, text: str) -> None:
        for sink in (self.data, self.visible):
            if sink is not None:
                sink.append(text)


def _index(named: Mapping[str, str], before: int, limit: int) -> int:
    place = int(named["Index"]) - 1 if "Index" in named else before + 1
    if not before < place < limit:
        raise ValueError(place)
    return place


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _refuse_doctype(*_: object) -> None:
    raise ValueError


def _xml_grids(text: str, name: str) -> dict[str, Grid]:
    book, parser = _Workbook(), xml.parsers.expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse_doctype
    parser.StartElementHandler = book.start
    parser.EndElementHandler = book.end
    parser.CharacterDataHandler = book.text
    parser.buffer_text = True
    try:
        # Decoded already: what the declaration says of the bytes no longer holds.
        parser.Parse(_XML_DECLARATION.sub("", text), True)
    except (xml.parsers.expat.ExpatError, ValueError) as error:
        raise FileError.damaged(name) from error
    return {title: grid for title, grid in book.grids.items() if title not in book.hidden}


class _Page(HTMLParser):
    """The cells of every table of a page; one inside another stands for itself."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.grids: list[Grid] = []
        self.open: list[_Open] = []
        self.is_silent = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.is_silent = True
        elif tag == "table":
            self.grids.append({})
            self.open.append(_Open(self.grids[-1]))
        elif self.open:
            table = self.open[-1]
            if tag == "tr":
                table.next_row()
            elif tag in ("td", "th"):
                table.next_cell(dict(attrs))
            elif tag in ("br", "p", "div"):
                table.write(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.is_silent = False
        elif self.open and tag == "table":
            self.open.pop().close()
        elif self.open and tag in ("td", "th", "tr"):
            self.open[-1].close()

    def handle_data(self, data: str) -> None:
        if self.open and not self.is_silent:
            self.open[-1].write(data)


class _Open:
    """One table while its cells go by."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.row = self.column = -1
        self.width = 1
        self.taken: dict[int, int] = {}
        """Column -> the last row that a cell above spans."""
        self.words: list[str] | None = None

    def next_row(self) -> None:
        self.close()
        self.row, self.column, self.width = self.row + 1, -1, 1

    def next_cell(self, attributes: Mapping[str, str | None]) -> None:
        self.close()
        self.row = max(self.row, 0)
        self.column += self.width
        while self.taken.get(self.column, -1) >= self.row:
            self.column += 1
        self.width = _span(attributes.get("colspan"))
        height = _span(attributes.get("rowspan"))
        if height > 1:
            for column in range(self.column, self.column + self.width):
                self.taken[column] = self.row + height - 1
        self.words = []

    def write(self, text: str) -> None:
        if self.words is not None:
            self.words.append(text)

    def close(self) -> None:
        if self.words is None:
            return
        text = " ".join("".join(self.words).split())
        if text:
            self.grid.setdefault(self.row, {})[self.column] = text
        self.words = None


def _span(written: str | None) -> int:
    return min(max(int(written), 1), SPAN_LIMIT) if written and written.isdecimal() else 1


def _html_grids(text: str) -> dict[str, Grid]:
    page = _Page()
    page.feed(text)
    page.close()
    for table in page.open:
        table.close()
    return {str(number): grid for number, grid in enumerate(page.grids, start=1)}
