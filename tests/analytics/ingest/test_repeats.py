"""One import counts no money twice: hidden sheets, lines of several files, tables that sum up."""

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

import pytest
import xlsxwriter

from analytics.errors import ImportRefused
from analytics.ingest import drafts, proposals
from tests.conftest import Answer, Command, Workshop

HEADER = ["order_id", "ordered_at", "customer_id", "product", "quantity", "amount"]
JANUARY = [
    ["1001", "2024-01-05 10:00:00", "C1", "latte", "1", "30"],
    ["1002", "2024-01-06 10:00:00", "C2", "black", "2", "50"],
    ["1004", "2024-01-06 11:00:00", "C4", "black", "2", "50.5"],
]
FEBRUARY = [
    ["1003", "2024-02-10 10:00:00", "C1", "latte", "1", "30"],
    ["1005", "2024-02-11 10:00:00", "C3", "latte", "1", "30"],
]
NAMELESS = ["ordered_at", "product", "quantity", "amount"]
Rows = Sequence[Sequence[str]]


def table(rows: Rows, header: Sequence[str] = HEADER) -> str:
    return "".join(",".join(row) + "\n" for row in (header, *rows))


def without_names(rows: Rows) -> Rows:
    return [[row[1], *row[3:]] for row in rows]


def workbook(
    sheets: Mapping[str, tuple[Sequence[str], Rows]], hidden: Mapping[str, str] = {}
) -> bytes:
    """Sheets by name; `hidden` says how some are hidden."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    for name, (header, rows) in sheets.items():
        sheet = book.add_worksheet(name)
        for place, row in enumerate([header, *rows]):
            sheet.write_row(place, 0, row)
        if name in hidden:
            sheet.very_hidden() if hidden[name] == "very" else sheet.hide()
    book.close()
    return out.getvalue()


def imported(
    command: Command, folder: Path, files: Mapping[str, str | bytes], *words: str
) -> dict[str, Any]:
    return asked(command, folder, files, *words).body


def asked(command: Command, folder: Path, files: Mapping[str, str | bytes], *words: str) -> Answer:
    paths = []
    for name, content in files.items():
        paths.append(folder / name)
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    return command("import", *paths, *words)


def codes(answer: Mapping[str, Any]) -> list[str]:
    return [problem["code"] for file in answer["files"] for problem in file["problems"]]


class TestHiddenSheets:
    sheets: ClassVar = {
        "Orders": (HEADER, JANUARY),
        "Backup": (HEADER, FEBRUARY),
        "Cache": (HEADER, FEBRUARY),
    }
    hidden: ClassVar = {"Backup": "hidden", "Cache": "very"}

    def test_they_are_left_out_and_named(self, command: Command, tmp_path: Path) -> None:
        content = {"a.xlsx": workbook(self.sheets, self.hidden)}
        answer = imported(command, tmp_path, content)
        assert answer["totals"]["amount"] == 130.5
        messages = [p["message"] for file in answer["files"] for p in file["problems"]]
        assert [message.split(".")[0] for message in messages] == [
            "Left out: hidden sheet Backup",
            "Left out: hidden sheet Cache",
        ]

    @pytest.mark.parametrize("words", [("--hidden-sheets",), ("--hidden-sheets", "--orders")])
    def test_an_option_takes_them_in(
        self, command: Command, tmp_path: Path, words: tuple[str, ...]
    ) -> None:
        content = {"a.xlsx": workbook(self.sheets, self.hidden)}
        if "--orders" in words:
            (tmp_path / "a.xlsx").write_bytes(content["a.xlsx"])
            answer = command("import", "--hidden-sheets", "--orders", tmp_path / "a.xlsx").body
        else:
            answer = imported(command, tmp_path, content, *words)
        # Both hidden sheets hold the same lines.
        assert answer["totals"]["amount"] == 190.5
        assert [file["is_hidden"] for file in answer["files"]] == [False, True, True]

    def test_a_table_named_outright_takes_only_what_shows(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "a.xlsx"
        path.write_bytes(workbook(self.sheets, self.hidden))
        assert command("import", "--orders", path).body["totals"]["amount"] == 130.5

    def test_a_hidden_sheet_is_joined_to_nothing(self, command: Command, tmp_path: Path) -> None:
        content = {"a.xlsx": workbook(self.sheets, self.hidden)}
        assert imported(command, tmp_path, content, "--join")["totals"]["amount"] == 130.5

    def test_a_workbook_of_hidden_tables_is_refused_with_their_names(
        self, command: Command, tmp_path: Path
    ) -> None:
        sheets = {"Cover": (["Note"], [["see"]]), "Data": (HEADER, JANUARY)}
        content = {"a.xlsx": workbook(sheets, {"Data": "very"})}
        answer = asked(command, tmp_path, content)
        assert answer.error == "hidden_only"
        assert "Data" in answer.body["error"]["message"]

    def test_a_proposal_can_be_taken_in(self, workshop: Workshop) -> None:
        shown, first, _ = workshop.look(workbook(self.sheets, self.hidden), "a.xlsx")
        assert [shown.match.table, first.match.table] == ["orders", None]
        assert first.taken_in().match.table == "orders"
        with pytest.raises(ImportRefused):
            proposals.usable([first])


class TestLinesOfSeveralFiles:
    @pytest.mark.parametrize("names", [("jan.csv", "feb.csv"), ("x.csv", "x (1).csv")])
    @pytest.mark.parametrize("is_named", [True, False])
    def test_an_overlap_counts_once_and_is_told(
        self, command: Command, tmp_path: Path, names: tuple[str, str], is_named: bool
    ) -> None:
        rows = [[*JANUARY, FEBRUARY[0]], FEBRUARY]
        header = HEADER if is_named else NAMELESS
        texts = [table(each if is_named else without_names(each), header) for each in rows]
        answer = imported(command, tmp_path, dict(zip(names, texts, strict=True)))
        assert answer["totals"]["amount"] == 190.5
        (notice,) = answer["files"][0]["problems"]
        assert notice["code"] == "repeated_lines"
        assert notice["row"] == 5
        assert notice["message"] == (
            f"1 line (amount 30.00) appears in {names[1]} too and counts only once."
        )

    def test_a_file_twice(self, command: Command, tmp_path: Path) -> None:
        path = tmp_path / "a.csv"
        path.write_text(table(JANUARY), "utf-8")
        answer = command("import", path, path).body
        assert answer["totals"]["amount"] == 130.5
        assert codes(answer) == ["repeated_lines"]

    @pytest.mark.parametrize("is_named", [True, False])
    @pytest.mark.parametrize("order", [("Jan", "Feb", "All"), ("All", "Jan", "Feb")])
    def test_sheets_of_months_beside_a_sheet_of_all(
        self, command: Command, tmp_path: Path, order: tuple[str, ...], is_named: bool
    ) -> None:
        rows = {"Jan": JANUARY, "Feb": FEBRUARY, "All": [*JANUARY, *FEBRUARY]}
        sheets = {
            name: (HEADER, rows[name]) if is_named else (NAMELESS, without_names(rows[name]))
            for name in order
        }
        answer = imported(command, tmp_path, {"a.xlsx": workbook(sheets)})
        assert answer["totals"]["amount"] == 190.5
        assert set(codes(answer)) == {"repeated_lines"}

    def test_all_may_be_counted_on_request(self, command: Command, tmp_path: Path) -> None:
        files = {"a.csv": table(JANUARY), "b.csv": table(JANUARY)}
        answer = imported(command, tmp_path, files, "--keep-repeats")
        assert answer["totals"]["amount"] == 261
        assert codes(answer) == []
        assert all(file["keeps_repeats"] for file in answer["files"])

    def test_responses_count_once(self, command: Command, tmp_path: Path) -> None:
        text = "feedback_id,submitted_at,rating,text\nr1,2024-01-05,5,good\nr2,2024-01-06,1,bad\n"
        answer = imported(command, tmp_path, {"a.csv": text, "b.csv": text})
        assert sum(file["rows_kept"] for file in answer["files"]) == 2
        assert codes(answer) == ["repeated_responses"]

    def test_equal_lines_of_one_file_stay(self, command: Command, tmp_path: Path) -> None:
        files = {"a.csv": table([JANUARY[0], JANUARY[0]]), "b.csv": table([JANUARY[0]])}
        assert imported(command, tmp_path, files)["totals"]["amount"] == 60

    def test_a_draft_taken_up_keeps_what_was_told(self, workshop: Workshop) -> None:
        parts = workshop.look(table(JANUARY), "a.csv") + workshop.look(table(JANUARY), "b.csv")
        draft = workshop.check(parts)
        assert draft.files[0]["repeats"][0]["count_lines"] == 3
        with workshop.quick():
            manifest = drafts.import_parts(
                workshop.store, parts, label="a", draft=draft, keep_originals=False
            )
        assert manifest.files[0]["repeats"] == draft.files[0]["repeats"]


class TestTablesThatSumUp:
    months = (["ordered_at", "amount"], [["2024-01-01", "130.5"], ["2024-02-01", "60"]])
    days = (
        ["ordered_at", "quantity", "amount"],
        [
            *(["2024-01-05", "1", "30"], ["2024-01-06", "4", "100.5"]),
            *(["2024-02-10", "1", "30"], ["2024-02-11", "1", "30"]),
        ],
    )
    pivot = (
        ["ordered_at", "product", "amount"],
        [
            *(["2024-01-01", "latte", "30"], ["2024-01-01", "black", "100.5"]),
            ["2024-02-01", "latte", "60"],
        ],
    )
    cover = (
        ["ordered_at", "amount"],
        [["2024-01-31", "130.5"], ["2024-02-29", "60"], ["Total", "190.5"]],
    )
    single_days = (
        ["ordered_at", "amount"],
        [["2024-02-10", "30"], ["2024-02-11", "30"]],
    )
    people = (
        ["customer_id", "quantity", "amount", "ordered_at"],
        [
            *(["C1", "2", "60", "2024-02-10"], ["C2", "2", "50", "2024-01-06"]),
            *(["C3", "1", "30", "2024-02-11"], ["C4", "2", "50.5", "2024-01-06"]),
        ],
    )
    lines = (HEADER, [*JANUARY, *FEBRUARY])

    @pytest.mark.parametrize("kind", ["months", "days", "pivot", "cover", "people", "single_days"])
    @pytest.mark.parametrize("is_first", [True, False])
    def test_it_is_set_aside_and_told(
        self, command: Command, tmp_path: Path, kind: str, is_first: bool
    ) -> None:
        sheets = {"Summary": getattr(self, kind), "Lines": self.lines}
        order = list(sheets) if is_first else list(sheets)[::-1]
        answer = imported(
            command, tmp_path, {"a.xlsx": workbook({name: sheets[name] for name in order})}
        )
        assert answer["totals"]["amount"] == 190.5
        assert answer["totals"]["orders"] == 5
        (summary,) = [file for file in answer["files"] if file["sheet"] == "Summary"]
        assert summary["rows_kept"] == 0
        assert summary["problems"][0]["code"] == "summary_table"
        assert "a.xlsx [Lines]" in summary["problems"][0]["message"]
        assert {problem["code"] for problem in summary["problems"][1:]} == {"summary_line"}

    def test_several_files_of_lines_may_be_summed_up_together(
        self, command: Command, tmp_path: Path
    ) -> None:
        header, rows = self.months
        files = {
            "jan.csv": table([*JANUARY, FEBRUARY[0]]),
            "feb.csv": table(FEBRUARY),
            "months.csv": table(rows, header),
        }
        answer = imported(command, tmp_path, files)
        assert answer["totals"]["amount"] == 190.5
        assert set(codes(answer)) == {"repeated_lines", "summary_table", "summary_line"}

    def test_refunds_may_be_summed_up_or_not(self, command: Command, tmp_path: Path) -> None:
        refund = ["1003", "2024-02-12 10:00:00", "C1", "latte", "-1", "-30"]
        for february in ("60", "30"):
            files = {
                "lines.csv": table([*JANUARY, *FEBRUARY, refund]),
                "months.csv": table(
                    [["2024-01-01", "130.5"], ["2024-02-01", february]], NAMELESS[::3]
                ),
            }
            assert imported(command, tmp_path, files)["totals"]["amount"] == 160.5

    def test_it_counts_on_request(self, command: Command, tmp_path: Path) -> None:
        files = {"a.xlsx": workbook({"Summary": self.months, "Lines": self.lines})}
        answer = imported(command, tmp_path, files, "--keep-repeats")
        assert answer["totals"]["amount"] == 381

    @pytest.mark.parametrize(
        "rows",
        [
            [["2024-01-01", "130.5"], ["2024-02-01", "61"]],
            [["2024-03-01", "130.5"], ["2024-04-01", "60"]],
            [["2024-01-05", "30"], ["2024-01-09", "12"], ["2024-01-10", "12"]],
        ],
    )
    def test_other_money_or_other_days_are_lines(
        self, command: Command, tmp_path: Path, rows: Rows
    ) -> None:
        files = {"a.csv": table([*JANUARY, *FEBRUARY]), "b.csv": table(rows, NAMELESS[::3])}
        answer = imported(command, tmp_path, files)
        assert answer["totals"]["amount"] == 190.5 + sum(float(row[1]) for row in rows)
        assert codes(answer) == []

    def test_the_same_subscription_in_two_months_is_two(
        self, command: Command, tmp_path: Path
    ) -> None:
        header = ["ordered_at", "customer_id", "product", "amount"]
        january = [[f"2024-01-{day:02}", f"C{day}", "box", "30"] for day in range(1, 9)]
        february = [[row[0].replace("-01-", "-02-"), *row[1:]] for row in january]
        february += [["2024-02-28", "C99", "box", "30"]]
        files = {"a.csv": table(january, header), "b.csv": table(february, header)}
        answer = imported(command, tmp_path, files)
        assert answer["totals"]["amount"] == 17 * 30
        assert codes(answer) == []

    def test_two_shops_of_the_same_takings_are_two(self, command: Command, tmp_path: Path) -> None:
        other = [[f"9{row[0]}", row[1], f"D{row[2]}", *row[3:]] for row in JANUARY]
        merged = [other[0], [*other[1][:5], "100.5"]]
        files = {"a.csv": table(JANUARY), "b.csv": table(merged)}
        assert imported(command, tmp_path, files)["totals"]["amount"] == 261
