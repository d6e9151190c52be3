"""The lines below which a question about a launch is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal[
    "no_launch",
    "no_day_zero",
    "to_come",
    "not_sold",
    "few_units",
    "no_earlier",
    "few_launches",
    "few_days",
    "few_buyers",
    "no_category",
    "no_older",
    "few_pre_weeks",
    "few_post_weeks",
    "few_controls",
    "small_counts",
    "overlap",
]
Phase = Literal["teaser", "training", "trial", "on_sale"]
PHASES: tuple[Phase, ...] = ("teaser", "training", "trial", "on_sale")
Moment = Literal["before", "day", "after"]
MOMENTS: tuple[Moment, ...] = ("before", "day", "after")

HORIZON = 90
"""Days after day zero that count as the launch."""
LEAST_UNITS = 30
"""Units of a launch, below which it is compared with no other."""
LEAST_EARLIER = 4
"""Earlier launches that a band of what is usual takes."""
LEAST_DAYS = 7
"""Days on sale, from which on the swing from day to day is known well enough for a range."""
LEAST_BUYERS = 30
"""Buyers watched for long enough, below whom their kinds are refused."""
BEFORE_DAYS, AFTER_DAYS = 180, 90
"""Days before a first purchase of the new product in which one of its category counts as held, and
days after it in which another one counts as kept."""
LEAST_PRE, MOST_PRE = 12, 26
"""Whole weeks before day zero that older products are read by: at least, and at most."""
LEAST_POST, MOST_POST = 4, 13
"""Whole weeks after it, the same."""
LEAST_CONTROLS = 8
"""Products of other categories to compare with."""
LEAST_EXPECTED = 5.0
"""Units a week that a product must be expected to sell, below which its logarithm says nothing."""


class Refusal(Refused[Code]):
    """Why a question about a launch has no answer."""
