import csv
import re
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from xml.etree import ElementTree
from zipfile import ZipFile

import polars as pl
import pytest

from analytics.errors import ImportRefused
from analytics.ingest import drafts, proposals, template
from analytics.ingest.columns.formats import spellings
from analytics.schema import CHOICES, SUPERS, TABLES
from analytics.words import LANGUAGES, Words, words
from tests.conftest import Dataset, Reading, Workshop

LIST_LIMIT = 255
SHEET_NAME_LIMIT = 31
DAYS_BACK = 63_551
"""From a day of 2199 to the same day of 2025."""

in_every_language = pytest.mark.parametrize("lang", LANGUAGES)


@cache
def book(lang: str) -> bytes:
    return template.workbook(lang)


@cache
def parts(lang: str) -> dict[str, str]:
    """Part of the package -> its XML."""
    with ZipFile(BytesIO(book(lang))) as package:
        return {name: package.read(name).decode("utf-8") for name in package.namelist()}


def sheets(lang: str) -> list[str]:
    """The XML of the tables' sheets, in their order."""
    return [parts(lang)[f"xl/worksheets/sheet{i}.xml"] for i in range(2, len(TABLES) + 2)]


def cells(wording: Words, table: str, column: str, mark: str = "M") -> list[str]:
    key = f"template.examples.{table}.{column}"
    if not wording.has(key):
        return []
    return [cell.strip() for cell in wording.get(key, mark=mark).split("|")]


def columns() -> Iterator[tuple[str, str]]:
    return ((table.name, column) for table in TABLES.values() for column in table.names)


def living(content: bytes) -> bytes:
    """The workbook with its dates moved into the year 2025, and codes of somebody's own."""

    def earlier(match: re.Match[str]) -> str:
        return f"<v>{float(match[1]) - DAYS_BACK}</v>"

    target = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(target, "w") as copy:
        for name in source.namelist():
            data = source.read(name)
            if name == "xl/sharedStrings.xml":
                data = re.sub("|".join(template.example_marks()), "MY-", data.decode()).encode()
            if name.startswith("xl/worksheets/sheet"):
                data = re.sub(r"<v>(109\d{3}(?:\.\d+)?)</v>", earlier, data.decode()).encode()
            copy.writestr(name, data)
    return target.getvalue()


@in_every_language
def test_the_import_recognises_every_sheet_and_every_column(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(book(lang))
    readme, *table_parts = proposals.inspect_file(path, path.name)
    assert readme.match.table is None
    assert [part.match.table for part in table_parts] == list(TABLES)
    for part, table in zip(table_parts, TABLES.values(), strict=True):
        assert part.sheet == words(lang).get(f"tables.{table.name}.name")
        assert part.header_row == 1
        assert tuple(part.match.mapping) == table.names
        assert list(part.match.mapping.values()) == list(range(len(table.names)))


@in_every_language
def test_an_untouched_template_is_refused(lang: str, workshop: Workshop) -> None:
    with pytest.raises(ImportRefused) as caught:
        workshop.load(book(lang), f"untouched-{lang}.xlsx")
    assert caught.value.code == "no_usable_rows"


@pytest.fixture(scope="module", params=LANGUAGES)
def filled(request: pytest.FixtureRequest, workshop: Workshop) -> Dataset:
    """The template as if its examples were somebody's own rows."""
    return workshop.load(living(book(request.param)), f"filled-{request.param}.xlsx")


class TestFilled:
    def test_every_cell_is_read(self, filled: Dataset) -> None:
        assert filled.problems() == []
        assert [report["rows_set_aside"] for report in filled.manifest.files] == [0] * len(TABLES)

    def test_lists_and_refunds_come_through(self, filled: Dataset) -> None:
        lines = filled.lines()
        assert [line["domain"] for line in lines] == ["public", "private", "private"]
        assert [line["mode"] for line in lines] == ["online", "online", "offline"]
        assert [line["social_model"] for line in lines] == [None, "community", "guided"]
        assert lines[2]["referrer_kind"] == "customer"
        assert lines[1]["amount"] == lines[1]["unit_price"]
        assert {line["ordered_at"].year for line in lines} == {2025}

    def test_the_sheets_speak_of_the_same_things(self, filled: Dataset) -> None:
        folder = filled.store.versions_folder / filled.version
        orders = filled.lines()
        skus, people = ({line[key] for line in orders} for key in ("sku", "customer_id"))
        feedback = pl.concat(
            pl.read_parquet(path)
            for path in folder.glob("feedback-*.parquet")
            if path.stem != "feedback-none"
        )
        assert set(feedback["sku"]) <= skus
        assert set(feedback["customer_id"]) <= people


@pytest.mark.parametrize(
    ("column", "home"),
    [
        ("sku", "products"),
        ("customer_id", "orders"),
        ("store_id", "stores"),
        ("event_id", "events"),
    ],
)
def test_a_code_on_one_sheet_is_known_on_its_own(column: str, home: str) -> None:
    wording = words("en")
    home_codes = set(cells(wording, home, column))
    for table in TABLES.values():
        if column in table.names:
            assert set(cells(wording, table.name, column)) - {""} <= home_codes


@in_every_language
def test_the_examples_of_a_sheet_fit_each_other(lang: str) -> None:
    wording = words(lang)
    for table in TABLES.values():
        examples = {column: cells(wording, table.name, column) for column in table.names}
        # A price survey shows its four questions, and one asked whether they would buy.
        sizes = {5} if table.name == "price_answers" else {2, 3}
        assert {len(column_cells) for column_cells in examples.values() if column_cells} <= sizes
        assert len({len(column_cells) for column_cells in examples.values() if column_cells}) == 1
        for column in table.columns:
            filled_cells = [cell for cell in examples[column.name] if cell]
            if column.kind in ("time", "day"):
                assert all(cell.startswith(f"{template.YEAR}-") for cell in filled_cells)
            if column.kind in ("choice", "flag"):
                assert set(filled_cells) <= set(template.labels(column, wording))


@in_every_language
def test_every_example_row_is_marked(lang: str, tmp_path: Path) -> None:
    path = tmp_path / "template.xlsx"
    path.write_bytes(book(lang))
    for part in proposals.inspect_file(path, path.name)[1:]:
        marks = template.example_marks()
        assert all(str(row[0]).startswith(marks) for row in part.sample)


def problem_codes(dataset: Dataset | Reading) -> list[tuple[str, bool]]:
    return [(code, is_set_aside) for _, _, code, is_set_aside in dataset.problems()]


def from_template(lang: str, table: str, codes: Sequence[str] = ()) -> str:
    """A sheet of the template as text, its codes in the place of the first examples'."""
    wording = words(lang)
    names = TABLES[table].names
    mark = wording.get("template.marks.example")
    columns = [cells(wording, table, name, mark) or [""] for name in names]
    size = max(map(len, columns))
    rows = list(zip(*(column + [""] * (size - len(column)) for column in columns), strict=True))
    own = [(code, "2025-01-05", *row[2:]) for code, row in zip(codes, rows, strict=False)]
    target = StringIO()
    writer = csv.writer(target)
    writer.writerow([wording.get(f"columns.{table}.{name}") for name in names])
    writer.writerows([*rows, *own])
    return target.getvalue()


@in_every_language
def test_example_responses_left_above_somebodys_own_are_set_aside(
    lang: str, workshop: Workshop
) -> None:
    dataset = workshop.read(from_template(lang, "feedback", ["F-1", "F-2"]), "feedback.csv")
    (report,) = dataset.files
    assert (report["rows_read"], report["rows_kept"], report["rows_set_aside"]) == (5, 2, 3)
    assert problem_codes(dataset) == [("template_example", True)] * 3


def test_a_sheet_of_examples_takes_no_older_ones_place(workshop: Workshop) -> None:
    older = workshop.load("sku,product,launched_on\nA1,Serum,2024-01-05\n", "products.csv")
    sheets = ("products", "feedback")
    parts = [
        part
        for table in sheets
        for part in workshop.look(from_template("en", table), f"{table}-left.csv")
    ]
    parts += workshop.look("order_id,date,amount\n1,2025-01-05,9\n", "orders.csv")
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="", base=older.version, mode="replace"
        )
    folder = workshop.store.versions_folder / manifest.version
    products = pl.concat([pl.read_parquet(path) for path in folder.glob("products-*.parquet")])
    assert products["sku"].to_list() == ["A1"]
    by_table = {report["table"]: report["rows_set_aside"] for report in manifest.files[1:]}
    assert by_table == {"products": 2, "feedback": 3, "orders": 0}


def test_examples_left_above_a_persons_own_rows_are_set_aside(workshop: Workshop) -> None:
    rows = ["sku,product,launched_on", "EXAMPLE-A1,Serum,2024-01-05", "EXAM-7,Exemplary,2024-02-05"]
    dataset = workshop.load("\n".join([*rows, ""]), "products.csv")
    (path,) = (dataset.store.versions_folder / dataset.version).glob("products-*.parquet")
    assert pl.read_parquet(path)["sku"].to_list() == ["EXAM-7"]
    (report,) = dataset.files
    assert (report["rows_read"], report["rows_kept"], report["rows_set_aside"]) == (2, 1, 1)
    assert problem_codes(dataset) == [("template_example", True)]


@in_every_language
def test_the_same_words_give_the_same_bytes(lang: str) -> None:
    assert template.workbook(lang) == book(lang)


def test_an_unknown_language_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        template.workbook("fr")


@in_every_language
def test_what_a_list_offers_the_import_reads(lang: str) -> None:
    for table in TABLES.values():
        for column in table.columns:
            offered = template.labels(column, words(lang))
            assert bool(offered) == (column.kind in ("choice", "flag"))
            assert len(",".join(offered.values())) <= LIST_LIMIT
            assert not any("," in label for label in offered.values())
            if column.kind == "choice":
                assert tuple(offered) == CHOICES[column.name]
                for code, label in offered.items():
                    assert spellings()[f"{column.name}:{label.lower()}"] == code


@in_every_language
def test_the_workbook_holds_no_formula_and_keeps_headers_in_view(lang: str) -> None:
    for xml in sheets(lang):
        assert "<f>" not in xml
        assert 'ySplit="1"' in xml
        assert 'state="frozen"' in xml


@in_every_language
def test_text_columns_are_text_all_the_way_down(lang: str) -> None:
    """Or a phone number typed in loses its first 0, and a long order number its last digits."""
    style = ElementTree.fromstring(parts(lang)["xl/styles.xml"])
    own = {
        element.get("numFmtId"): element.get("formatCode")
        for element in style.find("{*}numFmts") or []
    }
    formats = [own.get(element.get("numFmtId")) for element in style.find("{*}cellXfs") or []]
    for xml, table in zip(sheets(lang), TABLES.values(), strict=True):
        spans = [
            element
            for element in ElementTree.fromstring(xml).iter()
            if element.tag.endswith("}col")
        ]
        format_by_column = {
            index: formats[int(span.get("style", "0"))]
            for span in spans
            for index in range(int(span.get("min", "0")), int(span.get("max", "0")) + 1)
        }
        for index, column in enumerate(table.columns, start=1):
            is_text = column.kind in ("text", "choice", "flag")
            assert (format_by_column[index] == "@") == is_text, (table.name, column.name)


@in_every_language
def test_every_header_has_its_note_with_the_codes(lang: str) -> None:
    for number, table in enumerate(TABLES.values(), start=1):
        comments = ElementTree.fromstring(parts(lang)[f"xl/comments{number}.xml"])
        notes = [
            "".join(element.itertext())
            for element in comments.iter()
            if element.tag.endswith("}comment")
        ]
        assert len(notes) == len(table.columns)
        for note, column in zip(notes, table.columns, strict=True):
            assert len(note.splitlines()) == 3
            assert all(code in note.lower() for code in CHOICES.get(column.name, ()))


def test_no_note_and_no_example_is_left_over() -> None:
    keys = {f"template.{name}" for name in words("en").names("template")}
    notes = {key.removeprefix("template.notes.") for key in keys if ".notes." in key}
    shared = {column for _, column in columns()} - set(SUPERS) | {"item"}
    for key in notes:
        table, _, column = key.partition(".")
        assert column in (shared if table == "any" else TABLES[table].names), key
    for key in keys:
        if ".examples." in key:
            table, column = key.removeprefix("template.examples.").split(".")
            assert column in TABLES[table].names, key


@in_every_language
def test_sheet_names_are_names_a_workbook_takes(lang: str) -> None:
    wording = words(lang)
    names = [wording.get(f"tables.{table}.name") for table in TABLES]
    names.append(wording.get("template.readme.sheet"))
    assert len({name.casefold() for name in names}) == len(names)
    assert all(len(name) <= SHEET_NAME_LIMIT for name in names)
    assert not any(re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)


def test_required_is_what_the_schema_requires() -> None:
    orders, members = TABLES["orders"], TABLES["members"]
    needs = {column.name: template.need(orders, column) for column in orders.columns}
    assert [name for name, need in needs.items() if need == "required"] == ["ordered_at"]
    assert needs["customer_id"] == "one_of"
    assert needs["channel"] == "optional"
    assert template.need(members, members.column("route")) == "required"
