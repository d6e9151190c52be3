"""What all IPs together cost for each customer who stayed, over what such a customer paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.stats.fieller import fieller
from analytics.stats.intervals import Estimate, limited

if TYPE_CHECKING:
    from analytics.ip.report import Brought


def cost_over_spending(answer: Brought) -> Estimate:
    """Cost over kept customers times what one paid; n is the new ones. Unmeasured where an IP's
    cost or its customers cannot be told, or too few were watched; without limits where nobody may
    have stayed."""
    mean, paid = answer.stays.mean, answer.spending.paid
    # An IP without a touchpoint in the period (`no_posts`) cost nothing in it.
    silent = {chain.refusal.code for chain in answer.chains if chain.refusal is not None}
    costs = [chain.cost for chain in answer.chains if chain.touchpoints]
    is_told = not silent & {"no_cost", "part_cost", "filtered_cost", "shared_code", "late_sheet"}
    if not costs or not is_told or not mean.back.value or paid is None:
        return Estimate(None, None, None, mean.new)
    share, new = mean.back.value, mean.new
    kept = share * new
    spent = kept * paid
    doubt = (share**2 * new + new**2 * mean.variance) / kept**2
    doubt += answer.spending.variance / paid**2
    ratio = fieller(sum(cost or 0.0 for cost in costs), spent, variance_below=spent**2 * doubt)
    if ratio.value is None or ratio.low is None or ratio.high is None:
        return Estimate(ratio.value, None, None, new)
    return limited(ratio.value, ratio.low, ratio.high, new, (0.0, 1000.0))
