"""Files that look clean and count wrong, as people and tools make them, through the command."""

import io
import tomllib
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.conftest import Answer, Command

CASES: dict[str, Any] = tomllib.loads((Path(__file__).parent / "odd_files.toml").read_text("utf-8"))
HEADER = "order_id,date,customer_id,amount\n"


@pytest.fixture
def imported(command: Command, tmp_path: Path) -> Any:
    """Imports one file of this content."""

    def run(content: str | bytes, *options: str, name: str = "march.csv") -> Answer:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return command("import", path, *options)

    return run


def mac_book(rows: list[list[Any]]) -> bytes:
    """A workbook that counts its days from 1904."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"date_1904": True}) as workbook:
        sheet = workbook.add_worksheet("Orders")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return out.getvalue()


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

    def test_a_person_may_say_that_they_are_orders(self, command: Command, tmp_path: Path) -> None:
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

    def test_a_workbook_that_counts_from_1904_is_read_so(self, imported: Any) -> None:
        content = mac_book([["order_id", "date", "amount"], [1, 43834, 10]])
        assert imported(content, name="mac.xlsx").body["totals"]["first_on"] == "2024-01-05"

    @pytest.mark.parametrize("mark", ["Z", "+00:00"])
    def test_clocks_of_utc_are_said(self, imported: Any, mark: str) -> None:
        rows = f"1,2024-01-05T00:00:00{mark},a,9\n2,2024-01-06T23:30:00{mark},a,9\n"
        answer = imported(HEADER + rows)
        (problem,) = answer.body["files"][0]["problems"]
        assert (problem["code"], problem["row"], problem["column"]) == ("read_utc", 3, "date")
        assert answer.body["totals"]["last_on"] == "2024-01-06"

    @pytest.mark.parametrize("written", ["2024-01-05T00:00:00Z", "2024-01-05 23:30:00+08:00"])
    def test_other_clocks_are_not(self, imported: Any, written: str) -> None:
        assert codes(imported(HEADER + f"1,{written},a,10\n")) == []

    def test_a_header_may_say_that_the_clock_is_utc(self, imported: Any) -> None:
        answer = imported("Submit Date (UTC),rating\n2024-01-05 23:30:00,5\n")
        assert codes(answer) == ["read_utc"]


class TestRows:
    def test_a_row_that_breaks_off_is_said(self, imported: Any) -> None:
        answer = imported(HEADER + "1,2024-01-05,a,10\n2,2024-01-06\n3,2024-01-07,a,12\n")
        (problem,) = answer.body["files"][0]["problems"]
        assert (problem["code"], problem["row"]) == ("too_few_cells", 3)
        assert problem["value"] == "2,2024-01-06"
        assert answer.body["totals"]["amount"] == 22

    def test_blanks_left_out_at_the_end_are_nothing(self, imported: Any) -> None:
        answer = imported("date,amount,note\n2024-01-05,10,x\n2024-01-06,12\n,,\n\n")
        assert codes(answer) == []
        assert answer.body["totals"]["amount"] == 22

    @pytest.mark.parametrize("count", [0, 30_000])
    def test_a_stray_zero_byte_loses_nothing(self, imported: Any, count: int) -> None:
        rows = "".join(f"{number},2024-01-05,a,1\n" for number in range(count))
        answer = imported(HEADER + rows + "x\0y,2024-01-06,b,12\n")
        assert answer.body["totals"]["amount"] == count + 12
