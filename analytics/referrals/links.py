"""Which links between people count, and why the others do not.

A link is the referrer that a customer's first purchase day names. It counts (`customer`) where that
is another customer who had bought by then. The rest is classified by the first reason that holds:
`ip` (the code of an IP), `unknown` (nobody who ever bought), `self`, `ring` (people who
brought each other in a circle: nobody can say who was first, so none of its links counts), `later`
(the referrer's first purchase came after). `none`: nobody is named. Whoever has no link that counts
starts a tree of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.referrals import tree

if TYPE_CHECKING:
    from numpy.typing import NDArray

KINDS = ("none", "customer", "ip", "unknown", "self", "ring", "later")
KIND = pl.Enum(KINDS)


def judged(people: pl.DataFrame) -> pl.DataFrame:
    """The people of `referral_people`, in its order, with the kind of each link and the shape of
    the forest:

    link, parent_key (null without a link that counts), after (days from the referrer's first
    purchase to this customer's), ring_key (the least on the ring), generation, root_key,
    heads, below, paid_heads, paid_below (of the forest that paid links alone make), children,
    paid_children, first_brought (days from the first purchase to that of the first customer
    brought, null for none). Keys are 1, 2, 3 ... without a gap, as
    `customer_ids` hands them out.
    """
    named = people["referrer_key"].fill_null(0).to_numpy().astype(np.int64) - 1
    place = np.arange(len(named))
    is_ip = people["is_ip"].to_numpy()
    is_self = (named == place) & ~is_ip
    pointing = np.where(is_ip | is_self, tree.NOBODY, named)
    ring = tree.rings(pointing)
    on_ring = ring >= 0
    day = people["first_on"].cast(pl.Int32).to_numpy().astype(np.int64)
    after = day - day[pointing]
    is_later = (pointing >= 0) & (after < 0)
    parent = np.where(on_ring | is_later, tree.NOBODY, pointing)
    reasons = {
        "ip": is_ip,
        "unknown": people["is_named"].to_numpy() & (named < 0),
        "self": is_self,
        "ring": on_ring,
        "later": is_later,
        "customer": parent >= 0,
    }
    codes = [KINDS.index(kind) for kind in reasons]
    link = np.select(list(reasons.values()), codes, default=KINDS.index("none"))
    return people.drop("referrer_key", "is_named", "is_ip").with_columns(
        pl.Series("link", np.array(KINDS)[link], dtype=KIND),
        _whole("ring_key", ring + 1, on_ring),
        *_shaped(parent, after, people["is_paid"].to_numpy()),
    )


def _shaped(
    parent: NDArray[np.int64], after: NDArray[np.int64], is_paid: NDArray[np.bool_]
) -> list[pl.Series]:
    """The forest's columns, with keys (1, 2, 3 ...) in place of places (0, 1, 2 ...)."""
    size, forest = len(parent), tree.shape(parent)
    paid_forest = tree.shape(np.where(is_paid, parent, tree.NOBODY))
    brought = np.flatnonzero(parent >= 0)
    by = parent[brought]
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, by, after[brought])
    children = np.bincount(by, minlength=size)
    return [
        _whole("parent_key", parent + 1, parent >= 0),
        _whole("after", after, parent >= 0),
        _whole("generation", forest.generation),
        _whole("root_key", forest.root + 1),
        _whole("heads", forest.heads),
        _whole("below", forest.below),
        _whole("paid_heads", paid_forest.heads),
        _whole("paid_below", paid_forest.below),
        _whole("children", children),
        _whole("paid_children", np.bincount(by[is_paid[brought]], minlength=size)),
        _whole("first_brought", first, children > 0),
    ]


def _whole(
    name: str, values: NDArray[np.int64], is_known: NDArray[np.bool_] | None = None
) -> pl.Series:
    """Whole numbers, null where `is_known` is false."""
    has_value = np.ones(len(values), dtype=bool) if is_known is None else is_known
    narrow = pl.Series(name, np.where(has_value, values, 0).astype(np.int32))
    return narrow if is_known is None else narrow.set(pl.Series(~is_known), None)
