import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.assessment.container import staves, total
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")
KEYS = ["endorsement", "creativity", "efficacy", "value", "moat", "repurchase", "looks"]
SCHEMA = {"score": pl.Float64, "low": pl.Float64, "high": pl.Float64, "badge": pl.String}
FRAME = pl.DataFrame(
    {
        "key": KEYS,
        "label": [f"Super <b>{key}" for key in KEYS],
        "score": [71, 44, 66, 58, 31, 63, None],
        "low": [60, 33, 58, 50, 22, None, None],
        "high": [82, 57, 73, 66, 41, None, None],
        "status": ["scored"] * 6 + ["unassessed"],
        "badge": ["sound", "indicative", "insufficient", "sound", "sound", "sound", None],
        "unlocks": [None] * 6 + ["Blind test"],
    },
    schema_overrides=SCHEMA,
)
ROW = {
    "arithmetic": 58.6,
    "geometric": 56.1,
    "low": 53.0,
    "high": 64.0,
    "worst": 45.0,
    "best": 68.0,
}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_the_vessel_is_dressed_and_speaks_each_language(text: Text, name: str) -> None:
    figure = staves(FRAME, text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)
    assert len(hovers(figure)) == len(KEYS)


def test_every_scored_stave_is_a_plank_and_the_rest_a_dashed_gap() -> None:
    figure = staves(FRAME, text=EN, theme="light")
    planks = [name for name in names(figure) if name.startswith("plank ")]
    assert len(planks) == 6
    assert "plank looks" not in planks
    gaps = trace(figure, "gaps")
    assert gaps.line.dash == "dash"
    assert gaps.fill is None
    assert max(y for y in gaps.y if y is not None) == 100
    assert notes(figure).count(EN("charts.container.gap")) == 1


def test_the_water_stands_at_the_shortest_assessed_stave() -> None:
    figure = staves(FRAME, text=EN, theme="light")
    water = trace(figure, "water")
    assert max(water.y) == pytest.approx(31, abs=1)
    assert (min(water.x), max(water.x)) == (-0.5, 6.5)
    assert EN("charts.container.level", score="31") in notes(figure)


def test_only_the_shortest_stave_wears_the_accent() -> None:
    figure = staves(FRAME, text=EN, theme="light")
    bad = theme("light").bad
    loud = [name for name in figure.layout.xaxis.ticktext if bad in name]
    assert len(loud) == 1
    assert "moat" in loud[0]
    assert trace(figure, "plank moat").fillgradient.colorscale[0][1] == bad
    assert names(figure).index("plank moat") > names(figure).index("water")


def test_the_soft_edge_runs_from_the_low_to_the_high_end() -> None:
    plank = trace(staves(FRAME, text=EN, theme="light"), "plank endorsement")
    assert max(plank.y) == 82
    assert plank.fillgradient.colorscale[1][0] == pytest.approx(60 / 82)


def test_a_pointer_hears_score_interval_and_badge_or_what_would_unlock_it() -> None:
    sentences = hovers(staves(FRAME.with_columns(n=pl.lit(1200)), text=EN, theme="light"))
    assert EN("charts.badge.indicative") in sentences[1]
    assert EN("charts.interval", interval="33" + chr(0x2013) + "57") in sentences[1]
    assert EN("charts.n", n="1,200") in sentences[1]
    assert "Blind test" in sentences[-1]
    assert "interval" not in sentences[5]


def test_labels_out_of_data_are_drawn_and_not_obeyed() -> None:
    figure = staves(FRAME, text=EN, theme="light")
    assert all("Super <b>" not in sentence for sentence in hovers(figure))
    assert "&lt;b&gt;" in hovers(figure)[0]


def test_another_reading_is_drawn_dotted_beside_it() -> None:
    other = pl.DataFrame({"key": ["value", "looks", "moat"], "score": [70.0, 30.0, None]})
    outline = trace(staves(FRAME, text=EN, theme="dark", outline=other), "outline")
    assert outline.line.dash == "dot"
    assert {y for y in outline.y if y} == {70.0, 30.0}


def test_a_number_steps_clear_of_a_dotted_line_above_it() -> None:
    other = pl.DataFrame({"key": ["value"], "score": [70.0]})
    figure = staves(FRAME, text=EN, theme="dark", outline=other)
    heights = {note.x: note.y for note in figure.layout.annotations if note.name == "score"}
    assert heights[3] == 70
    assert heights[0] == 82


def test_without_any_score_there_is_no_water() -> None:
    empty = FRAME.with_columns(score=pl.lit(None, pl.Float64), status=pl.lit("unassessed"))
    figure = staves(empty, text=EN, theme="light")
    assert "water" not in names(figure)
    assert_speaks(figure)


@pytest.mark.parametrize("text", TEXTS)
def test_an_empty_frame_is_a_sentence(text: Text) -> None:
    figure = staves(FRAME.clear(), text=text, theme="light")
    assert not figure.data
    assert notes(figure).replace("<br>", "")[:4] == text("charts.empty")[:4]
    assert_dressed(figure, "light")


@pytest.mark.parametrize("text", TEXTS)
def test_the_gauge_marks_both_means_inside_their_band(text: Text) -> None:
    figure = total(pl.DataFrame([ROW]), text=text, theme="dark")
    assert_dressed(figure, "dark")
    assert_speaks(figure)
    assert list(trace(figure, "interval").x) == [53, 64]
    assert list(trace(figure, "case").x) == [45, 68]
    assert list(trace(figure, "arithmetic").x) == [58.6]
    assert text("charts.total.geometric", score="56") in notes(figure)


def test_the_gauge_leaves_out_what_is_unknown() -> None:
    row = ROW | {"geometric": None, "low": None, "worst": None}
    assert names(total(pl.DataFrame([row]), text=EN, theme="light")) == ["track", "arithmetic"]


def test_a_gauge_without_a_mean_is_a_sentence() -> None:
    row = ROW | {"arithmetic": None, "geometric": None}
    assert not total(pl.DataFrame([row]), text=EN, theme="light").data
    assert not total(pl.DataFrame([ROW]).clear(), text=EN, theme="light").data


def test_a_stave_of_nothing_is_seen_and_nothing_stands_before_it() -> None:
    figure = staves(
        FRAME.with_columns(pl.lit(0.0).alias("score"), low=0.0, high=0.0), text=EN, theme="light"
    )
    for name in KEYS[:6]:
        assert max(trace(figure, f"plank {name}").y) > 1
    before = [shape for shape in figure.layout.shapes if shape.layer == "above"]
    assert before
    assert max(shape.y1 for shape in before) <= 0
