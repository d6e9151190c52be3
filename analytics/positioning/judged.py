"""What reviews judge: clauses that take a side on a topic, counted once for all claims."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

MENTIONS = {"row": pl.UInt32, "dimension": pl.String, "topic": pl.String, "polarity": pl.String}
"""One row per review and topic it judges: polarity is `positive` or `negative`."""
GENERAL = "general"
"""A clause that speaks of a super as such: it counts for the super, and for no topic."""


@dataclass(frozen=True)
class Judged:
    """Clauses that take a side, counted once for all claims: whether a review praises a topic (one
    line a review that praises, one column a topic), how many clauses are negative and how many
    there are of each topic, and the topics of each super."""

    praises: NDArray[np.float64]
    negative: NDArray[np.int64]
    clauses: NDArray[np.int64]
    place: Mapping[str, int]
    of_super: Mapping[str, tuple[str, ...]]

    @property
    def total(self) -> int:
        """All clauses that take a side."""
        return int(self.clauses.sum())

    def columns(self, topics: AbstractSet[str]) -> list[int]:
        """Where some topics stand; those that nobody judges stand nowhere."""
        return [self.place[topic] for topic in sorted(topics) if topic in self.place]

    def count(self, topics: AbstractSet[str]) -> int:
        """Clauses on some topics."""
        return int(self.clauses[self.columns(topics)].sum())

    def praise(self, topics: AbstractSet[str]) -> Estimate:
        """The share of positive clauses that is about some topics; n is positive clauses. Wilson's
        limits at so many independent clauses as reviews of several leave (linearised over
        reviews)."""
        inside, whole = self.praises[:, self.columns(topics)].sum(axis=1), self.praises.sum(axis=1)
        reviews, clauses = len(whole), float(whole.sum())
        if reviews < 2:  # noqa: PLR2004
            return wilson(float(inside.sum()), int(clauses))
        residuals = inside - inside.sum() / clauses * whole
        variance = reviews / (reviews - 1) * float((residuals**2).sum()) / clauses**2
        return wilson(float(inside.sum()), int(clauses), variance=variance)

    def blame(self, topics: AbstractSet[str]) -> tuple[Estimate, Estimate]:
        """The share of negative clauses on some topics, and on all others."""
        columns = self.columns(topics)
        bad, n = int(self.negative[columns].sum()), int(self.clauses[columns].sum())
        rest = int(self.negative.sum()) - bad, self.total - n
        return wilson(bad, n), wilson(*rest)


def judged_clauses(mentions: pl.DataFrame) -> Judged:
    """The mentions (MENTIONS) that take a side on a topic, one per review and topic, counted; none
    give empty counts."""
    rows = (
        mentions.select(list(MENTIONS))
        .cast(MENTIONS)  # type: ignore[arg-type]
        .filter(
            pl.col("topic").is_not_null()
            & (pl.col("topic") != GENERAL)
            & pl.col("polarity").is_in(["positive", "negative"])
        )
        .unique(["row", "topic"], keep="first", maintain_order=True)
    )
    topics: list[str] = rows["topic"].unique().sort().to_list()
    codes = rows["topic"].cast(pl.Enum(topics)).to_physical().to_numpy()
    is_positive = (rows["polarity"] == "positive").to_numpy()
    reviews, lines = np.unique(rows["row"].to_numpy()[is_positive], return_inverse=True)
    praises = np.zeros((len(reviews), len(topics)))
    praises[lines, codes[is_positive]] = 1.0
    of_super: dict[str, tuple[str, ...]] = {}
    for dimension, topic in rows.select("dimension", "topic").unique().sort("topic").iter_rows():
        of_super[dimension] = (*of_super.get(dimension, ()), topic)
    return Judged(
        praises,
        np.bincount(codes[~is_positive], minlength=len(topics)),
        np.bincount(codes, minlength=len(topics)),
        {topic: place for place, topic in enumerate(topics)},
        of_super,
    )
