"""The strip of a halo and its words: own region above the others, in every language and theme."""

import pytest

from analytics.stats.intervals import Estimate
from analytics.stores.base import Code, Refusal
from analytics.stores.halo import Halo
from analytics.stores.openings import Opening, Openings
from tests.bench.halo_rates import FIRST, SCATTER, brand
from tests.ui.figures import TEXTS, assert_dressed
from ui.charts.stores.halo import strip
from ui.text import Text
from ui.theme import THEMES
from ui.views.stores import halo as views

ANSWER = brand(3, scatter=SCATTER["quiet"], effect=0.5)
HALO_CODES: tuple[Code, ...] = (
    *("old_version", "no_region", "no_opening", "few_pre_weeks", "few_post_weeks"),
    *("few_orders", "few_regions"),
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("theme", THEMES)
def test_the_own_region_lies_above_the_others_with_its_range(text: Text, theme: str) -> None:
    mean = views.mean(ANSWER, text)
    figure = strip(views.strip(ANSWER, text), mean, text=text, theme=theme)
    assert_dressed(figure, theme)
    named = [trace.name for trace in figure.data if trace.showlegend is not False]
    assert named == [text(f"stores.halo.{name}") for name in ("others", "own", "mean")]
    assert len(figure.data) == views.MOST_OTHERS + 3
    assert set(figure.data[-1].y) == {mean[0]}
    assert strip(views.strip(Halo(), text), (0.0, ""), text=text, theme=theme).data == ()


def halo(low: float, high: float, *, chance: float = 0.03, is_flat: bool = True) -> Halo:
    opening = Opening("s", "*Lake* Store", "P/City", FIRST)
    return Halo(
        change=Estimate((low + high) / 2, low, high, 30),
        chance=chance,
        least_chance=0.03,
        lead=Estimate(0.2, 0.1, 0.3, 30),
        is_flat=is_flat,
        openings=(opening,),
    )


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (halo(0.1, 0.3), "rose **20%** above"),
        (halo(-0.3, -0.1), "fell **20%** below other places (10\u201330%)"),
        (halo(-0.02, 0.03), "went the way of other places"),
        (halo(-0.2, 0.3), "Nobody can tell whether"),
        (halo(0.1, 0.3, chance=0.4), "Nobody can tell whether"),
        (halo(0.1, 0.3, is_flat=False), "before the opening (+20%)"),
    ],
)
def test_each_verdict_is_said_in_its_own_sentence(answer: Halo, words: str) -> None:
    sentence = views.sentence(answer, Text("en"))
    assert words in sentence
    assert "*Lake*" not in sentence


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("code", HALO_CODES)
def test_every_refusal_has_a_sentence(code: Code, text: Text) -> None:
    assert views.sentence(Halo(refusal=Refusal(code, 3, 8)), text)


def test_stores_that_are_not_looked_at_are_named_by_why() -> None:
    openings = Openings(same_region=("A", "B"), to_come=("C",), undated=("D",), elsewhere=("E",))
    sentences = views.left_out(openings, Text("en"))
    assert len(sentences) == 4
    assert "A, B" in sentences[0]
    assert views.left_out(Openings(), Text("en")) == []
