"""One dataset version as an analysis sees it: the store, the manifest and the shared filters."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.filters import Filters

if TYPE_CHECKING:
    import polars as pl

    from analytics.storage.versions import Manifest, Store

YEAR_MONTHS = 12


class Memo:
    """Answers by key. Of several threads that want one, the first works it out and the others
    wait; an answer may rest on others, but never on itself."""

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self._answers = dict(answers or {})
        self._locks: dict[str, threading.RLock] = {}
        self._guard = threading.Lock()

    def answer(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` returns; it is called once for each `key`, and again where it raised."""
        if key in self._answers:
            return self._answers[key]
        with self._guard:
            lock = self._locks.setdefault(key, threading.RLock())
        with lock:
            if key not in self._answers:
                self._answers[key] = make()
            return self._answers[key]


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
    target: str = ""
    """The declared target that measures go by; empty: none was declared."""
    memo: Memo = field(default_factory=Memo, repr=False, compare=False)
    """Query answers by key, shared by the measures of one assessment: many use the same."""

    def remember(self, key: str, make: Callable[[], Any]) -> Any:
        """What `make` returns; it is called once for each `key`."""
        return self.memo.answer(key, make)

    def rows(self, query: str, **params: object) -> pl.DataFrame:
        """The rows of a query under the shared filters."""
        query_params = {**self.filters.params(), **params}
        frame: pl.DataFrame = self.remember(
            f"{query} {query_params}",
            lambda: self.store.run(query, self.manifest.version, **query_params),
        )
        return frame

    def one(self, query: str, **params: object) -> dict[str, Any]:
        """The only row of a query."""
        row: dict[str, Any] = self.rows(query, **params).row(0, named=True)
        return row

    @property
    def as_of(self) -> date:
        """The last day of the data or, if that is earlier, the last day of the period.

        "Now" and "the last 12 months" count from here. Who came back is not: customers first
        seen in a period are followed to the end of the data.
        """
        last_on = date.fromisoformat(self.manifest.about["as_of"])
        return min(last_on, self.filters.last_on or last_on)

    @property
    def year_on(self) -> date:
        """The first of the twelve calendar months of which the month of `as_of` is the last."""
        months = self.as_of.year * YEAR_MONTHS + self.as_of.month - YEAR_MONTHS
        return date(months // YEAR_MONTHS, months % YEAR_MONTHS + 1, 1)

    @property
    def last_year(self) -> View:
        """The same view over at most the last twelve months, for measures of how things stand
        now."""
        start = self.year_on
        chosen = max(self.filters.start or start, start)
        filters = Filters(chosen, self.filters.end, self.filters.channels, self.filters.products)
        return replace(self, filters=filters)
