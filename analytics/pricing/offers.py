"""Gabor and Granger's offers: who buys at each price asked, and which price brings most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.pricing.base import LEAST_A_PRICE, LEAST_PRICES, Refusal, certainty
from analytics.pricing.demand import interval_demand, pooled
from analytics.pricing.reach import calibrated
from analytics.schema import PRICE_QUESTIONS
from analytics.stats.clusters import tails, weights
from analytics.stats.intervals import CONFIDENCE, Estimate, limited, wilson_limits
from analytics.stats.refusals import Certainty
from analytics.stats.resampling import SEED

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

Method = Literal["one_price", "several_prices", "intents"]

SIGNS = {"yes": 1.0, "no": 0.0}
BUY = {
    "respondent": pl.String,
    "sku": pl.String,
    "price": pl.Float64,
    "chance": pl.Float64,
    "is_intent": pl.Boolean,
    "position": pl.Int64,
}
"""One row per offer: `chance` 1 for a yes, 0 for a no, else the calibrated intent."""


@dataclass(frozen=True)
class OfferQuality:
    """People asked; offers answered twice (the last counts); offers at prices of nothing or less,
    and answers that are neither yes, no nor 1-5, left out; people who accept a price and refuse a
    lower one (counted with the highest they accept)."""

    people: int
    repeated: int
    unreadable: int
    contradictory: int


@dataclass(frozen=True)
class Offers:
    """Demand by price asked (columns price, n, bought, demand 0-1, low, high, revenue, profit,
    `revenue_chance` and `profit_chance`: how often the price is best in resamples).

    `floor` is the mean of what people would pay at least. `best` holds the best price for revenue,
    and for profit where a cost is known; a refusal by the same key instead where the best stands
    at the end of the prices asked.
    """

    n: int
    method: Method | None
    certainty: Certainty
    quality: OfferQuality
    demand: pl.DataFrame
    floor: Estimate
    best: dict[str, float]
    refusals: dict[str, Refusal]
    refusal: Refusal | None = None


def offer_rows(answers: pl.DataFrame) -> pl.DataFrame:
    """The rows of the sheet of price answers that answer an offer: all but those to the four price
    questions."""
    is_question = pl.col("answer").is_in(PRICE_QUESTIONS)
    return answers.filter(~is_question.fill_null(value=False))


def buy_answers(answers: pl.DataFrame) -> tuple[pl.DataFrame, int, int]:
    """The offers in the sheet of price answers as rows of BUY, how many were answered twice, and
    how many cannot be read. Answers to the four price questions are no offers."""
    rows = offer_rows(answers)
    text = pl.col("answer").str.strip_chars().str.to_lowercase()
    intent = text.cast(pl.Float64, strict=False)
    is_intent = intent.is_between(1, 5).fill_null(value=False)
    chance = text.replace_strict(SIGNS, default=None, return_dtype=pl.Float64)
    readable = (
        rows.with_columns(
            chance=pl.when(is_intent)
            .then(intent.map_batches(_calibrated, return_dtype=pl.Float64))
            .otherwise(chance),
            is_intent=is_intent,
        )
        .filter(pl.col("chance").is_not_null() & (pl.col("price") > 0).fill_null(value=False))
        .sort("asked_on", nulls_last=False, maintain_order=True)
    )
    offers = readable.unique(["respondent", "sku", "price"], keep="last", maintain_order=True)
    unreadable = rows.height - readable.height
    return offers.select(list(BUY)), readable.height - offers.height, unreadable


def offers(
    rows: pl.DataFrame,
    unit_cost: float | None = None,
    *,
    repeated: int = 0,
    unreadable: int = 0,
    confidence: float = CONFIDENCE,
) -> Offers:
    """Demand of one product over rows of BUY; refused below 4 prices or 20 answers a price.

    Asked one price each, people's shares by price are made non-increasing by pooling neighbours
    that violate it (Ayer et al. 1955). Asked several, a person buys up to the highest price
    accepted and not from the next one refused, and demand is the likeliest one for such intervals
    (Turnbull 1976). Intents are pooled means. The floor is the sum of price times the drop of
    demand after it, with none left after the last price.

    Limits are Wilson's by price for one price each, widened to hold the pooled share; else people
    are drawn again, and asked several prices the wider of these and Wilson's count. Of 250
    simulated surveys a line (`python -m tests.bench.price_coverage`) 94 to 98 intervals of demand
    in 100 held the truth, and 93 to 96 of the floor, at 20 to 150 answers a price.
    """
    people = rows["respondent"].n_unique()
    grid = rows.group_by("price").agg(n=pl.len(), bought=pl.col("chance").sum()).sort("price")
    quality = OfferQuality(people, repeated, unreadable, _contradictory(rows))
    refusal = _refusal(grid)
    if refusal is not None:
        unmeasured = Estimate(None, None, None, people)
        empty = pl.DataFrame()
        return Offers(
            people, None, "refused", quality, empty, unmeasured, {}, {"all": refusal}, refusal
        )
    method = _method(rows)
    prices = grid["price"].to_numpy()
    if method == "several_prices":
        demand, drawn = interval_demand(rows, prices)
    else:
        demand, drawn = _pooled_demand(rows, prices)
    if method == "one_price":
        low, high = wilson_limits(grid["bought"], grid["n"], confidence)
    else:
        low, high = np.quantile(drawn, tails(people, confidence), axis=0)
    if method == "several_prices":
        # Resamples of few people never reach beyond the answers given; a share of so many does.
        least, most = wilson_limits(demand * people, people, confidence)
        low, high = np.minimum(low, least), np.maximum(high, most)
    floor = _floor(prices, demand, drawn, people, confidence)
    columns = {
        "demand": demand,
        "low": np.minimum(low, demand),
        "high": np.maximum(high, demand),
    }
    best, refusals = {}, {}
    money = {"revenue": prices}
    if unit_cost is not None:
        money["profit"] = prices - unit_cost
    for name, a_buyer in money.items():
        columns[name] = demand * a_buyer
        places = (drawn * a_buyer).argmax(axis=1)
        columns[f"{name}_chance"] = np.bincount(places, minlength=len(prices)) / len(places)
        place = int(columns[name].argmax())
        if place in (0, len(prices) - 1):
            refusals[name] = Refusal("edge_of_grid")
        else:
            best[name] = float(prices[place])
    table = grid.with_columns(**{name: pl.Series(column) for name, column in columns.items()})
    least_n = min(grid["n"].to_list())
    sound = certainty(least_n, LEAST_A_PRICE, 5 * LEAST_A_PRICE)
    return Offers(people, method, sound, quality, table, floor, best, refusals)


def _calibrated(intents: pl.Series) -> pl.Series:
    return pl.Series(calibrated(intents.to_numpy()))


def _refusal(grid: pl.DataFrame) -> Refusal | None:
    if grid.is_empty():
        return Refusal("no_answers", 0, LEAST_A_PRICE)
    if grid.height < LEAST_PRICES:
        return Refusal("few_prices", grid.height, LEAST_PRICES)
    fewest = min(grid["n"].to_list())
    return Refusal("few_a_price", fewest, LEAST_A_PRICE) if fewest < LEAST_A_PRICE else None


def _method(rows: pl.DataFrame) -> Method:
    if rows["is_intent"].any():
        return "intents"
    is_single = rows["respondent"].n_unique() == rows.height
    return "one_price" if is_single else "several_prices"


def _contradictory(rows: pl.DataFrame) -> int:
    """People likelier to buy at a price than at a lower one they were asked."""
    later = pl.col("chance").shift(-1).over("respondent", order_by="price")
    return int(rows.filter(later > pl.col("chance"))["respondent"].n_unique())


def _pooled_demand(rows: pl.DataFrame, prices: Numbers) -> tuple[Numbers, Numbers]:
    """Pooled shares by price, and of resamples: people drawn again, all their answers together."""
    respondents = rows["respondent"].rank("dense").to_numpy().astype(int) - 1
    places = np.searchsorted(prices, rows["price"].to_numpy())
    shape = (int(respondents.max()) + 1, len(prices))
    bought, offered = np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
    np.add.at(bought, (respondents, places), rows["chance"].to_numpy())
    np.add.at(offered, (respondents, places), 1)
    drawn = weights(shape[0], SEED)
    sample = pooled(bought.sum(axis=0)[None], offered.sum(axis=0)[None])[0]
    return sample, pooled(drawn @ bought, drawn @ offered)


def _floor(
    prices: Numbers, demand: Numbers, drawn: Numbers, people: int, confidence: float
) -> Estimate:
    steps = np.diff(prices, prepend=0.0)
    low, high = np.quantile(drawn @ steps, tails(people, confidence))
    return limited(float(demand @ steps), float(low), float(high), people, (0.0, np.inf))
