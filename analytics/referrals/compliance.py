"""Whether the chains of paid links are long and large enough that somebody should check the rules.

The Regulation on the Prohibition of Pyramid Selling (State Council Order No. 444 of 2005), article
7, names rewards by how many people somebody brought directly or indirectly. From three levels and
thirty people on, the joint Opinion of the Supreme People's Court, the Supreme People's
Procuratorate and the Ministry of Public Security (Gong Tong Zi 2013 No. 37), part 1, sees a case
for the criminal law, and counts the organiser and the organiser's own level among both. This module
reports only whether the numbers are reached, and gives no verdict: how rewards are worked out is
not in the data.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.referrals import store as referral_store

if TYPE_CHECKING:
    from analytics.storage.versions import Store

State = Literal["check", "ask", "below"]


@dataclass(frozen=True)
class Limits:
    """From how many levels (the first person is one) and heads on a chain is named."""

    levels: int = 3
    heads: int = 30


LIMITS = Limits()
_CHECK: State = "check"
_ASK: State = "ask"
_BELOW: State = "below"


@dataclass(frozen=True)
class ComplianceReport:
    """`check`: chains of links paid through distribution reach both numbers. `ask`: chains do, but
    not by paid links alone, or no channel has a social model, so that nothing says which links were
    paid (`is_told` is false). `below`: none does.

    `chains` reach both numbers, the `heads` are those in the largest of them and the `levels` those
    of the deepest; where none does, of the largest and the deepest chain there is. `paid` are links
    through distribution, of `links` that count.
    """

    state: State
    limits: Limits
    chains: int
    levels: int
    heads: int
    paid: int
    links: int
    is_told: bool

    @property
    def flag(self) -> bool:
        """Whether it should be checked."""
        return self.state == "check"


def check(store: Store, version: str, limits: Limits = LIMITS) -> ComplianceReport:
    """The chains of a version against the limits; filters do not cut chains."""
    people = referral_store.people(store, version)
    links = people.select(
        all=pl.col("parent_key").count(),
        paid=(pl.col("is_paid") & pl.col("parent_key").is_not_null()).sum(),
    )
    link_counts = links.collect().row(0, named=True)
    models = store.run("referrals/filtered", version, channels=None, products=None)
    is_linked = pl.col("parent_key").is_not_null()
    roots = _chains(people.filter(~is_linked), "heads", "below")
    paid = _chains(people.filter(~(is_linked & pl.col("is_paid"))), "paid_heads", "paid_below")
    reached, state = _reach(paid, limits), _CHECK
    if reached.is_empty():
        reached = _reach(roots, limits)
        state = _BELOW if reached.is_empty() else _ASK
    shown = roots if reached.is_empty() else reached
    return ComplianceReport(
        state,
        limits,
        chains=reached.height,
        levels=_most(shown["below"]) + 1,
        heads=max(_most(shown["heads"]), 1),
        paid=link_counts["paid"],
        links=link_counts["all"],
        is_told=bool(models["count_models"][0]),
    )


def _chains(roots: pl.LazyFrame, heads: str, below: str) -> pl.DataFrame:
    """heads and below of every root with anybody under them."""
    return roots.filter(pl.col(heads) > 1).select(heads=heads, below=below).collect()


def _reach(chains: pl.DataFrame, limits: Limits) -> pl.DataFrame:
    return chains.filter((pl.col("below") + 1 >= limits.levels) & (pl.col("heads") >= limits.heads))


def _most(values: pl.Series) -> int:
    return int(values.max() or 0)  # type: ignore[arg-type]
