"""What the parts of the Beta test page ask: the test of one product, read by the saved rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.beta import report, rules
from analytics.filters import Filters
from ui import cache, state

if TYPE_CHECKING:
    import polars as pl

    from analytics.beta.report import BetaTest
    from analytics.beta.rules import RuleLibrary
    from analytics.beta.tree import Tree
    from analytics.storage.versions import Store
    from ui.page import Page

ALL = Filters()
"""A test is read whole; filters only say which products are offered."""
UNNAMED = "*"
"""Stands in the address for answers that name no product."""


def _products(_store: Store, version: str, filters: Filters) -> list[str | None]:
    return report.products(cache.view(version, filters))


def _tree(_store: Store, version: str, filters: Filters) -> Tree:
    return report.testers(cache.view(version, filters))


def _test(_store: Store, version: str, filters: Filters, sku: str | None) -> BetaTest:
    return report.beta_test(cache.view(version, filters), sku)


def _spoken(_store: Store, version: str, filters: Filters, sku: str | None) -> pl.DataFrame:
    view = cache.view(version, filters)
    return report.spoken(view, report.beta_test(view, sku))


def _complaints(_store: Store, version: str, filters: Filters, sku: str | None) -> pl.DataFrame:
    view = cache.view(version, filters)
    return report.complaints(view, report.beta_test(view, sku))


def products(page: Page) -> dict[str, str]:
    """Code -> name of the products that were tested and are among those of the filters, most
    answers first."""
    tested = cache.answer(_products, page.version, Filters(products=page.filters.products))
    return {sku or UNNAMED: sku or page.t("unnamed") for sku in tested}


def is_filtered_out(page: Page) -> bool:
    """Whether products were tested, and none that the filters let through."""
    return not products(page) and bool(cache.answer(_products, page.version, ALL))


def sku(page: Page) -> str | None:
    """The product of the address; the one with most answers where it names none that was tested."""
    codes = list(products(page)) or [UNNAMED]
    code = state.option("beta_sku", codes[0], codes)
    return None if code == UNNAMED else code


def tree(page: Page) -> Tree:
    """Who brought whom."""
    return cache.answer(_tree, page.version, ALL)


def library() -> RuleLibrary:
    """The saved rules; read anew each time, since others save too."""
    return rules.library(cache.store())


def test(page: Page) -> BetaTest:
    """The test of the chosen product, read by the rule that counts."""
    whole = cache.answer(_test, page.version, ALL, sku(page))
    return report.judged(whole, library().rules)


def spoken(page: Page) -> pl.DataFrame:
    """What its testers speak of."""
    return cache.answer(_spoken, page.version, ALL, sku(page))


def complaints(page: Page) -> pl.DataFrame:
    """What they complain of most, by kind."""
    return cache.answer(_complaints, page.version, ALL, sku(page))
