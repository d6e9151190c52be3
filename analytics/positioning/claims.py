"""What is claimed against what is praised, and the claims that customers contradict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.positioning.base import LEAST_MENTIONS, Refusal
from analytics.positioning.judged import Judged, judged_clauses
from analytics.scoring.differences import holm
from analytics.stats.intervals import UNMEASURED, Estimate, difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

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


def unread(claims: Sequence[Claim]) -> list[Claim]:
    """The claims that name neither a topic nor a super that is known."""
    codes = ((claim, claim.refusal.code if claim.refusal else "") for claim in claims)
    return [claim for claim, code in codes if code == "unknown_topic"]


def claim_fit(
    mentions: pl.DataFrame,
    claims: pl.DataFrame,
    topic_names: Mapping[str, str],
    super_names: Mapping[str, str],
    *,
    days: pl.DataFrame | None = None,
    least: int = LEAST_MENTIONS,
) -> ClaimFit:
    """Praise, blame and claims by topic; `mentions` as `judged.MENTIONS`, `claims` with claim,
    topic, super and where there is one since, as written, the names from a name in small letters to
    its key; `days`: row, on (the day of each review).

    A claim is of the topic it names, by a name known or as reviews have it; without one, of all
    topics of its super that reviews judge. Whether it is contradicted is told by reviews from the
    day on that it was made (since), here and of all other topics; those without a day count.
    Over simulated brands of 60 to 1,000 reviews the limits of praise and fit held the truth 96 to
    98 times in 100, those of gaps (Newcombe's difference of two shares) 94 to 96 from 200 reviews
    on; of 600 brands whose topics are alike none had a claim called contradicted.
    Refused under `least` judged clauses on a topic; without a positive clause there is no fit,
    without claims neither.
    """
    judged = judged_clauses(mentions)
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
    since = claims["since"].to_list() if "since" in claims.columns else [None] * claims.height
    later = {day: _since(mentions, days, day) or judged for day in set(since)}
    of_claims = [
        _claim(claim, own, judged, later[day], least)
        for (claim, own), day in zip(covered, since, strict=True)
    ]
    flags = holm([_over_margin(claim.gap) for claim in of_claims])
    settled = tuple(
        claim if claim.refusal else replace(claim, contradicted=flag and _is_above(claim.gap))
        for claim, flag in zip(of_claims, flags, strict=True)
    )
    ordered = sorted(topics, key=lambda topic: (-(topic.praised.value or 0.0), topic.topic))
    claimed = {topic for _, own in covered for topic in own or ()}
    fit = judged.praise(claimed) if claimed else UNMEASURED
    return ClaimFit(fit, tuple(ordered), settled, _refusal(judged, settled, claimed))


def _since(mentions: pl.DataFrame, days: pl.DataFrame | None, since: date | None) -> Judged | None:
    """What is judged by reviews that do not come before a day; None where all do not."""
    if since is None or days is None:
        return None
    earlier = days.filter(pl.col("on") < since).select(pl.col("row").cast(pl.UInt32))
    if earlier.is_empty():
        return None
    rows = mentions.with_columns(pl.col("row").cast(pl.UInt32))
    return judged_clauses(rows.join(earlier, on="row", how="anti", maintain_order="left"))


def _topics(
    judged: Judged,
    topic: str | None,
    name: str | None,
    topic_names: Mapping[str, str],
    super_names: Mapping[str, str],
) -> tuple[str, ...] | None:
    """The topics that a claim covers; None where it names neither a topic nor a super known."""
    own, super_ = topic_names.get(_plain(topic)), super_names.get(_plain(name))
    if own not in judged.place:
        # The brand's own list of words has topics that no shipped name is of.
        own = next((key for key in judged.place if _plain(key) == _plain(topic)), own)
    if own is not None:
        return (own,)
    if super_ is None:
        return None
    return judged.of_super.get(super_, ())


def _plain(name: str | None) -> str:
    return (name or "").strip().casefold()


def _claim(
    claim: str, topics: tuple[str, ...] | None, judged: Judged, later: Judged, least: int
) -> Claim:
    """A claim praised by all reviews, and blamed by those that came after it."""
    if topics is None:
        nothing = UNMEASURED
        return Claim(claim, (), nothing, nothing, nothing, None, Refusal("unknown_topic"))
    refusal = _few(set(topics), later, least)
    _, blamed, gap = _figures(set(topics), later, least)
    return Claim(claim, topics, judged.praise(set(topics)), blamed, gap, None, refusal)


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


def _refusal(judged: Judged, claims: Sequence[Claim], claimed: set[str]) -> Refusal | None:
    if not claims:
        return Refusal("no_claims", 0, 1)
    if not judged.total:
        return Refusal("no_reviews", 0, 1)
    if claimed:
        return None
    is_known = len(claims) > len(unread(claims))
    few = Refusal("few_mentions", 0, LEAST_MENTIONS)
    return few if is_known else Refusal("unknown_topic", len(claims))
