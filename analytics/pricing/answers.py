"""Answers to the four price questions as people gave them: one set of prices per person, sorted
into those that hold, tie, contradict themselves or are not whole."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import polars as pl

from analytics.schema import PRICE_QUESTIONS

INTENTS = ("intent_cheap", "intent_expensive")
SETS = {
    "respondent": pl.String,
    "sku": pl.String,
    **dict.fromkeys((*PRICE_QUESTIONS, *INTENTS), pl.Float64),
    "asked_on": pl.Date,
}
"""One row per answer of a person about a product: the four prices and the two intents, 1-5."""
ANSWERS = {
    "respondent": pl.String,
    "sku": pl.String,
    "price": pl.Float64,
    "answer": pl.String,
    "position": pl.Int64,
    "asked_on": pl.Date,
}
"""The sheet of price answers: one row per answer, long."""
INTENT_SCALE = (1, 5)


@dataclass(frozen=True)
class Quality:
    """How many people answered, and what became of their answers.

    `superseded`: earlier answers of people who answered again. `unreadable`: prices of nothing or
    less, taken as not answered. `incomplete`: people with fewer than four prices; `contradictory`:
    with a later question answered lower; `tied`: with two answers alike, in order otherwise;
    `valid`: in strict order. `off_scale`: intents outside 1-5, taken as not answered.
    """

    people: int
    superseded: int
    unreadable: int
    incomplete: int
    contradictory: int
    tied: int
    valid: int
    off_scale: int

    @property
    def tied_share(self) -> float:
        """People with ties, of those whose four prices do not contradict themselves, 0-1."""
        in_order = self.tied + self.valid
        return self.tied / in_order if in_order else 0.0


@dataclass(frozen=True)
class PriceSets:
    """One row per person (columns of SETS and `state`: valid, tied, contradictory, incomplete),
    and the counts."""

    people: pl.DataFrame
    quality: Quality

    def in_order(self, *, with_ties: bool = False) -> pl.DataFrame:
        """The people whose prices rise from question to question, strictly unless `with_ties`."""
        states = ["valid", "tied"] if with_ties else ["valid"]
        return self.people.filter(pl.col("state").is_in(states))


def wide(answers: pl.DataFrame) -> pl.DataFrame:
    """The four price questions of the sheet of answers as rows of SETS; what was answered twice
    counts as last written. Empty where the sheet asks nothing of the kind."""
    prices = answers.filter(pl.col("answer").is_in(PRICE_QUESTIONS))
    keys = ["respondent", "sku", "asked_on"]
    columns = [
        pl.col("price").filter(pl.col("answer") == question).last().alias(question)
        for question in PRICE_QUESTIONS
    ]
    rows = prices.group_by(keys, maintain_order=True).agg(columns)
    intents = [pl.lit(None, pl.Float64).alias(name) for name in INTENTS]
    return rows.with_columns(intents).select(list(SETS)).cast(SETS)  # type: ignore[arg-type]


def price_sets(rows: pl.DataFrame) -> PriceSets:
    """The last set of each person about each product, and its state; `rows` as SETS.

    Strict order is the rule of the reference implementation (R, pricesensitivitymeter); people who
    round their prices tie, and are counted apart from those who contradict themselves.
    """
    readable = rows.with_columns(
        *(_within(name, pl.col(name) > 0) for name in PRICE_QUESTIONS),
        *(_within(name, pl.col(name).is_between(*INTENT_SCALE)) for name in INTENTS),
    )
    unreadable = _lost(rows, readable, PRICE_QUESTIONS)
    off_scale = _lost(rows, readable, INTENTS)
    with_any = readable.filter(pl.any_horizontal(pl.col(*PRICE_QUESTIONS).is_not_null()))
    people = (
        with_any.sort("asked_on", nulls_last=False, maintain_order=True)
        .unique(["respondent", "sku"], keep="last", maintain_order=True)
        .with_columns(_state().alias("state"))
        .sort("sku", "respondent")
    )
    counts = dict(people["state"].value_counts().rows())
    return PriceSets(
        people,
        Quality(
            people=people.height,
            superseded=with_any.height - people.height,
            unreadable=unreadable,
            incomplete=counts.get("incomplete", 0),
            contradictory=counts.get("contradictory", 0),
            tied=counts.get("tied", 0),
            valid=counts.get("valid", 0),
            off_scale=off_scale,
        ),
    )


def _within(name: str, holds: pl.Expr) -> pl.Expr:
    return pl.when(holds & pl.col(name).is_finite()).then(pl.col(name)).alias(name)


def _lost(before: pl.DataFrame, after: pl.DataFrame, names: tuple[str, ...]) -> int:
    return sum(after[name].null_count() - before[name].null_count() for name in names)


def _state() -> pl.Expr:
    pairs = [(pl.col(lower), pl.col(upper)) for lower, upper in pairwise(PRICE_QUESTIONS)]
    return (
        pl.when(pl.any_horizontal(pl.col(*PRICE_QUESTIONS).is_null()))
        .then(pl.lit("incomplete"))
        .when(pl.any_horizontal(lower > upper for lower, upper in pairs))
        .then(pl.lit("contradictory"))
        .when(pl.any_horizontal(lower == upper for lower, upper in pairs))
        .then(pl.lit("tied"))
        .otherwise(pl.lit("valid"))
    )
