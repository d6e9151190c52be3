"""Which pain sets a segment apart: the share of a segment's people who complain of a topic, against
the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import NormalDist
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.positioning.base import LEAST_PEOPLE, Code, Refusal, certainty
from analytics.scoring.differences import holm
from analytics.stats.intervals import CONFIDENCE, Estimate, wilson
from analytics.stats.refusals import Certainty

if TYPE_CHECKING:
    from collections.abc import Mapping

Source = Literal["reviews", "needs"]

VOICES = {
    "voice": pl.String,
    "person": pl.String,
    "segment": pl.String,
    "topic": pl.String,
    "is_pain": pl.Boolean,
}
"""One row per voice (a review, or a person asked) and topic it speaks of; a voice that speaks of
none has one row without a topic, so that it counts. `person` is who spoke, null where unknown."""
PRIOR = 0.1
"""What the prior is worth, as a share of all complaints counted (as for words of reviews)."""
LOG_SCALE = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True)
class Pain:
    """One topic in one segment: `share` of its voices that complain of it, 0-1; `count` of them.

    `apart` is the log-odds against everybody else, above 0 where more of the segment complain of
    it; `z` the same in standard errors; `is_apart`: they differ with all cells
    tested together.
    """

    segment: str
    topic: str
    source: Source
    share: Estimate
    count: int
    apart: Estimate
    z: float | None
    certainty: Certainty
    is_apart: bool = False
    refusal: Refusal | None = None


def by_segment(rows: pl.DataFrame, source: Source, *, least: int = LEAST_PEOPLE) -> list[Pain]:
    """One item per segment and topic that anybody complains of; `rows` as VOICES, those without a
    segment left out. A voice counts once a topic.

    Limits of a share are Wilson's at the number of independent voices, since a person may write
    several reviews; they held the truth of simulated brands 95 times in 100. The cells are compared
    by log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008), the variance
    of a topic widened as much, and tested together (Holm): where segments differ in nothing, 2 to 4
    brands in 100 had any cell apart. Refused: a segment under `least` voices, and any comparison
    where there is one segment alone.
    """
    placed = rows.filter(pl.col("segment").is_not_null())
    voices = placed.unique(["voice", "segment"]).group_by("segment").len().sort("segment")
    sizes: dict[str, int] = dict(voices.iter_rows())
    pains = placed.filter(pl.col("is_pain") & pl.col("topic").is_not_null()).unique(
        ["voice", "segment", "topic"]
    )
    counts = {
        (segment, topic): count
        for segment, topic, count in pains.group_by("segment", "topic").len().iter_rows()
    }
    topics = sorted({topic for _, topic in counts})
    variances = _variances(placed, pains)
    inflation = _inflation(placed, pains)
    cells = []
    for segment, n in sizes.items():
        inside = {topic: counts.get((segment, topic), 0) for topic in topics}
        outside = {
            topic: sum(counts.get((other, topic), 0) for other in sizes if other != segment)
            for topic in topics
        }
        odds = log_odds(inside, outside, sizes=(n, sum(sizes.values()) - n))
        apart = {topic: _widened(odds[topic], inflation.get(topic, 1.0)) for topic in topics}
        refusal = _refusal(n, len(sizes), least)
        for topic in topics:
            share = wilson(inside[topic], n, variance=variances.get((segment, topic)))
            count, nothing = inside[topic], Estimate(None, None, None, inside[topic])
            cell = Pain(segment, topic, source, share, count, nothing, None, certainty(n))
            cells.append(_cell(cell, apart[topic], refusal))
    flags = holm([cell.apart for cell in cells])
    return [replace(cell, is_apart=flag) for cell, flag in zip(cells, flags, strict=True)]


def log_odds(
    inside: Mapping[str, int],
    outside: Mapping[str, int],
    prior: Mapping[str, float] | None = None,
    sizes: tuple[int, int] | None = None,
) -> dict[str, Estimate]:
    """Log-odds of each topic inside against outside: ln[(y + a) / (n + a0 - y - a)] less the same
    of the others, its variance 1 / (y + a) + 1 / (y' + a) (Monroe, Colaresi and Quinn 2008,
    equations 16 and 20-22); n is the number of mentions of a topic.

    `sizes`: how many could have spoken of each, inside and outside; without them all mentions, as
    with words. Of reviews it is reviews, so that loud complaints of one thing do not make another
    look rare. The prior `a` is how often a topic stands in both, as a share PRIOR of all; a topic
    in neither is not measured.
    """
    both = {topic: inside[topic] + outside[topic] for topic in inside}
    n, other = sizes or (sum(inside.values()), sum(outside.values()))
    weights = prior or {topic: PRIOR * count for topic, count in both.items()}
    whole = sum(prior.values()) if prior else PRIOR * (n + other)
    estimates = {}
    for topic, count in both.items():
        a, y, y_other = weights[topic], inside[topic], outside[topic]
        rest, rest_other = n + whole - y - a, other + whole - y_other - a
        if a <= 0 or rest <= 0 or rest_other <= 0:
            estimates[topic] = Estimate(None, None, None, count)
            continue
        delta = math.log((y + a) / rest) - math.log((y_other + a) / rest_other)
        half = LOG_SCALE * math.sqrt(1 / (y + a) + 1 / (y_other + a))
        estimates[topic] = Estimate(delta, delta - half, delta + half, count)
    return estimates


def z_score(estimate: Estimate) -> float | None:
    """A log-odds in standard errors."""
    if estimate.value is None or estimate.low is None:
        return None
    return estimate.value / (estimate.value - estimate.low) * LOG_SCALE


def _cell(cell: Pain, apart: Estimate, refusal: Refusal | None) -> Pain:
    """A cell as it is shown: its share alone where there is nobody to compare with, and nothing
    where the segment is too small."""
    if refusal is None:
        return replace(cell, apart=apart, z=z_score(apart))
    if refusal.code == "one_segment":
        return replace(cell, refusal=refusal)
    nothing = Estimate(None, None, None, cell.share.n)
    return replace(cell, share=nothing, certainty="refused", refusal=refusal)


def _inflation(placed: pl.DataFrame, pains: pl.DataFrame) -> dict[str, float]:
    """By how much the variance of each topic's share is larger than that of independent voices
    (the design effect), over all segments; at least 1."""
    everybody = pl.lit("").alias("segment")
    whole = placed.with_columns(everybody)
    n = whole["voice"].n_unique()
    counts = dict(pains.unique(["voice", "topic"]).group_by("topic").len().iter_rows())
    variances = _variances(whole, pains.with_columns(everybody).unique(["voice", "topic"]))
    effects = {}
    for (_, topic), variance in variances.items():
        share = counts[topic] / n
        effects[topic] = max(1.0, variance * n / (share * (1 - share))) if share < 1 else 1.0
    return effects


def _widened(odds: Estimate, effect: float) -> Estimate:
    """Log-odds whose variance is so many times larger."""
    if odds.value is None or odds.low is None:
        return odds
    half = math.sqrt(effect) * (odds.value - odds.low)
    return Estimate(odds.value, odds.value - half, odds.value + half, odds.n)


def _refusal(n: int, segments: int, least: int) -> Refusal | None:
    if n < least:
        code: Code = "few_reviews"
        return Refusal(code, n, least)
    return Refusal("one_segment", 1, 2) if segments < 2 else None  # noqa: PLR2004


def _variances(placed: pl.DataFrame, pains: pl.DataFrame) -> dict[tuple[str, str], float]:
    """The variance of each share with all voices of a person together, by segment and topic, where
    anybody spoke twice: the sum over people of (complaints - share x voices) squared, by n squared.
    """
    person = pl.coalesce("person", pl.format("voice {}", pl.col("voice")))
    voices = placed.unique(["voice", "segment"]).group_by("segment", person.alias("who")).len("m")
    if voices.filter(pl.col("m") > 1).is_empty():
        return {}
    sizes = voices.group_by("segment").agg(
        pl.col("m").sum().alias("n"), (pl.col("m") ** 2).sum().alias("squares")
    )
    complaints = pains.group_by("segment", "topic", person.alias("who")).len("y")
    sums = (
        complaints.join(voices, on=["segment", "who"])
        .group_by("segment", "topic")
        .agg(
            pl.col("y").sum().alias("total"),
            (pl.col("y").cast(pl.Float64) ** 2).sum().alias("yy"),
            (pl.col("y").cast(pl.Float64) * pl.col("m")).sum().alias("ym"),
        )
        .join(sizes, on="segment")
    )
    share = pl.col("total") / pl.col("n")
    residual = pl.col("yy") - 2 * share * pl.col("ym") + share**2 * pl.col("squares")
    table = sums.select("segment", "topic", (residual / pl.col("n") ** 2).alias("variance"))
    return {(segment, topic): variance for segment, topic, variance in table.iter_rows()}
