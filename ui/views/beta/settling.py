"""Whether the mean of marks settled while people joined, and the friends of each seed by
themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.beta.base import LEAST_A_SIDE
from analytics.beta.groups import convergence
from ui import format as fmt
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.beta.report import BetaTest
    from ui.text import Text

JOINING = ("seed", "invited")
FRIENDS = 2
"""Marks of friends of one seed, from which on they have a line."""


def running(test: BetaTest, text: Text) -> pl.DataFrame:
    """One row per first answer with a mark, by kind in the order people joined: kind, label, place,
    mark, so_far (mean up to here), sentence."""
    rows = convergence(test.answers).select("kind", "place", "mark", "so_far")
    labels = [text(f"beta.short.{kind}") for kind in rows["kind"]]
    sentences = [
        text("beta.so_far", place=fmt.count(place, text.lang), mark=_mark(mean, text))
        for place, mean in rows["place", "so_far"].rows()
    ]
    return rows.with_columns(
        label=pl.Series(labels, dtype=pl.String), sentence=pl.Series(sentences, dtype=pl.String)
    )


def settled_sentence(test: BetaTest, rows: pl.DataFrame, text: Text) -> str:
    """Whether the mean of each kind stayed, over the later half of its answers, within the range
    that it ends with; rows of `running`."""
    sentences = [
        _settled(test, kind, own, text)
        for kind in JOINING
        if not (own := rows.filter(kind=kind)).is_empty()
    ]
    return joined(sentences, text) if sentences else text("beta.no_marks")


def _settled(test: BetaTest, kind: str, own: pl.DataFrame, text: Text) -> str:
    name = {"kind": text(f"beta.short.{kind}")}
    group = next(group for group in test.groups if (group.kind, group.wave) == (kind, None))
    final = group.mark
    if own.height < LEAST_A_SIDE or final.low is None or final.high is None:
        return text("beta.settled.few", **name)
    later = own.filter(pl.col("place") > own.height // 2)["so_far"].to_list()
    is_within = final.low <= min(later) and max(later) <= final.high
    ends = fmt.interval(min(later), max(later), text.lang, digits=1)
    return text(f"beta.settled.{'still' if is_within else 'moving'}", range=ends, **name)


def friends(test: BetaTest, text: Text) -> pl.DataFrame:
    """One row per mark that friends of a seed gave first, of seeds with two such friends or more,
    in the order they joined: seed_id, seed_place, mark, of_seed (mean up to here), sentence."""
    rows = convergence(test.answers).filter(kind="invited")
    own = rows.filter(pl.len().over("seed_id") >= FRIENDS).select(
        "seed_id", "seed_place", "mark", "of_seed"
    )
    sentences = [
        text("beta.so_far", place=fmt.count(place, text.lang), mark=_mark(mean, text))
        for place, mean in own["seed_place", "of_seed"].rows()
    ]
    return own.with_columns(sentence=pl.Series(sentences, dtype=pl.String))


def by_seed(rows: pl.DataFrame) -> pl.DataFrame:
    """One row per seed of `friends`: seed_id, n (marks), mark (their mean); the lowest first."""
    last = rows.group_by("seed_id", maintain_order=True).last()
    return last.select("seed_id", n="seed_place", mark="of_seed").sort("mark", "seed_id")


def friends_sentence(rows: pl.DataFrame, text: Text) -> str:
    """Whose friends like it least and whose most; rows of `friends`."""
    seeds = by_seed(rows)
    if seeds.height < FRIENDS:
        return text("beta.no_friends")
    lowest, highest = seeds.row(0, named=True), seeds.row(-1, named=True)
    return text(
        "beta.friends",
        seeds=fmt.count(seeds.height, text.lang),
        coldest=literal(lowest["seed_id"]),
        low=_mark(lowest["mark"], text),
        keenest=literal(highest["seed_id"]),
        high=_mark(highest["mark"], text),
    )


def _mark(mark: float, text: Text) -> str:
    return fmt.number(mark, text.lang, 1)
