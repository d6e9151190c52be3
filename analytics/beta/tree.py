"""Who brought whom into a beta test: seeds, generations, and what the sheet gets wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.referrals.tree import NOBODY, rings, shape

if TYPE_CHECKING:
    from numpy.typing import NDArray

TESTERS = {
    **dict.fromkeys(("tester_id", "invited_by", "wave"), pl.String),
    "joined_on": pl.Date,
    "customer_id": pl.String,
}
"""One row per tester as the sheet has them."""
PLACED = {
    **TESTERS,
    "role": pl.String,
    "seed_id": pl.String,
    "parent_id": pl.String,
    "generation": pl.Int64,
    "invites": pl.Int64,
    "brought": pl.Int64,
}


@dataclass(frozen=True)
class Tree:
    """One row per tester (PLACED), in the order of the sheet.

    `role`: seed (nobody brought them), invited, or circle (people who brought each other, of whom
    nobody can say who came first). `seed_id`: whose friends they are; of those brought by somebody
    who is on no list the name of that person, of those below a circle its first member.
    `parent_id`: who brought them. `generation`: 0 for seeds, null where the seed is not known.
    `invites`: brought directly; `brought`: everybody below. `repeated`: rows of
    testers who have one already, left out; `nameless`: rows with neither a tester nor a customer,
    left out. `strangers`: one row per inviter who is no tester (inviter, testers).
    `circles`: the members of each circle.
    """

    testers: pl.DataFrame
    repeated: int
    nameless: int
    strangers: pl.DataFrame
    circles: tuple[tuple[str, ...], ...]

    def count(self, role: str) -> int:
        """Testers of that role."""
        return self.testers.filter(pl.col("role") == role).height

    def by_seed(self) -> pl.DataFrame:
        """One row per seed: seed_id, invites (brought directly), brought (by everybody below),
        those who brought most first."""
        seeds = self.testers.filter(pl.col("role") == "seed")
        return seeds.select("seed_id", "invites", "brought").sort(
            "brought", "invites", "seed_id", descending=[True, True, False]
        )

    def by_generation(self) -> pl.DataFrame:
        """One row per generation from 0: testers, and invites they gave; null, where the seed is
        not known, last. Circles stand in none."""
        placed = self.testers.filter(pl.col("role") != "circle")
        return (
            placed.group_by("generation")
            .agg(testers=pl.len().cast(pl.Int64), invites=pl.col("invites").sum())
            .sort("generation", nulls_last=True)
        )


def tree(testers: pl.DataFrame) -> Tree:
    """The testers of the sheet (TESTERS) with their places; an empty sheet gives an empty tree.

    An inviter is looked for among tester numbers, then among customers; case and blanks around a
    name do not matter. Of several rows of a tester the first counts.
    """
    rows = testers.with_columns(_key("tester_id"), _key("customer_id"), _key("invited_by"))
    rows = rows.with_columns(key=pl.coalesce("tester_id_key", "customer_id_key"))
    named = rows.filter(pl.col("key").is_not_null())
    people = named.unique("key", keep="first", maintain_order=True)
    parent, names, outside = _parents(people)
    # Whoever stands in a circle is cut from it, so that those below can be followed.
    ring = rings(parent)
    forest = shape(np.where(ring >= 0, NOBODY, parent))
    root = np.where(ring[forest.root] >= 0, ring[forest.root], forest.root)
    size = people.height
    is_known = (root < size) & (ring[root] < 0)
    invites = np.bincount(parent[parent >= 0], minlength=len(parent))
    role = np.where(ring >= 0, "circle", np.where(parent >= 0, "invited", "seed"))
    placed = people.select(
        pl.coalesce("tester_id", "customer_id").str.strip_chars().alias("tester_id"),
        "invited_by",
        "wave",
        "joined_on",
        "customer_id",
        role=pl.Series(role[:size], dtype=pl.String),
        seed_id=pl.Series([names[place] for place in root[:size]], dtype=pl.String),
        parent_id=pl.Series(
            [names[place] if place >= 0 else None for place in parent[:size]], dtype=pl.String
        ),
        generation=pl.Series(forest.generation[:size]),
        is_known=pl.Series(is_known[:size]),
        invites=pl.Series(invites[:size]),
        brought=pl.Series(forest.heads[:size] - 1),
    ).with_columns(
        generation=pl.when("is_known").then("generation").otherwise(None),
    )
    members: dict[int, list[str]] = {}
    for place in np.flatnonzero(ring >= 0):
        members.setdefault(int(ring[place]), []).append(names[place])
    return Tree(
        placed.select(list(PLACED)).cast(PLACED),  # type: ignore[arg-type]
        named.height - size,
        rows.height - named.height,
        outside,
        tuple(tuple(circle) for circle in members.values()),
    )


def _parents(people: pl.DataFrame) -> tuple[NDArray[np.int64], list[str], pl.DataFrame]:
    """The place of everybody's inviter; inviters who are no testers take places after the last.
    Beside it the name of each place, and the inviters who are no testers."""
    places: dict[str, int] = {}
    for column in ("tester_id_key", "customer_id_key"):
        for place, key in enumerate(people[column]):
            if key is not None:
                places.setdefault(key, place)
    names = [
        (tester or customer).strip()
        for tester, customer in people.select("tester_id", "customer_id").rows()
    ]
    parent, testers_of = [], dict[str, int]()
    for key, written in people.select("invited_by_key", "invited_by").rows():
        if key is None:
            parent.append(NOBODY)
            continue
        if key not in places:
            places[key] = len(names)
            names.append(written.strip())
        if places[key] >= people.height:
            testers_of[names[places[key]]] = testers_of.get(names[places[key]], 0) + 1
        parent.append(places[key])
    parent += [NOBODY] * (len(names) - people.height)
    schema = {"inviter": pl.String, "testers": pl.Int64}
    outside = pl.DataFrame(list(testers_of.items()), schema=schema, orient="row").sort(
        "testers", "inviter", descending=[True, False]
    )
    return np.array(parent, dtype=np.int64), names, outside


def key_of(column: str) -> pl.Expr:
    """A name as names are compared: case and blanks around it do not matter."""
    return pl.col(column).str.strip_chars().str.to_lowercase()


def _key(column: str) -> pl.Expr:
    """A name as it is compared; null where the cell is blank."""
    key = key_of(column)
    return pl.when(key != "").then(key).alias(f"{column}_key")
