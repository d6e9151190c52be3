"""What is read on a first screen: short sentences, and methods by their names behind the formula
alone."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics.words import LANGUAGES

TEXT = Path(__file__).parents[2] / "data" / "text"
ROOMS = ("repurchase", "customers")
MOST = {"en": 30, "zh-Hans": 60, "zh-Hant": 60}
"""Words of a sentence in English, characters in Chinese."""
FACT = "12.3%"
METHODS = re.compile(
    "Kaplan|log-rank|BG/NBD|Gamma-Gamma|Holm|Wilson|Newcombe|MOVER|Gini|RFM|likelihood"
    "|\u57fa\u5c3c|\u5409\u5c3c|n = |n \u2265|95 ?% ?(interval|\u533a\u95f4|\u5340\u9593)"
)
BEHIND = ("formula_", "apart_method")
"""Keys of phrases that stand behind a click."""


def phrases(room: str) -> Iterator[tuple[str, str, str]]:
    """File and key, language and text of every phrase of a room."""
    for path in sorted((TEXT / room).glob("*.toml")):
        todo = list(tomllib.loads(path.read_text("utf-8")).items())
        for key, node in todo:
            if set(LANGUAGES) <= set(node):
                yield from ((f"{path.stem}.{key}", lang, node[lang]) for lang in LANGUAGES)
            else:
                todo += [(f"{key}.{name}", child) for name, child in node.items()]


def sentences(written: str, lang: str) -> list[str]:
    """A phrase with a figure for each fact, cut into its sentences."""
    filled = re.sub(r"\{\w+\}", FACT, written.replace("**", ""))
    end = r"(?<=[.!?])\s+" if lang == "en" else "(?<=[\u3002\uff01\uff1f])"
    return re.split(end, filled)


@pytest.mark.parametrize("room", ROOMS)
def test_sentences_are_short_and_methods_stay_behind_the_formula(room: str) -> None:
    shown = [
        phrase for phrase in phrases(room) if not phrase[0].split(".", 1)[1].startswith(BEHIND)
    ]
    assert len(shown) > len(LANGUAGES)
    long = [
        (key, lang, sentence)
        for key, lang, written in shown
        for sentence in sentences(written, lang)
        if (len(sentence.split()) if lang == "en" else len(sentence)) > MOST[lang]
    ]
    assert long == []
    assert [(key, lang) for key, lang, written in shown if METHODS.search(written)] == []
