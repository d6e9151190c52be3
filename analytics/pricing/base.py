"""The lines below which a price question is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Certainty, Refused, certainty_of

Code = Literal[
    "no_answers",
    "few_answers",
    "few_prices",
    "few_a_price",
    "no_crossing",
    "no_intents",
    "edge_of_grid",
    "no_sales",
    "no_domain",
    "few_products",
    "few_weeks",
    "no_variation",
    "deal_is_price",
    "not_elastic",
    "no_cost",
    "beyond_seen",
    "few_controls",
    "few_sales",
    "no_rivals",
    "few_rivals",
    "few_sightings",
    "few_rival_weeks",
    "rival_still",
    "rival_alike",
    "no_ratings",
    "unlike_ratings",
    "own_brand",
    "few_raters",
    "one_size",
]

LEAST_ANSWERS = 30
"""People with four valid prices, below whom the four points are refused."""
LEAST_INTENTS = 50
"""People with both intents, below whom reach and revenue are refused."""
SOUND_ANSWERS = 100
"""People from whom on points and reach are more than indicative."""
TIES_SHOWN = 0.05
"""Share of people with ties from which on the answer with them stands beside the strict one."""
LEAST_PRICES, LEAST_A_PRICE = 4, 20
"""Of offers at given prices: prices, and answers at each."""
LEAST_PRODUCTS, LEAST_WEEKS = 8, 26
"""Of an elasticity: products whose price moved, and weeks."""
LEAST_SPREAD = 0.05
"""Standard deviation of the log price within products, deals aside."""
MOST_ALIKE = 0.9
"""Correlation of price and deal from which on the two cannot be told apart."""
LEAST_CONTROLS = 8
LEAST_RIVALS = 5
LEAST_RATERS = 30
"""People who marked a brand beside others, below whom it does not stand on the map of value."""
RECENT_DAYS = 90
"""Sightings of a rival's price that are older are shown and do not count."""


class Refusal(Refused[Code]):
    """Why a question about prices has no answer."""


def certainty(n: int, least: int = LEAST_ANSWERS, sound: int = SOUND_ANSWERS) -> Certainty:
    """What so many people can carry."""
    return certainty_of(n, least, sound)
