"""What people bought after a message, against people alike who had none: association, no effect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.scoring.thresholds import MIN_CUSTOMERS
from analytics.stats.intervals import UNMEASURED, Estimate, limited, wilson

if TYPE_CHECKING:
    from analytics.channels.private import PrivateQuery
    from analytics.storage.versions import Store

Z = 1.959964
"""Two-sided 95 % of the normal distribution."""


@dataclass(frozen=True)
class Matched:
    """What buyers there were within seven days of a message, against matched people without one.

    `messaged` and `matched`: their shares; `change`: the difference in percentage points / 100 with
    its interval; `alone`: messaged people for whom nobody alike was left without a message.
    """

    messaged: Estimate
    matched: Estimate
    change: Estimate
    alone: int


def matched(store: Store, version: str, query: PrivateQuery) -> Matched:
    """Purchases within seven days of the last message, against people alike without one;
    unmeasured from orders alone, which record no messages."""
    if query.source == "orders":
        return Matched(UNMEASURED, UNMEASURED, UNMEASURED, 0)
    return compared(store.run("channels/private_matched", version, **query.params()))


def compared(kinds: pl.DataFrame) -> Matched:
    """The difference over kinds of people: rows kind, is_messaged, people, hits.

    Coarsened exact matching (Iacus, King and Porro 2012, Political Analysis 20): within each kind
    the shares are compared, and kinds weigh by their messaged people, so the answer is about those.
    Variance by linearisation of the weighted difference, people being independent; normal limits.
    Kinds without people on both sides are left out and counted. Unmeasured below 30 on a side.
    """
    wide = (
        kinds.group_by("kind")
        .agg(
            n=pl.col("people").filter("is_messaged").sum().cast(pl.Float64),
            y=pl.col("hits").filter("is_messaged").sum().cast(pl.Float64),
            m=pl.col("people").filter(~pl.col("is_messaged")).sum().cast(pl.Float64),
            z=pl.col("hits").filter(~pl.col("is_messaged")).sum().cast(pl.Float64),
        )
        .sort("kind")
    )
    both = wide.filter((pl.col("n") > 0) & (pl.col("m") > 0))
    n, m = float(both["n"].sum()), float(both["m"].sum())
    alone = int(float(wide["n"].sum()) - n)
    if min(n, m) < MIN_CUSTOMERS:
        few = Estimate(None, None, None, int(min(n, m)))
        return Matched(few, few, few, alone)
    share = both["z"] / both["m"]
    reference = float((both["n"] * share).sum()) / n
    own = wilson(int(both["y"].sum()), int(n))
    change = float(both["y"].sum()) / n - reference
    off = share + change
    messaged = (both["y"] * (1 - off) ** 2 + (both["n"] - both["y"]) * off**2).sum()
    # A kind in which nobody or everybody bought has no spread of its own: half a buyer is added.
    spread = (both["z"] + 0.5) / (both["m"] + 1)
    weight = both["n"] / both["m"]
    others = (weight**2 * both["m"] * spread * (1 - spread)).sum()
    reach = Z * math.sqrt(float(messaged) + float(others)) / n
    apart = Z * math.sqrt(float(others)) / n
    return Matched(
        own,
        limited(reference, reference - apart, reference + apart, int(m), (0.0, 1.0)),
        limited(change, change - reach, change + reach, int(n), (-1.0, 1.0)),
        alone,
    )
