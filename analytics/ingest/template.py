"""The template workbook: a sheet for every canonical table, as a person would fill it in.

Headers are the words of `columns.toml`, which the import recognises; all other text is in
`data/text/ingest/template.toml`. The example rows have a mark in their codes and dates in a year
that the import does not read, so that an untouched template is refused.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from io import BytesIO
from itertools import chain
from typing import TYPE_CHECKING, Literal
from unicodedata import east_asian_width

from analytics.schema import CHOICES, SUPERS, TABLES
from analytics.words import LANGUAGES, Words, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from analytics.table import Column, Table

    Need = Literal["required", "one_of", "optional"]

YEAR = 2199
"""The year of every example date: dates are read until 2099."""
CREATED = datetime(2026, 1, 1)
"""Fixed, so that the same words give the same bytes."""
LINES = ("start", "columns", "codes", "examples", "refused", "unused")
HEAD = ("sheet", "grain", "required", "unlocks")
README_WIDTHS = (24, 48, 40, 72)
WIDTHS = (12, 40)
LAST_ROW = 1_048_575
LINE_LETTERS = 44
LINE_PIXELS = 17
TITLE_POINTS = 16
FLAGS = ("yes", "no")
CODES = ("sku", "skus", "code", "invited_by")
"""Columns that hold codes, beside those whose names end in _id."""
FORMATS = {"time": "yyyy-mm-dd hh:mm", "day": "yyyy-mm-dd", "integer": "0", "decimal": "General"}
HEADERS = {
    "required": {"bold": True, "font_color": "#FFFFFF", "bg_color": "#1F4E5F"},
    "one_of": {"bold": True, "italic": True, "bg_color": "#CFE3E8"},
    "optional": {"bg_color": "#EEF2F3"},
}
EXAMPLE = {"font_color": "#8A8A8A", "italic": True}


@dataclass(frozen=True)
class Page:
    """One sheet while it is written."""

    book: Workbook
    sheet: Worksheet
    table: Table
    words: Words

    def header(self, column: Column) -> str:
        return self.words.get(f"columns.{self.table.name}.{column.name}")


def workbook(lang: str) -> bytes:
    """The template as an .xlsx in `lang`: a sheet to read first, then one a table; the same bytes
    for the same words. KeyError for a language that is not in LANGUAGES."""
    from xlsxwriter import Workbook

    wording, target = words(lang), BytesIO()
    with Workbook(target, {"in_memory": True}) as book:
        book.set_properties({"title": wording.get("template.readme.title"), "created": CREATED})
        _write_readme(book, wording)
        for table in TABLES.values():
            sheet = book.add_worksheet(wording.get(f"tables.{table.name}.name"))
            _write_sheet(Page(book, sheet, table, wording))
    return target.getvalue()


@cache
def example_marks() -> tuple[str, ...]:
    """What the codes of the example rows begin with, in every language."""
    return tuple(f"{words(lang).get('template.marks.example')}-" for lang in LANGUAGES)


def need(table: Table, column: Column) -> Need:
    """Whether the schema requires the column, requires one of a group, or leaves it optional."""
    if column.required or (column.name,) in table.any_of:
        return "required"
    return "one_of" if column.name in chain(*table.any_of) else "optional"


def labels(column: Column, wording: Words) -> dict[str, str]:
    """Code -> its label in the list of choices; the import reads every label. Empty for columns
    without choices."""
    if column.kind == "flag":
        return {flag: wording.get(f"template.marks.{flag}") for flag in FLAGS}
    return {code: _label(column.name, code, wording) for code in CHOICES.get(column.name, ())}


def _label(name: str, code: str, wording: Words) -> str:
    key = f"template.choices.{name}.{code}"
    return wording.get(key if wording.has(key) else f"common.{name}_{code}")


def _write_readme(book: Workbook, wording: Words) -> None:
    """A few lines of introduction, then one row per sheet with a link to it."""
    sheet = book.add_worksheet(wording.get("template.readme.sheet"))
    sheet.hide_gridlines(2)
    for column, width in enumerate(README_WIDTHS):
        sheet.set_column(column, column, width)
    title = book.add_format({"bold": True, "font_size": TITLE_POINTS})
    sheet.write_string(0, 0, wording.get("template.readme.title"), title)
    facts = {"mark": wording.get("template.marks.example"), "year": YEAR}
    for row, key in enumerate(LINES, start=2):
        sheet.write_string(row, 0, wording.get(f"template.readme.lines.{key}", **facts))
    top = len(LINES) + 3
    head = book.add_format(HEADERS["required"])
    for column, key in enumerate(HEAD):
        sheet.write_string(top, column, wording.get(f"template.readme.head.{key}"), head)
    for row, table in enumerate(TABLES.values(), start=top + 1):
        _write_readme_row(book, sheet, row, table, wording)


def _write_readme_row(
    book: Workbook, sheet: Worksheet, row: int, table: Table, wording: Words
) -> None:
    name, quote = wording.get(f"tables.{table.name}.name"), "'"
    required = [column for column in table.columns if need(table, column) == "required"]
    headers = [wording.get(f"columns.{table.name}.{column.name}") for column in required]
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    link = book.add_format({"font_color": "#1F4E5F", "underline": 1, "valign": "top"})
    sheet.write_url(row, 0, f"internal:'{name.replace(quote, 2 * quote)}'!A1", link, string=name)
    sheet.write_string(row, 1, wording.get(f"template.grains.{table.name}"), wrap)
    sheet.write_string(row, 2, wording.get("template.marks.between").join(headers), wrap)
    sheet.write_string(row, 3, wording.get(f"tables.{table.name}.unlocks"), wrap)


def _write_sheet(page: Page) -> None:
    """The headers, kept in view, and the example rows under them."""
    page.sheet.freeze_panes(1, 0)
    page.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for index, column in enumerate(page.table.columns):
        _write_column(page, index, column)


def _write_column(page: Page, index: int, column: Column) -> None:
    """One column: width, format and list for all its rows, then header, note and examples."""
    cells = _examples(page, column)
    pattern = {"num_format": FORMATS.get(column.kind, "@")}
    need_level = need(page.table, column)
    header = page.header(column) + (" *" if need_level == "required" else "")
    width = min(max(_width(text) for text in (header, *cells)) + 2, WIDTHS[1])
    page.sheet.set_column(index, index, max(width, WIDTHS[0]), page.book.add_format(pattern))
    page.sheet.write_string(0, index, header, page.book.add_format(HEADERS[need_level]))
    _write_note(page, index, _note(page, column, need_level))
    if offered := list(labels(column, page.words).values()):
        _offer(page, index, offered)
    style = page.book.add_format({**pattern, **EXAMPLE})
    for row, cell in enumerate(cells, start=1):
        _write_cell(page, (row, index), column, cell, style)


def _write_cell(
    page: Page, place: tuple[int, int], column: Column, cell: str, style: Format
) -> None:
    """One example by the kind of its column; text stays text, whatever it looks like."""
    match column.kind:
        case _ if not cell:
            pass
        case "time" | "day":
            page.sheet.write_datetime(*place, datetime.fromisoformat(cell), style)
        case "integer" | "decimal":
            page.sheet.write_number(*place, float(cell), style)
        case _:
            page.sheet.write_string(*place, cell, style)


def _examples(page: Page, column: Column) -> list[str]:
    """The column's example cells from the top, codes as their labels; none where there are none."""
    key = f"template.examples.{page.table.name}.{column.name}"
    if not page.words.has(key):
        return []
    cells = page.words.get(key, mark=page.words.get("template.marks.example")).split("|")
    label_by_code = labels(column, page.words)
    return [label_by_code.get(cell.strip(), cell.strip()) for cell in cells]


def _note(page: Page, column: Column, need_level: Need) -> str:
    """What goes into the column, how it is written, which codes it takes, whether it is needed."""
    get, between = page.words.get, page.words.get("template.marks.between")
    choices = between.join(_choices(page, column))
    is_code = column.name in CODES or column.name.endswith("_id")
    groups = [group for group in page.table.any_of if column.name in group]
    others = [page.header(page.table.column(name)) for group in groups[-1:] for name in group]
    return "\n".join(
        (
            get(_note_key(page, column)),
            get(f"template.kinds.{'code' if is_code else column.kind}", choices=choices),
            get(f"template.needs.{need_level}", columns=between.join(others)),
        )
    )


def _choices(page: Page, column: Column) -> list[str]:
    """What the list offers, each with its code where that is another word."""
    return [
        label
        if column.kind == "flag" or code == label.casefold()
        else page.words.get("template.marks.choice", label=label, code=code)
        for code, label in labels(column, page.words).items()
    ]


def _note_key(page: Page, column: Column) -> str:
    """The note of this sheet's column, else the one that serves every sheet."""
    key = f"template.notes.{page.table.name}.{column.name}"
    if page.words.has(key):
        return key
    is_item = page.table.name == "feedback" and column.name in SUPERS
    return "template.notes.any.item" if is_item else f"template.notes.any.{column.name}"


def _write_note(page: Page, index: int, text: str) -> None:
    """The note on a header, tall enough for all of it."""
    lines = sum(1 + _width(line) // LINE_LETTERS for line in text.splitlines())
    size = {"width": 7 * LINE_LETTERS, "height": LINE_PIXELS * (lines + 1), "font_size": 9}
    page.sheet.write_comment(0, index, text, size)


def _offer(page: Page, index: int, offered: Sequence[str]) -> None:
    """A list to pick from; other spellings are allowed, after a warning."""
    rule = {
        "validate": "list",
        "source": list(offered),
        "error_type": "warning",
        "error_title": page.words.get("template.warning.title"),
        "error_message": page.words.get("template.warning.text"),
    }
    page.sheet.data_validation(1, index, LAST_ROW, index, rule)


def _width(text: str) -> int:
    """How many narrow letters wide a text is."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
