"""What the parts of the Pricing page ask: answers of one view, and which product they are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.gate.base import Thresholds
from analytics.pricing import report
from ui import cache, state
from ui.sections.gate.thresholds import chosen_thresholds
from ui.views.pricing.answer import Answer

if TYPE_CHECKING:
    from analytics.filters import Filters
    from analytics.pricing.offers import Offers
    from analytics.pricing.report import Decision, Moves, Standing, Survey
    from analytics.storage.versions import Store
    from ui.page import Page

UNNAMED = "*"
"""Stands in the address for answers that were about no product by name."""
MOST = 300
"""Products to choose from: those with price answers, then those that bring most."""


def _surveys(_store: Store, version: str, filters: Filters) -> list[Survey]:
    return report.surveys(cache.view(version, filters))


def _offers(_store: Store, version: str, filters: Filters) -> dict[str | None, Offers]:
    return report.offer_answers(cache.view(version, filters))


def _moves(_store: Store, version: str, filters: Filters) -> Moves:
    return report.price_moves(cache.view(version, filters))


def _standing(_store: Store, version: str, filters: Filters) -> Standing:
    return report.standing(cache.view(version, filters))


def _products(_store: Store, version: str, filters: Filters) -> tuple[pl.DataFrame, str | None]:
    view = cache.view(version, filters)
    return report.current(view), report.leading(view)


def _decision(
    _store: Store,
    version: str,
    filters: Filters,
    item: str,
    price: float | None,
    thresholds: Thresholds,
) -> Decision | None:
    return report.decision(cache.view(version, filters), item, price, thresholds)


def _stated(store: Store, version: str, filters: Filters, item: str | None) -> Answer:
    view = cache.view(version, filters)
    survey = next((each for each in report.surveys(view) if each.sku == item), None)
    return Answer(None, report.stated(view, item), survey)


def surveys(page: Page) -> dict[str, Survey]:
    """What people say, by the code of the product in the address."""
    answers = cache.answer(_surveys, page.version, page.filters)
    return {answer.sku or UNNAMED: answer for answer in answers}


def offers(page: Page) -> dict[str, Offers]:
    """Offers at given prices, by the code of the product in the address."""
    answers = cache.answer(_offers, page.version, page.filters)
    return {sku or UNNAMED: answer for sku, answer in answers.items()}


def moves(page: Page) -> Moves:
    """What happened when prices moved."""
    return cache.answer(_moves, page.version, page.filters)


def standing(page: Page) -> Standing:
    """How prices stand against rivals and between packs."""
    return cache.answer(_standing, page.version, page.filters)


def labels(page: Page) -> dict[str, str]:
    """Code -> name of the products that a price can be asked for: first the leading one, but those
    that answers are about, if by no name, before one that nobody was asked about."""
    rows, leading = cache.answer(_products, page.version, page.filters)
    sold = dict(
        rows.sort("paid", "item", descending=[True, False]).select("item", "product").iter_rows()
    )
    surveyed = [*surveys(page), *offers(page)]
    first = [leading] if leading in surveyed else surveyed
    codes = list(dict.fromkeys([*first, *surveyed, *sold]))[:MOST]
    unnamed = page.t("unnamed")
    return {code: sold.get(code, unnamed if code == UNNAMED else code) for code in codes}


def chosen(labels: dict[str, str]) -> str:
    """The product of the address; the leading one where it names none that is offered."""
    return state.option("sku", next(iter(labels)), list(labels))


def decision(page: Page, code: str, price: float | None = None) -> Decision | None:
    """Every source of the price of a product that sells, and of a candidate; else None."""
    thresholds = chosen_thresholds()
    return cache.answer(_decision, page.version, page.filters, code, price, thresholds)


def answer(page: Page, code: str, price: float | None = None) -> Answer:
    """The sources of a product's price; those that people state alone where it does not sell."""
    decided = decision(page, code, price)
    if decided is None:
        item = None if code == UNNAMED else code
        return cache.answer(_stated, page.version, page.filters, item)
    return Answer(decided.today, decided.sources, surveys(page).get(code), decided.candidate)


def unit_cost(page: Page, code: str) -> float | None:
    """What a unit costs the brand; None where nobody said."""
    rows, _ = cache.answer(_products, page.version, page.filters)
    costs: dict[str, float | None] = dict(rows.select("item", "unit_cost").iter_rows())
    return costs.get(code)
