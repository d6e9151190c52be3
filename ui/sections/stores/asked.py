"""What the parts of the Stores and salons page ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.filters import Filters
from analytics.stores import attendance as of_guests
from analytics.stores import costs as of_costs
from analytics.stores import guest_list as of_list
from analytics.stores import halo as of_halo
from analytics.stores import openings as of_openings
from ui import cache, state

if TYPE_CHECKING:
    import polars as pl

    from analytics.stats.intervals import Estimate
    from analytics.storage.versions import Store
    from analytics.stores.attendance import Attendance, Pool
    from analytics.stores.costs import EventCosts
    from analytics.stores.guest_list import GuestList
    from analytics.stores.halo import Halo
    from analytics.stores.openings import Openings
    from ui.page import Page

CHOICE = "salon"
"""Under which the events looked at stand in the link."""


def _events(_store: Store, version: str, filters: Filters) -> pl.DataFrame:
    return of_guests.events(cache.view(version, filters))


def _unlisted(_store: Store, version: str, filters: Filters) -> dict[str, int]:
    return of_guests.unlisted(cache.view(version, filters))


def _attendance(_store: Store, version: str, filters: Filters, pool: Pool) -> Attendance:
    return of_guests.attendance(cache.view(version, filters), pool)


def _guest_list(_store: Store, version: str, filters: Filters, pool: Pool) -> GuestList:
    return of_list.guest_list(cache.view(version, filters), pool)


def _identified(_store: Store, version: str, filters: Filters) -> Estimate:
    return of_guests.identified(cache.view(version, filters))


def _costs(_store: Store, version: str, filters: Filters, pool: Pool) -> EventCosts:
    answer = cache.answer(_attendance, version, filters, pool)
    return of_costs.event_costs(cache.view(version, filters), answer)


def _spent(_store: Store, version: str, filters: Filters) -> dict[str, float]:
    return of_costs.spent(cache.view(version, filters))


def _stores(_store: Store, version: str, filters: Filters) -> list[of_costs.Store]:
    return of_costs.stores(cache.view(version, filters))


def _halo(_store: Store, version: str, _filters: Filters) -> tuple[Openings, Halo]:
    openings, orders = of_openings.of_stores(cache.view(version, Filters()))
    return openings, of_halo.halo(orders, openings)


def events(page: Page) -> pl.DataFrame:
    """Every event of the period."""
    return cache.answer(_events, page.version, page.filters)


def unlisted(page: Page) -> dict[str, int]:
    """Rows of the sheets that are nobody's."""
    return cache.answer(_unlisted, page.version, page.filters)


def pools(page: Page) -> list[Pool]:
    """What can be looked at."""
    return of_guests.pools(events(page))


def attendance(page: Page) -> Attendance | None:
    """Of the events of the address, else of the kind with most guests; None without a guest."""
    offered = {pool.code: pool for pool in pools(page)}
    if not offered:
        return None
    code = state.option(CHOICE, next(iter(offered)), list(offered))
    return cache.answer(_attendance, page.version, page.filters, offered[code])


def guest_list(page: Page, answer: Attendance) -> GuestList:
    """Everybody on the list of these events; channels and products do not reach it."""
    return cache.answer(_guest_list, page.version, Filters(), answer.pool)


def costs(page: Page, answer: Attendance) -> EventCosts:
    """What guests of these events cost who came back."""
    return cache.answer(_costs, page.version, page.filters, answer.pool)


def spent(page: Page) -> dict[str, float]:
    """Event -> its cost."""
    return cache.answer(_spent, page.version, page.filters)


def identified(page: Page) -> Estimate:
    """The share of store orders that say who bought."""
    return cache.answer(_identified, page.version, page.filters)


def stores(page: Page) -> list[of_costs.Store]:
    """Every store."""
    return cache.answer(_stores, page.version, page.filters)


def halo(page: Page) -> tuple[Openings, Halo]:
    """The openings of all stores, and what they did to online orders; filters do not reach it."""
    return cache.answer(_halo, page.version, Filters())
