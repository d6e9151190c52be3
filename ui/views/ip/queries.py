"""What stands behind the parts of the IP page."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analytics.ip.report import Brought
    from ui.text import Text

from ui.views.ip import depend

QUERIES = {
    "who": ("ip/returns",),
    "cost": ("ip/touchpoints", "ip/spending"),
    "depend": ("measures/new_customers_by_referral",),
    "trust": ("ip/answers", "ip/advocates"),
    "codes": ("ip/redemptions",),
}


def formulas(part: str, answer: Brought, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows; of several the first has it."""
    own = depend.formula(answer, text) if part == "depend" else text(f"ip.behind.{part}")
    first, *others = QUERIES[part]
    return {first: own, **dict.fromkeys(others, "")}
