"""Reviews of lines that were really bought, with stars, text and pictures."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

from scripts.sample.chance import pick, stream
from scripts.sample.phrases import Voice, review_text
from scripts.sample.plan import (
    DAYS,
    ENGLISH,
    PRICE_BREAK,
    REVIEW_STARS,
    REVIEW_STARS_AFTER_REFUND,
    REVIEW_WITHOUT_TEXT,
    REVIEWS,
    day_number,
)
from scripts.sample.words import products, words

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.random import Generator
    from numpy.typing import NDArray

PICTURES = (0.70, 0.12, 0.08, 0.06, 0.02, 0.02)
LONGEST_WAIT = 45


def reviews(ledger: pl.DataFrame) -> list[dict[str, Any]]:
    """One row per review: a paid line, three to 45 days after it was bought."""
    rng = stream("reviews")
    bought = reviewed(rng, ledger)
    stars = rated(rng, bought)
    return [
        {
            **review(rng, voice_of(rng, line), int(rating)),
            "submitted_at": later(rng, line),
            "customer_id": line["customer_id"],
            "sku": line["sku"],
            "channel": line["channel"],
        }
        for line, rating in zip(bought.to_dicts(), stars, strict=True)
    ]


def reviewed(rng: Generator, ledger: pl.DataFrame) -> pl.DataFrame:
    """The lines reviewed, each once, old enough to have been; `is_back` = refunded in part."""
    back = ledger.filter(pl.col("quantity") < 0).get_column("line")
    lines = ledger.filter(
        (pl.col("amount") > 0) & (pl.col("day") < DAYS - LONGEST_WAIT)
    ).with_columns(is_back=pl.col("line").is_in(back.implode()))
    return lines[np.sort(rng.choice(lines.height, REVIEWS, replace=False))]


def rated(rng: Generator, bought: pl.DataFrame) -> NDArray[np.int64]:
    """Stars 1-5, J-shaped; sour where the line went back."""
    usual = pick(rng, REVIEW_STARS, bought.height)
    sour = pick(rng, REVIEW_STARS_AFTER_REFUND, bought.height)
    return np.where(bought.get_column("is_back").to_numpy(), sour, usual) + 1


def voice_of(rng: Generator, line: dict[str, Any]) -> Voice:
    """The reviewer's language and product; public buyers see the private price after the break."""
    product = next(product for product in products() if product.sku == line["sku"])
    public = line["domain"] == words("orders")["values"]["public"]
    return Voice(language(rng), product, public and line["day"] >= day_number(PRICE_BREAK))


def language(rng: Generator) -> str:
    """Chinese, or English now and then."""
    return "en" if rng.random() < ENGLISH else "zh"


def review(rng: Generator, voice: Voice, stars: int) -> dict[str, Any]:
    """What the reviewer left: stars always, text mostly, pictures sometimes."""
    text = "" if rng.random() < REVIEW_WITHOUT_TEXT else review_text(rng, voice, stars)
    pictures = int(pick(rng, PICTURES, 1)[0]) if text and stars != 3 else 0
    return {
        "source": "review",
        "rating": stars,
        "rating_max": 5,
        "text": text,
        "lang": voice.lang if text else "",
        "images": pictures,
    }


def later(rng: Generator, line: dict[str, Any]) -> datetime:
    """The moment of the review."""
    wait = min(3 + int(rng.negative_binomial(2, 0.18)), LONGEST_WAIT - 1)
    bought: datetime = line["ordered_at"]
    return bought + timedelta(days=wait, seconds=int(rng.integers(-20000, 20000)))
