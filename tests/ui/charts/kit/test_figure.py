"""What axes of every chart share: round numbers, and years that do not run into each other."""

import math
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.ui.figures import TEXTS
from ui.charts.kit.figure import (
    columns,
    first_of_years,
    month_names,
    round_ticks,
    side_by_side,
    tick_names,
)

AMOUNTS = st.floats(-1e7, 1e7, allow_nan=False).map(lambda amount: round(amount, 2))


@given(AMOUNTS, AMOUNTS, st.integers(1, 6))
def test_ticks_are_round_and_cover_what_is_drawn(a: float, b: float, most: int) -> None:
    low, high = min(a, b), max(a, b)
    ticks = round_ticks(low, high, most)
    step = ticks[1] - ticks[0] if len(ticks) > 1 else 1.0
    slack = 1e-9 * max(abs(low), abs(high), step)
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack
    assert len(ticks) <= most + 2
    leading = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert any(math.isclose(leading, digit, rel_tol=1e-6) for digit in (1, 2, 5, 10))
    for text in TEXTS:
        names = tick_names(ticks, text)
        assert len(set(names)) == len(names)


@given(st.dates(date(1990, 1, 1), date(2030, 1, 1)), st.integers(1, 20))
def test_no_two_years_stand_side_by_side_under_quarters(start: date, count: int) -> None:
    first = start.year * 4 + (start.month - 1) // 3
    starts = [date(quarter // 4, quarter % 4 * 3 + 1, 1) for quarter in range(first, first + count)]
    marked = first_of_years([day.year for day in starts])
    assert any(marked)
    if count > 2:
        assert not any(earlier and later for earlier, later in pairwise(marked))
    names = month_names(starts, TEXTS[0])
    years = {day.year for day, is_first in zip(starts, marked, strict=True) if is_first}
    assert all(sum(str(year) in name for name in names) == 1 for year in years)
    assert {day.year for day in starts[1:]} <= years or count <= 2


def test_many_names_side_by_side_stand_in_two_lines() -> None:
    for text in TEXTS:
        labels = [text("charts.survival.within", days=days) for days in (30, 60, 90, 180, 365)]
        ticks = side_by_side(labels)["ticktext"]
        # A fifth of a phone's chart is 57 px: six columns of small print and a gap.
        assert all(columns(line) <= 6 for tick in ticks for line in tick.split("<br>"))
        assert side_by_side(labels[:4])["ticktext"] == labels[:4]
