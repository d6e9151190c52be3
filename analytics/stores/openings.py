"""Which openings of stores can be looked at by region, and what keeps the others out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build.regions import place_of
from analytics.storage.versions import REGIONS_SINCE
from analytics.stores.base import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from analytics.view import View

LEAST_BY_CITY = 0.8
"""Share of the orders with a region whose city is known, from which on cities are compared."""


@dataclass(frozen=True)
class Opening:
    """One opening: the store, its region as orders have it, and its first day."""

    store_id: str
    name: str
    region: str
    opened_on: date


@dataclass(frozen=True)
class Openings:
    """`counted`: the first opening of each region; `same_region`: stores that opened in a region
    that had one already, which are no news there; `to_come`: opened after the data end;
    `undated`; `elsewhere`: stores whose city no order went to, or none. All by name. `is_by_city`:
    whether regions are cities or provinces."""

    counted: tuple[Opening, ...] = ()
    same_region: tuple[str, ...] = ()
    to_come: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    is_by_city: bool = True
    refusal: Refusal | None = None


def openings(
    stores: Sequence[tuple[str, str, str | None, date | None]], orders: pl.DataFrame, as_of: date
) -> Openings:
    """From the stores (id, name, city, first day) and the rows of `stores/region_weeks`."""
    if orders.is_empty():
        return Openings(refusal=Refusal("no_region"))
    is_by_city = _is_by_city(orders)
    at = region_at(pl.col("region"), is_by_city=is_by_city)
    regions = set(orders.select(at.unique().drop_nulls())["region"])
    counted: dict[str, Opening] = {}
    same, to_come, undated, elsewhere = (list[str]() for _ in range(4))
    for store_id, name, city, opened_on in sorted(stores, key=_first_day):
        region = _region(city, regions, is_by_city=is_by_city)
        if opened_on is None:
            undated.append(name)
        elif opened_on > as_of:
            to_come.append(name)
        elif region is None:
            elsewhere.append(name)
        elif region in counted:
            same.append(name)
        else:
            counted[region] = Opening(store_id, name, region, opened_on)
    return Openings(
        tuple(counted.values()),
        tuple(same),
        tuple(to_come),
        tuple(undated),
        tuple(elsewhere),
        is_by_city,
        None if counted else Refusal("no_opening"),
    )


def region_at(region: pl.Expr, *, is_by_city: bool) -> pl.Expr:
    """The region as it is compared: its city, null where none is known, or its province."""
    if is_by_city:
        return pl.when(region.str.contains("/", literal=True)).then(region)
    return region.str.split("/").list.first()


def _first_day(store: tuple[str, str, str | None, date | None]) -> tuple[bool, object, str]:
    return store[3] is None, store[3] or 0, store[0]


def _is_by_city(orders: pl.DataFrame) -> bool:
    total = orders["count_orders"].sum()
    in_city = orders.filter(pl.col("region").str.contains("/", literal=True))["count_orders"].sum()
    return float(in_city) >= LEAST_BY_CITY * float(total)


def _region(city: str | None, regions: set[str], *, is_by_city: bool) -> str | None:
    """The region of a store by the city its sheet names: as orders have it, else by its own last
    part."""
    if not city:
        return None
    place = place_of(city) or city.strip()
    if not is_by_city:
        place = place.partition("/")[0]
    if place in regions:
        return place
    folded = place.casefold()
    ends = [region for region in regions if region.rpartition("/")[2].casefold() == folded]
    return ends[0] if len(ends) == 1 else None


def of_stores(view: View) -> tuple[Openings, pl.DataFrame]:
    """The openings of the version's stores, and its rows of `stores/region_weeks`. Filters do not
    reach them: what is compared are whole regions."""
    version = view.manifest.version
    if view.manifest.layout < REGIONS_SINCE:
        return Openings(refusal=Refusal("old_version")), pl.DataFrame()
    orders = view.rows("stores/region_weeks")
    rows = view.store.run("stores/opened", version).filter(pl.col("city").is_not_null())
    stores = rows.select(
        "store_id", pl.coalesce("name", "store_id"), "city", pl.coalesce("opened_on", "first_on")
    )
    return openings(stores.rows(), orders, view.as_of), orders
