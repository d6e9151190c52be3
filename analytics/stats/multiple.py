"""Several tests at once: which chances of "nothing there" still count when all are looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def holm_adjusted(p_values: Sequence[float | None]) -> list[float | None]:
    """The p-values (0-1) as they count together, in their order (Holm 1979), as R's `p.adjust`;
    None, a test that could not be made, stays None and does not count among them."""
    order = sorted(
        (p_value, place) for place, p_value in enumerate(p_values) if p_value is not None
    )
    adjusted: list[float | None] = [None] * len(p_values)
    highest = 0.0
    for done, (p_value, place) in enumerate(order):
        highest = max(highest, min((len(order) - done) * p_value, 1.0))
        adjusted[place] = highest
    return adjusted
