"""The lines below which a figure of money is refused, and the form of a refusal."""

from __future__ import annotations

from typing import Literal

from analytics.stats.refusals import Refused

Code = Literal[
    "former_release",
    "no_sales",
    "no_costs",
    "few_costs",
    "no_list_prices",
    "no_commissions",
    "rate_commissions",
    "few_commissions",
    "few_gift_costs",
    "short_history",
    "no_whole_month",
    "same_cost",
    "few_changes",
    "no_cost",
    "no_price_pays",
    "no_rivals",
    "few_rivals",
]

LEAST_CHARGED = 0.8
"""Share of what was paid with a commission, below which commission is left out, and said so."""
LEAST_COMMISSION = 0.005
"""Share of what was paid: where no channel's commission reaches it, it is a rate, not money."""
LEAST_PRICED_GIFTS = 0.8
"""Share of gifts with a cost, below which they are left out, and said so."""
LEAST_CHANGES = 3
"""Changes of a unit cost, from which on it has a trend."""
LEAST_RIVALS = 3
"""Prices of rivals, from which on they have a lower quarter."""


class Refusal(Refused[Code]):
    """Why a question about money has no answer."""
