"""Pictures of positioning: dressed, and drawn of what the frames hold."""

from collections.abc import Callable

import plotly.graph_objects as go
import polars as pl
import pytest

from analytics.positioning.claims import claim_fit
from analytics.positioning.marks import marks
from analytics.positioning.needs import landscape as needs_of
from analytics.positioning.pains import VOICES, by_segment
from analytics.positioning.rival_map import rival_map as map_of
from tests.analytics.positioning.test_claims import NAMES, SHEET, SUPERS, mentions
from tests.analytics.positioning.test_needs import survey
from tests.analytics.positioning.test_rival_map import ratings
from tests.ui.figures import TEXTS, assert_dressed
from ui.charts.positioning import landscape, shares, topics
from ui.text import Text
from ui.theme import THEMES
from ui.views.positioning import claims as claim_view
from ui.views.positioning import needs, rivals
from ui.views.positioning import pains as pain_view
from ui.views.positioning.whom import SHARES

EN = Text("en")


def wanted(text: Text, theme: str) -> go.Figure:
    shares = {"light": (0.9, 0.1), "safe": (0.5, 0.5)}
    people = pl.concat([survey(60, shares, "oily"), survey(60, {"light": (0.2, 0.8)}, "dry")])
    rows = needs.landscape_points(needs_of(marks(people)), text)
    return landscape.landscape(rows, text=text, theme=theme)


def brands(text: Text, theme: str) -> go.Figure:
    return landscape.rival_map(rivals.points(map_of(ratings(60)), text), text=text, theme=theme)


def praise(text: Text, theme: str) -> go.Figure:
    claims = pl.DataFrame([("Safe", "box", None)], schema=SHEET, orient="row")
    answer = claim_fit(mentions(box=(60, 40), feel=(150, 50)), claims, NAMES, SUPERS)
    return topics.dumbbell(claim_view.dumbbell(answer, text), text=text, theme=theme)


def pains(text: Text, theme: str) -> go.Figure:
    rows = [
        (f"{side}{n}", None, side, topic, n < count)
        for side, people, sticky in (("a", 200, 60), ("b", 200, 4), ("c", 20, 4))
        for topic, count in (("smell", sticky), ("price", people // 10))
        for n in range(people)
    ]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews")
    return topics.heatmap(pain_view.heatmap(cells, text), text=text, theme=theme)


def brought(text: Text, theme: str) -> go.Figure:
    rows = pl.DataFrame([("<b>shop</b>", 0.5, 0.4, 0.7, "a")], schema=SHARES, orient="row")
    return shares.shares(rows, "Share", text=text, theme=theme)


DRAWINGS: list[Callable[[Text, str], go.Figure]] = [wanted, brands, praise, pains, brought]


@pytest.mark.parametrize("draw", DRAWINGS, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("theme", THEMES)
def test_every_picture_is_dressed_in_every_language(
    draw: Callable[[Text, str], go.Figure], theme: str
) -> None:
    for text in TEXTS:
        assert_dressed(draw(text, theme), theme)


def test_the_landscape_names_the_needs_badly_met_and_no_other() -> None:
    figure = wanted(EN, "light")
    labels = [
        label for trace in figure.data if trace.mode == "markers+text" for label in trace.text
    ]
    assert sorted(labels) == ["", "", "light"]
    bands = [trace for trace in figure.data if str(trace.name).startswith("band")]
    for trace, band in zip(bands, (10, 12, 15), strict=True):
        assert [2 * x - y for x, y in zip(trace.x, trace.y, strict=True)] == [band, band]
    assert sum(trace.name == "ellipse" for trace in figure.data) == 3


def test_distances_on_the_map_are_as_long_in_either_direction() -> None:
    figure = brands(EN, "light")
    assert figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.xaxis.range == figure.layout.yaxis.range
    attributes, shown = figure.data
    assert list(shown.text) == ["b0", "b1", "b2"]
    assert attributes.error_x.array is None
    assert min(shown.error_x.array) > 0


def test_claimed_topics_are_filled_and_others_hollow() -> None:
    claimed, other, between, claims = praise(EN, "light").data
    assert list(praise(EN, "light").layout.yaxis.ticktext) == ["feel", "box"]
    assert (list(claimed.y), list(other.y)) == ([1], [0])
    assert (claimed.marker.symbol, other.marker.symbol) == ("circle", "circle-open")
    assert claimed.x[0] + other.x[0] == pytest.approx(1)
    assert (list(claims.x), list(claims.y)) == ([1.0], [1])
    assert list(between.x[:2]) == [claimed.x[0], 1.0]


def test_a_share_is_drawn_with_its_range_in_the_row_of_its_place() -> None:
    rows = pl.DataFrame(
        [("same", 0.5, 0.4, 0.7, "a"), ("same", 0.2, None, None, "b")],
        schema=SHARES,
        orient="row",
    )
    (dots,) = shares.shares(rows, "Share", text=EN, theme="light").data
    assert list(dots.y) == [0, 1]
    assert list(dots.error_x.array) == pytest.approx([0.2, 0.0])
    assert list(dots.error_x.arrayminus) == pytest.approx([0.1, 0.0])


def test_numbers_stand_where_a_group_differs_and_small_groups_are_empty() -> None:
    figure = pains(EN, "light")
    (grid,) = figure.data
    names = figure.layout.yaxis.ticktext
    shown = dict(zip(names, grid.text, strict=True))
    assert list(shown["smell"]) == ["30%", "2%", ""]
    assert list(shown["price"]) == ["", "", ""]
    shares = dict(zip(names, grid.z, strict=True))
    assert shares["smell"][2] is None


def test_names_that_begin_alike_or_are_numbers_keep_a_place_of_their_own() -> None:
    needs = [f"clears the skin without drying it {end}" for end in ("out", "at all")]
    frame = pl.DataFrame(
        [(segment, need, 0.5, True, "x") for segment in ("18", "2024") for need in needs],
        ["segment", "topic", "share", "is_apart", "sentence"],
        orient="row",
    )
    figure = topics.heatmap(frame, text=EN, theme="light")
    assert (list(figure.data[0].x), list(figure.data[0].y)) == ([0, 1], [0, 1])
    assert list(figure.layout.xaxis.ticktext) == ["18", "2024"]
    assert len(set(figure.layout.yaxis.ticktext)) == 1
    rows = pl.DataFrame(
        [(need, 0.5, 0.4, 0.6, 1, 0.5, "x") for need in needs],
        ["topic", "praised", "low", "high", "claims", "claimed", "sentence"],
        orient="row",
    )
    claimed = topics.dumbbell(rows, text=EN, theme="light").data[0]
    assert list(claimed.y) == [0, 1]


@pytest.mark.parametrize("draw", [landscape.landscape, landscape.rival_map])
def test_nothing_to_draw_is_a_sentence(draw: Callable[..., go.Figure]) -> None:
    figure = draw(pl.DataFrame(), text=EN, theme="light")
    assert not figure.data
    assert figure.layout.annotations[0].text
