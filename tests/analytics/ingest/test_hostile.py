"""Bytes nobody foresaw: a table or one refusal, and whoever asked goes on."""

import io
import json
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.errors import NineSupersError
from analytics.ingest import proposals, sandbox
from analytics.ingest.files import read
from tests.analytics.ingest.files.test_archive import packed
from tests.analytics.ingest.files.test_read import book

TEXT = "order_id,date,customer_id,amount\n" + "".join(
    f"{n},2024-01-{n:02},\u5ba2\u6237{n},{n}.50\n" for n in range(1, 9)
)
NAMES = "order_id", "ordered_at", "customer_id", "amount"


def parquet() -> bytes:
    out = io.BytesIO()
    pl.read_csv(TEXT.encode()).write_parquet(out)
    return out.getvalue()


ROWS = [line.split(",") for line in TEXT.splitlines()]
GOOD = {
    "utf-8": TEXT.encode(),
    "gb18030": TEXT.encode("gb18030"),
    "utf-16": TEXT.encode("utf-16"),
    "cp950": TEXT.encode("cp950", errors="replace"),
    "jsonl": "".join(
        json.dumps(dict(zip(ROWS[0], row, strict=True))) + "\n" for row in ROWS[1:]
    ).encode(),
    "xlsx": book({"Orders": ROWS}),
    "zip": packed({"a.csv": TEXT.encode(), "b.xlsx": book({"Orders": ROWS})}),
    "parquet": parquet(),
}
quick = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def answer(path: Path, content: bytes) -> None:
    """A first look in this process: an inspection that can be handed over, or a refusal."""
    path.write_bytes(content)
    refused = refusal(lambda: json.dumps(read.inspect(path, "orders").as_dict()))
    assert refused is None or str(refused.facts["file"]).startswith("orders")


def refusal(ask: Callable[[], object]) -> NineSupersError | None:
    """How asking was refused, None when it was answered."""
    try:
        ask()
    except NineSupersError as error:
        return error
    return None


# Parquet's reader panics past any handler on some bytes, which only the child can bear.
@quick
@given(content=st.binary(max_size=300))
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    answer(tmp_path / "orders", content)


@pytest.mark.parametrize("kind", [kind for kind in GOOD if kind != "parquet"])
@settings(quick, max_examples=25)
@given(data=st.data())
def test_good_files_cut_short_or_with_bits_turned(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    good = GOOD[kind]
    content = bytearray(good[: data.draw(st.integers(0, len(good)))])
    for at in data.draw(st.lists(st.integers(0, max(0, len(content) - 1)), max_size=4)):
        if content:
            content[at] ^= 1 << data.draw(st.integers(0, 7))
    answer(tmp_path / "orders", bytes(content))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_the_bounded_child_answers_for_each_kind(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "orders"
    path.write_bytes(GOOD[kind])
    assert proposals.inspect_file(path, "orders")[0].match.table == "orders"
    cut = bytearray(GOOD[kind][: len(GOOD[kind]) * 2 // 3])
    cut[len(cut) // 2] ^= 0xFF
    path.write_bytes(bytes(cut))
    refused = refusal(lambda: proposals.inspect_file(path, "orders"))
    assert refused is None or refused.code.startswith(("file_", "archive_"))


def sheet(xml: str) -> bytes:
    """A workbook with this text for its only sheet."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD["xlsx"])) as good, zipfile.ZipFile(out, "w") as target:
        for entry in good.infolist():
            is_sheet = entry.filename.startswith("xl/worksheets/sheet")
            target.writestr(
                entry.filename,
                xml if is_sheet else good.read(entry),
                compress_type=zipfile.ZIP_DEFLATED,
            )
    return out.getvalue()


MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = (
    '<!DOCTYPE l [<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + f"]><worksheet {MAIN}><sheetData><row r='1'><c r='A1' t='inlineStr'><is><t>&l11;</t></is></c>"
    "</row></sheetData></worksheet>"
)
CORNER = (
    f'<worksheet {MAIN}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
    '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
)
EMPTY = (
    f"<worksheet {MAIN}><sheetData>"
    + "".join(f'<row r="{n}"/>' for n in range(1, 1_000_001))
    + "</sheetData></worksheet>"
)
WIDE = f'<worksheet {MAIN}><sheetData><row r="1">' + (
    "<c><v>1</v></c>" * 16_384 + "</row></sheetData></worksheet>"
)


@pytest.mark.parametrize(
    "content",
    [
        sheet(LAUGHS),
        sheet(CORNER),
        sheet(EMPTY),
        sheet(WIDE),
        b"a,b\n1," + b"x" * 11_000_000,
        b"," * 2_000_000,
        b"\n" * 2_000_000,
        b'{"a":' * 200_000,
    ],
    ids=["laughs", "corner", "empty_rows", "wide", "long_cell", "commas", "newlines", "deep"],
)
def test_a_file_made_to_exhaust_ends_soon(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "orders"
    path.write_bytes(content)
    began = time.monotonic()
    refused = refusal(lambda: proposals.inspect_file(path, "orders"))
    assert (
        refused is None or refused.code in ("out_of_memory", "file_empty") or refused.facts["file"]
    )
    assert time.monotonic() - began < 20


def child(code: str) -> Callable[[sandbox.Limits], subprocess.Popen[str]]:
    def start(_: sandbox.Limits) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-c", code],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    return start


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
@pytest.mark.parametrize("end", ["", "\\n"])
def test_a_child_that_prints_without_end_exhausts_nobody(
    monkeypatch: pytest.MonkeyPatch, stream: str, end: str
) -> None:
    code = f"import sys\nfor n in range(1000): sys.{stream}.write('x' * 100_000 + '{end}')"
    logged: list[Any] = []
    monkeypatch.setattr(sandbox, "_start", child(code))
    monkeypatch.setattr(sandbox, "MESSAGE_LIMIT", 1 << 20)
    monkeypatch.setattr(sandbox.log, "info", lambda *arguments: logged.append(arguments))
    with pytest.raises(sandbox.ChildFailed):
        sandbox.call({}, sandbox.Limits(seconds=20, memory_mb=1_000))
    assert len(logged) <= sandbox.COMPLAINTS
