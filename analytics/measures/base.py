"""What a measure is, what it may look at, and the register of all of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from analytics.filters import Filters
from analytics.intervals import Estimate

if TYPE_CHECKING:
    import polars as pl

    from analytics.datasets import Manifest, Store

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
"""What time a measure looks at, as the key of its words."""

Direction = Literal["higher", "lower"]
Voice = Literal["behaviour", "customers", "team"]

YEAR_MONTHS = 12


@dataclass(frozen=True)
class View:
    """One version seen through the shared filters."""

    store: Store
    manifest: Manifest
    filters: Filters = Filters()
    options: Mapping[str, Any] = field(default_factory=dict)
    """The options a super's file gives to the measure being taken."""
    lexicon: str = ""
    """The saved word list that texts are read by; empty: the product's own words."""
    memo: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)
    """Answers already had, shared by the measures of one assessment: many ask the same."""

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` gives, made once for each `key`."""
        if key not in self.memo:
            self.memo[key] = make()
        return self.memo[key]

    def rows(self, query: str, **params: object) -> pl.DataFrame:
        """The rows of a query under the shared filters."""
        asked = {**self.filters.params(), **params}
        found: pl.DataFrame = self.remember(
            f"{query} {asked}", lambda: self.store.run(query, self.manifest.version, **asked)
        )
        return found

    def one(self, query: str, **params: object) -> dict[str, Any]:
        """The only row of a query."""
        row: dict[str, Any] = self.rows(query, **params).row(0, named=True)
        return row

    @property
    def as_of(self) -> date:
        """The last day the data speak of or, if that is earlier, the last day of the period.

        "Now" and "the last 12 months" are told from here. Who came back is not: customers first
        seen in a period are followed to the end of the data.
        """
        last_on = date.fromisoformat(self.manifest.about["as_of"])
        return min(last_on, self.filters.last_on or last_on)

    @property
    def last_year(self) -> View:
        """The same view over at most the last twelve months, for measures of how things stand
        now."""
        months = self.as_of.year * YEAR_MONTHS + self.as_of.month - YEAR_MONTHS
        start = date(months // YEAR_MONTHS, months % YEAR_MONTHS + 1, 1)
        chosen = max(self.filters.start or start, start)
        filters = Filters(chosen, self.filters.end, self.filters.channels, self.filters.products)
        return replace(self, filters=filters)


@dataclass(frozen=True)
class Measure:
    """A measure as registered. `needs` is what a dataset must hold, as table or table.column;
    `window` and `interval` are keys of words; `source` is where the definition stands in print or,
    for one of our own (`is_own`), the method behind it; `query` is the SQL behind the number,
    `rows` the query that lists what is behind it; `better` is the side on which goalposts put 100.
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

    @property
    def voice(self) -> Voice:
        """Who is heard: customers where they were asked or wrote, else what they and others did."""
        return "customers" if self.needs[0].partition(".")[0] == "feedback" else "behaviour"


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
        )
        return take

    return register
