"""Who bought: new to the brand, customers who added the product, customers who switched to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.launch.base import (
    AFTER_DAYS,
    BEFORE_DAYS,
    HORIZON,
    LEAST_BUYERS,
    Refusal,
)
from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from analytics.launch.launches import Launch
    from analytics.view import View

Kind = Literal["new", "other", "added", "switched"]
KINDS: tuple[Kind, ...] = ("new", "other", "added", "switched")


@dataclass(frozen=True)
class Buyers:
    """Customers whose first purchase of the product came in the first 90 days of the launch and
    was followed for 90 days: `shares` by kind (0-1, Wilson), of `n`; `early`: those whose days are
    not over, who are in no share.

    `new`: their first purchase of the brand; `other`: nothing of the category in the 180 days
    before; `added`: something of it before, and again within the 90 days from that day on;
    `switched`: something before and nothing after. Many who are called switched would have bought
    nothing anyway: it is association.
    """

    shares: dict[Kind, Estimate]
    n: int
    early: int
    refusal: Refusal | None = None


def buyers(view: View, launch: Launch) -> Buyers:
    """The buyers of a launch, over all channels and periods; of datasets with many lines, those of
    a fixed part of the customers."""
    if launch.state != "past":
        return Buyers({}, 0, 0, Refusal("to_come" if launch.state == "to_come" else "no_day_zero"))
    if launch.item is None:
        return Buyers({}, 0, 0, Refusal("not_sold"))
    if launch.category is None:
        return Buyers({}, 0, 0, Refusal("no_category"))
    rows = view.store.run(
        "launch/buyers",
        view.manifest.version,
        item=launch.item,
        day_zero=launch.day_zero,
        horizon=HORIZON,
        before_days=BEFORE_DAYS,
        after_days=AFTER_DAYS,
    )
    return of_counts(dict(rows.iter_rows()))


def of_counts(counts: dict[str, int]) -> Buyers:
    """Shares of the kinds, refused under 30 who were followed for long enough."""
    n = sum(counts.get(kind, 0) for kind in KINDS)
    early = counts.get("early", 0)
    if n < LEAST_BUYERS:
        return Buyers({}, n, early, Refusal("few_buyers", n, LEAST_BUYERS))
    return Buyers({kind: wilson(counts.get(kind, 0), n) for kind in KINDS}, n, early)
