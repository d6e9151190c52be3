"""`import --dry-run` answers as `--save` would, and nothing of it stays."""

from pathlib import Path

import pytest

from analytics.storage import versions
from tests.conftest import Command

MARCH = "order_id,customer_id,ordered_at,amount\n1,a,2025-03-01,10\n2,b,2025-03-02,20\n"
APRIL = "order_id,customer_id,ordered_at,amount\n2,b,2025-03-02,20\n3,c,2025-04-02,5\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(versions.HOME, str(tmp_path / "home"))
    (tmp_path / "march.csv").write_text(MARCH, "utf-8")
    (tmp_path / "april.csv").write_text(APRIL, "utf-8")
    return tmp_path


def everything(folder: Path) -> dict[Path, tuple[int, int]]:
    return {
        path: (path.stat().st_size, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file() and path.suffix != ".lock"
    }


@pytest.mark.parametrize("options", [(), ("--save",), ("--save", "--mode", "update")])
def test_nothing_is_kept_where_there_was_nothing(options, home: Path, command: Command) -> None:
    answer = command("import", home / "march.csv", "--dry-run", *options)
    assert answer.code == 0
    assert answer.body["is_kept"] is False
    assert answer.body["totals"]["lines"] == 2
    assert everything(home / "home") == {}


@pytest.mark.parametrize(
    ("mode", "lines", "amount"), [("update", 3, 35), ("replace", 2, 25), ("new", 2, 25)]
)
def test_it_answers_as_saving_would(mode, lines, amount, home: Path, command: Command) -> None:
    assert command("import", home / "march.csv", "--save").body["is_kept"] is True
    before = everything(home / "home")
    options = ("import", home / "april.csv", "--mode", mode)
    dry = command(*options, "--save", "--dry-run").body
    assert everything(home / "home") == before
    assert dry["totals"]["lines"] == lines
    assert dry["totals"]["amount"] == amount
    assert command(*options, "--dry-run").body["totals"] == dry["totals"]
    saved = command(*options, "--save").body
    assert "error" not in saved, saved
    moving = ("version", "is_kept")
    assert {key: value for key, value in dry.items() if key not in moving} == {
        key: value for key, value in saved.items() if key not in moving
    }


def test_a_refusal_is_the_same(home: Path, command: Command) -> None:
    (home / "empty.csv").write_text("", "utf-8")
    assert command("import", home / "empty.csv", "--save", "--dry-run").error == "file_empty"
