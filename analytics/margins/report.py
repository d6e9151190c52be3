"""Where the money of one view went."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from analytics.margins.base import Refusal
from analytics.margins.change import Change, change
from analytics.margins.periods import Periods, comparable
from analytics.margins.prices_that_pay import PriceRoom, room
from analytics.margins.products import by_product
from analytics.margins.unit_costs import UnitCosts, unit_costs
from analytics.margins.waterfall import Waterfall, waterfall
from analytics.pricing import report as of_prices

if TYPE_CHECKING:
    import polars as pl

    from analytics.view import View


def can_tell(view: View) -> bool:
    """Whether the facts of the version hold the cube of money; those of former releases do not."""
    return view.manifest.has_money


def where(view: View) -> Waterfall:
    """From list price to what remains, over the period of the view."""
    answer: Waterfall = view.remember(f"waterfall {view.filters}", lambda: waterfall(*sides(view)))
    return answer


def products(view: View) -> pl.DataFrame:
    """The same by product; see `products.BY_PRODUCT`."""
    frame: pl.DataFrame = view.remember(
        f"waterfall by product {view.filters}", lambda: by_product(*sides(view))
    )
    return frame


def changed(view: View) -> tuple[Periods | Refusal, Change | None]:
    """What changed between two comparable periods, and which these are."""
    answer: tuple[Periods | Refusal, Change | None] = view.remember(
        f"money changed {view.filters}", lambda: _changed(view)
    )
    return answer


def _changed(view: View) -> tuple[Periods | Refusal, Change | None]:
    periods = comparable(view)
    if isinstance(periods, Refusal):
        return periods, None
    earlier = sides(view, periods.earlier_first, periods.earlier_last)
    return periods, change(earlier, sides(view, periods.first, periods.last))


def costs(view: View) -> UnitCosts:
    """How unit costs moved over the period of the view."""
    answer: UnitCosts = view.remember(
        f"unit costs {view.filters}", lambda: unit_costs(view.rows("margins/unit_costs"))
    )
    return answer


def price_room(view: View) -> PriceRoom:
    """The lowest price that pays and the room against rivals, by the last twelve months."""
    answer: PriceRoom = view.remember(f"price room {view.filters}", lambda: _room(view))
    return answer


def _room(view: View) -> PriceRoom:
    rivals = of_prices.standing(view).index.products
    return room(of_prices.current(view), *sides(view.last_year), rivals)


def sides(
    view: View, first: date | None = None, last: date | None = None
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The sums by product and by channel; of the months `first` to `last` where they are given."""
    if first is not None:
        view = replace(view, filters=replace(view.filters, start=first, end=last))
    return view.rows("margins/sums"), view.rows("margins/channels")
