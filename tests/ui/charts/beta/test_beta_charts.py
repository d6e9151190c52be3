"""Pictures of a beta test: dressed, speaking, and empty where there is nothing to draw."""

import math

import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks
from ui.charts.beta import rings, running, strip
from ui.text import Text

EN = Text("en")
KINDS = pl.DataFrame(
    {
        "kind": ["seed", "invited", "repeat"],
        "label": ["Seeds", "Invited <b>", "Again"],
        "value": [30.0, 40.0, None],
        "low": [20.0, 30.0, None],
        "high": [45.0, 50.0, None],
        "sentence": ["a", "b", "c"],
    }
)
PEOPLE = pl.DataFrame({"person": ["a", "b"], "before": [4.0, 6.0], "after": [8.0, 5.0]})
TREE = pl.DataFrame(
    {
        "tester": ["s", "t", "i", "j", "k"],
        "parent": [None, None, "s", "s", "unknown"],
        "ring": [0, 0, 1, 1, 1],
        "mark": [8.0, None, 3.0, 9.0, 5.0],
        "sentence": list("abcde"),
    }
)

SO_FAR = pl.DataFrame(
    {
        "kind": ["seed", "seed", "invited"],
        "label": ["Seeds", "Seeds", "Invited <b>"],
        "place": [1, 2, 1],
        "so_far": [8.0, 7.0, 4.0],
        "sentence": list("abc"),
    }
)
FRIENDS = pl.DataFrame(
    {
        "seed_id": ["s", "<t>", "s", "<t>"],
        "seed_place": [1, 1, 2, 2],
        "of_seed": [2.0, 9.0, 3.0, 8.5],
        "sentence": list("abcd"),
    }
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("text", TEXTS)
def test_pictures_are_dressed_and_speak(text: Text, theme: str) -> None:
    for figure in (
        strip.decision(KINDS, (25.0, 33.0), text=text, theme=theme),
        strip.decision(KINDS, None, text=text, theme=theme),
        strip.decision(KINDS.head(0), None, text=text, theme=theme),
        strip.slopes(PEOPLE, ("1", "2"), text=text, theme=theme),
        strip.slopes(PEOPLE.head(0), ("1", "2"), text=text, theme=theme),
        rings.tree(TREE, text=text, theme=theme),
        rings.tree(TREE.head(0), text=text, theme=theme),
        running.settling(SO_FAR, text=text, theme=theme),
        running.settling(SO_FAR.head(0), text=text, theme=theme),
        running.by_seed(FRIENDS, text=text, theme=theme),
        running.by_seed(FRIENDS.head(0), text=text, theme=theme),
    ):
        assert_dressed(figure, theme)
        assert_speaks(figure)


def test_zones_stand_on_the_rows_they_are_of() -> None:
    figure = strip.decision(KINDS, (25.0, 33.0), text=EN, theme="light")
    zones = [(zone.x0, zone.x1, (zone.y0 + zone.y1) / 2) for zone in figure.layout.shapes]
    assert zones == [(0, 25, 0), (33, 100, 1)]
    few_seeds = strip.decision(KINDS, (None, 33.0), text=EN, theme="light").layout
    assert [(zone.x0, zone.x1) for zone in few_seeds.shapes] == [(33, 100)]
    assert [note.text for note in few_seeds.annotations if note.text in ("stop", "go")] == ["go"]


def test_the_thick_line_is_the_mean() -> None:
    figure = strip.slopes(PEOPLE, ("1", "2"), text=EN, theme="light")
    (mean,) = [trace for trace in figure.data if trace.name == "mean"]
    assert list(mean.y) == [5.0, 6.5]


def test_each_generation_stands_on_its_ring_and_seeds_amid_their_own() -> None:
    figure = rings.tree(TREE, text=EN, theme="light")
    marked = next(trace for trace in figure.data if trace.name == "marked")
    reach = [math.hypot(x, y) for x, y in zip(marked.x, marked.y, strict=True)]
    assert reach == pytest.approx([1, 2, 2, 2])
    seed, *brought = (math.atan2(y, x) for x, y in zip(marked.x, marked.y, strict=True))
    assert seed == pytest.approx(sum(brought[:2]) / 2)
    ties = next(trace for trace in figure.data if trace.name == "ties")
    assert len([x for x in ties.x if x is not None]) == 4


def test_a_chain_of_many_is_placed() -> None:
    size = 3_000
    chain = pl.DataFrame(
        {
            "tester": [str(place) for place in range(size)],
            "parent": [None, *(str(place) for place in range(size - 1))],
            "ring": list(range(size)),
            "mark": [5.0] * size,
            "sentence": ["x"] * size,
        }
    )
    figure = rings.tree(chain, text=EN, theme="light")
    assert len(figure.data[-1].x) == size


def test_each_kind_and_each_seed_has_a_line_of_its_own() -> None:
    settling = running.settling(SO_FAR, text=EN, theme="light")
    assert [(line.name, list(line.y)) for line in settling.data] == [
        ("Seeds", [8.0, 7.0]),
        ("Invited &lt;b&gt;", [4.0]),
    ]
    lines, ends = running.by_seed(FRIENDS, text=EN, theme="light").data
    assert list(lines.y) == [2.0, 3.0, None, 9.0, 8.5, None]
    assert list(ends.y) == [3.0, 8.5]
