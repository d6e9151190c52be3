"""The words that ship against the terms of the article the product follows, and one word for one
thing in each language."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from analytics.words import LANGUAGES

PROJECT = Path(__file__).parents[1]
DATA = PROJECT / "data"
SCRIPTS = ("zh-Hans", "zh-Hant")
TABLE = tomllib.loads((Path(__file__).parent / "terms.toml").read_text("utf-8"))
TERMS, STRANGERS = TABLE["terms"], TABLE["strangers"]


def phrases(node: Any, place: str = "") -> Iterator[tuple[str, dict[str, str]]]:
    """Every phrase below a node of TOML, with its key."""
    if isinstance(node, dict) and set(LANGUAGES) <= set(node):
        yield place, node
    elif isinstance(node, dict):
        for name, child in node.items():
            yield from phrases(child, f"{place}.{name}" if place else name)
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from phrases(child, f"{place}[{number}]")


def shipped() -> dict[tuple[str, str], dict[str, str]]:
    """Every phrase a page, a file or a command may say, by file and key."""
    files = sorted(
        path
        for folder in ("text", "supers", "templates")
        for path in (DATA / folder).rglob("*.toml")
    )
    files += [
        DATA / "channels.toml",
        DATA / "goods.toml",
        *sorted((DATA / "formats").glob("*.toml")),
    ]
    return {
        (path.relative_to(DATA).as_posix(), key): phrase
        for path in files
        for key, phrase in phrases(tomllib.loads(path.read_text("utf-8")))
    }


PHRASES = shipped()


@pytest.mark.parametrize("name", TERMS)
def test_a_term_stands_where_it_belongs(name: str) -> None:
    term = TERMS[name]
    for file, key in term["places"]:
        phrase = PHRASES[file, key]
        for script in LANGUAGES:
            if script not in term:
                continue
            if term.get("exact"):
                assert phrase[script] == term[script], (file, key)
            else:
                assert term[script] in phrase[script], (file, key)


@pytest.mark.parametrize("name", [name for name, term in TERMS.items() if not term.get("apart")])
def test_both_scripts_say_a_term_or_neither_does(name: str) -> None:
    term = TERMS[name]
    uneven = [
        place
        for place, phrase in PHRASES.items()
        if len({term[script] in phrase[script] for script in SCRIPTS}) > 1
    ]
    assert uneven == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_other_word_stands_in_a_terms_place(lang: str) -> None:
    strange = {
        (*place, word)
        for place, phrase in PHRASES.items()
        for word in STRANGERS[lang]
        if word in re.sub(r"\{\w+\}", "", phrase[lang])
    }
    assert strange == set()
