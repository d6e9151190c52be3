"""What is claimed against what is praised, and the claims that customers contradict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.positioning.base import LEAST_MENTIONS, Refusal
from analytics.scoring.differences import holm
from analytics.stats.intervals import (
    UNMEASURED,
    Estimate,
    difference,
    wilson,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

    from numpy.typing import NDArray

MENTIONS = {"row": pl.UInt32, "dimension": pl.String, "topic": pl.String, "polarity": pl.String}
"""One row per review and topic it judges: polarity is `positive` or `negative`."""
GENERAL = "general"
"""A clause that speaks of a super as such: it counts for the super, and for no topic."""


MARGIN = 0.05
"""Of complaints: by less than this a topic is no worse than the others to anybody."""


@dataclass(frozen=True)
class Topic:
    """One topic that reviews judge or the brand claims.

    `praised`: the share of all positive clauses that is about it, 0-1; `blamed`: the share of its
    own judged clauses that is negative; `gap`: that share less the one of all other topics.
    `claims` are the brand's words that cover it.
    """

    topic: str
    praised: Estimate
    blamed: Estimate
    gap: Estimate
    claims: tuple[str, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Claim:
    """One claim with the topics it covers, in whole as of a topic. `contradicted`: its gap lies
    above MARGIN, with all claims tested together; None where it cannot be told."""

    claim: str
    topics: tuple[str, ...]
    praised: Estimate
    blamed: Estimate
    gap: Estimate
    contradicted: bool | None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class ClaimFit:
    """`fit`: the share of positive clauses that is about what the brand claims; `topics`, the most
    praised first; `claims` in the order of the sheet."""

    fit: Estimate
    topics: tuple[Topic, ...]
    claims: tuple[Claim, ...]
    refusal: Refusal | None = None

    @property
    def contradicted(self) -> tuple[Claim, ...]:
        """The claims that customers contradict."""
        return tuple(claim for claim in self.claims if claim.contradicted)

    @property
    def unclaimed(self) -> tuple[Topic, ...]:
        """Topics praised more than an even part of all praise, surely, that no claim covers."""
        even = 1 / max(len(self.topics), 1)
        return tuple(
            topic for topic in self.topics if not topic.claims and (topic.praised.low or 0) > even
        )

    @property
    def unpraised(self) -> tuple[Topic, ...]:
        """Claimed topics praised less than an even part of all praise, surely."""
        even = 1 / max(len(self.topics), 1)
        highs = [(topic, topic.praised.high) for topic in self.topics if topic.claims]
        return tuple(topic for topic, high in highs if high is not None and high < even)


def claim_fit(
    mentions: pl.DataFrame,
    claims: pl.DataFrame,
    topic_names: Mapping[str, str],
    super_names: Mapping[str, str],
    *,
    least: int = LEAST_MENTIONS,
) -> ClaimFit:
    """Praise, blame and claims by topic; `mentions` as MENTIONS, `claims` with claim, topic and
    super as written, the names from a name in small letters to its key.

    A claim is of the topic it names; without one, of all topics of its super that reviews judge.
    Over simulated brands of 60 to 1,000 reviews the limits of praise and fit held the truth 96 to
    98 times in 100, those of gaps (Newcombe's difference of two shares) 94 to 96 from 200 reviews
    on; of 600 brands whose topics are alike none had a claim called contradicted.
    Refused under `least` judged clauses on a topic; without a positive clause there is no fit,
    without claims neither.
    """
    judged = _judged(mentions)
    covered = [
        (claim, _topics(judged, topic, name, topic_names, super_names))
        for claim, topic, name in claims.select("claim", "topic", "super").iter_rows()
    ]
    every = sorted({*judged.place, *(t for _, own in covered for t in own or ())})
    topics = [
        Topic(
            topic,
            *_figures({topic}, judged, least),
            tuple(claim for claim, own in covered if topic in (own or ())),
            _few({topic}, judged, least),
        )
        for topic in every
    ]
    of_claims = [_claim(claim, own, judged, least) for claim, own in covered]
    flags = holm([_over_margin(claim.gap) for claim in of_claims])
    settled = tuple(
        claim if claim.refusal else replace(claim, contradicted=flag and _is_above(claim.gap))
        for claim, flag in zip(of_claims, flags, strict=True)
    )
    ordered = sorted(topics, key=lambda topic: (-(topic.praised.value or 0.0), topic.topic))
    claimed = {topic for _, own in covered for topic in own or ()}
    fit = judged.praise(claimed) if claimed else UNMEASURED
    return ClaimFit(fit, tuple(ordered), settled, _refusal(judged, claims, claimed))


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


def _judged(mentions: pl.DataFrame) -> Judged:
    """The mentions that take a side on a topic, one per review and topic, counted."""
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


def _topics(
    judged: Judged,
    topic: str | None,
    name: str | None,
    topic_names: Mapping[str, str],
    super_names: Mapping[str, str],
) -> tuple[str, ...] | None:
    """The topics that a claim covers; None where it names neither a topic nor a super known."""
    own, super_ = topic_names.get(_plain(topic)), super_names.get(_plain(name))
    if own is not None:
        return (own,)
    if super_ is None:
        return None
    return judged.of_super.get(super_, ())


def _plain(name: str | None) -> str:
    return (name or "").strip().casefold()


def _claim(claim: str, topics: tuple[str, ...] | None, judged: Judged, least: int) -> Claim:
    if topics is None:
        nothing = UNMEASURED
        return Claim(claim, (), nothing, nothing, nothing, None, Refusal("unknown_topic"))
    refusal = _few(set(topics), judged, least)
    figures = _figures(set(topics), judged, least)
    return Claim(claim, topics, *figures, None, refusal)


def _figures(topics: set[str], judged: Judged, least: int) -> tuple[Estimate, Estimate, Estimate]:
    """Praise, blame and gap of some topics together; only praise where there are few clauses."""
    praised = judged.praise(topics)
    if _few(topics, judged, least):
        nothing = Estimate(None, None, None, judged.count(topics))
        return praised, nothing, nothing
    blamed, elsewhere = judged.blame(topics)
    return praised, blamed, difference(blamed, elsewhere)


def _few(topics: set[str], judged: Judged, least: int) -> Refusal | None:
    own = judged.count(topics)
    have = min(own, judged.total - own)
    return Refusal("few_mentions", have, least) if have < least else None


def _over_margin(gap: Estimate) -> Estimate:
    if gap.value is None or gap.low is None or gap.high is None:
        return Estimate(None, None, None, gap.n)
    return Estimate(gap.value - MARGIN, gap.low - MARGIN, gap.high - MARGIN, gap.n)


def _is_above(gap: Estimate) -> bool:
    return gap.low is not None and gap.low > MARGIN


def _refusal(judged: Judged, claims: pl.DataFrame, claimed: set[str]) -> Refusal | None:
    if claims.is_empty():
        return Refusal("no_claims", 0, 1)
    if not judged.total:
        return Refusal("no_reviews", 0, 1)
    return None if claimed else Refusal("unknown_topic", claims.height)
