"""Below which lines a question about the market is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal[
    "no_market",
    "no_period",
    "no_category",
    "few_brands",
    "low_rate",
    "no_fit",
    "no_brand",
    "no_customers",
    "short_history",
    "few_buyers",
    "no_searches",
    "few_rivals",
    "few_weeks",
    "empty_weeks",
    "tiny_name",
    "other_name",
]

LEAST_BRANDS = 4
"""Brands below which nothing says how alike people share out their purchases."""
LEAST_BUYERS = 30
"""Customers of the earlier period below whom the own repeat is not shown."""
LEAST_SEARCHED = 3
"""Brands below which a share of search says more of the rival than of the brand."""
WEEKS = 8
"""Weeks of now, and of before, that are compared."""
LEAST_SEARCHES = 10.0
"""Searches a week below which the steps of an index are larger than what moves."""
MOST_EMPTY = 0.25
"""Share of weeks without one search from which on the name is not followed."""


class Refusal(Refused[Code]):
    """Why a question about the market has no answer."""
