"""The ladder: buyer, repeat, loyal, advocate, steel fan; who stands where on a day, and who moved
between two days.

A customer has one rung a day: asleep after too long without a purchase, else the highest whose
conditions all hold, those of the rungs below among them. Climbing from customer to advocate is the
loyalty ladder of Christopher, Payne & Ballantyne (Relationship Marketing, 1991); the steel fan
above it is one who stays and does not need a discount. Where the evidence for a rung is missing
from the data the rung is in `missing`: not measured, which is no zero.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.filters import Filters

if TYPE_CHECKING:
    from analytics.storage.versions import Store

RUNGS = ("asleep", "buyer", "repeat", "loyal", "advocate", "steel")
"""From below; `asleep` has fallen off."""
NEW = "new"
"""On the earlier day: not a customer yet."""


@dataclass(frozen=True)
class Rules:
    """What each rung requires; the page shows the defaults with their reasons."""

    repeat_days: int = 2
    """Purchase days."""
    loyal_days: int = 3
    asleep_days: int = 180
    """Days since the last purchase, more of which is asleep; the lapse of `customers.flows`."""
    referred: int = 1
    """Customers brought who bought; or else `nps`."""
    nps: int = 9
    """The last answer to "would you recommend us", 0-10; Reichheld's promoters give 9 or 10."""
    full_price: int = 50
    """Least percent of purchase days at full price, of those whose list price is known; 0: any."""
    steel_days: int = 365
    """Days since the first purchase."""


@dataclass(frozen=True)
class LadderQuery:
    """Two days, the rules, and who is looked at (by the first purchase)."""

    earlier: date
    later: date
    rules: Rules = Rules()
    filters: Filters = Filters()
    has_amount: bool = True

    def params(self) -> dict[str, Any]:
        return {
            **asdict(self.rules),
            **self.filters.params(),
            "earlier": self.earlier,
            "later": self.later,
        }


@dataclass(frozen=True)
class Evidence:
    """What the rungs above loyal can be judged by: counts over the whole dataset."""

    referrals: int
    answers: int
    priced: int

    def missing(self, rules: Rules) -> tuple[str, ...]:
        """The rungs nobody can be given for want of evidence, from below."""
        if not self.referrals and not self.answers:
            return ("advocate", "steel")
        return ("steel",) if rules.full_price > 0 and not self.priced else ()


@dataclass(frozen=True)
class Ladder:
    """`moves` as `moves` gives them, `rungs` as `rungs`."""

    moves: pl.DataFrame
    rungs: pl.DataFrame
    evidence: Evidence


def report(store: Store, version: str, query: LadderQuery) -> Ladder:
    """The moves between the two days, the rungs of the later one, and the evidence for them."""
    evidence_counts = evidence(store, version)
    rung_moves = moves(store, version, query)
    return Ladder(
        rung_moves, rungs(rung_moves, evidence_counts.missing(query.rules)), evidence_counts
    )


def evidence(store: Store, version: str) -> Evidence:
    """The evidence counts of a version."""
    return Evidence(**store.run("customers/ladder_evidence", version).row(0, named=True))


def moves(store: Store, version: str, query: LadderQuery) -> pl.DataFrame:
    """One row per pair of rungs that anybody has: earlier_rung (NEW among them), later_rung,
    customers, amount (net value by the later day; null without amounts). Nobody: no rows."""
    rung_moves = store.run("customers/ladder_moves", version, **query.params())
    if query.has_amount:
        return rung_moves
    return rung_moves.with_columns(amount=pl.lit(None, dtype=pl.Float64))


def rungs(rung_moves: pl.DataFrame, missing: tuple[str, ...] = ()) -> pl.DataFrame:
    """One row per rung that can be measured, from below: customers on the later day, share (0-1),
    amount, amount_share (null without positive value), and `before`, those of the earlier day."""
    later = rung_moves.group_by(rung="later_rung").agg(pl.col("customers", "amount").sum())
    earlier = rung_moves.group_by(rung="earlier_rung").agg(before=pl.col("customers").sum())
    n, total = (
        rung_moves["customers"].sum(),
        rung_moves["amount"].sum() if rung_moves["amount"].count() else 0,
    )
    measured = [rung for rung in RUNGS if rung not in missing] if n else []
    shape = pl.DataFrame({"rung": measured}, {"rung": pl.String})
    joined = shape.join(later, on="rung", how="left", maintain_order="left")
    return joined.join(earlier, on="rung", how="left", maintain_order="left").select(
        "rung",
        pl.col("customers").fill_null(0).cast(pl.Int64),
        (pl.col("customers").fill_null(0) / n).alias("share"),
        pl.col("amount").fill_null(0.0) if total else pl.lit(None, pl.Float64).alias("amount"),
        (pl.col("amount").fill_null(0.0) / (total if total > 0 else None)).alias("amount_share"),
        pl.col("before").fill_null(0).cast(pl.Int64),
    )


def people(store: Store, version: str, rung: str, query: LadderQuery) -> pl.Series:
    """The ids of those who stand on `rung` on the later day."""
    return store.run("customers/ladder_people", version, rung=rung, **query.params())["customer_id"]
