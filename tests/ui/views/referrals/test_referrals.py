"""Charts and sentences of who brings whom."""

import polars as pl
import pytest

from analytics.referrals.compliance import ComplianceReport, Limits
from analytics.referrals.k_factor import Growth
from analytics.stats.intervals import Estimate
from ui.charts.referrals import referrals as charts
from ui.text import Text
from ui.views.referrals import growth as growth_view
from ui.views.referrals import referrals as view

EN = Text("en")
BOX = {"customer_key": 1, "level": 0, "start": 0.0, "width": 1.0, "way": "own"}
TEXTS = {"name": "<b>x", "number": "3", "sentence": "s"}
BOXES = [
    BOX | TEXTS,
    BOX | TEXTS | {"customer_key": 2, "level": 1, "width": 0.5, "way": "paid"},
    BOX | TEXTS | {"customer_key": 3, "level": 1, "start": 0.5, "width": 0.01, "way": "unpaid"},
]


def grown(rows: list[tuple[float, float, float, int]], estimate: Estimate) -> Growth:
    table = pl.DataFrame(
        [
            {
                "generation": at,
                "customers": n,
                "eligible": n,
                "brought": 1,
                "paid": 0,
                "k": k,
                "low": low,
                "high": high,
            }
            for at, (k, low, high, n) in enumerate(rows)
        ]
    )
    return Growth(90, estimate, estimate, estimate, 5, 4, 100, table)


def test_boxes_stand_where_the_layout_says_and_hand_on_their_key() -> None:
    figure = charts.tree(pl.DataFrame(BOXES), ["a", "b"], text=EN, theme="light", has_ways=True)
    bars = {bar.name: bar for bar in figure.data}
    assert len(bars) == 3
    paid = bars["brought, paid (distribution)"]
    assert (paid.x[0], paid.width[0], paid.customdata[0][0]) == (0.25, 0.5, 2)
    assert paid.base[0] == pytest.approx(-1 - charts.TALL)
    assert bars["brought, unpaid"].text[0] == ""
    assert "&lt;b&gt;x" in bars["came by themselves"].text[0]


def test_paid_and_unpaid_are_one_colour_where_nobody_knows() -> None:
    figure = charts.tree(pl.DataFrame(BOXES), ["a", "b"], text=EN, theme="dark", has_ways=False)
    colours = {bar.marker.color for bar in figure.data if bar.name == "brought by a customer"}
    assert len(colours) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_nothing_to_draw_is_a_sentence(theme: str) -> None:
    empty = charts.tree(pl.DataFrame(), [], text=EN, theme=theme, has_ways=True)
    none = charts.dots([], text=EN, theme=theme, title="x")
    assert [len(figure.layout.annotations) for figure in (empty, none)] == [1, 1]


@pytest.mark.parametrize("top", [0.0004, 0.05, 0.9, 1.0, 7.3, 120.0])
def test_the_axis_reaches_the_highest_end_in_few_steps(top: float) -> None:
    row = {"label": "a", "value": top / 2, "low": 0.0, "high": top, "shown": "", "sentence": ""}
    axis = charts.dots([row], text=EN, theme="light", title="x").layout.yaxis
    assert axis.range[1] >= top
    assert 2 <= len(axis.tickvals) <= 5


def test_k_is_said_only_where_enough_were_observed() -> None:
    few = growth_view.growth_sentence(grown([], Estimate(0.5, 0.1, 1.2, 29)), EN)
    assert few.startswith("How many each customer brings cannot be told yet")
    sure = growth_view.growth_sentence(grown([], Estimate(0.5, 0.1, 0.9, 30)), EN)
    assert "That is below 1" in sure
    assert "lies within that range" in growth_view.growth_sentence(
        grown([], Estimate(1, 0.8, 1.2, 90)), EN
    )
    assert "above 1" in growth_view.growth_sentence(grown([], Estimate(1.5, 1.2, 1.9, 90)), EN)


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ((0.5, 0.4, 0.6, 90), (0.1, 0.05, 0.2, 90), "bring fewer"),
        ((0.1, 0.05, 0.2, 90), (0.5, 0.4, 0.6, 90), "bring more"),
        ((0.1, 0.05, 0.2, 90), (0.12, 0.05, 0.3, 90), "cannot be told apart"),
        ((0.1, 0.05, 0.2, 90), (0.5, 0.4, 0.6, 29), "It takes 30"),
    ],
)
def test_generations_are_compared_by_their_interval(
    first: tuple[float, float, float, int], second: tuple[float, float, float, int], words: str
) -> None:
    growth = grown([first, second], Estimate(0.1, 0.0, 0.2, 200))
    assert words in growth_view.generations_sentence(growth, EN)


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant", "en"])
@pytest.mark.parametrize("state", ["check", "ask", "below"])
def test_the_law_is_asked_about_and_never_judged(lang: str, state: str) -> None:
    sentence = view.compliance_sentence(
        ComplianceReport(state, Limits(), 2, 4, 55, 3, 9, True), Text(lang)
    )
    assert "3" in sentence
    assert "30" in sentence
    assert "illegal" not in sentence
