"""One vocabulary of rooms in every layer, and names that say what they hold."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.test_hygiene import name, python

LOOSE = {"__init__", "__main__", "errors", "exports", "filters", "jobs", "schema", "view", "words"}
LOOSE |= {"table", "worker"}
"""Modules of analytics that stand in no room: what every room speaks, and the bounded child."""
LAYERS = (
    "analytics/queries",
    "ui/charts",
    "ui/views",
    "ui/sections",
    "data/text",
    "tests/analytics",
    "tests/ui/charts",
    "tests/ui/views",
)
BESIDE_ROOMS = {"kit", "shared", "queries", "facts", "evidence"}
"""Folders that stand for no room of their own: pieces of charts, what several rooms share, and of
the queries what builds a version and what lists the rows behind a number."""
MOST_FILES, DOCUMENTED_LINES = 18, 3
FILLER = {"found", "told", "said", "one", "asked", "given", "meant", "known", "kept", "seen"}
FILLER |= {"mine", "listed", "made"}
"""Words that say nothing of what a variable holds: its noun says it."""
MOST_FILLER = 0.01


def rooms() -> set[str]:
    """The rooms of analytics, by name."""
    folders = (path.parent for path in (PROJECT / "analytics").glob("*/__init__.py"))
    return {folder.name for folder in folders}


def folders(layer: str) -> list[Path]:
    return [
        path
        for path in sorted((PROJECT / layer).iterdir())
        if path.is_dir() and any(file.suffix != ".pyc" for file in path.rglob("*.*"))
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_every_folder_of_a_layer_is_a_room_of_analytics(layer: str) -> None:
    strangers = {folder.name for folder in folders(layer)} - rooms() - BESIDE_ROOMS
    assert strangers == set()


def test_nothing_lies_loose_in_analytics_or_among_the_queries() -> None:
    loose = {path.stem for path in (PROJECT / "analytics").glob("*.py")} - LOOSE
    loose |= {path.name for path in (PROJECT / "analytics" / "queries").glob("*.sql")}
    loose |= {path.name for path in (PROJECT / "data" / "text").glob("*.toml")}
    assert loose == set()


@pytest.mark.parametrize("room", sorted(rooms()))
def test_a_room_says_what_it_answers_what_it_reads_and_what_it_must_not_know(room: str) -> None:
    initial = PROJECT / "analytics" / room / "__init__.py"
    text = ast.get_docstring(ast.parse(initial.read_text("utf-8"))) or ""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) >= DOCUMENTED_LINES
    assert any(line.startswith("Reads") for line in lines)
    assert any(line.startswith("Knows no") for line in lines)


@pytest.mark.parametrize("room", sorted(rooms()))
def test_a_room_stays_small_enough_to_be_looked_over(room: str) -> None:
    modules = list((PROJECT / "analytics" / room).glob("*.py"))
    assert len(modules) - 1 <= MOST_FILES


def test_a_text_file_is_called_by_one_name_alone() -> None:
    """The stem is the first part of a key: two of a name would hide each other."""
    stems = [path.stem for path in (PROJECT / "data" / "text").rglob("*.toml")]
    assert len(stems) == len(set(stems))


def bindings(tree: ast.Module) -> Iterator[str]:
    """Every name that a module gives: assignments, loops, `with`, parameters."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        if isinstance(node, ast.arg):
            yield node.arg


def test_variables_are_called_what_they_hold() -> None:
    counted = {name(path): list(bindings(ast.parse(path.read_text("utf-8")))) for path in python()}
    total = sum(map(len, counted.values()))
    empty = {
        place: words for place, names in counted.items() if (words := sorted(set(names) & FILLER))
    }
    count = sum(word in FILLER for names in counted.values() for word in names)
    assert count / total < MOST_FILLER, empty
