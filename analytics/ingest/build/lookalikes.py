"""Order numbers and customers that may be the same, written in another way: said, never joined.

Zeros in front that a spreadsheet has dropped, a shop's prefix, letter case: nobody but a person can
tell whether they matter. And order numbers that come again: an order of each of their customers.
"""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.ingest.build.parse_issues import FATAL, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from analytics.ingest.build.parts import Context, Part

MOST_LINES = 200_000
"""Lines of a part that are looked at."""
MOST_FILES = 12
"""Of more files than that, each is compared with its neighbour alone."""
MIN_SHARE = 0.5
"""Share of the orders of the shorter file that have a double in the other."""
MOST_DAYS = 62
"""Between a deposit and the rest of its order lie less."""
CODES = ("orders_alike", "ids_alike", "number_shared", "number_again")
ORDERS, PEOPLE, SHARED, LONG = CODES


def settle(context: Context, parts: Sequence[Part], problems: list[pl.DataFrame]) -> None:
    """One problem for the later of two files of orders that seem to have the same orders under
    other numbers, and one for all customers that differ in letter case or zeros in front."""
    for older, newer in _pairs(parts):
        row = context.builder.frame(
            "ingest/lookalike_orders",
            older=str(_path(context, parts[older])),
            newer=str(_path(context, parts[newer])),
            fatal=FATAL["orders"],
            most=MOST_LINES,
        ).row(0, named=True)
        if row["count_alike"] > 1 and row["count_alike"] >= MIN_SHARE * row["count_orders"]:
            doubles = _row(parts[newer], "order_id", row, ORDERS)
            problems[newer] = pl.concat([problems[newer], doubles])
    _numbers(context, parts, problems)
    named = [
        place
        for place, part in enumerate(parts)
        if part.table == "orders" and "customer_id" in part.names and part.ids == "folded"
    ]
    if not named:
        return
    paths = [str(_path(context, parts[place])) for place in named]
    row = context.builder.frame("ingest/lookalike_people", paths=paths, most=MOST_LINES).row(
        0, named=True
    )
    if row["count_alike"]:
        last = named[-1]
        people = _row(parts[last], "customer_id", row, PEOPLE)
        problems[last] = pl.concat([problems[last], people])


def _numbers(context: Context, parts: Sequence[Part], problems: list[pl.DataFrame]) -> None:
    """One problem for all order numbers of several customers and one for all that come again long
    after, each with the last file of orders that has numbers."""
    places = [
        place
        for place, part in enumerate(parts)
        if part.table == "orders" and "order_id" in part.names
    ]
    if not places:
        return
    row = context.builder.frame(
        "ingest/shared_numbers",
        paths=[str(_path(context, parts[place])) for place in places],
        fatal=FATAL["orders"],
        most=MOST_LINES,
        most_days=MOST_DAYS,
    ).row(0, named=True)
    last = places[-1]
    for name, code in (("shared", SHARED), ("long", LONG)):
        alike = {"count_alike": row[f"count_{name}"], "example": row[f"example_{name}"]}
        if alike["count_alike"]:
            problems[last] = pl.concat([problems[last], _row(parts[last], "order_id", alike, code)])


def _pairs(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """The places of two parts whose orders are compared, the earlier first."""
    places = [
        place
        for place, part in enumerate(parts)
        if part.table == "orders" and "order_id" in part.names and not part.keeps_repeats
    ]
    return list(pairwise(places) if len(places) > MOST_FILES else combinations(places, 2))


def _path(context: Context, part: Part) -> Path:
    return context.folder / f"{part.table}-{part.key}.parquet"


def _row(part: Part, name: str, alike: Mapping[str, Any], code: str) -> pl.DataFrame:
    value = f"{alike['example']} \u00d7 {alike['count_alike']}"
    row = (part.key, part.name, None, name, value, code, False)
    return pl.DataFrame([row], schema=SCHEMA, orient="row")
