"""The optional sheets of a positioning or price survey, and the waves of a beta test, as frames.

Versions of former releases have no such sheets: their frames are empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

if TYPE_CHECKING:
    from polars._typing import PolarsDataType

    from analytics.filters import Filters
    from analytics.storage.versions import Store

NEEDS: dict[str, PolarsDataType] = {
    **dict.fromkeys(("respondent", "customer_id", "segment", "need"), pl.String),
    **dict.fromkeys(("importance", "satisfaction"), pl.Float64),
    "asked_on": pl.Date,
}
CLAIMS: dict[str, PolarsDataType] = {
    **dict.fromkeys(("claim", "topic", "super"), pl.String),
    "since": pl.Date,
    "target": pl.String,
}
RIVAL_RATINGS: dict[str, PolarsDataType] = {
    **dict.fromkeys(("brand", "attribute", "respondent"), pl.String),
    "score": pl.Float64,
}
PRICE_ANSWERS: dict[str, PolarsDataType] = {
    **dict.fromkeys(("respondent", "sku"), pl.String),
    "price": pl.Float64,
    "answer": pl.String,
    "position": pl.Int64,
    "asked_on": pl.Date,
}


def needs(store: Store, version: str) -> pl.DataFrame:
    """One row per answer of a respondent to a need, as written: importance and satisfaction, null
    where it was not answered. Whoever answered again has several, the last of them later in the
    frame."""
    return _rows(store, version, "feedback/needs", NEEDS)


def claims(store: Store, version: str) -> pl.DataFrame:
    """One row per claim of the brand: claim, topic, super, since, target."""
    return _rows(store, version, "feedback/claims", CLAIMS)


def rival_ratings(store: Store, version: str) -> pl.DataFrame:
    """One row per respondent, brand and attribute: the last score."""
    rows = all_ratings(store, version)
    return rows.unique(["brand", "attribute", "respondent"], keep="last", maintain_order=True)


def all_ratings(store: Store, version: str) -> pl.DataFrame:
    """One row per mark of a respondent, as written: brand, attribute, respondent, score. Whoever
    marked again has several, the last of them later in the frame."""
    return _rows(store, version, "feedback/rival_ratings", RIVAL_RATINGS)


def price_answers(store: Store, version: str) -> pl.DataFrame:
    """One row per answer of the price sheet, as written: respondent, sku, price, answer, position,
    asked_on. Whoever answered again has several, the last of them later in the frame.

    `answer` is one of `schema.PRICE_QUESTIONS`, where the price is the respondent's own, or one of
    `schema.PURCHASE_ANSWERS`, where the survey named it.
    """
    return _rows(store, version, "feedback/price_answers", PRICE_ANSWERS)


def in_scope(rows: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """Answers of the price sheet under the filters: it has products and days, and no channel."""
    scoped = rows
    if filters.products:
        scoped = scoped.filter(pl.col("sku").is_in(filters.products))
    if filters.start:
        scoped = scoped.filter(pl.col("asked_on") >= filters.start)
    if filters.last_on:
        scoped = scoped.filter(pl.col("asked_on") <= filters.last_on)
    return scoped


def beta_answers(store: Store, version: str) -> pl.DataFrame:
    """One row per response of a beta test: response_key, customer_id, sku, submitted_at, wave,
    rating, rating_max, nps, disappointed; wave null where neither the response nor the days of
    joining say it."""
    return store.run("feedback/beta_answers", version)


def _rows(
    store: Store, version: str, query: str, columns: dict[str, PolarsDataType]
) -> pl.DataFrame:
    if not store.manifest(version).has_answer_sheets:
        return pl.DataFrame(schema=columns)
    return store.run(query, version)
