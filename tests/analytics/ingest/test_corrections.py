"""Corrections before reading, and what a cell most likely means."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ingest.corrections import Corrections, suggest
from tests.conftest import Workshop

TEXTS = st.text(max_size=6)
FLAWED = """order_id,ordered_at,customer_id,sku,amount
A1,2025-01-05,C1,P1,10
A2,2025-01-06,C2,P1,about 12
A3,2025-01-32,C3,P1,13
A4,2025-01-08,C4,P1,about 12
"""


@pytest.mark.parametrize(
    ("code", "value", "expected"),
    [
        ("number_unreadable", "about 99", "99"),
        ("number_unreadable", "\u7ea6\uff11\uff12.50\u5143\u5de6\u53f3", "12.50"),
        ("number_unreadable", "1,234 (two boxes)", "1234"),
        ("number_unreadable", "10 or 12", None),
        ("number_unreadable", "ask Li", None),
        ("date_unreadable", "paid 2025.3.5!", "2025-03-05"),
        ("date_unreadable", "2025\u30013\u30015 at 8:05", "2025-03-05 08:05:00"),
        ("date_unreadable", "2025-02-30", None),
        ("date_unreadable", "2025-03-05 to 2025-03-07", None),
        ("choice_unknown", "12", None),
        ("number_unreadable", None, None),
    ],
)
def test_a_suggestion_is_the_only_reading_there_is(code, value, expected):
    assert suggest(code, value) == expected


@given(st.sampled_from(["number_unreadable", "date_unreadable"]), st.text(max_size=30))
def test_a_suggestion_never_fails(code, value):
    suggestion = suggest(code, value)
    assert suggestion is None or suggestion


@given(
    st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=6),
    st.dictionaries(TEXTS, TEXTS, max_size=3),
    st.dictionaries(st.integers(1, 6), TEXTS, max_size=3),
)
def test_a_frame_and_its_rows_are_mended_alike(rows, values, cells):
    corrections = Corrections({"a": values}, {row: {"b": text} for row, text in cells.items()})
    names = ["a", "b"]
    frame = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    numbered = frame.with_row_index("source_row", offset=1).cast(pl.String)
    by_frame = corrections.frame(numbered).select(names).rows()
    by_row = [
        tuple(corrections.row(number, names, row)) for number, row in enumerate(rows, start=1)
    ]
    assert by_frame == by_row


def test_mends_survive_their_json():
    corrections = Corrections({"amount": {"x": "1"}}, {3: {"ordered_at": "2025-01-01"}})
    assert Corrections.from_dict(corrections.as_dict()) == corrections
    assert Corrections.from_dict(None).is_empty


def test_mended_cells_are_read_and_counted_and_the_rest_stays_aside(workshop: Workshop):
    (part,) = workshop.look(FLAWED)
    plain = workshop.check([part])
    assert plain.files[0]["rows_set_aside"] == 3
    corrections = Corrections({"amount": {"about 12": "12"}}, {5: {"amount": "11"}})
    corrected = workshop.check([part.with_mends(corrections)])
    report = corrected.files[0]
    assert (report["rows_kept"], report["rows_mended"], report["rows_set_aside"]) == (3, 2, 1)
    dataset = workshop.load(FLAWED, draft=None)
    assert dataset.manifest.about["amount"] == 10
    assert corrected.totals["amount"] == 10 + 12 + 11


def test_the_file_s_first_words_stand_in_the_manifest(workshop: Workshop):
    (part,) = workshop.look(FLAWED)
    fixed = part.with_mends(Corrections(cells={4: {"ordered_at": "2025-01-31"}}))
    with workshop.quick():
        from analytics.ingest import drafts

        manifest = drafts.import_parts(workshop.store, [fixed], label="x", keep_originals=False)
    assert manifest.files[0]["mends"]["cells"] == {"4": {"ordered_at": "2025-01-31"}}
    assert manifest.about["last_on"] == date(2025, 1, 31).isoformat()
