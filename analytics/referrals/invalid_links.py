"""What the referrals of a dataset are, and which of them count for nothing and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.referrals import store as kept
from analytics.referrals.links import KINDS

if TYPE_CHECKING:
    from analytics.storage.versions import Store

MOST = 20


@dataclass(frozen=True)
class Found:
    """`links`: how many customers of each of `links.KINDS`; `rings`: how many rings those of `ring`
    make. `strangers`: the ids and codes that are no customers (referrer_id, is_ip, customers), most
    brought first, at most twenty."""

    links: dict[str, int]
    rings: int
    strangers: pl.DataFrame

    @property
    def named(self) -> int:
        """Customers whose first purchase names anybody."""
        return sum(count for kind, count in self.links.items() if kind != "none")


def found(store: Store, version: str, _asked: None = None) -> Found:
    """The links of a version by kind; the filters leave them alone."""
    people = kept.people(store, version)
    counts = people.group_by(kind=pl.col("link").cast(pl.String)).agg(n=pl.len()).collect()
    listed = dict.fromkeys(KINDS, 0) | dict(counts.iter_rows())
    rings = people.select(pl.col("ring_key").drop_nulls().n_unique()).collect().item()
    return Found(listed, rings, store.run("referrals/strangers", version, limit=MOST))
