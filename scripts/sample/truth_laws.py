"""The truth about buying again: by domain, and in the mix of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.sample import plan
from scripts.sample.facts import Fact

if TYPE_CHECKING:
    from scripts.sample.customers import Customers


def law(planted: plan.Law, what: str) -> list[Fact]:
    """One law of buying again: its parameters and what they imply."""
    return [
        Fact("ever", planted.ever, f"Share of customers who ever {what}."),
        Fact("weibull_scale_days", planted.scale, "Scale of the Weibull time of those who do."),
        Fact("weibull_shape", planted.shape, "Its shape; times are rounded up to whole days."),
        *horizon_facts({days: planted.within(days) for days in plan.HORIZONS}, "in this domain"),
    ]


def horizon_facts(probabilities: dict[int, float], how: str) -> list[Fact]:
    """One fact per horizon."""
    return [
        Fact(
            f"within_{days}", value, f"True probability of buying again within {days} days, {how}."
        )
        for days, value in probabilities.items()
    ]


def mixture(private_share: float, days: int) -> float:
    """True probability of buying again in a mix of both domains."""
    public, private = plan.SECOND["public"].within(days), plan.SECOND["private"].within(days)
    return (1 - private_share) * public + private_share * private


def mixed(people: Customers) -> list[Fact]:
    """The truth over all customers."""
    share = float(people.private.mean())
    within = {days: mixture(share, days) for days in plan.HORIZONS}
    return [
        Fact("private_share_realised", share, "Share of customers won by a private channel."),
        *horizon_facts(within, "in the mix of all customers"),
    ]


def mixed_observed(people: Customers) -> list[Fact]:
    """The truth over the customers observed as long as each horizon asks."""
    last = plan.DAYS - 1
    facts = []
    for days in plan.HORIZONS:
        observed = people.private[people.day + days <= last]
        chance = mixture(float(observed.mean()), days)
        size, description = len(observed), f"Customers observed for {days} days."
        facts.append(Fact(f"eligible_{days}", size, description))
        facts += horizon_facts({days: chance}, "in the mix of customers observed so long")
    return facts
