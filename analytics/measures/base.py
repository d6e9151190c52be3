"""What a measure is, and the registry of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from analytics.stats.intervals import Estimate
from analytics.view import View

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Unit = Literal["share", "points", "stars", "ratio", "index", "score", "years"]
"""How a value is written: share 0-1 as a percentage, points -100 to 100, stars of 5, a ratio to 1,
an index 0-1, a score of 10, years."""

Window = Literal[
    "year",
    "quarter_on",
    "quarter_back",
    "period",
    "followed",
    "today",
    "answers",
    "waves",
    "sightings",
]
"""The period that a measure covers, as a text key."""

Direction = Literal["higher", "lower"]
Voice = Literal["behaviour", "customers", "team"]


@dataclass(frozen=True)
class Measure:
    """A measure as registered. `needs` is what a dataset must hold, as table or table.column;
    `window` and `interval` are text keys; `source` is the publication of the definition or, for one
    of our own (`is_own`), of its method; `query` is the SQL that the number comes from, `rows` the
    query that lists its rows; `better` is the side on which goalposts put 100. `people` gives the
    pull of each replicate group of people on the value, None for what no people are behind.
    """

    key: str
    take: Callable[[View], Estimate]
    unit: Unit
    bounds: tuple[float, float]
    needs: tuple[str, ...]
    window: Window
    interval: str
    source: str
    query: str
    rows: str
    params: Mapping[str, Any]
    better: Direction = "higher"
    is_own: bool = False
    people: Callable[[View], NDArray[np.float64] | None] | None = None

    @property
    def voice(self) -> Voice:
        """`customers` where a measure reads answers or reviews, else `behaviour`."""
        return "customers" if self.needs[0].partition(".")[0] in ANSWERS else "behaviour"


ANSWERS = frozenset({"feedback", "needs", "rival_ratings", "price_answers"})
"""Tables of what people say."""

MEASURES: dict[str, Measure] = {}


def measure(
    *,
    unit: Unit,
    bounds: tuple[float, float],
    needs: tuple[str, ...],
    window: Window,
    interval: str,
    source: str,
    query: str,
    rows: str,
    params: Mapping[str, Any] | None = None,
    better: Direction = "higher",
    is_own: bool = False,
    people: Callable[[View], NDArray[np.float64] | None] | None = None,
) -> Callable[[Callable[[View], Estimate]], Callable[[View], Estimate]]:
    """Register the function below under its own name."""

    def register(take: Callable[[View], Estimate]) -> Callable[[View], Estimate]:
        key = take.__name__
        MEASURES[key] = Measure(
            key=key,
            take=take,
            unit=unit,
            bounds=bounds,
            needs=needs,
            window=window,
            interval=interval,
            source=source,
            query=query,
            rows=rows,
            params=params or {},
            better=better,
            is_own=is_own,
            people=people,
        )
        return take

    return register
