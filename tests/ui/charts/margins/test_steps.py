"""Pictures of steps: dressed, spoken, and each bar where the one before ended."""

import polars as pl
import pytest

from analytics.margins.change import change
from analytics.margins.waterfall import waterfall
from tests.analytics.margins.sides import sides, sold
from tests.ui.figures import TEXTS, assert_dressed, assert_speaks, names, notes, trace
from ui.charts.margins.steps import steps
from ui.text import Text
from ui.theme import THEMES
from ui.views.margins import changed, where

EN = Text("en")
PARTLY = sides(
    sold("A", 10, "80.00", "30.00", list_amount="100.00", refunded="8.00"), sold("B", 1, "9.00")
)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_a_waterfall_is_dressed_and_speaks(text: Text, theme: str) -> None:
    figure = steps(where.steps(waterfall(*PARTLY), text), text=text, theme=theme)
    assert_dressed(figure, theme)
    assert_speaks(figure)
    assert text("money.refusal.no_commissions") in notes(figure).replace("<br>", " ")


def test_bars_go_on_where_the_one_before_ended() -> None:
    answer = waterfall(*PARTLY)
    rows = where.steps(answer, EN)
    drawn = rows.filter(pl.col("kind") == "loss").drop_nulls("end")
    assert drawn["start"].to_list()[1:] == pytest.approx(drawn["end"].to_list()[:-1])
    last = rows.row(-1, named=True)
    assert drawn["end"][-1] == pytest.approx(last["end"])
    # One product has a cost: there is no other to set a range.
    assert last["low"] is None
    figure = steps(rows, text=EN, theme="light")
    assert names(figure).count("loss") == drawn.height
    assert names(figure).count("whole") == 2


def test_the_range_of_unknown_costs_is_a_line() -> None:
    products = sides(
        *(sold("A", 1, "50.00", "10.00"), sold("B", 1, "40.00", "20.00"), sold("C", 1, "10.00"))
    )
    figure = steps(where.steps(waterfall(*products), EN), text=EN, theme="light")
    assert list(trace(figure, "doubt").x[:2]) == pytest.approx([0.65, 0.68])


def test_a_change_goes_from_one_sum_to_the_other_in_money() -> None:
    earlier = sides(sold("A", 10, "100.00", "40.00"))
    later = sides(sold("A", 12, "108.00", "60.00"))
    rows = changed.steps(change(earlier, later), EN)
    assert (rows["end"][0], rows["end"][-1]) == (60.0, 48.0)
    middle = rows[1:-1]
    assert middle["start"][0] == 60.0
    assert middle["end"][-1] == pytest.approx(48.0)
    assert set(middle["kind"]) == {"gain", "loss"}
    assert_dressed(steps(rows, text=EN, theme="dark", is_share=False), "dark")


def test_nothing_to_draw_is_a_sentence() -> None:
    empty = pl.DataFrame(schema=where.STEPS)
    assert notes(steps(empty, text=EN, theme="light"))
