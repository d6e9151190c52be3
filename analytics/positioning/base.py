"""The lines below which a question of positioning is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Certainty, Refused, certainty_of

Code = Literal[
    "no_target",
    "no_customers",
    "no_amounts",
    "few_customers",
    "segment_gone",
    "no_answers",
    "no_buyers",
    "few_answers",
    "no_importance",
    "no_satisfaction",
    "other_scale",
    "no_reviews",
    "few_reviews",
    "one_segment",
    "no_claims",
    "unknown_topic",
    "few_mentions",
    "no_ratings",
    "few_raters",
    "off_scale",
    "few_high_marks",
    "few_high_raters",
    "few_brands",
    "few_attributes",
]

LEAST_PEOPLE = 30
"""Respondents, reviews, buyers or raters below whom a segment, or a brand, says nothing."""
SOUND_PEOPLE = 100
"""People from whom on the bands of opportunity can be told apart."""
LEAST_MENTIONS = 30
"""Judged clauses of a topic below which a claim is neither borne out nor contradicted."""
TOP_NEEDS = 3
LEAST_SIDES = 3
"""Brands, and attributes, below which a map has no second direction."""
SCALE = (0.0, 10.0)
TOP_BOX = 9.0
"""Marks of 9 and 10 are the top places of 0-10."""


class Refusal(Refused[Code]):
    """Why a question about positioning has no answer."""


def certainty(n: int, least: int = LEAST_PEOPLE, sound: int = SOUND_PEOPLE) -> Certainty:
    """What so many people can carry."""
    return certainty_of(n, least, sound)
