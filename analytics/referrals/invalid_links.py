"""The referrals of a dataset by kind: which links count, and why the others do not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.referrals import store as referral_store
from analytics.referrals.links import KINDS

if TYPE_CHECKING:
    from analytics.storage.versions import Store

MOST = 20


@dataclass(frozen=True)
class LinkReport:
    """`links`: customers by kind (`links.KINDS`); `rings`: rings that those of kind `ring` form.
    `strangers`: one row per id or code that is no customer (referrer_id, is_ip, customers), most
    brought first, at most twenty."""

    links: dict[str, int]
    rings: int
    strangers: pl.DataFrame

    @property
    def named(self) -> int:
        """Customers whose first purchase names anybody."""
        return sum(count for kind, count in self.links.items() if kind != "none")


def report(store: Store, version: str, _filters: None = None) -> LinkReport:
    """The links of a version by kind; filters do not apply to them."""
    people = referral_store.people(store, version)
    counts = people.group_by(kind=pl.col("link").cast(pl.String)).agg(n=pl.len()).collect()
    by_kind = dict.fromkeys(KINDS, 0) | dict(counts.iter_rows())
    rings = people.select(pl.col("ring_key").drop_nulls().n_unique()).collect().item()
    return LinkReport(by_kind, rings, store.run("referrals/strangers", version, limit=MOST))
