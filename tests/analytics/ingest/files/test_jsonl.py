"""JSON lines and arrays of objects."""

from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.errors import FileError
from analytics.ingest import proposals
from analytics.ingest.files import jsonl, read
from tests.conftest import Workshop

LINES = (
    '{"order_id": 4241101060137000001, "date": "2024-01-05", "amount": 10.10}\n'
    "\n"
    '{"order_id": 2, "customer_id": "007", "date": "2024-01-06", "amount": 5, "paid": null}\n'
)
ARRAY = "[" + LINES.replace("\n\n", ",\n").rstrip() + "]\n"


@pytest.mark.parametrize(("content", "name"), [(LINES, "a.jsonl"), (ARRAY, "a.json")])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_objects_are_lines_of_orders(
    workshop: Workshop, content: str, name: str, codec: str
) -> None:
    dataset = workshop.read(content.encode(codec), name)
    assert [(line["order_id"], line["ordered_at"], line["amount"]) for line in dataset.lines()] == [
        ("4241101060137000001", datetime(2024, 1, 5), Decimal("10.10")),
        ("2", datetime(2024, 1, 6), 5),
    ]
    assert dataset.lines()[1]["customer_id"] == "007"
    assert dataset.files[0]["header_row"] == 0


def test_a_problem_names_its_line(workshop: Workshop) -> None:
    dataset = workshop.read(LINES + '{"order_id": 3, "date": "soon"}\n', "a.jsonl")
    assert dataset.problems() == [(4, "ordered_at", "date_unreadable", True)]


def test_columns_are_the_keys_as_first_seen_with_what_is_inside_flattened(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(
        '{"b": {"x": 1, "y": {"z": true}}, "a": ["p", 2]}\n{"c": [{"d": 1}], "a": null, "e": {}}'
    )
    (head,) = read.inspect(path, "a.jsonl").heads
    assert head.rows == [
        ["b.x", "b.y.z", "a", "c", "e"],
        ["1", "true", "p, 2", None, None],
        [None, None, "", '[{"d": "1"}]', ""],
    ]
    assert head.count_rows == 3


@pytest.mark.parametrize(
    ("content", "row"),
    [
        ('{"a": 1}\n{"a": \n', 2),
        ('{"a": 1}\n\n[1]\n', 3),
        ('[{"a": 1}, 2]', 2),
        ('[{"a": 1}, {"a"', 2),
        ('[{"a": 1}', 2),
        ('[{"a": 1}] more', 2),
        ('{"a": ' * 50_000 + "1" + "}" * 50_000, 1),
        ('[{"a": ' + "[" * 50_000 + "]" * 50_000 + "}]", 1),
    ],
)
def test_what_is_no_object_is_refused_with_its_line(tmp_path: Path, content: str, row: int) -> None:
    path = tmp_path / "a.json"
    path.write_text(content)
    with pytest.raises(FileError) as refused:
        read.inspect(path, "a.json")
    assert refused.value.code == "file_json_line"
    assert refused.value.facts.pop("value")
    assert refused.value.facts == {"file": "a.json", "row": row}


def test_more_keys_than_a_sheet_has_columns_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "KEY_LIMIT", 10)
    path = tmp_path / "a.jsonl"
    path.write_text("".join(f'{{"k{n}": 1}}\n' for n in range(11)))
    with pytest.raises(FileError, match="file_too_wide"):
        read.inspect(path, "a.jsonl")


def test_keys_are_no_row_that_could_be_chosen(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(LINES)
    (part,) = proposals.inspect_file(path, "a.jsonl")
    assert part.header_row == 0
    assert part.with_header_row(2) == part
