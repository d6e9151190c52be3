"""The command: files in, JSON out, one sentence on standard error, never a traceback."""

import json
import subprocess
import sys
import tomllib
from dataclasses import replace
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from analytics.cli import commands, main
from analytics.ingest import sandbox
from analytics.schema import TABLES
from analytics.storage import versions
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Answer, Command, in_this_process

ORDERS = "order_id,date,customer_id,amount\n1,2024-01-05,a,10\n2,2024-02-06,a,12\n3,soon,b,1\n"
FEEDBACK = "feedback_id,submitted_at,nps\nf1,2024-01-05,9\nf2,2024-01-06,11\n"
STRANGE = "colour,shape\nblue,square\n"


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    contents = {"orders": ORDERS, "feedback": FEEDBACK, "strange": STRANGE}
    for name, content in contents.items():
        (tmp_path / f"{name}.csv").write_text(content)
    return {name: tmp_path / f"{name}.csv" for name in contents}


class TestImport:
    def test_each_file_is_reported_with_its_problems(
        self, command: Command, files: dict[str, Path]
    ) -> None:
        answer = command("import", files["orders"], files["feedback"], files["strange"])
        assert answer.code == 0
        orders, feedback, strange = answer.body["files"]
        assert (
            orders.items()
            >= {
                "file": "orders.csv",
                "table": "orders",
                "format": "orders",
                "encoding": "utf-8",
                "delimiter": ",",
                "sheet": None,
                "header_row": 1,
                "rows_read": 3,
                "rows_kept": 2,
                "rows_set_aside": 1,
            }.items()
        )
        assert orders["mapping"]["ordered_at"] == "date"
        (problem,) = orders["problems"]
        assert (
            problem.items()
            >= {
                "row": 4,
                "column": "date",
                "value": "soon",
                "code": "date_unreadable",
            }.items()
        )
        assert "soon" in problem["message"]
        assert feedback["rows_kept"] == 2
        assert [one["code"] for one in feedback["problems"]] == ["outside_scale"]
        assert (strange["table"], strange["mapping"]) == (None, {})
        assert strange["unused"] == ["colour", "shape"]

    def test_of_many_like_problems_the_first_thousand_and_their_count(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "orders.csv"
        bad = "".join(f"{n},2024-01-05,a,ten\n" for n in range(1_200))
        path.write_text(f"order_id,date,customer_id,amount\n0,2024-01-05,a,1\n{bad}5,soon,a,1\n")
        (file,) = command("import", path).body["files"]
        codes = [problem["code"] for problem in file["problems"]]
        assert codes.count("number_unreadable") == 1_000
        assert codes.count("date_unreadable") == 1
        counts = {one["code"]: one["count"] for one in file["problem_counts"]}
        assert counts == {"number_unreadable": 1_200, "date_unreadable": 1}

    def test_save_keeps_it_and_makes_it_current(
        self,
        command: Command,
        files: dict[str, Path],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv(versions.HOME, str(tmp_path / "home"))
        answer = command("import", files["orders"], "--save", "--label", "March")
        store = versions.open_store()
        assert store.current() == answer.body["version"]
        assert [one.label for one in store.versions()] == ["March"]

    def test_without_save_nothing_is_kept(
        self,
        command: Command,
        files: dict[str, Path],
        tmp_path: Path,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setenv(versions.HOME, str(tmp_path / "home"))
        assert command("import", files["orders"]).code == 0
        assert not (tmp_path / "home").exists()


class TestTablesSaidOutright:
    def test_a_table_named_wins_over_what_the_headers_say(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "answers.csv"
        path.write_text("date,amount,text\n2024-01-05,10,fine\n")
        (file,) = command("import", "--feedback", path).body["files"]
        assert file["table"] == "feedback"

    def test_an_option_may_be_repeated(self, command: Command, tmp_path: Path) -> None:
        for name in ("a", "b"):
            (tmp_path / f"{name}.csv").write_text(f"order_id,date,amount\n{name},2024-01-05,10\n")
        answer = command("import", "--orders", tmp_path / "a.csv", "--orders", tmp_path / "b.csv")
        assert [file["file"] for file in answer.body["files"]] == ["a.csv", "b.csv"]

    @pytest.mark.parametrize("table", TABLES)
    def test_every_table_has_its_option(self, command: Command, table: str) -> None:
        option = "--" + table.replace("_", "-")
        assert command("import", option, "nowhere.csv").error == "file_missing"


class TestAsOf:
    def test_what_comes_after_the_day_is_not_there(
        self, command: Command, files: dict[str, Path]
    ) -> None:
        answer = command("cohorts", files["orders"], "--as-of", "2024-01-31").body
        assert answer["as_of"] == "2024-01-31"
        ((cell,),) = [row["periods"] for row in answer["cohorts"]]
        assert (cell["customers"], cell["orders"], cell["is_complete"]) == (1, 1, True)

    def test_a_day_after_the_data_is_observed_without_sales(
        self, command: Command, files: dict[str, Path]
    ) -> None:
        (row,) = command("cohorts", files["orders"], "--as-of", "2024-04-30").body["cohorts"]
        assert [cell["customers"] for cell in row["periods"]] == [1, 1, 0, 0]

    @pytest.mark.parametrize("verb", ["cohorts", "repurchase"])
    def test_a_day_before_the_data_leaves_no_orders(
        self, command: Command, files: dict[str, Path], verb: str
    ) -> None:
        assert command(verb, files["orders"], "--as-of", "2020-01-01").error == "as_of_too_early"


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code"),
        [
            ([], "usage"),
            (["nothing"], "usage"),
            (["assess"], "no_files"),
            (["assess", "nowhere.csv"], "file_missing"),
            (["cohorts", "x.csv", "--grain", "day"], "usage"),
            (["cohorts", "x.csv", "--as-of", "5/5/24"], "bad_option"),
            (["cohorts", "x.csv", "--as-of", "2024-02-30"], "bad_option"),
            (["cohorts", "x.csv", "--days", "30"], "usage"),
            (["repurchase", "x.csv", "--days", "x"], "bad_option"),
            (["clv", "x.csv", "--horizon-days", "0"], "bad_option"),
            (["clv", "x.csv", "--unit", "year"], "usage"),
            (["import", "x.csv", "--date-order", "dym"], "usage"),
            (["import", "x.csv", "--lang", "fr"], "usage"),
            (["assess", "--orders"], "usage"),
        ],
    )
    def test_a_call_that_cannot_be_understood_is_one_sentence(
        self, command: Command, arguments: list[str], code: str
    ) -> None:
        answer = command(*arguments)
        assert answer.error == code
        assert answer.message == answer.body["error"]["message"]
        assert len(answer.message.splitlines()) == 1
        place = {"file", "sheet", "row", "column", "value"}
        assert answer.body["error"].keys() == {"code", "message", *place}

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_the_sentence_comes_in_the_language_asked_for(
        self, command: Command, lang: str
    ) -> None:
        for option in (["--lang", lang], [f"--lang={lang}"]):
            said = command("assess", "nowhere.csv", *option).message
            assert said == words(lang).get("errors.file_missing", file="nowhere.csv")

    def test_feedback_alone_has_no_cohorts(self, command: Command, files: dict[str, Path]) -> None:
        assert command("cohorts", files["feedback"]).error == "needs_orders"

    def test_unknown_files_alone_are_refused(
        self, command: Command, files: dict[str, Path]
    ) -> None:
        answer = command("assess", files["strange"])
        assert answer.error == "table_unknown"
        assert "colour, shape" in answer.message

    def test_what_nobody_foresaw_is_still_a_sentence(
        self, command: Command, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*_: object) -> dict[str, Any]:
            raise ZeroDivisionError

        broken = replace(commands.command("assess"), run=fail)
        monkeypatch.setattr(commands, "command", {"assess": broken}.__getitem__)
        answer: Answer = command("assess", files["orders"])
        assert answer.error == "unexpected"
        assert "Traceback" not in answer.message

    def test_nothing_stays_behind_in_the_temporary_folder(
        self, command: Command, files: dict[str, Path], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        folder = files["orders"].parent / "temporary"
        folder.mkdir()
        monkeypatch.setattr("tempfile.tempdir", str(folder))
        command("cohorts", files["orders"])
        command("cohorts", files["strange"])
        assert list(folder.iterdir()) == []


class TestProcess:
    """As a script meets it."""

    def run(self, *arguments: object) -> subprocess.CompletedProcess[bytes]:
        call = [sys.executable, "-m", "analytics", *map(str, arguments)]
        return subprocess.run(call, cwd=PROJECT, capture_output=True, check=False)

    def test_json_alone_on_standard_output(self, files: dict[str, Path]) -> None:
        done = self.run("repurchase", files["orders"], "--json")
        assert (done.returncode, done.stderr) == (0, b"")
        (group,) = json.loads(done.stdout)["groups"]
        assert (group["group"], group["customers"], group["repeaters"]) == ("all", 1, 1)

    def test_a_refusal_without_json_leaves_standard_output_empty(self) -> None:
        done = self.run("assess", "nowhere.csv", "--lang", "zh-Hant")
        assert (done.returncode, done.stdout) == (2, b"")
        assert "nowhere.csv" in done.stderr.decode("utf-8")

    def test_a_reader_that_goes_away_is_no_trouble(self, files: dict[str, Path]) -> None:
        call = f"{sys.executable} -m analytics import {files['orders']} --json | head -c 1"
        done = subprocess.run(call, cwd=PROJECT, shell=True, capture_output=True, check=False)
        assert b"Traceback" not in done.stderr


NEEDS_MANY = {"clv"}
"""Verbs that refuse a handful of customers."""
SMALL = [name for name in commands.MODULES if name not in NEEDS_MANY]


@pytest.mark.parametrize(("verb", "lang"), list(zip(SMALL, cycle(LANGUAGES), strict=False)))
def test_every_verb_prints_a_table_for_people(
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, Path],
    verb: str,
    lang: str,
) -> None:
    """What the child would do happens in this process: `TestProcess` holds the whole way."""
    monkeypatch.setattr(sandbox, "call", in_this_process)
    file = files["orders"]
    if verb == "voice":
        file = file.with_name("reviews.csv")
        file.write_text("text,rating\nlovely packaging,5\n")
    if verb == "referrals":
        file = file.with_name("brought.csv")
        file.write_text("customer_id,ordered_at,amount,referrer_id\nb,2024-01-05,9,a\n")
    assert main.main([verb, str(file), "--lang", lang]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert len(said.out.splitlines()) > 2
    assert "{" not in said.out


class TestSeveralFiles:
    def test_files_that_make_one_table_are_joined_when_asked(
        self, tmp_path: Path, command: Command
    ) -> None:
        heads, items = tmp_path / "orders.csv", tmp_path / "items.csv"
        days = [f"A{n},2024-01-{1 + n % 27:02},C{n % 9},30" for n in range(30)]
        heads.write_text("\n".join(["order_id,order_date,customer_id,order_total", *days]))
        lines = [f"A{n},P{m},1,{10 * m}" for n in range(30) for m in (1, 2)]
        items.write_text("\n".join(["order_id,sku,quantity,amount", *lines]))
        answer = command("import", items, heads, "--join")
        (told,) = answer.body["files"]
        assert (told["rows_kept"], told["file"]) == (60, "items.csv + orders.csv")

    def test_a_second_month_is_added_to_the_first(
        self, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv(versions.HOME, str(tmp_path / "store"))
        lines = [f"A{n},2024-0{1 + n // 20}-{1 + n % 20:02},C{n % 9},30" for n in range(40)]
        head = "order_id,date,customer_id,amount"
        for name, part in (("jan.csv", lines[:25]), ("feb.csv", lines[20:])):
            (tmp_path / name).write_text("\n".join([head, *part]))
        assert command("import", tmp_path / "jan.csv", "--save", "--mode", "update").code == 0
        command("import", tmp_path / "feb.csv", "--save", "--mode", "update")
        store = versions.open_store()
        assert store.manifest(store.current() or "").about["count_lines"] == 40

    def test_a_file_named_from_another_folder_is_found(
        self, tmp_path: Path, command: Command, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "here.csv").write_text("order_id,date,amount\n1,2024-01-05,3\n")
        monkeypatch.chdir(tmp_path)
        assert command("import", "here.csv").code == 0


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
    with pytest.raises(SystemExit) as left:
        main.main(["--version"])
    assert left.value.code == 0
    assert capsys.readouterr().out.strip() == project["version"]
