"""Below which lines a question about stores and salons is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal[
    "no_guests",
    "no_days",
    "few_guests",
    "few_alike",
    "too_early",
    "no_cost",
    "open_range",
    "filtered_cost",
    "old_version",
    "no_region",
    "no_opening",
    "few_pre_weeks",
    "few_post_weeks",
    "few_orders",
    "few_regions",
]

DAYS = 90
"""Days within which a guest is to come back, and of which the time before is looked at."""
LEAST_A_SIDE = 30
"""Guests, and people alike, below whom they are not compared."""
SOUND_GUESTS = 100
"""Guests from whom on a difference is more than indicative."""


class Refusal(Refused[Code]):
    """Why a question about stores and salons has no answer."""
