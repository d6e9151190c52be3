"""What the parts of the Beta test page ask: the test of one product, read by the saved rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.beta import report, rules
from analytics.view import View
from ui import cache, state

if TYPE_CHECKING:
    import polars as pl

    from analytics.beta.report import BetaTest
    from analytics.beta.rules import RuleLibrary
    from analytics.beta.tree import Tree
    from analytics.filters import Filters
    from analytics.storage.versions import Store
    from ui.page import Page

UNNAMED = "*"
"""Stands in the address for answers that name no product."""


def _view(store: Store, version: str, filters: Filters) -> View:
    return View(store, store.manifest(version), filters)


def _products(_store: Store, version: str, filters: Filters) -> list[str | None]:
    return report.products(cache.answer(_view, version, filters))


def _tree(_store: Store, version: str, filters: Filters) -> Tree:
    return report.testers(cache.answer(_view, version, filters))


def _test(_store: Store, version: str, filters: Filters, sku: str | None) -> BetaTest:
    return report.beta_test(cache.answer(_view, version, filters), sku)


def _spoken(_store: Store, version: str, filters: Filters, sku: str | None) -> pl.DataFrame:
    view = cache.answer(_view, version, filters)
    return report.spoken(view, report.beta_test(view, sku))


def products(page: Page) -> dict[str, str]:
    """Code -> name of the products that were tested, most answers first."""
    tested = cache.answer(_products, page.version, page.filters)
    return {sku or UNNAMED: sku or page.t("unnamed") for sku in tested}


def sku(page: Page) -> str | None:
    """The product of the address; the one with most answers where it names none that was tested."""
    codes = list(products(page)) or [UNNAMED]
    code = state.option("beta_sku", codes[0], codes)
    return None if code == UNNAMED else code


def tree(page: Page) -> Tree:
    """Who brought whom."""
    return cache.answer(_tree, page.version, page.filters)


def library() -> RuleLibrary:
    """The saved rules; read anew each time, since others save too."""
    return rules.library(cache.store())


def test(page: Page) -> BetaTest:
    """The test of the chosen product, read by the rule that counts."""
    return report.judged(
        cache.answer(_test, page.version, page.filters, sku(page)), library().rules
    )


def spoken(page: Page) -> pl.DataFrame:
    """What its testers speak of."""
    return cache.answer(_spoken, page.version, page.filters, sku(page))
