"""Small files of a store, written by several processes at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from analytics.definitions import definition
from analytics.definitions import store as definitions
from analytics.feedback.lexicon import store as lexicons
from analytics.ingest import recipes
from analytics.storage.versions import Store

PROJECT = Path(__file__).parents[3]
SAVES = {"recipes": 100, "definitions": 12, "lexicons": 12}
WRITER = """
import sys
from pathlib import Path
import polars as pl
from analytics.definitions import definition, store as definitions
from analytics.feedback.lexicon import store as lexicons
from analytics.ingest import recipes
from analytics.storage.versions import Store

kind, root, name, count = sys.argv[1], Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
store = Store(root)
plain = definition.plain(definition.built_in())
plain["supers"][0]["weight"] = 0.5
own = definition.from_plain({**plain, "name": name}, name)
rows = pl.DataFrame({"term": ["lovely"], "kind": ["opinion"], "value": ["1"]})
for number in range(count):
    if kind == "recipes":
        names = {"order_id": "x" * 2_000 * (1 + number % 7)}
        recipes.save(store, recipes.Recipe(name, "orders", ("a", "b"), names, median_amount=number))
    elif kind == "definitions":
        definitions.save(store, own)
        definitions.make_current(store, own.id)
    else:
        saved = lexicons.save(store, rows, name)
        lexicons.make_current(store, saved.id)
"""


@pytest.mark.parametrize("kind", ["recipes", "definitions", "lexicons"])
def test_processes_that_save_at_once_lose_nothing_and_nobody_reads_half(kind, tmp_path: Path):
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, kind, str(tmp_path), f"w{number}", str(SAVES[kind])],
            cwd=PROJECT,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for number in range(2)
    ]
    store, count_read = Store(tmp_path), 0
    folder = tmp_path / kind
    while any(writer.poll() is None for writer in writers):
        stored = list(folder.glob("*.json")) + list(folder.glob("*.toml"))
        if stored:
            assert _read(kind, store) == 1
            count_read += 1
    complaints = [writer.communicate()[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], complaints
    assert count_read > 2
    assert _read(kind, store) == 1
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def _read(kind: str, store: Store) -> int:
    """How many a reader finds; it must never meet one it cannot read."""
    if kind == "recipes":
        return len(recipes.saved_recipes(store))
    if kind == "lexicons":
        return len([saved for saved in lexicons.saved_lexicons(store) if saved.is_own])
    library = definitions.library(store)
    assert library.troubles == ()
    return len(library.definitions) - len([definition.built_in()])


def test_a_recipe_that_is_replaced_is_the_newest(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(5):
        recipes.save(store, recipes.Recipe(f"r{number}", "orders", ("a", "b"), {}))
    assert [recipe.name for recipe in recipes.saved_recipes(store)] == ["r4"]
