"""The launches of a dataset: which product, which day it went on sale, and what is wrong with the
sheets that say so."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any, Literal, cast

import polars as pl

from analytics.launch.base import HORIZON
from analytics.launch.phases import folded, moment_of, phase_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from analytics.view import View

    Row = Mapping[str, Any]

Source = Literal["event", "product", "task"]
State = Literal["past", "to_come", "undated"]
OVERLAP_DAYS = 28
"""Two launches of a category so close have their first weeks, and their buyers, in common."""
TASKS = {
    "row_number": pl.Int32,
    "launch": pl.String,
    "phase": pl.String,
    "task": pl.String,
    "owner": pl.String,
    "due_on": pl.Date,
    "done_on": pl.Date,
}
"""One row per row of the sheet of tasks, as it was read."""


@dataclass(frozen=True)
class Launch:
    """One launch: `code` names it in links, `item` its product as orders have it (None: no product
    goes by its name), `day_zero` the first day on sale and what says so, `state` whether that day
    has come; `names`: its names among tasks and events; `spans`: first and last day of each phase,
    of its events and tasks; `tasks` how many; `apart`: days from the product sheet's day to the
    event's, where both are there and differ."""

    code: str
    name: str
    item: str | None
    category: str | None
    day_zero: date | None
    source: Source | None
    state: State
    names: tuple[str, ...]
    spans: Mapping[str, tuple[date, date]]
    event_days: Mapping[str, tuple[tuple[date, date], ...]]
    tasks: int
    apart: int = 0


@dataclass(frozen=True)
class Faults:
    """What the sheets of tasks and events get wrong, counted and named: tasks without a launch,
    with a phase nobody knows, without a day, and done after the last day of the data; events of a
    phase that belong to no launch; names that several products share; launches without a day zero,
    and still to come; pairs of launches of one category within 28 days; launches whose event and
    product sheet disagree on the day, with days apart."""

    launchless: int = 0
    phaseless: int = 0
    undue: int = 0
    done_ahead: int = 0
    stray_events: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    overlaps: tuple[tuple[str, str], ...] = ()
    apart: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True)
class Launches:
    """All launches, newest first and undated ones last; every task; what is wrong."""

    launches: tuple[Launch, ...]
    tasks: pl.DataFrame
    faults: Faults
    as_of: date | None

    def find(self, code: str | None) -> Launch | None:
        """The launch of that code; of none the newest on sale that has tasks, else the newest on
        sale, else the first."""
        by_code = {launch.code: launch for launch in self.launches}
        if code in by_code:
            return by_code[code]
        past = [launch for launch in self.launches if launch.state == "past"]
        with_tasks = [launch for launch in past if launch.tasks]
        return next(iter([*with_tasks, *past, *self.launches]), None)


def launches(view: View) -> Launches:
    """The launches of the whole version: filters cut what is counted of them, not which there
    are."""
    answer: Launches = view.remember("launches", lambda: _launches(view))
    return answer


def _launches(view: View) -> Launches:
    store, version = view.store, view.manifest.version
    queries = ("launch/tasks", "launch/events", "launch/products")
    tasks, events, products = (store.run(query, version) for query in queries)
    return listed(tasks, events, products)


def listed(tasks: pl.DataFrame, events: pl.DataFrame, products: pl.DataFrame) -> Launches:
    """Launches from the rows of the three queries: every name of the tasks, every product of an
    event with a phase, and every product whose day of launch lies within the data.

    Day zero is the first event of the on-sale phase, else the product sheet's day, else the day of
    the on-sale task that says it is of the day itself.
    """
    first_on, as_of = cast(
        "tuple[date | None, date | None]",
        tuple(products[name].max() for name in ("first_on", "as_of")),
    )
    goods = products.to_dicts()
    items, ambiguous = _items(tasks["launch"].drop_nulls().unique(maintain_order=True), goods)
    by_name = {name: items.get(name) or f"~{folded(name)}" for name in items}
    own_events: dict[str, list[Row]] = {}
    strays: list[str] = []
    known = {folded(name): code for name, code in by_name.items()}
    skus = {folded(row["item"]): row["item"] for row in goods}
    for event in events.to_dicts():
        code = skus.get(folded(event["sku"])) or known.get(folded(event["name"]))
        if phase_of(event["phase"]) is None or code is None:
            strays.append(event["name"])
        else:
            own_events.setdefault(code, []).append(event)
    described = {row["item"]: row for row in goods}
    codes = dict.fromkeys([*by_name.values(), *_launched(own_events, described, first_on)])
    rows = tasks.to_dicts()
    answer = []
    for code in codes:
        names = [name for name, own in by_name.items() if own == code]
        own_tasks = [row for row in rows if row["launch"] in names]
        answer.append(
            _launch(code, names, (own_tasks, own_events.get(code, [])), described.get(code), as_of)
        )
    answer.sort(key=lambda launch: (launch.day_zero is not None, launch.day_zero), reverse=True)
    faults = _faults(rows, answer, strays, ambiguous, as_of)
    return Launches(tuple(answer), tasks, faults, as_of)


def _items(
    names: Iterable[str], goods: Sequence[Mapping[str, str]]
) -> tuple[dict[str, str | None], list[str]]:
    """The product that goes by each name: its number or name as it is, else the only one whose
    name holds it."""
    exact = {folded(row[key]): row["item"] for key in ("product", "item") for row in goods}
    items: dict[str, str | None] = {}
    ambiguous = []
    for name in names:
        text = folded(name)
        within = [row["item"] for row in goods if text in folded(row["product"])]
        items[name] = exact.get(text) or (within[0] if len(within) == 1 else None)
        if items[name] is None and len(within) > 1:
            ambiguous.append(name)
    return items, ambiguous


def _launched(
    events: Mapping[str, Sequence[Row]], goods: Mapping[str, Row], first_on: object
) -> list[str]:
    """Products with an event of the on-sale phase, and those whose day is after the first day of
    the data: of an earlier one nobody saw the start."""
    by_event = [
        code for code, own in events.items() if any(_phase(row) == "on_sale" for row in own)
    ]
    by_sheet = [
        code
        for code, row in goods.items()
        if row["launched_on"] is not None and first_on is not None and row["launched_on"] > first_on
    ]
    return [*by_event, *by_sheet]


def _launch(
    code: str,
    names: Sequence[str],
    rows: tuple[Sequence[Row], Sequence[Row]],
    product: Row | None,
    as_of: date | None,
) -> Launch:
    tasks, events = rows
    on_sale = [row["starts_on"] for row in events if _phase(row) == "on_sale"]
    by_sheet = product["launched_on"] if product else None
    by_task = [
        row["due_on"]
        for row in tasks
        if _phase(row) == "on_sale" and moment_of(row["task"]) == "day" and row["due_on"]
    ]
    days: dict[Source, date | None] = {
        "event": min(on_sale, default=None),
        "product": by_sheet,
        "task": min(by_task, default=None),
    }
    source = next((name for name, day in days.items() if day is not None), None)
    day_zero = days[source] if source else None
    state: State = "undated" if day_zero is None else "past"
    if day_zero is not None and (as_of is None or day_zero > as_of):
        state = "to_come"
    apart = (days["event"] - days["product"]).days if days["event"] and days["product"] else 0
    name = names[0] if names else str(product["product"] if product else code)
    return Launch(
        code=code,
        name=name,
        item=code if product is not None else None,
        category=product["category"] if product else None,
        day_zero=day_zero,
        source=source,
        state=state,
        names=tuple(names),
        spans=_spans(tasks, events),
        event_days=_event_days(events),
        tasks=len(tasks),
        apart=apart,
    )


def _phase(row: Row) -> str | None:
    return phase_of(row["phase"])


def _event_days(events: Sequence[Row]) -> dict[str, tuple[tuple[date, date], ...]]:
    days: dict[str, list[tuple[date, date]]] = {}
    for row in events:
        days.setdefault(_phase(row) or "", []).append((row["starts_on"], row["ends_on"]))
    return {phase: tuple(own) for phase, own in days.items()}


def _spans(tasks: Sequence[Row], events: Sequence[Row]) -> dict[str, tuple[date, date]]:
    """First and last day of each phase: its tasks' days where it has tasks, else its events'."""
    days: dict[str, list[date]] = {}
    for row in tasks:
        if (phase := _phase(row)) and row["due_on"]:
            days.setdefault(phase, []).append(row["due_on"])
    planned = set(days)
    for row in events:
        if (phase := _phase(row)) and phase not in planned:
            days.setdefault(phase, []).extend((row["starts_on"], row["ends_on"]))
    return {phase: (min(own), max(own)) for phase, own in days.items()}


def _faults(
    tasks: Sequence[Row],
    all_launches: Sequence[Launch],
    strays: Sequence[str],
    ambiguous: Sequence[str],
    as_of: date | None,
) -> Faults:
    counts = Counter(
        fault
        for row in tasks
        for fault, is_so in (
            ("launchless", row["launch"] is None),
            ("phaseless", _phase(row) is None),
            ("undue", row["due_on"] is None),
            (
                "done_ahead",
                as_of is not None and row["done_on"] is not None and row["done_on"] > as_of,
            ),
        )
        if is_so
    )
    return Faults(
        **counts,
        stray_events=tuple(strays),
        ambiguous=tuple(ambiguous),
        undated=tuple(launch.name for launch in all_launches if launch.state == "undated"),
        to_come=tuple(launch.name for launch in all_launches if launch.state == "to_come"),
        overlaps=tuple(
            (first.name, second.name)
            for first, second in combinations(all_launches, 2)
            if overlap(first, second)
        ),
        apart=tuple((launch.name, launch.apart) for launch in all_launches if launch.apart),
    )


def overlap(first: Launch, second: Launch, days: int = OVERLAP_DAYS) -> bool:
    """Whether two launches of a category begin within so many days of each other."""
    if first.day_zero is None or second.day_zero is None or first.code == second.code:
        return False
    is_alike = first.category is not None and first.category == second.category
    return is_alike and abs((first.day_zero - second.day_zero).days) <= min(days, HORIZON)
