"""Paths, moves and what makes people stay, against plain recomputation person by person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy.stats import CensoredData, ecdf

from analytics.customers import journey
from analytics.filters import Filters
from tests.conftest import Dataset, Workshop

START = date(2024, 1, 1)
SPAN = 400
WINDOW = 90
GOODS = ("tea", "cup", "pot")
LINES = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, SPAN), st.sampled_from(GOODS)),
    min_size=1,
    max_size=40,
    unique_by=lambda line: line[:2],
)
SETTINGS = settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
History = list[tuple[int, str]]


def rows_of(lines: Sequence[tuple[int, int, str]]) -> list[dict[str, Any]]:
    return [
        {
            "order_id": f"o{number}",
            "customer_id": f"c{who}",
            "ordered_at": datetime.combine(START + timedelta(days=day), datetime.min.time()),
            "product": what,
            "category": what[0],
            "quantity": 1,
            "amount": 10,
        }
        for number, (who, day, what) in enumerate(lines)
    ]


def histories_of(lines: Sequence[tuple[int, int, str]]) -> list[History]:
    """The purchase days of each customer, with what was bought on them."""
    by_customer: dict[int, History] = defaultdict(list)
    for who, day, what in lines:
        by_customer[who].append((day, what))
    return [sorted(history) for history in by_customer.values()]


def slow_path(history: History) -> tuple[Any, ...] | None:
    """The names of the path and how it ended, walked step by step; None: not watched enough."""
    if history[0][0] + WINDOW > SPAN:
        return None
    names: list[Any] = [f"={history[0][1]}"]
    ended = "stopped"
    for (day, _), (after, what) in pairwise(history[:4]):
        if day + WINDOW > SPAN:
            ended = "recent"
            break
        if after - day > WINDOW:
            break
        names.append(f"={what}")
    else:
        last = history[len(names) - 1][0]
        ended = "open" if len(names) == 4 else ("recent" if last + WINDOW > SPAN else "stopped")
    return (*names, *[None] * (4 - len(names)), ended)


@SETTINGS
@given(LINES)
def test_paths_are_walked_person_by_person(
    workshop: Workshop, lines: list[tuple[int, int, str]]
) -> None:
    dataset = workshop.rows(rows_of(lines), as_of=START + timedelta(days=SPAN))
    paths = journey.paths(dataset.store, dataset.version, Filters(), "product", window=WINDOW)
    walked = [slow_path(history) for history in histories_of(lines)]
    assert {row[:5]: row[5] for row in paths.iter_rows()} == Counter(filter(None, walked))


@SETTINGS
@given(LINES)
def test_moves_count_whoever_bought_it_later(
    workshop: Workshop, lines: list[tuple[int, int, str]]
) -> None:
    dataset = workshop.rows(rows_of(lines), as_of=START + timedelta(days=SPAN))
    moves = journey.moves(dataset.store, dataset.version, Filters(), "category", window=WINDOW)
    eligible: Counter[str] = Counter()
    moved: Counter[tuple[str, str]] = Counter()
    for (day, first), *later in histories_of(lines):
        if day + WINDOW <= SPAN:
            eligible[first[0]] += 1
            moved.update(
                (first[0], later_name)
                for later_name in {w[0] for d, w in later if d - day <= WINDOW}
            )
    counts = moves.select("first_name", "later_name", "customers").iter_rows()
    assert {(first, later): n for first, later, n in counts if later is not None} == moved
    assert dict(moves.select("first_name", "eligible").iter_rows()) == eligible


def test_links_leave_the_too_recent_out_of_the_shares() -> None:
    paths = pl.DataFrame(
        [
            ("=a", "=b", None, None, "recent", 30),
            ("=a", "=b", "=a", None, "stopped", 15),
            ("=a", "=b", None, None, "stopped", 5),
            ("=a", None, None, None, "stopped", 50),
        ],
        schema=[*journey.STEPS, "ended", "customers"],
        orient="row",
    )
    rows = {(row["step"], row["target"]): row for row in journey.links(paths, 3).to_dicts()}
    assert (rows[1, "=b"]["customers"], rows[1, "=b"]["rate"]) == (50, 0.5)
    assert rows[2, "recent"]["rate"] is None
    assert (rows[2, "=a"]["of"], rows[2, "=a"]["rate"]) == (20, 0.75)
    assert journey.links(paths.clear()).is_empty()


def test_each_first_purchase_against_scipys_curve_of_the_rest(brand: Dataset) -> None:
    params = {**Filters().params(), "by": "category", "again": "any"}
    counts = brand.run("repurchase/counts", **params)
    staying = journey.staying(brand.store, brand.version, Filters(), "category")
    assert staying.height >= 6
    for row in staying.to_dicts():
        for name, is_group in (("rate", True), ("reference", False)):
            side = counts.filter((pl.col("group") == row["group"]) == is_group)
            days = [side.filter(pl.col("is_event") == kind) for kind in (True, False)]
            spread = [
                waits["days"].repeat_by(waits["customers"]).explode().to_list() for waits in days
            ]
            oracle = ecdf(CensoredData(uncensored=spread[0], right=spread[1])).sf
            assert row[name] == pytest.approx(1 - float(oracle.evaluate(row["day"])))
        assert row["low"] < row["change"] < row["high"]


def test_small_groups_and_none_say_nothing() -> None:
    kinds = {"group": pl.String, "days": pl.Int32, "is_event": pl.Boolean, "customers": pl.Int64}
    few = pl.DataFrame([("a", 100, True, 29), ("b", 100, False, 900)], schema=kinds, orient="row")
    assert journey.against_the_rest(few).is_empty()
    assert journey.against_the_rest(few.clear()).is_empty()
