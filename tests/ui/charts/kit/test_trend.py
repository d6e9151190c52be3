from datetime import date
from decimal import Decimal

import polars as pl
import pytest

from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, hovers, names, notes, trace
from ui.charts.kit.trend import bars
from ui.text import Text
from ui.theme import THEMES, theme

EN = Text("en")
PERIODS = [date(2025, month, 1) for month in range(1, 8)]
FRAME = pl.DataFrame(
    {
        "period": PERIODS,
        "label": [f"2025-{period.month:02}" for period in PERIODS],
        "value": [Decimal("120000.50"), Decimal(90000), None, *[Decimal(150000)] * 4],
    }
)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("name", THEMES)
def test_bars_are_dressed_and_speak_each_language(text: Text, name: str) -> None:
    figure = bars(FRAME, text=text, theme=name, in_progress=True)
    assert_dressed(figure, name)
    assert_speaks(figure)


def test_periods_are_typed_and_an_unknown_one_is_a_gap() -> None:
    axis = bars(FRAME, text=EN, theme="light").layout.xaxis
    assert axis.type == "category"
    assert len(axis.categoryarray) == 7
    assert len(trace(bars(FRAME, text=EN, theme="light"), "bars").x) == 6
    assert list(axis.tickvals) == ["2025-01", "2025-04", "2025-07"]
    assert list(axis.ticktext) == ["Jan<br>2025", "Apr", "Jul"]


def test_only_a_period_in_progress_is_hatched_and_said_to_change() -> None:
    running = trace(bars(FRAME, text=EN, theme="light", in_progress=True), "bars")
    assert list(running.marker.pattern.shape) == [""] * 5 + ["/"]
    assert EN("charts.trend.running") in running.hovertext[-1]
    over = trace(bars(FRAME, text=EN, theme="light"), "bars")
    assert set(over.marker.pattern.shape) == {""}


def test_series_are_stacked_in_the_house_colours() -> None:
    both = pl.concat([FRAME.with_columns(series=pl.lit(name)) for name in ("Tmall", "Douyin")])
    figure = bars(both, text=EN, theme="light")
    assert names(figure) == ["Tmall", "Douyin"]
    assert figure.layout.showlegend
    assert figure.data[1].marker.color[0] == theme("light").categorical[1]
    assert "Douyin" in hovers(figure)[-1]


def test_the_axis_speaks_in_short_numbers_and_starts_at_zero() -> None:
    axis = bars(FRAME, text=EN, theme="light").layout.yaxis
    assert list(axis.ticktext) == ["0", "50K", "100K", "150K"]
    assert axis.range[0] == 0


def test_values_below_zero_and_below_one_keep_their_axis() -> None:
    small = FRAME.head(2).with_columns(value=pl.Series([-0.03, 0.12]))
    axis = bars(small, text=EN, theme="light").layout.yaxis
    assert axis.range[0] < -0.03
    assert "0.10" in axis.ticktext


def test_a_value_may_bring_its_own_words() -> None:
    sentences = hovers(bars(FRAME.with_columns(shown=pl.lit("CN 12")), text=EN, theme="light"))
    assert all("CN 12" in sentence for sentence in sentences)


def test_an_empty_frame_is_a_sentence() -> None:
    for frame in (FRAME.clear(), FRAME.with_columns(value=pl.lit(None, pl.Float64))):
        figure = bars(frame, text=EN, theme="light")
        assert not figure.data
        assert notes(figure)
