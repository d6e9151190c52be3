"""The lines below which a question about IPs is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats.refusals import Refused

Code = Literal[
    "no_touchpoints",
    "no_codes",
    "no_customers",
    "few_customers",
    "few_at_risk",
    "few_ips",
    "no_posts",
    "late_sheet",
    "no_cost",
    "part_cost",
    "shared_code",
    "filtered_cost",
    "few_kept",
    "no_answers",
    "few_answers",
    "few_weeks",
    "no_quiet_weeks",
    "few_orders",
]
Kind = Literal["brand", "industry", "personal"]
KINDS: tuple[Kind, ...] = ("brand", "industry", "personal")

WINDOW = 90
"""Days within which a customer who buys again has stayed."""
LEAST_NEW = MIN_CUSTOMERS
"""New customers of an IP, below whom it is ranked with no other."""
LEAST_AT_RISK = MIN_CUSTOMERS
"""Customers still watched on the last day of the window, below whom their share is refused."""
LEAST_IPS, LEAST_BROUGHT = 3, 50
"""IPs and their customers, below which nothing is said of dependence."""
LEAST_STRATUM = 10
"""Customers of an IP at each kind of first price, below whom it is not compared at like prices."""
UNLIKE_DISCOUNT = 0.05
"""Depths of first-order discounts that lie so far apart make rates of IPs hard to compare."""
LEAST_ANSWERS = 20
"""Answers of a group, below which its mean is refused."""
TRUST_MARGIN = 0.5
"""Of ten marks: a difference that is surely smaller matters to nobody."""
LESS_DEPENDENT = 0.05
"""By how much concentration may fall and still be called no less."""
SPREAD_OUT, CONCENTRATED = 0.10, 0.18
"""Concentration below which it is spread, and above which it hangs on few (US merger guidelines
2023: 1,000 and 1,800)."""


class Refusal(Refused[Code]):
    """Why a question about IPs has no answer."""
