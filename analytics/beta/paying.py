"""Whether testers would pay: their answers to the prices they were offered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.beta.answers import names
from analytics.beta.tree import key_of
from analytics.pricing.offers import Offers, buy_answers, offer_rows, offers

if TYPE_CHECKING:
    import polars as pl

PAYERS = ("seed", "invited")


def paying(answers: pl.DataFrame, testers: pl.DataFrame) -> dict[str, Offers]:
    """Offers at given prices by kind of tester, seeds and invited apart; a kind that answered none
    is absent. `answers`: rows of the price sheet (`feedback.answer_sheets`) about one product;
    `testers` as `tree.PLACED`.

    A tester is looked for as in `answers.placed`, so that what one says under either name is one
    person's. Whoever is no tester, or stands in a circle, is in neither kind.
    """
    rows = offer_rows(answers).with_columns(key_of("respondent").alias("key"))
    placed = rows.join(names(testers), "key", maintain_order="left").with_columns(
        respondent="tester"
    )
    offered = {}
    for kind in PAYERS:
        own = placed.filter(role=kind)
        if not own.is_empty():
            buys, repeated, unreadable = buy_answers(own)
            offered[kind] = offers(buys, repeated=repeated, unreadable=unreadable)
    return offered
