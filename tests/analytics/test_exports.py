"""Rows for a spreadsheet: nothing in them runs."""

import csv
import io

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from analytics import exports
from analytics.exports import FORMULA_STARTS

TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=12)


@given(st.lists(st.tuples(TEXT, st.integers(-9, 9)), max_size=6))
def test_no_cell_begins_a_formula_and_nothing_is_lost(rows: list[tuple[str, int]]) -> None:
    frame = pl.DataFrame(rows, schema={"text": pl.String, "count": pl.Int64}, orient="row")
    written = exports.as_csv(frame, {"text": "Text"})
    assert written.startswith(b"\xef\xbb\xbf")
    head, *cells = csv.reader(io.StringIO(written.decode("utf-8-sig"), newline=""))
    assert head == ["Text", "count"]
    assert not any(text.startswith(FORMULA_STARTS) for text, _ in cells)
    assert [(text.removeprefix("'"), int(count)) for text, count in cells] == [
        (text.removeprefix("'"), count) for text, count in rows
    ]
