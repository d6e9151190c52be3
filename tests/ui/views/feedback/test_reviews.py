"""Quotes with their words marked, and the charts of the Voice page."""

import re
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks
from ui.charts.feedback import reviews as charts
from ui.text import JOINER
from ui.views.feedback.lexicon import sentence
from ui.views.feedback.quotes import marked, proposed
from ui.views.feedback.reviews import net_rows, signed

THEMES = ("light", "dark")
HOSTILE = "<script>alert(1)</script> [x](http://y) **b** :red[z] $a$ `c` :material/home:"
MARK = re.compile(r"(?<!\\):(?:green|red|orange)-background\[((?:\\.|[^\]\\])*)\]")

MONTHS = [date(2025, month, 1) for month in (1, 2, 3)]


def written(markdown: str) -> str:
    """What a reader sees of marked Markdown."""
    return re.sub(r"\\(.)", r"\1", MARK.sub(r"\1", markdown)).replace(JOINER, "")


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=40), st.lists(st.text(max_size=4), max_size=3))
def test_marking_changes_nothing_that_is_read(quote: str, terms: list[str]) -> None:
    assert written(marked(quote, terms)).split() == quote.split()


def test_hostile_text_stays_text() -> None:
    markdown = marked(HOSTILE, ["script", "red"], "negative")
    assert written(markdown) == HOSTILE
    bare = MARK.sub("", markdown)
    assert not re.search(r"(?<!\\)[<>*`$\[\]:]", bare)
    assert ":red-background[script]" in markdown


def test_words_are_marked_whole_and_in_any_characters() -> None:
    assert marked("worthy and WORTH it", ["worth"]) == "worthy and :orange-background[WORTH] it"
    traditional, simplified = "\u5305\u88dd", "\u5305\u88c5"
    assert marked(traditional, [simplified], "positive") == f":green-background[{traditional}]"
    assert marked("a b", []) == "a b"


def test_a_proposal_turns_the_judgement() -> None:
    short = proposed("Smells odd.", "smells", "other", "positive")
    assert (short["term"], short["value"], short["kind"]) == ("smells odd", -1.0, "aspect")
    long = proposed("so, " + "x " * 40 + "smells", "smells | x", "other", "negative")
    assert (long["term"], long["value"], long["dimension"]) == ("x x smells", 1.0, "other")
    apart = proposed("but " + "x " * 40 + "y, smells! and y", "smells", "other", "negative")
    assert apart["term"] == "smells"
    assert proposed("but never greasy", "greasy", "efficacy", "positive")["term"] == "never greasy"
    chinese = "\u76ae\u80a4" * 8 + "\u5305\u88c5" + "\u76ae\u80a4" * 8
    term = proposed(chinese, "\u5305\u88c5", "looks", "negative")["term"]
    assert term == "\u76ae\u80a4" * 2 + "\u5305\u88c5" + "\u76ae\u80a4" * 2


def counted(rows: list[tuple[str, int, int]]) -> list[dict[str, object]]:
    return [
        {"dimension": name, "positive": good, "negative": bad}
        | {"net": (good - bad) / (good + bad) if good + bad else None}
        | dict.fromkeys(("low", "high"), 0.1 if good + bad else None)
        for name, good, bad in rows
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_charts_are_dressed_and_speak(theme: str, text) -> None:  # type: ignore[no-untyped-def]
    rows = net_rows(counted([("<b>a", 40, 5), ("b", 2, 1), ("c", 0, 0)]), {}, "dimension", text)
    bars = [{"label": "<i>x", "value": 3, "shown": "3", "sentence": "three"}]
    sides = [{"label": "y", "positive": 3, "negative": 0, "good": "3 good", "bad": "0 bad"}]
    for figure in (
        charts.nets(rows, text=text, theme=theme),
        charts.months(rows, MONTHS, text=text, theme=theme),
        charts.split(sides, text=text, theme=theme),
        charts.counts(bars, "bad", text=text, theme=theme),
    ):
        assert_dressed(figure, theme)
        assert_speaks(figure)
        assert "<i>" not in figure.to_json()


def test_few_are_grey_and_none_are_a_sentence() -> None:
    text = TEXTS[-1]
    rows = net_rows(counted([("a", 40, 5), ("b", 2, 1)]), {}, "dimension", text)
    sure, few = charts.nets(rows, text=text, theme="light").data
    assert sure.marker.color != few.marker.color
    assert [row["is_enough"] for row in rows] == [True, False]
    for empty in (
        charts.nets([], text=text, theme="light"),
        charts.split([], text=text, theme="light"),
    ):
        assert empty.layout.annotations
    assert pl.Series([signed(net, text) for net in (0.5, 0.0, -0.004, None)])[:3].to_list() == [
        "+50",
        "0",
        "0",
    ]


def moved(**sides: tuple[float | None, float | None]) -> pl.DataFrame:
    """One super that a word list moves; what is not given stays."""
    columns = {"mentions": (10, 10), "share": (0.5, 0.5), "score": (None, None)} | sides
    cells = {"key": ["looks"]}
    for name, (before, after) in columns.items():
        cells |= {name: [before], f"{name}_after": [after]}
    return pl.DataFrame(cells, schema_overrides={"score": pl.Float64, "score_after": pl.Float64})


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (moved(score=(55.0, 54.9)), "What moves most is Looks: from 55.0 to 54.9."),
        (moved(mentions=(10, 12)), "No score changes; texts that speak of Looks go from 10 to 12."),
        (moved(share=(0.5, 0.6)), "speak well of Looks goes from 50.0% to 60.0%."),
        (moved(score=(55.0, 55.01)), "Only Looks is read a little otherwise"),
        (moved().clear(), "Your changes make no difference to the reviews of this dataset."),
    ],
)
def test_what_a_word_list_moves_is_told_as_it_is_shown(rows: pl.DataFrame, words: str) -> None:
    assert words in sentence(rows, TEXTS[-1])
