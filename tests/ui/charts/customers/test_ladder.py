"""The flow from rung to rung: every node at its height, every sentence filled in."""

from datetime import date

import polars as pl
import pytest

from analytics.customers.ladder import NEW, Evidence, Ladder, LadderQuery, rungs
from tests.ui.figures import TEXTS, assert_dressed
from ui.charts.customers import ladder as charts
from ui.text import Text
from ui.theme import THEMES
from ui.views.customers import ladder as view

MOVES = pl.DataFrame(
    {
        "earlier_rung": ["repeat", "repeat", "repeat", NEW, "steel"],
        "later_rung": ["loyal", "asleep", "repeat", "buyer", "advocate"],
        "customers": [41, 96, 183, 10, 1],
        "amount": [410.0, 960.0, 1830.0, 100.0, -5.0],
    }
)
FOUND = Ladder(MOVES, rungs(MOVES), Evidence(5, 0, 0))
ASKED = LadderQuery(date(2026, 3, 1), date(2026, 6, 30))


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_the_flow_is_dressed_and_in_order(text: Text, theme: str) -> None:
    nodes = view.nodes(FOUND, text)
    links = view.links(FOUND, nodes, text)
    figure = charts.moved(nodes, links, text=text, theme=theme)
    assert_dressed(figure, theme)
    flow = figure.data[0]
    assert all((*flow.node.customdata, *flow.link.customdata))
    for side in (0, 1):
        heights = [
            y for y, node_side in zip(flow.node.y, nodes["side"], strict=True) if node_side == side
        ]
        assert heights == sorted(heights)
    assert sum(flow.link.value) == MOVES["customers"].sum()
    assert nodes["rung"].to_list()[0] == "steel"


def test_nothing_to_draw_is_said() -> None:
    empty = Ladder(MOVES.clear(), rungs(MOVES.clear()), Evidence(0, 0, 0))
    nodes = view.nodes(empty, TEXTS[0])
    assert charts.moved(nodes, view.links(empty, nodes, TEXTS[0]), text=TEXTS[0], theme=THEMES[0])
    assert view.rungs(empty, TEXTS[0]).is_empty()
    assert view.rungs_sentence(empty, ASKED, TEXTS[0])
    assert view.moved_sentence(empty, ASKED, TEXTS[0])


def test_the_sentence_counts_who_rose_and_who_fell_asleep() -> None:
    sentence = view.moved_sentence(FOUND, ASKED, Text("en"))
    assert "Of **320**" in sentence
    assert "**41** stand higher" in sentence
    assert "**96** fell asleep and 183" in sentence


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_what_the_data_lack_is_told_once(text: Text) -> None:
    sentences = view.missing(FOUND, ASKED.rules, text)
    assert len(sentences) == 2
    assert text("ladder.missing_steel") in sentences
