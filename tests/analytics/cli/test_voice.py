"""`voice` of the command: what it answers, and what it refuses."""

import json
from pathlib import Path
from typing import Any

import pytest

from analytics.cli import main
from analytics.feedback.lexicon.lexicon import DIMENSIONS
from analytics.ingest import sandbox
from tests.conftest import in_this_process

REVIEWS = "text,rating\nThe packaging is gorgeous,5\nIt broke and it is overpriced,1\n,4\n12,3\n"


def ask(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict[str, Any]]:
    code = main.main(["voice", *words, "--json"])
    return code, json.loads(capsys.readouterr().out)


@pytest.fixture(autouse=True)
def without_a_child(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the child would do happens in this process."""
    monkeypatch.setattr(sandbox, "call", in_this_process)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_text(REVIEWS, encoding="utf-8")
    return path


def test_it_answers_by_super_and_row_by_row(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, found = ask(capsys, "--feedback", str(file), "--rows", "--pack", "none")
    assert code == 0
    assert (found["reviews"], found["analysed"]) == (4, 2)
    not_analysed = {"empty": 1, "signs": 0, "numbers": 1, "other_language": 0, "platform": 0}
    assert found["not_analysed"] == not_analysed
    by_super = found["by_super"]
    assert [one["key"] for one in by_super] == list(DIMENSIONS)
    rows = found["rows"]
    said = {(one["row"], one["dimension"], one["polarity"]) for one in rows}
    assert {(2, "looks", "positive"), (3, "value", "negative")} <= said


def test_numbers_taken_for_text_are_warned_of(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "numbers.csv"
    path.write_text("text\n12\n13\n14\n", encoding="utf-8")
    _, found = ask(capsys, "--feedback", str(path))
    assert found["warnings"] == ["numbers", "nothing_analysed"]


def test_orders_alone_hold_no_reviews(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "orders.csv"
    path.write_text("order_id,date,amount\n1,2024-01-01,3\n", encoding="utf-8")
    code, found = ask(capsys, str(path))
    assert (code, found["error"]["code"]) == (2, "bad_option")


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("word\nglossy\n", "lexicon_no_columns"),
        ("term,kind,value\nglossy,opinion,1\nglossy,opinion,-1\n", "bad_option"),
        ("", "file_empty"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused(
    content: str, refusal: str, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.csv"
    own.write_text(content, encoding="utf-8")
    code, found = ask(capsys, "--feedback", str(file), "--lexicon", str(own))
    assert (code, found["error"]["code"]) == (2, refusal)


def test_an_own_list_is_read_and_named(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "own.csv"
    own.write_text("term,kind,dimension,value\npackaging,aspect,creativity,1\n", encoding="utf-8")
    _, found = ask(capsys, "--feedback", str(file), "--lexicon", str(own), "--rows")
    heard = {one["dimension"] for one in found["rows"] if one["row"] == 2}
    assert heard == {"creativity", "looks"}
    assert found["lexicon"]["packs"][-1] == "user"


def test_people_get_a_table(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["voice", "--feedback", str(file)]) == 0
    assert "Service and" in capsys.readouterr().out
