"""All answers about prices over one view of a dataset."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.answer_sheets import in_scope, price_answers, rival_ratings
from analytics.gate.base import DEFAULT, Thresholds
from analytics.gate.verdict import matched
from analytics.pricing import ruler, sheets
from analytics.pricing.answers import SETS, PriceSets, price_sets, wide
from analytics.pricing.base import TIES_SHOWN, Refusal
from analytics.pricing.candidate import Candidate, OwnProduct, candidate
from analytics.pricing.elasticity import Elasticity, elasticity
from analytics.pricing.offers import Offers, buy_answers, offer_rows, offers
from analytics.pricing.pack_sizes import Ladder, ladder
from analytics.pricing.price_moves import MoveEffect, move_effects
from analytics.pricing.quality import of_quality
from analytics.pricing.reach import Reach, reach
from analytics.pricing.rival_weeks import rival_weeks
from analytics.pricing.rivals import PriceIndex, price_index
from analytics.pricing.sensitivity import Sensitivity, sensitivity
from analytics.pricing.value_map import ValueMap, value_map
from analytics.pricing.weeks import ProductWeeks, product_weeks
from analytics.schema import source_params

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analytics.view import View

MOST_PRODUCTS = 200
"""Products, those that brought most, over which elasticity and price moves are worked out."""


@dataclass(frozen=True)
class Survey:
    """What people say about one product (`sku` None: they were not told of one): the answers, the
    points of those in strict order, of those with ties too where they are more than a few, and
    reach."""

    sku: str | None
    answers: PriceSets
    strict: Sensitivity
    with_ties: Sensitivity | None
    reach: Reach

    @property
    def counted(self) -> Sensitivity:
        """The points that count: those in strict order; where these are too few and with ties they
        are enough, of both together."""
        ties = self.with_ties
        if self.strict.refusal is None or ties is None or ties.refusal is not None:
            return self.strict
        return ties


@dataclass(frozen=True)
class Moves:
    """The elasticity, and every move of a regular price with what followed."""

    slope: Elasticity
    effects: list[MoveEffect]


@dataclass(frozen=True)
class Standing:
    """How prices stand: against rivals, on the map of value, and between packs."""

    index: PriceIndex
    map: ValueMap
    ladder: Ladder


@dataclass(frozen=True)
class Decision:
    """The sources of a price of one product on one axis, and what they say of a candidate (None
    where none is asked about)."""

    item: str
    today: float
    sources: tuple[ruler.Source, ...]
    candidate: Candidate | None


def surveys(view: View) -> list[Survey]:
    """What people say, product by product, most answers first; none without price questions."""
    answers: list[Survey] = view.remember(f"price surveys {view.filters}", lambda: _surveys(view))
    return answers


def price_rows(view: View) -> pl.DataFrame:
    """One row per answer to the price questions (SETS), of surveys and of the sheet."""
    sources = source_params()["survey_sources"]
    written = view.rows("pricing/survey_prices", survey_sources=sources).cast(SETS)  # type: ignore[arg-type]
    return pl.concat([written, in_scope(wide(_answers(view)), view.filters)])


def _surveys(view: View) -> list[Survey]:
    answers = []
    for (sku,), group in price_rows(view).group_by("sku", maintain_order=True):
        sets = price_sets(group)
        strict, cost = sets.in_order(), unit_cost(view, sku)
        has_ties = sets.quality.tied_share > TIES_SHOWN
        ties = sensitivity(sets.in_order(with_ties=True)) if has_ties else None
        answers.append(Survey(sku, sets, sensitivity(strict), ties, reach(strict, cost)))
    return sorted(answers, key=lambda answer: (-answer.answers.quality.people, answer.sku or ""))


def offered_rows(view: View) -> pl.DataFrame:
    """The rows of the sheet of price answers that answer an offer at a given price."""
    return offer_rows(in_scope(_answers(view), view.filters))


def offer_answers(view: View) -> dict[str | None, Offers]:
    """Offers at given prices by product; none without the sheet of price answers."""
    answers: dict[str | None, Offers] = view.remember(
        f"price offers {view.filters}", lambda: _offer_answers(view)
    )
    return answers


def _offer_answers(view: View) -> dict[str | None, Offers]:
    answers: dict[str | None, Offers] = {}
    for (sku,), group in offered_rows(view).group_by("sku", maintain_order=True):
        buys, repeated, unreadable = buy_answers(group)
        answers[sku] = offers(buys, unit_cost(view, sku), repeated=repeated, unreadable=unreadable)
    return answers


def weeks(view: View) -> ProductWeeks:
    """Products by weeks, of the products that brought most."""
    table: ProductWeeks = view.remember(
        f"product weeks {view.filters}",
        lambda: product_weeks(view.rows("pricing/product_weeks", most=MOST_PRODUCTS)),
    )
    return table


def price_moves(view: View) -> Moves:
    """What happened when prices moved."""
    moves: Moves = view.remember(
        f"price moves {view.filters}",
        lambda: Moves(elasticity(weeks(view), rivals_by_week(view)), move_effects(weeks(view))),
    )
    return moves


def rivals_by_week(view: View) -> NDArray[np.float64]:
    """The median rival's price for as much, of the products and weeks of `weeks`."""
    table, (sizes, rivals) = weeks(view), _shelf(view)
    return rival_weeks(table.items, table.weeks, sizes, rivals)


def standing(view: View) -> Standing:
    """Against whom, dear or valued, and whether the big pack is priced right."""
    answer: Standing = view.remember(f"price standing {view.filters}", lambda: _standing(view))
    return answer


def _standing(view: View) -> Standing:
    own, (sizes, rivals) = current(view), _shelf(view)
    index = price_index(own, sizes, rivals, view.as_of)
    ratings = of_quality(rival_ratings(view.store, view.manifest.version))
    return Standing(index, value_map(index.rivals, ratings), ladder(own, sizes))


def decision(
    view: View, item: str, price: float | None = None, thresholds: Thresholds = DEFAULT
) -> Decision | None:
    """Every source of a price for one product, and of a candidate; None where it does not sell."""
    rows = current(view).filter(pl.col("item") == item)
    if rows.is_empty():
        return None
    own = rows.row(0, named=True)
    slope = price_moves(view).slope
    sources = [ruler.charged("cost", own["unit_cost"], Refusal("no_cost")), *stated(view, item)]
    sources += [_rivals(view, item), ruler.elastic(slope, own["unit_cost"])]
    has_domain = own["public_price"] is not None or own["private_price"] is not None
    unsold = Refusal("no_sales" if has_domain else "no_domain")
    sources += [
        ruler.charged("public", own["public_price"], unsold),
        ruler.charged("private", own["private_price"], unsold),
    ]
    if price is None:
        return Decision(item, own["price"], tuple(sources), None)
    product = OwnProduct(item, own["price"], own["unit_cost"], _seen(view, item, own["price"]))
    months = matched(view, thresholds)
    answer = candidate(months, product, price, slope=slope, sources=sources, thresholds=thresholds)
    return Decision(item, own["price"], tuple(sources), answer)


def stated(view: View, item: str | None) -> list[ruler.Source]:
    """The sources that are what people say of one product (None: of none by name): the range they
    accept, least resistance, and most revenue and profit, asked openly and by offers."""
    survey = next((answer for answer in surveys(view) if answer.sku == item), None)
    offer = offer_answers(view).get(item)
    no_answers = Refusal("no_answers", 0)
    if survey is None:
        keys: tuple[ruler.Key, ...] = ("accepted", "least_resistance", "stated_revenue")
        sources = [ruler.Source(key, None, None, None, 0, no_answers) for key in keys]
    else:
        sources = [*ruler.price_range(survey.counted), *ruler.stated(survey.reach)]
    if offer is None:
        return [*sources, ruler.Source("offered_revenue", None, None, None, 0, no_answers)]
    return [*sources, *ruler.offered(offer)]


def leading(view: View) -> str | None:
    """The product with most price answers among those that sell, else the one that brings most;
    None where nothing sells."""
    rows = current(view)
    sold = set(rows["item"])
    surveyed = [survey.sku for survey in surveys(view) if survey.sku in sold]
    best: list[str] = rows.sort("paid", "item", descending=[True, False])["item"].to_list()
    return next(iter([*surveyed, *best]), None)


def current(view: View) -> pl.DataFrame:
    """The rows of `pricing/current_prices`: products, prices of the last 90 days, costs."""
    params = view.filters.params()
    del params["start"]
    frame: pl.DataFrame = view.remember(
        f"current prices {params}",
        lambda: view.store.run("pricing/current_prices", view.manifest.version, **params),
    )
    return frame


def unit_cost(view: View, item: str | None) -> float | None:
    """What a unit costs the brand; None where nobody said, or it does not sell."""
    costs: dict[str, float | None] = dict(current(view).select("item", "unit_cost").rows())
    return costs.get(item or "")


def _answers(view: View) -> pl.DataFrame:
    frame: pl.DataFrame = view.remember(
        "price answers", lambda: price_answers(view.store, view.manifest.version)
    )
    return frame


def _shelf(view: View) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Sizes of products, and prices of rivals as they were seen."""
    store, version = view.store, view.manifest.version
    frames: tuple[pl.DataFrame, pl.DataFrame] = view.remember(
        "shelf", lambda: (sheets.sizes(store, version), sheets.rivals(store, version))
    )
    return frames


def _rivals(view: View, item: str) -> ruler.Source:
    """The middle half of rivals' prices for as much as the own pack holds."""
    answer = standing(view).index
    rows = answer.products.filter(pl.col("item") == item)
    if rows.is_empty():
        return ruler.Source("rivals", None, None, None, 0, answer.refusal or Refusal("no_rivals"))
    row = rows.row(0, named=True)
    return ruler.Source(
        "rivals", row["rival_price"], row["rival_low"], row["rival_high"], row["rivals"]
    )


def _seen(view: View, item: str, today: float) -> tuple[float, float]:
    """The lowest and highest price of any week; today's alone where no week is whole."""
    rows = view.rows("pricing/product_weeks", most=MOST_PRODUCTS).filter(pl.col("item") == item)
    prices = [*rows["price"].to_list(), today]
    return min(prices), max(prices)
