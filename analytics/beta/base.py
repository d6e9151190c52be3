"""The lines below which a question about a beta test is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal[
    "no_answers",
    "no_testers",
    "no_waves",
    "no_spread",
    "nobody_in_common",
    "no_marks",
    "no_very",
    "few_pairs",
    "few_a_side",
    "few_seeds",
    "nps_scale",
    "no_rule",
    "late_rule",
    "undated",
]
Kind = Literal["seed", "invited", "repeat"]
KINDS: tuple[Kind, ...] = ("seed", "invited", "repeat")
"""First answers of the people the brand chose, first answers of those who were brought, and later
answers of either."""

MARK_RANGE, CHANGE_RANGE = (0.0, 10.0), (-10.0, 10.0)
"""What a mark can be, and by how much it can change."""
LEAST_PAIRS = 10
"""People with an answer in both waves, below whom a change is refused."""
LEAST_A_SIDE = 20
"""First answers of a generation, below which it is compared with no other."""
LEAST_SEEDS = 15
"""Seeds with two or more invited people who answered, below which likeness is refused."""
LIKENESS_FLOOR = 0.1
"""Likeness of people of one seed that intervals reckon with at least: a measured one is nearly
noise at the size of a beta test."""
LIKENESSES = (0.0, 0.1, 0.2, 0.3)
"""The likenesses that a result and a rule are shown at."""


class Refusal(Refused[Code]):
    """Why a question about a beta test has no answer."""
