"""Pictures of prices: dressed, spoken, and drawn of what the frames hold."""

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
import pytest

from analytics.pricing.answers import price_sets
from analytics.pricing.elasticity import elasticity
from analytics.pricing.offers import buy_answers, offers
from analytics.pricing.pack_sizes import ladder
from analytics.pricing.price_moves import move_effects
from analytics.pricing.reach import reach
from analytics.pricing.sensitivity import Sensitivity, sensitivity
from analytics.pricing.value_map import value_map
from analytics.pricing.weeks import product_weeks
from tests.analytics.pricing.published import KRISTROM, VALDEZ, juice_shop, one_price
from tests.analytics.pricing.shops import shop
from tests.analytics.pricing.test_standing import beside, own, sizes
from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, names, notes, trace
from ui.charts.pricing import dots as dot_charts
from ui.charts.pricing import scale, standing, surveyed
from ui.text import Text
from ui.theme import THEMES
from ui.views.pricing import dots, moved
from ui.views.pricing import standing as standing_view
from ui.views.pricing import surveyed as surveyed_view

EN = Text("en")
TODAY_MARK = scale.Mark("today 270", 270.0)


def answers(*, intents: bool = False) -> pl.DataFrame:
    """The published answers, with a stated intent where asked for."""
    people = price_sets(juice_shop()).in_order(with_ties=not intents)
    if not intents:
        return people
    return people.with_columns(intent_cheap=pl.lit(5.0), intent_expensive=pl.lit(3.0))


def asked() -> Sensitivity:
    return sensitivity(answers(), least=20)


def curves(text: Text, theme: str) -> go.Figure:
    rows, points = surveyed_view.curves(asked(), text), surveyed_view.points(asked(), text)
    return surveyed.curves(rows, points, marks=[TODAY_MARK], text=text, theme=theme)


def crossings(text: Text, theme: str) -> go.Figure:
    points = surveyed_view.points(asked(), text)
    return scale.ranges(points, text=text, theme=theme, marks=[TODAY_MARK])


def outcome(text: Text, theme: str) -> go.Figure:
    answer = reach(answers(intents=True), 100.0, least=10)
    rows = surveyed_view.outcome(answer, "profit", text)
    best = answer.best["profit"].price.value or 0.0
    return surveyed.outcome(rows, best, marks=[TODAY_MARK], text=text, theme=theme)


def demand(text: Text, theme: str) -> go.Figure:
    rows = surveyed_view.demand(offers(buy_answers(one_price(KRISTROM))[0]), text)
    return surveyed.demand(rows, text=text, theme=theme)


def response(text: Text, theme: str) -> go.Figure:
    rows = moved.response(elasticity(product_weeks(shop())), text)
    return standing.response(rows, text=text, theme=theme)


def weeks(text: Text, theme: str) -> go.Figure:
    slope = elasticity(product_weeks(shop()))
    return dot_charts.dots(dots.dots(slope, text), dots.line(slope), text=text, theme=theme)


def moves(text: Text, theme: str) -> go.Figure:
    rows = moved.moves(move_effects(product_weeks(shop())), text)
    return scale.ranges(rows.head(9), text=text, theme=theme, is_rate=True)


def quality(text: Text, theme: str) -> go.Figure:
    answer = value_map(*beside(9, me=4.5))
    rows = standing_view.value_map(answer, text)
    line = standing_view.map_line(answer)
    return standing.value_map(rows, line, text=text, theme=theme)


def packs(text: Text, theme: str) -> go.Figure:
    products = own(("a", "Oil 100ml", 50.0), ("b", "Oil 200ml", 110.0))
    answer = ladder(products, sizes(("a", 100, "ml"), ("b", 200, "ml")))
    return standing.ladder(standing_view.rungs(answer, text), text=text, theme=theme)


DRAWN = (curves, crossings, outcome, demand, response, weeks, moves, quality, packs)


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("name", THEMES)
def test_pictures_are_dressed_and_speak(draw: Callable[..., go.Figure], name: str) -> None:
    for text in TEXTS:
        figure = draw(text, name)
        assert_dressed(figure, name)
        assert_speaks(figure)


def test_crossings_lie_on_both_their_curves() -> None:
    figure = curves(EN, "light")
    shown = trace(figure, "crossings")
    rows = surveyed_view.curves(asked(), EN)
    points = {point.key: point for point in asked().points}
    opp = points["opp"].price.value
    assert opp in shown.x
    height = shown.y[list(shown.x).index(opp)]
    for question in ("too_cheap", "too_expensive"):
        near = rows.filter(pl.col("question") == question).sort((pl.col("price") - opp).abs())
        assert abs(near["share"][0] - height) < 6


def test_a_silent_row_says_why_and_has_no_range() -> None:
    rows = pl.DataFrame(
        {
            "label": ["Cost", "Offers"],
            "value": [10.0, None],
            "low": [None, None],
            "high": [None, None],
            "sentence": ["10", "nobody was asked"],
            "reason": [None, "nobody was asked"],
        },
        schema_overrides={"low": pl.Float64, "high": pl.Float64},
    )
    figure = scale.ranges(rows, text=EN, theme="light", marks=[TODAY_MARK])
    assert "range" not in names(figure)
    assert list(trace(figure, "values").x) == [10.0]
    assert "nobody was asked" in notes(figure)
    low, high = figure.layout.xaxis.range
    assert low < 10 < TODAY_MARK.at < high
    nothing = scale.ranges(rows.tail(1), text=EN, theme="light")
    assert "nobody" not in notes(nothing)


def test_bigger_pack_that_costs_more_for_as_much_stands_out() -> None:
    rows = standing_view.rungs(
        ladder(
            own(("a", "Oil 100ml", 50.0), ("b", "Oil 200ml", 110.0)),
            sizes(("a", 100, "ml"), ("b", 200, "ml")),
        ),
        EN,
    )
    assert rows["is_dearer"].to_list() == [False, True]
    assert rows["price_of_much"].to_list() == pytest.approx([50.0, 55.0])


def test_offers_whose_best_stands_at_the_end_are_drawn_all_the_same() -> None:
    rows = surveyed_view.demand(offers(buy_answers(one_price(VALDEZ))[0]), EN)
    assert rows["share"].to_list() == pytest.approx([67.42, 51.69, 50.59, 34.24], abs=0.01)
    assert surveyed_view.demand(offers(buy_answers(one_price(()))[0]), EN).is_empty()


def test_units_are_drawn_as_far_as_prices_moved() -> None:
    slope = elasticity(product_weeks(shop()))
    rows = moved.response(slope, EN)
    assert slope.spread is not None
    furthest = min(0.2, 2 * slope.spread) * 100
    assert rows["change"].max() == pytest.approx(furthest)
    still = rows.filter(pl.col("change") == 0)
    assert still.select("units", "low", "high").row(0) == pytest.approx((0, 0, 0))
    last = rows.row(-1, named=True)
    assert slope.value.value is not None
    assert last["units"] == pytest.approx(100 * ((1 + furthest / 100) ** slope.value.value - 1))


def test_the_line_through_the_dots_has_the_slope_and_axes_name_round_changes() -> None:
    figure = weeks(EN, "light")
    slope = elasticity(product_weeks(shop()))
    line = trace(figure, "slope")
    steps = [(y, x) for x, y in zip(line.x, line.y, strict=True) if x]
    assert [y / x for y, x in steps] == pytest.approx([slope.value.value] * len(steps))
    assert len(trace(figure, "weeks").x) == dots.MOST
    for axis in (figure.layout.xaxis, figure.layout.yaxis):
        assert "0%" in axis.ticktext
        assert 3 <= len(axis.ticktext) <= 6
        assert list(axis.tickvals) == sorted(axis.tickvals)
