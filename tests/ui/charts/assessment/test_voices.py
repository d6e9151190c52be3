import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, notes, trace
from ui.charts.assessment.voices import lanes
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")


def row(key: str, gap: str, **voices: tuple[float, float, float, int]) -> dict[str, object]:
    """One super; a voice that is not given is not heard."""
    cells: dict[str, object] = {"key": key, "label": key.title(), "gap": gap, "gap_text": gap}
    for name in ("behaviour", "customers", "team"):
        value, low, high, n = voices.get(name, (None, None, None, 0))
        cells |= {name: value, f"{name}_low": low, f"{name}_high": high, f"{name}_n": n}
    return cells | {"measured": cells["behaviour"]}


SILENT_TEAM = pl.DataFrame(
    [
        row("looks", "under_sold", behaviour=(60, 55, 66, 900), customers=(40, 30, 51, 80)),
        row("ip", "one_voice", behaviour=(50, 44, 57, 90)),
        row("moat", "no_voice"),
    ],
    schema_overrides={"team": pl.Float64, "team_low": pl.Float64, "team_high": pl.Float64},
)
VOTED = pl.DataFrame(
    [
        row("looks", "over_confident", behaviour=(60, 55, 66, 900), team=(85, 77, 92, 7)),
        row("ip", "agreed", customers=(50, 44, 57, 90), team=(52, 48, 55, 7)),
    ]
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("frame", [SILENT_TEAM, VOTED])
def test_lanes_are_dressed_and_speak_each_language(frame, text, name):
    figure = lanes(frame, text=text, theme=name)
    assert_dressed(figure, name)
    assert_speaks(figure)
    assert len(hovers(figure)) == 3 * frame.height


def test_each_voice_stands_on_its_lane_with_its_interval():
    figure = lanes(VOTED, text=EN, theme="light")
    dots = trace(figure, EN("voices.voice.team"))
    assert list(dots.x) == [85, 52]
    ends = [list(line.x) for line in figure.data if line.name == "interval.team"]
    assert ends == [[77, 92], [48, 55]]
    places = [trace(figure, EN(f"voices.voice.{voice}")).y[0] for voice in ("behaviour", "team")]
    assert places[0] < places[1] < 1


def test_a_team_that_has_not_voted_is_an_empty_outlined_place_with_words():
    figure = lanes(SILENT_TEAM, text=EN, theme="light")
    assert [shape.line.dash for shape in figure.layout.shapes] == ["dash"] * 3
    assert EN("voices.slot") in notes(figure)
    assert trace(figure, EN("voices.voice.team")).marker.symbol.endswith("-open")
    voted = lanes(VOTED, text=EN, theme="light")
    assert not voted.layout.shapes
    assert EN("voices.slot") not in notes(voted)


def test_only_a_clear_gap_is_loud():
    colours = {
        note.text: note.font.color
        for note in lanes(VOTED, text=EN, theme="dark").layout.annotations
    }
    assert colours["<b>over_confident</b>"] == theme("dark").bad
    assert colours["agreed"] == theme("dark").muted


def test_a_voice_that_is_not_heard_says_so_and_is_no_zero():
    sentences = hovers(lanes(SILENT_TEAM, text=EN, theme="light"))
    assert "60 (55\u201366), from 900 cases" in sentences[0]
    assert all("not zero" in sentence for sentence in sentences[-3:])
    dots = trace(lanes(SILENT_TEAM, text=EN, theme="light"), EN("voices.voice.customers"))
    assert list(dots.x) == [40]


def test_an_empty_frame_is_a_sentence():
    figure = lanes(VOTED.clear(), text=EN, theme="light")
    assert not figure.data
    assert notes(figure)
