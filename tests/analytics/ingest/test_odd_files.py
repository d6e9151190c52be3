"""Files that look clean and count wrong, as people and tools make them, through the command."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Answer, Command

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "odd_files.toml").read_text("utf-8")
)
HEADER = "order_id,date,customer_id,amount\n"


@pytest.fixture
def imported(command: Command, tmp_path: Path) -> Any:
    """Imports one file of this content."""

    def run(content: str | bytes, *options: str, name: str = "march.csv") -> Answer:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return command("import", path, *options)

    return run


def codes(answer: Answer) -> list[str]:
    return [problem["code"] for file in answer.body["files"] for problem in file["problems"]]


class TestWhatAFileIs:
    @pytest.mark.parametrize("name", CASES["other_lists"])
    def test_other_lists_are_no_orders(self, imported: Any, name: str) -> None:
        content = CASES["other_lists"][name]
        answer = imported(content)
        assert answer.error == "table_of_others"
        assert answer.body["error"]["row"] == 1

    @pytest.mark.parametrize("name", CASES["sums"])
    def test_sums_are_no_orders(self, imported: Any, name: str) -> None:
        assert imported(CASES["sums"][name]).error == "table_of_sums"

    @pytest.mark.parametrize("name", CASES["orders"])
    def test_orders_come_to_what_was_paid(self, imported: Any, name: str) -> None:
        totals = imported(CASES["orders"][name]).body["totals"]
        assert totals["amount"] == 22
        assert (totals["first_on"], totals["last_on"][:8]) == ("2024-01-05", "2024-01-")

    def test_a_person_may_say_that_they_are_orders(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "march.csv"
        path.write_text(CASES["other_lists"]["expenses"], "utf-8")
        assert command("import", "--orders", path).body["totals"]["amount"] == 1050


class TestDates:
    @pytest.mark.parametrize(
        ("day", "written"), [(day, text) for day, texts in CASES["dates"].items() for text in texts]
    )
    def test_a_month_by_name_is_no_year(self, imported: Any, day: str, written: str) -> None:
        answer = imported(HEADER + f"1,{written},a,10\n")
        assert answer.body["totals"]["first_on"] == day

    def test_answers_are_dated_by_words_too(self, imported: Any) -> None:
        content = "Timestamp,rating\n2024/01/25 10:00:00 AM GMT+8,5\n2024/01/26 1:00:00 PM EST,4\n"
        (file,) = imported(content).body["files"]
        assert (file["rows_kept"], file["mapping"]["submitted_at"]) == (2, "Timestamp")
        assert {problem["code"] for problem in file["problems"]} == {"read_zone"}
