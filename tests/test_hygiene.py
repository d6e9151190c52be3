"""Rules no tool knows: words in three languages, one home for state, nothing of any one machine."""

import ast
import re
import string
import subprocess
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analytics.ingest import left_out, repeats
from analytics.ingest.build import (
    answers,
    commissions,
    copies,
    deductions,
    discounts,
    lookalikes,
    order_money,
    originals,
    person_ids,
    rewording,
    sheets,
    survey_cells,
    total_rows,
)
from analytics.ingest.build.parse_issues import PARSE_ISSUES
from analytics.ingest.repairs import CHOICE_OF
from analytics.schema import CHOICES, TABLES
from analytics.storage import engine
from analytics.words import DATA, LANGUAGES, is_leaf
from tests.conftest import PROJECT

PAGE_LINES = 120
MODULE_LINES = 300
PRODUCT = ("analytics", "ui", "pages", "scripts")
OF_FILES = {"several_currencies"}
"""Problems of a whole file, told by a query of their own."""
NOWHERE_NAMES = {"utils", "util", "helpers", "helper", "misc", "common", "tools"}


@cache
def tracked() -> tuple[Path, ...]:
    """The files of the project, as version control lists them, new ones included."""
    call = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listing = subprocess.run(call, cwd=PROJECT, capture_output=True, text=True, check=True)
    paths = (PROJECT / line for line in listing.stdout.splitlines())
    return tuple(path for path in paths if path.is_file())


@cache
def python() -> tuple[Path, ...]:
    return tuple(path for path in tracked() if path.suffix == ".py")


@cache
def product() -> tuple[Path, ...]:
    """Python of the product itself."""
    within = [path for path in python() if path.relative_to(PROJECT).parts[0] in PRODUCT]
    return (PROJECT / "app.py", *within)


def name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


class TestCode:
    def test_no_words_of_any_language_in_python(self) -> None:
        """Docstrings may draw an arrow; every other text lives in data."""
        offences = [
            (name(path), node.lineno, node.value)
            for path in python()
            if not (source := path.read_text("utf-8")).isascii()
            for node in texts(ast.parse(source))
            if not (ast.get_source_segment(source, node) or "").isascii()
        ]
        assert offences == []

    def test_the_session_has_one_home(self) -> None:
        users = {name(path) for path in product() if attributes(path) & {"session_state"}}
        assert users <= {"ui/state.py"}

    def test_no_page_brings_its_own_html(self) -> None:
        word = "unsafe_" + "allow_html"
        assert [name(path) for path in python() if word in path.read_text("utf-8")] == []

    def test_pages_and_modules_stay_short(self) -> None:
        long = {
            name(path): lines
            for path in product()
            if (lines := len(path.read_text("utf-8").splitlines()))
            > (PAGE_LINES if path.parent.name == "pages" else MODULE_LINES)
        }
        assert long == {}

    def test_no_module_is_a_drawer(self) -> None:
        assert [name(path) for path in python() if path.stem in NOWHERE_NAMES] == []

    def test_no_statement_of_a_query_is_written_in_python(self) -> None:
        """Attaching, settings and switching take no parameters: the engine keeps those few."""
        select = re.compile(
            r"\b(select\s.+\sfrom|insert into|create (or replace )?table)\b", re.DOTALL
        )
        within = [path for path in product() if name(path).startswith(("analytics", "ui", "pages"))]
        offences = [
            (name(path), node.lineno)
            for path in within
            for node in texts(ast.parse(path.read_text("utf-8")))
            if select.search(node.value)
        ]
        assert offences == []

    def test_nothing_tells_of_one_machine_or_registry(self) -> None:
        """Paths of a person's machine, and package sources other than the usual one."""
        marks = ("/wor" + "k/", "/opt" + "/v/", "/ro" + "ot/", "/ho" + "me/[a-z]", "/Use" + "rs/")
        sources = ("index" + "-url", "artifac" + "tory", "pypi" + r"\.", "npm" + "mirror")
        pattern = re.compile("|".join((*marks, *sources)))
        offences = [
            (name(path), match.group(0))
            for path in tracked()
            if path.suffix not in (".csv", ".xlsx", ".png", ".svg", ".ttf", ".otf")
            and (match := pattern.search(path.read_text("utf-8", errors="ignore")))
        ]
        assert offences == []


def texts(tree: ast.Module) -> Iterator[ast.Constant]:
    """Every text in a module that is no docstring."""
    nodes = list(ast.walk(tree))
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    bodies = [node.body for node in nodes if isinstance(node, documented)]
    bodies += [[node] for body in bodies for node in body]
    loose = {id(body[0].value) for body in bodies if body and isinstance(body[0], ast.Expr)}
    for node in nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node


def attributes(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text("utf-8")))
    return {node.attr for node in nodes if isinstance(node, ast.Attribute)}


@cache
def leaves() -> dict[str, Mapping[str, str]]:
    """Every phrase of data/, by file and key; a node with any language in it is meant to be one."""
    phrases: dict[str, Mapping[str, str]] = {}
    for path in sorted(DATA.rglob("*.toml")):
        if path.parent.parent.name != "sample":
            collect(
                path.relative_to(DATA).as_posix(), tomllib.loads(path.read_text("utf-8")), phrases
            )
    return phrases


def collect(place: str, node: Any, phrases: dict[str, Mapping[str, str]]) -> None:
    if isinstance(node, dict):
        if set(node) & set(LANGUAGES):
            phrases[place] = node
            return
        for key, child in node.items():
            collect(f"{place}:{key}", child, phrases)
    if isinstance(node, list):
        for number, child in enumerate(node):
            collect(f"{place}[{number}]", child, phrases)


def placeholders(text: str) -> list[str]:
    """The facts a phrase takes, without the words that go with a number."""
    fields = string.Formatter().parse(text)
    return sorted(field for _, field, form, _ in fields if field is not None and "|" not in form)


@cache
def catalogue() -> dict[str, Mapping[str, str]]:
    """The phrases of data/text, by full key."""
    return {
        place.rpartition("/")[2].replace(".toml", "", 1).replace(":", "."): leaf
        for place, leaf in leaves().items()
        if place.startswith("text/")
    }


@cache
def literals() -> frozenset[str]:
    """Every text in the product's Python."""
    speaking = [path for path in product() if not name(path).startswith("scripts")]
    trees = (ast.parse(path.read_text("utf-8")) for path in speaking)
    return frozenset(node.value for tree in trees for node in texts(tree))


@cache
def patterns() -> tuple[re.Pattern[str], ...]:
    """Every f-string of the product that could make a key, as what it could make."""
    sources = set()
    for path in product():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = [
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z0-9_]+"
                    for part in node.values
                ]
                constant = "".join(
                    part.value for part in node.values if isinstance(part, ast.Constant)
                )
                if re.search("[a-z]{3}", constant) and re.fullmatch("[a-z0-9_.]+", constant):
                    sources.add("".join(parts))
    return tuple(re.compile(source) for source in sorted(sources))


def tails(key: str) -> list[str]:
    """A key and its ends: what stands in code may leave the page's name to the frame."""
    parts = key.split(".")
    return [".".join(parts[start:]) for start in range(len(parts))]


class TestWords:
    def test_there_are_words(self) -> None:
        assert len(leaves()) > 300

    def test_every_phrase_has_exactly_the_three_languages(self) -> None:
        assert [place for place, leaf in leaves().items() if not is_leaf(leaf)] == []

    def test_no_phrase_is_empty(self) -> None:
        assert [
            (place, lang)
            for place, leaf in leaves().items()
            for lang, text in leaf.items()
            if not text.strip()
        ] == []

    def test_the_languages_of_a_phrase_take_the_same_facts(self) -> None:
        assert [
            (place, [placeholders(text) for text in leaf.values()])
            for place, leaf in leaves().items()
            if len({tuple(placeholders(text)) for text in leaf.values()}) > 1
        ] == []

    def test_english_has_no_chinese_in_it(self) -> None:
        han = re.compile("[\u4e00-\u9fff]")
        mixed = [place for place, leaf in leaves().items() if han.search(leaf["en"])]
        assert mixed == []

    def test_no_phrase_is_left_over(self) -> None:
        used = literals()
        assert [
            key
            for key in catalogue()
            if not used.intersection(tails(key))
            and not any(pattern.fullmatch(tail) for pattern in patterns() for tail in tails(key))
        ] == []

    def test_every_key_in_the_code_is_there(self) -> None:
        stems = {path.stem for path in (DATA / "text").rglob("*.toml")}
        keys = catalogue()
        wanted = [
            text
            for text in literals()
            if re.fullmatch(r"[a-z_]+(\.[a-z0-9_]*[a-z0-9])+", text)
            and text.partition(".")[0] in stems
        ]
        needs = {f"{table}.{column}" for table, spec in TABLES.items() for column in spec.names}
        assert [
            text
            for text in wanted
            if text not in keys
            and text not in needs
            and not any(key.startswith(f"{text}.") for key in keys)
            and text.rpartition(".")[2] not in NO_KEYS
        ] == []


NO_KEYS = ("toml", "parquet", "item", "ids")
"""Ends of texts that only look like keys: files, and names of widgets."""


class TestFamilies:
    """Keys made at run time, held to what they are made from."""

    def test_columns_are_named_in_full(self) -> None:
        named = {key for key in catalogue() if key.startswith("columns.")}
        wanted = {f"columns.{table}.{name}" for table in TABLES for name in TABLES[table].names}
        assert named == wanted

    def test_tables_are_named_in_full(self) -> None:
        for table in TABLES:
            assert f"tables.{table}.name" in catalogue()

    def test_every_problem_has_its_sentence_and_every_sentence_its_problem(self) -> None:
        codes = {issue.code for issues in PARSE_ISSUES.values() for issue in issues} | set(
            sheets._CODES.values()
        )
        codes |= {*repeats.CODES, total_rows.DIFFERS}
        codes |= {
            code for code in OF_FILES if f"'{code}'" in engine.sql("ingest/problem_currencies")
        }
        codes |= set(rewording.CODES)
        codes |= {"garbled_header", "too_few_cells", "read_utc", *CHOICE_OF}
        codes |= {*order_money.CODES, *person_ids.CODES, *lookalikes.CODES}
        codes |= {*answers.CODES, *left_out.CODES, *originals.CODES, copies.REPEATED}
        codes |= {*discounts.CODES, *deductions.CODES, *survey_cells.CODES}
        codes |= {*commissions.CODES}
        assert {f"problems.{code}" for code in codes} == {
            key for key in catalogue() if key.startswith("problems.")
        }

    def test_every_refusal_has_its_sentence_and_every_sentence_its_refusal(self) -> None:
        paths = (PROJECT / "analytics").rglob("errors.py")
        calls = [
            node.args[0].value
            for path in paths
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "cls"
            and isinstance(node.args[0], ast.Constant)
        ]
        sentences = {
            key.removeprefix("errors.") for key in catalogue() if key.startswith("errors.")
        }
        assert sentences == {*calls, "usage", "unexpected"}

    @pytest.mark.parametrize("column", ["domain", "mode", "social_model", "referrer_kind"])
    def test_codes_that_readers_see_have_names(self, column: str) -> None:
        for code in CHOICES[column]:
            assert f"common.{column}_{code}" in catalogue()
