"""What the parts of the IP page ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ip import report
from ui import cache

if TYPE_CHECKING:
    import polars as pl

    from analytics.filters import Filters
    from analytics.ip.leaks import CodeUse
    from analytics.ip.report import Believed, Brought
    from analytics.storage.versions import Store
    from ui.page import Page


def _brought(_store: Store, version: str, filters: Filters) -> Brought:
    return report.brought(cache.view(version, filters))


def _discounted(_store: Store, version: str, filters: Filters) -> Brought:
    return report.discounted(cache.view(version, filters))


def _believed(_store: Store, version: str, filters: Filters) -> Believed:
    return report.believed(cache.view(version, filters))


def _codes(_store: Store, version: str, filters: Filters) -> list[CodeUse]:
    return report.codes(cache.view(version, filters))


def _returning(_store: Store, version: str, filters: Filters) -> pl.DataFrame:
    return report.returning(cache.view(version, filters))


def brought(page: Page) -> Brought:
    """Who brings whom, who stays, at what price, and how much hangs on one."""
    return cache.answer(_brought, page.version, page.filters)


def discounted(page: Page) -> Brought:
    """The same with first-order discounts: asked for once the picture stands."""
    return cache.answer(_discounted, page.version, page.filters)


def believed(page: Page) -> Believed:
    """What people say by who brought them."""
    return cache.answer(_believed, page.version, page.filters)


def codes(page: Page) -> list[CodeUse]:
    """How each code is used."""
    return cache.answer(_codes, page.version, page.filters)


def returning(page: Page) -> pl.DataFrame:
    """Curves of the IPs that are ranked."""
    return cache.answer(_returning, page.version, page.filters)
