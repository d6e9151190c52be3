"""Names at the ends of lines stand apart, in order, within reach."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.charts.kit.beside import spread


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_names_keep_their_order_and_their_distance(heights: list[float]) -> None:
    placed = spread(heights, 0.1, (0, 1))
    order = sorted(range(len(heights)), key=heights.__getitem__)
    ranked = [placed[place] for place in order]
    assert ranked == sorted(ranked)
    steps = [upper - lower for lower, upper in itertools.pairwise(ranked)]
    assert all(step >= 0.1 - 1e-9 for step in steps)
    assert max(placed) <= 1


def test_lines_far_apart_keep_their_heights() -> None:
    assert spread([0.8, 0.1, 0.4], 0.1, (0, 1)) == pytest.approx([0.8, 0.1, 0.4])
