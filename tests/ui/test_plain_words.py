"""What is read first: short sentences in everyday words, on every page and in every message.

All that ships is held to it but `BEHIND`, which opens at a click. Names of methods stand there, or
on pages without such a place in brackets behind their plain words (`NAMED`).
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analytics.words import LANGUAGES

DATA = Path(__file__).parents[2] / "data"
SHIPPED = ("text", "supers", "templates", "formats")
MOST = {"en": 30, "zh-Hans": 60, "zh-Hant": 60}
"""Words of a sentence in English, characters in Chinese."""
FACT = "12.3%"
BEHIND = re.compile(
    r"\.(formula_\w+|apart_method|behind\.\w+)$|^repurchase\.p(_below)?$"  # under the formulas
    r"|^measures\.(\w+\.formula|interval\.\w+)$"  # where a number is opened
    r"|^cli\.lexicon_unknown_kind$"  # codes as they are typed
)
NAMED = {
    "against.firm",
    "channels.association",
    "gate.known_range",
    "gate.spread_note",
    "private.stay_note",
    "referrals.association",
    "referrals.column.k",
    "referrals.k_note",
    "survey.alpha_is",
    "voice.points_note",
    "voice.supers_note",
}
METHODS = re.compile(
    r"Kaplan|log-rank|log-odds|BG/NBD|Gamma-Gamma|Holm|Wilson|Newcombe|MOVER|Gini|Lorenz|Kish|RFM"
    r"|Bayes|[Bb]ootstrap|Monte Carlo|Dirichlet|Sobol|Cronbach|alpha|\u03b1|Student's"
    r"|[Ii]nterval|[Mm]edian|[Pp]ercentile|[Qq]uantile|[Cc]orrelat|[Cc]oefficient|[Vv]ariance"
    r"|likelihood estim|standard deviation|geometric mean|hazard|resampl|significan|denominator"
    r"|confidence|n = |n \u2265|\bp [=<]|\bz\b|\(K\)|known as K"
    r"|\u7f6e\u4fe1|\u533a\u95f4|\u5340\u9593|\u663e\u8457|\u986f\u8457|\u4e2d\u4f4d"
    r"|\u6807\u51c6\u5dee|\u6a19\u6e96\u5dee|\u65b9\u5dee|\u53d8\u5f02|\u8b8a\u7570"
    r"|\u7cfb\u6570|\u4fc2\u6578|\u81ea\u52a9\u6cd5|\u4f3c\u7136|\u6982\u4f3c"
    r"|\u5bf9\u6570|\u5c0d\u6578|\u8d1d\u53f6\u65af|\u8c9d\u6c0f|\u57fa\u5c3c|\u5409\u5c3c"
    r"|\u6d1b\u4f26\u5179|\u7f85\u502b\u8332|\u8d6b\u82ac|\u51e0\u4f55|\u5e7e\u4f55"
    r"|(?<!\u5343)\u5206\u4f4d|\u5206\u6bcd|\u62bd\u6837|\u62bd\u6a23|\u91cd\u62bd|\u98ce\u9669\u7387"
    r"|\u98a8\u96aa\u7387|\u514b\u9686\u5df4\u8d6b|(?<!\u54c1\u724c)\u68c0\u9a8c[^\u62a5\u4e2d]"
    r"|\u6aa2\u5b9a|K \u503c"
)
BRACKETS = re.compile(r"\([^()]*\)|\uff08[^\uff08\uff09]*\uff09")
COUNTED = re.compile(
    r"\{(?P<count>\w+)\}\*{0,2} (?:(?!of )\w+ )?(?:rows|lines|files|orders|customers|products"
    r"|people|days|months|answers|reviews|texts|words|sheets|units|votes|cases|supers|questions|trees"
    r"|groups|buyers|purchases|datasets|mentions|things|gifts|channels|terms)\b"
)
NEVER_ONE = re.compile(
    r"all|days|months|levels|heads|items|middle|often|high|shown|\w+_days|rate|kind"  # from two up
    r"|least|fewest|floor|most|indicative|wide"  # lines drawn by hand
)
"""Facts that are a share, or a number that is never one."""


def leaves(node: Any, place: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Key and phrase of everything below a node of TOML."""
    if isinstance(node, dict) and set(LANGUAGES) <= set(node):
        yield place, node
    elif isinstance(node, dict):
        for name, child in node.items():
            yield from leaves(child, f"{place}.{name}")
    elif isinstance(node, list):
        for number, child in enumerate(node):
            yield from leaves(child, f"{place}.{number}")


def shipped() -> dict[str, dict[str, str]]:
    """Every phrase a person may read, by its file's stem and key."""
    paths = sorted(path for folder in SHIPPED for path in (DATA / folder).rglob("*.toml"))
    paths += [DATA / "goods.toml", DATA / "channels.toml"]
    return {
        key: phrase
        for path in paths
        for key, phrase in leaves(tomllib.loads(path.read_text("utf-8")), path.stem)
    }


FIRST = {key: phrase for key, phrase in shipped().items() if not BEHIND.search(key)}


def filled(written: str) -> str:
    """A phrase with a figure for each fact, and the word that goes with it, as it is drawn."""
    agreeing = re.sub(r"\{\w+:[^|}]*\|([^}]*)\}", r"\1", written.replace("**", ""))
    return re.sub(r"\{\w+\}", FACT, agreeing)


def sentences(written: str, lang: str) -> list[str]:
    """A phrase cut into its sentences; a new line in a chart begins another."""
    end = r"(?<=[.!?])\s+|<br>" if lang == "en" else "(?<=[\u3002\uff01\uff1f])|<br>"
    return re.split(end, filled(written))


def test_sentences_are_short() -> None:
    long = [
        (key, lang, sentence)
        for key, phrase in FIRST.items()
        for lang in LANGUAGES
        for sentence in sentences(phrase[lang], lang)
        if (len(sentence.split()) if lang == "en" else len(sentence)) > MOST[lang]
    ]
    assert long == []


def test_methods_stay_behind_the_formula() -> None:
    plain = {
        (key, lang): BRACKETS.sub("", written) if key in NAMED else written
        for key, phrase in FIRST.items()
        for lang in LANGUAGES
        for written in [filled(phrase[lang])]
    }
    names = {place: METHODS.findall(sentence) for place, sentence in plain.items()}
    assert {place: name for place, name in names.items() if name} == {}
    assert [key for key in sorted(NAMED) if not METHODS.search(FIRST[key]["en"])] == []


def test_one_of_a_kind_is_no_plural() -> None:
    assert [
        (key, match.group())
        for key, phrase in shipped().items()
        for match in COUNTED.finditer(phrase["en"])
        if not NEVER_ONE.fullmatch(match["count"])
    ] == []
