"""Two survey waves: recommendation with the nine supers, and the price questions."""

from __future__ import annotations

from datetime import date
from math import comb
from typing import TYPE_CHECKING, Any

import numpy as np

from scripts.sample.chance import coupled, pick, quantile, stream
from scripts.sample.phrases import Voice, review_text
from scripts.sample.plan import (
    DISAPPOINTED,
    INTENT_CHEAP,
    INTENT_EXPENSIVE,
    ITEM_MEANS,
    PSM_ANSWERS,
    PSM_CENTRE,
    PSM_INTRANSITIVE,
    PSM_SKU,
    SURVEY_ANSWERS,
    day_number,
    nps_shares,
)
from scripts.sample.reviews import language
from scripts.sample.visits import moment
from scripts.sample.words import channels, products

if TYPE_CHECKING:
    from datetime import datetime

    from numpy.random import Generator
    from numpy.typing import NDArray

    from scripts.sample.customers import Customers

WAVE = (date(2026, 9, 10), 14)
PRICE_WAVE = (date(2026, 10, 8), 8)
WITH_REASON = 0.45
STARS_OF_NPS = (1, 1, 1, 1, 2, 2, 3, 3, 4, 5, 5)
PRICES = ("too_cheap", "cheap", "expensive", "too_expensive")
PRICE_SPANS = ((0.42, 0.56), (0.68, 0.86), (1.08, 1.3), (1.4, 1.85))
SWAPS = ((0, 1), (1, 2), (2, 3))


def answers(people: Customers) -> list[dict[str, Any]]:
    """The recommendation wave: one row per answer, one answer a customer."""
    rng = stream("survey")
    eligible = np.flatnonzero(people.day < day_number(WAVE[0]))
    respondents = rng.permutation(eligible)[:SURVEY_ANSWERS]
    columns = marks(rng)
    return [
        {
            "source": "survey",
            "submitted_at": within(rng, WAVE),
            "customer_id": people.customer_id[who],
            "channel": channels()[people.channel[who]].name,
            **{name: column[row] for name, column in columns.items()},
            **reason(rng, columns["nps"][row]),
        }
        for row, who in enumerate(respondents)
    ]


def marks(rng: Generator) -> dict[str, list[Any]]:
    """Every closed question, drawn from its planted shares and tied by one common trait."""
    liking = rng.standard_normal(SURVEY_ANSWERS)
    levels = [*DISAPPOINTED]
    missed = quantile([*DISAPPOINTED.values()], 1 - coupled(rng, liking, 0.6))
    return {
        "nps": quantile(nps_shares(), coupled(rng, liking, 0.8)).tolist(),
        "disappointed": [levels[level] for level in missed],
        **{key: item(rng, liking, mean) for key, mean in ITEM_MEANS.items()},
    }


def item(rng: Generator, liking: NDArray[np.float64], mean: float) -> list[int]:
    """Answers 0-10 with exactly this expected value: binomial, tied to the trait."""
    share = mean / 10
    odds = [comb(10, k) * share**k * (1 - share) ** (10 - k) for k in range(11)]
    return [*map(int, quantile(odds, coupled(rng, liking, 0.45)))]


def reason(rng: Generator, nps: int) -> dict[str, str]:
    """The open question, which not everybody answers."""
    if rng.random() >= WITH_REASON:
        return {}
    catalogue = products()
    voice = Voice(language(rng), catalogue[int(rng.integers(len(catalogue)))])
    return {"text": review_text(rng, voice, STARS_OF_NPS[nps]), "lang": voice.lang}


def within(rng: Generator, wave: tuple[date, int]) -> datetime:
    """A waking moment of a wave, given as its first day and its length."""
    day = day_number(wave[0]) + int(rng.integers(wave[1]))
    return moment(day, int(rng.integers(8 * 3600, 23 * 3600)))


def price_answers(people: Customers) -> list[dict[str, Any]]:
    """The price wave: four prices and two intents; half of those asked are no customers."""
    rng = stream("prices asked")
    eligible = np.flatnonzero(people.day < day_number(PRICE_WAVE[0]))
    respondents = rng.permutation(eligible)[:PSM_ANSWERS]
    cheap = pick(rng, INTENT_CHEAP, PSM_ANSWERS) + 1
    expensive = pick(rng, INTENT_EXPENSIVE, PSM_ANSWERS) + 1
    return [
        {
            "source": "survey",
            "submitted_at": within(rng, PRICE_WAVE),
            "customer_id": people.customer_id[who] if rng.random() < 0.5 else "",
            "sku": PSM_SKU,
            **dict(zip(PRICES, four_prices(rng), strict=True)),
            "intent_cheap": int(cheap[row]),
            "intent_expensive": int(expensive[row]),
        }
        for row, who in enumerate(respondents)
    ]


def four_prices(rng: Generator) -> list[int]:
    """Prices in tens, rising; two neighbours swapped where the answer contradicts itself."""
    centre = PSM_CENTRE * rng.lognormal(0.0, 0.17)
    prices = [int(round(centre * rng.uniform(*span), -1)) for span in PRICE_SPANS]
    if rng.random() < PSM_INTRANSITIVE:
        left, right = SWAPS[int(rng.integers(len(SWAPS)))]
        prices[left], prices[right] = prices[right], prices[left]
    return prices
