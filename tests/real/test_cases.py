"""Small inputs with the right value beside them, which are no part of the project: skipped, loudly,
where they are not at hand.

They are looked for in the folder NINE_SUPERS_CASES names, else in ../shared/cases beside the
project. What each fact means stands in the README of that folder.
"""

import json
import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT, Command

FOLDER = Path(os.environ.get("NINE_SUPERS_CASES") or PROJECT.parent / "shared" / "cases")
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        not FOLDER.is_dir(),
        reason=f"CASES NOT TESTED: no folder {FOLDER}; NINE_SUPERS_CASES may name it",
    ),
]
NAMES = sorted(path.parent.name for path in FOLDER.glob("*/expect.json"))


class Case:
    """The inputs of one folder, imported once for each group of files, and the commands asked."""

    def __init__(self, command: Command, folder: Path, expected: Mapping[str, Any]) -> None:
        self.command = command
        paths = [folder / name for name in expected["inputs"]]
        self.groups = [[path] for path in paths] if "each" in expected["args"] else [paths]
        self.imports = [command("import", *group) for group in self.groups]

    def ask(self, *words: str) -> dict[str, Any]:
        return self.command(words[0], *self.groups[0], *words[1:]).body

    @property
    def nps(self) -> dict[str, Any]:
        nps: dict[str, Any] = self.ask("assess")["survey"]["nps"]
        return nps

    def holds(self, check: Callable[[Any, Any], bool], right: Any) -> bool:
        """False also where the files were refused and the fact needs a dataset."""
        try:
            return bool(check(self, right))
        except KeyError:
            return False

    @property
    def files(self) -> list[dict[str, Any]]:
        return [file for answer in self.imports for file in answer.body.get("files", [])]

    @property
    def totals(self) -> dict[str, Any]:
        totals: dict[str, Any] = self.imports[0].body["totals"]
        return totals

    @property
    def kept(self) -> int:
        tables = ("orders", "feedback")
        return sum(file["rows_kept"] for file in self.files if file["table"] in tables)

    @property
    def problems(self) -> list[str]:
        return [problem["message"] for file in self.files for problem in file["problems"]]

    @property
    def messages(self) -> list[str]:
        errors = [answer.body["error"]["message"] for answer in self.imports if answer.code]
        return [*self.problems, *errors]


def near(right: float) -> Any:
    return pytest.approx(right, abs=0.006)


def has_polarities(case: Case, expected: Sequence[Sequence[Any]]) -> bool:
    signs = {
        (mention["row"], mention["topic"]): mention["polarity"]
        for mention in case.ask("voice", "--rows")["rows"]
    }
    wrong = [(row, topic) for row, topic, sign in expected if signs.get((row, topic)) != sign]
    assert not wrong
    return True


def has_nps_parts(case: Case, expected: Sequence[int]) -> bool:
    return bool(case.nps["parts"] == list(expected))


def came_back(case: Case, expected: tuple[int, float]) -> bool:
    days, rate = expected
    group = case.ask("repurchase", "--days", str(days))["groups"][0]
    (window,) = group["within"]
    return bool(window["rate"] == near(rate)) or bool(case.problems)


def total(name: str) -> Callable[[Case, Any], bool]:
    return lambda case, right: bool(case.totals[name] == right)


def voice(*path: str) -> Callable[[Case, Any], bool]:
    def check(case: Case, right: int) -> bool:
        value: Any = case.ask("voice")
        for key in path:
            value = value[key]
        return bool(value == right)

    return check


CHECKS: dict[str, Callable[[Case, Any], bool]] = {
    **{name: total(name) for name in ("orders", "customers", "first_on", "last_on")},
    "amount": lambda case, right: case.totals["amount"] == near(right),
    "amount_in": lambda case, right: any(case.totals["amount"] == near(one) for one in right),
    "amount_or_problem": lambda case, right: (
        case.totals["amount"] == near(right) or bool(case.messages)
    ),
    "rows_kept": lambda case, right: case.kept == right,
    "rows_kept_or_told": lambda case, right: case.kept == right or bool(case.messages),
    "problems_min": lambda case, right: len(case.problems) >= right,
    "not_orders": lambda case, _: all(file["table"] != "orders" for file in case.files),
    "masked_told": lambda case, _: not case.totals["customers"] or bool(case.problems),
    "message_names_value": lambda case, right: any(right in text for text in case.messages),
    "message_names_row": lambda case, _: all(
        any(character.isdigit() for character in answer.body["error"]["message"])
        and answer.body["error"]["row"] is not None
        for answer in case.imports
        if answer.code
    ),
    "repeaters": lambda case, right: (
        case.ask("repurchase")["groups"][0]["repeaters"] == right or bool(case.problems)
    ),
    "within": came_back,
    "nps": lambda case, right: case.nps["value"] == pytest.approx(right, abs=0.05),
    "nps_parts": has_nps_parts,
    "reviews": voice("reviews"),
    "reviews_analysed": voice("analysed"),
    "positive": voice("overall", "positive"),
    "negative": voice("overall", "negative"),
    "disputed": voice("overall", "disputed"),
    "polarities": has_polarities,
}
EITHER = {"32_buddhist_years": ("first_on", "message_names_value")}
"""Of these facts one is enough."""


@pytest.mark.parametrize("name", NAMES)
def test_a_case_comes_out_right(name: str, command: Command) -> None:
    expected = json.loads((FOLDER / name / "expect.json").read_text("utf-8"))
    case = Case(command, FOLDER / name, expected)
    either = EITHER.get(name, ())
    outcome = {fact: case.holds(CHECKS[fact], right) for fact, right in expected["facts"].items()}
    wrong = {fact for fact, is_right in outcome.items() if not is_right and fact not in either}
    assert not wrong, (expected["facts"], [answer.body for answer in case.imports])
    assert not either or any(outcome[fact] for fact in either)
