"""What the parts of the page on where money goes ask: answers of one view, through the cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.margins import report
from ui import cache
from ui import format as fmt

if TYPE_CHECKING:
    import polars as pl

    from analytics.filters import Filters
    from analytics.margins.base import Refusal
    from analytics.margins.change import Change
    from analytics.margins.periods import Periods
    from analytics.margins.prices_that_pay import PriceRoom
    from analytics.margins.unit_costs import UnitCosts
    from analytics.margins.waterfall import Waterfall
    from analytics.storage.versions import Store
    from ui.page import Page


def _where(_store: Store, version: str, filters: Filters) -> tuple[Waterfall, pl.DataFrame]:
    view = cache.view(version, filters)
    return report.where(view), report.products(view)


def _changed(
    _store: Store, version: str, filters: Filters
) -> tuple[Periods | Refusal, Change | None]:
    return report.changed(cache.view(version, filters))


def _costs(_store: Store, version: str, filters: Filters) -> tuple[UnitCosts, pl.DataFrame]:
    view = cache.view(version, filters)
    return report.costs(view), view.rows("margins/unit_costs")


def _room(_store: Store, version: str, filters: Filters) -> PriceRoom:
    return report.price_room(cache.view(version, filters))


def currency(page: Page) -> str:
    """Which currency money is in; "" where nobody says."""
    if not page.currency:
        return ""
    return page.t("amounts_in", currency=fmt.currency_name(page.currency, page.lang))


def where(page: Page) -> Waterfall:
    """From list price to what remains."""
    return cache.answer(_where, page.version, page.filters)[0]


def products(page: Page) -> pl.DataFrame:
    """The same by product."""
    return cache.answer(_where, page.version, page.filters)[1]


def changed(page: Page) -> tuple[Periods | Refusal, Change | None]:
    """What changed between two comparable periods."""
    return cache.answer(_changed, page.version, page.filters)


def costs(page: Page) -> tuple[UnitCosts, pl.DataFrame]:
    """How unit costs moved, and the months behind."""
    return cache.answer(_costs, page.version, page.filters)


def room(page: Page) -> PriceRoom:
    """The lowest price that pays, and the room against rivals."""
    return cache.answer(_room, page.version, page.filters)
