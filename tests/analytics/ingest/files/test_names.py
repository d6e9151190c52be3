"""A file is read under exactly its own name, whatever signs the name and its folders hold."""

import io
import os
import re
import tempfile
import zipfile
from pathlib import Path
from xml.sax.saxutils import quoteattr

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import ImportRefused
from analytics.ingest import problems, proposals
from analytics.ingest.drafts import check_parts, import_parts
from analytics.storage.aliases import Aliases
from analytics.storage.versions import open_store
from tests.conftest import Workshop

WRONG = "order_id,customer_id,ordered_at,amount\nz,c,2025-01-03,500\n"
ROOT = Path(__file__).parents[4]
CALL = re.compile(r"pl\.(?:read|scan)_(?:csv|parquet|ndjson|ipc)\((?!b?\")[^)]{0,120}")
HOSTILE = (
    *("orders[1].csv", "a*.csv", "q?.csv", "[a-z].csv", "**", "d[.csv"),
    *("b{1,2}.csv", "50%.csv", "%20.csv", "'; drop table x;--.csv"),
    *('say "hi".csv', "$(rm x).csv", "`id`.csv", "two\nlines.csv", "tab\t.csv", "\U0001f600.csv"),
    *("-x.csv", "--save", "~", "~root.csv", "a\\b.csv", "e\\[1].csv", "orders.csv.gz", "o.zst"),
    *("s3:x.csv", "file:x.csv", "x.csv?a=b", "#.csv", " .csv", "con.csv", "\u202ecsv.exe"),
    "\u5973" * 83 + ".csv.x",
)
SIGNS = st.sampled_from([*"[]*?{}%'\"$()!^-\\ ~#&;|<>:,.\n\t", "1", "a", "\u5973", "\U0001f600"])
NAMES = st.text(SIGNS, min_size=1, max_size=24).filter(lambda name: name not in (".", ".."))


def neighbours(folder: Path) -> None:
    """Files that a pattern would match in place of the one that was named."""
    for name in ("orders1.csv", "aa.csv", "qx.csv", "b.csv", "b1.csv", "e1.csv", "1", "a", "11"):
        (folder / name).write_text(WRONG, "utf-8")


def orders_of(number: int) -> str:
    """Two orders that no other file has."""
    rows = f"{number}a,a,2025-01-01,1\n{number}b,b,2025-01-02,1\n"
    return f"order_id,customer_id,ordered_at,amount\n{rows}"


@pytest.mark.skipif(os.name == "nt", reason="these names are none there")
class TestNames:
    def test_the_command_reads_exactly_the_files_named(self, command, tmp_path) -> None:
        folder = tmp_path / "in [1]*{a,b}\\"
        folder.mkdir()
        neighbours(folder)
        for number, name in enumerate(HOSTILE):
            (folder / name).write_text(orders_of(number), "utf-8")
        answer = command("import", *(folder / name for name in HOSTILE)).body
        assert "error" not in answer, answer
        assert answer["totals"]["lines"] == answer["totals"]["amount"] == 2 * len(HOSTILE)
        assert [file["rows_read"] for file in answer["files"]] == [2] * len(HOSTILE)
        assert [file["file"] for file in answer["files"]] == list(HOSTILE)

    @settings(max_examples=4, deadline=None)
    @given(names=st.lists(NAMES, min_size=2, max_size=2, unique=True))
    def test_any_name_of_a_file_and_of_its_folder(self, workshop: Workshop, names) -> None:
        with tempfile.TemporaryDirectory() as place, workshop.quick():
            folder = Path(place, names[0], "b")
            folder.mkdir(parents=True)
            neighbours(folder)
            (folder / names[1]).write_text(orders_of(1), "utf-8")
            parts = proposals.inspect_file(folder / names[1], names[1])
            draft = check_parts(workshop.store, parts)
            draft.discard()
        assert (draft.totals["count_lines"], draft.totals["amount"]) == (2, 2)

    def test_the_bounded_command_too(self, bounded_command, tmp_path) -> None:
        neighbours(tmp_path)
        (tmp_path / "orders[1].csv").write_text(orders_of(1), "utf-8")
        assert bounded_command("import", tmp_path / "orders[1].csv").body["totals"]["lines"] == 2

    def test_a_name_of_bytes_that_are_no_text(self, command, tmp_path) -> None:
        path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/orders\xff[1].csv"))
        path.write_text(orders_of(1), "utf-8")
        neighbours(tmp_path)
        answer = command("import", path).body
        assert (answer["totals"]["lines"], answer["files"][0]["file"]) == (2, "orders?[1].csv")

    def test_a_store_whose_folder_looks_like_a_pattern(self, workshop, tmp_path) -> None:
        (tmp_path / "store 1").mkdir()
        neighbours(tmp_path / "store 1")
        store = open_store(tmp_path / "store [1]*{a,b}\\" / "'s")
        (tmp_path / "orders[1].csv").write_text(orders_of(1), "utf-8")
        with workshop.quick():
            parts = proposals.inspect_file(tmp_path / "orders[1].csv", "a/orders[1].csv")
            first = import_parts(store, parts, label="x")
            second = import_parts(
                store,
                parts,
                label="y",
                base=first.version,
                mode="update",
                draft=check_parts(store, parts, base=first.version),
            )
        for manifest in (first, second):
            assert store.run("ingest/totals", manifest.version)["lines"].to_list() == [2]
            assert problems.read_problems(store, manifest.version).is_empty()
        originals = store.versions_folder / first.version / "originals"
        assert [path.name for path in originals.iterdir()] == ["001-orders_1_.csv"]
        store.reader.close()

    def test_a_store_that_the_engine_cannot_write_to_is_refused(self, workshop, tmp_path) -> None:
        store = open_store(tmp_path / "what?")
        (tmp_path / "orders.csv").write_text(orders_of(1), "utf-8")
        with workshop.quick(), pytest.raises(ImportRefused, match="pattern_path"):
            import_parts(
                store, proposals.inspect_file(tmp_path / "orders.csv", "orders.csv"), label="x"
            )

    def test_a_parquet_file_and_a_member_of_an_archive(self, command, tmp_path) -> None:
        frame = pl.read_csv(orders_of(1).encode(), infer_schema=False)
        other = pl.read_csv(WRONG.encode(), infer_schema=False)
        frame.write_parquet(tmp_path / "o[1]*.parquet")
        other.write_parquet(tmp_path / "o1.parquet")
        with zipfile.ZipFile(tmp_path / ("[z]?" * 60), "w") as archive:
            archive.writestr("orders[1].csv", orders_of(2))
        answer = command("import", tmp_path / "o[1]*.parquet", tmp_path / ("[z]?" * 60)).body
        assert answer["totals"]["lines"] == answer["totals"]["amount"] == 4

    def test_files_that_are_joined(self, command, tmp_path) -> None:
        orders = "order_id,customer_id,ordered_at\n1,a,2025-01-01\n2,b,2025-01-02\n3,c,2025-01-03\n"
        lines = "order_id,product_name,amount\n1,x,10\n2,y,20\n3,z,30\n"
        folder = tmp_path / "j[1]*"
        folder.mkdir()
        (folder / "orders[1].csv").write_text(orders, "utf-8")
        (folder / "items*.csv").write_text(lines, "utf-8")
        named = (folder / "orders[1].csv", folder / "items*.csv")
        assert command("import", *named, "--join").body["totals"]["amount"] == 60

    def test_the_links_are_gone_afterwards(self, tmp_path) -> None:
        (tmp_path / "a[1]").mkdir()
        with Aliases() as aliases:
            link = aliases.of(tmp_path / "a[1]")
            assert link.resolve() == (tmp_path / "a[1]").resolve()
            assert aliases.of(tmp_path) == tmp_path
        assert not link.exists()
        assert (tmp_path / "a[1]").is_dir()


def test_polars_is_never_left_to_expand_a_path() -> None:
    calls = [
        (path.name, match.group())
        for path in sorted((ROOT / "analytics").rglob("*.py"))
        for match in CALL.finditer(path.read_text("utf-8"))
    ]
    assert len(calls) > 10
    assert [
        call for call in calls if "glob=False" not in call[1] and "BytesIO" not in call[1]
    ] == []


SHEET_SIGNS = st.sampled_from(
    [*"[]*?{}%'\"$()!^-\\/ ~#&;|<>:,.@=+", "1", "a", "\u5973", "\U0001f600", "\u200b"]
)
SHEET_NAMES = st.text(SHEET_SIGNS, min_size=1, max_size=31)


def book_of(sheets: dict[str, str]) -> bytes:
    """A workbook with a sheet of orders under each name, whatever Excel itself would allow."""
    out, content = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(content) as book:
        for number, text in enumerate(sheets.values()):
            sheet = book.add_worksheet(f"sheet-{number}")
            for row, cells in enumerate(text.split()):
                sheet.write_row(row, 0, cells.split(","))
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            body = source.read(item)
            if item.filename == "xl/workbook.xml":
                for number, name in enumerate(sheets):
                    mark = f'name="sheet-{number}"'.encode()
                    body = body.replace(mark, f"name={quoteattr(name)}".encode())
            target.writestr(item, body)
    return out.getvalue()


@settings(max_examples=7, deadline=None)
@given(names=st.lists(SHEET_NAMES, min_size=2, max_size=3, unique_by=str.strip))
def test_a_sheet_is_read_under_exactly_its_own_name(workshop: Workshop, names: list[str]) -> None:
    """Each part is the sheet it is named after, alone: not a neighbour, not a pattern's match."""
    sheets = {name: orders_of(number) for number, name in enumerate(names)}
    parts = workshop.look(book_of(sheets), "book.xlsx")
    assert [part.sheet for part in parts] == names
    for number, part in enumerate(parts):
        draft = workshop.check([part])
        assert draft.totals["count_lines"] == 2
        lines = pl.read_parquet(next(draft.folder.glob("orders-0*.parquet")), glob=False)
        assert lines["order_id"].to_list() == [f"{number}a", f"{number}b"]
