import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from analytics.words import LANGUAGES, words
from ui.text import Text, literal

ROOT = Path(__file__).parents[2]
CHARTS = tomllib.loads((ROOT / "data/text/shared/charts.toml").read_text(encoding="utf-8"))


def leaves(prefix: str, node: dict[str, Any]) -> dict[str, dict[str, str]]:
    if set(node) == set(LANGUAGES):
        return {prefix: node}
    phrases: dict[str, dict[str, str]] = {}
    for name, child in node.items():
        phrases |= leaves(f"{prefix}.{name}", child)
    return phrases


WORDS = leaves("charts", CHARTS)


def test_text_speaks_its_language_and_fills_in_facts() -> None:
    assert Text("en")("charts.n", n="1,200") == "1,200 counted"
    assert Text("zh-Hant")("charts.empty") != Text("zh-Hans")("charts.empty")


@pytest.mark.parametrize(
    "written", ["Ana@Example.com", "http://bad.example/x", "see WWW.bad.example", "ftp://a.b"]
)
def test_an_address_in_a_file_becomes_no_link(written: str) -> None:
    """As the Markdown of a page finds addresses, behind backslashes too."""
    shown = re.sub(r"\\(.)", r"\1", literal(written))
    assert not re.search(r"(https?|ftp)://|www\.|[-.\w+]@[-\w]", shown, re.IGNORECASE)
    assert shown.replace("\u2060", "") == written


@pytest.mark.parametrize("written", ["see :material/home: there", ":smile:", "a :+1: b"])
def test_words_become_no_symbol(written: str) -> None:
    """As the Markdown of a page finds symbols, behind backslashes too."""
    shown = re.sub(r"\\(.)", r"\1", literal(written))
    assert not re.search(r":[a-z+][\w+/]*:", shown)
    assert shown.replace("\u2060", "") == written


def test_an_unknown_key_or_language_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        Text("en")("charts.no_such_words")
    with pytest.raises(KeyError):
        Text("fr")


def test_text_picks_its_side_of_a_phrase_that_stands_elsewhere() -> None:
    assert Text("en").pick({"zh-Hans": "a", "zh-Hant": "b", "en": "c"}) == "c"
    assert Text("en").has("charts.empty")
    assert not Text("en").has("charts.nothing_of_the_kind")


@pytest.mark.parametrize("key", WORDS)
def test_every_chart_word_has_the_same_facts_in_each_language(key: str) -> None:
    facts = {lang: set(re.findall(r"\{(\w+)\}", words)) for lang, words in WORDS[key].items()}
    assert len({frozenset(names) for names in facts.values()}) == 1
    assert all(words for words in WORDS[key].values())


@pytest.mark.parametrize("key", WORDS)
def test_every_chart_word_is_used(key: str) -> None:
    sources = [*(ROOT / "ui").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]
    assert any(f'"{key}"' in path.read_text(encoding="utf-8") for path in sources)


@pytest.mark.parametrize(
    ("count", "sentence"), [("1", "1 order line"), ("1,001", "1,001 order lines")]
)
def test_a_word_goes_with_its_number(count: str, sentence: str) -> None:
    assert Text("en")("data.counted.lines", count=count) == sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_no_text_is_said_in_words(lang: str) -> None:
    shown = words(lang).shown({"file": "a.csv", "found": "binary"})
    assert "binary" not in words(lang).get("errors.file_not_a_table", **shown)
