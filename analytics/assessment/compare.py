"""Two assessments compared: the differences, their intervals, and a verdict on each.

The interval is that of the *difference* (MOVER, Zou and Donner 2008), never the overlap of two
intervals. Both sides are taken as independent samples. Two periods, channels or products share no
new customer, since a customer belongs to the first purchase; buyers, answers and reviews may come
from the same people on both sides, and two datasets of one brand hold many of the same. People who
are on both sides mostly push both scores the same way, so the intervals here are then too wide
rather than too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analytics.scoring.differences import EXACT, MARGIN, Verdict, holm, mean, verdict
from analytics.scoring.scoring import MeasureScore, SuperScore, score_super
from analytics.stats.intervals import UNMEASURED, Estimate, difference
from analytics.storage import engine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse

Absent = Literal["", "first", "second", "both", "different", "shared"]
"""Why there is nothing to compare: unmeasured on the first side, on the second, on both; measured
on both by nothing in common; or the very same evidence on both. Empty where there is."""


@dataclass(frozen=True)
class MeasureDifference:
    """One measure on both sides. `value` and `score` are first less second, in the measure's unit
    and in points. `is_shared`: both sides rest on the very same rows, so that they cannot differ.
    """

    key: str
    first: MeasureScore
    second: MeasureScore
    value: Estimate
    score: Estimate
    is_shared: bool

    @property
    def is_common(self) -> bool:
        """Whether both sides have a score that counts."""
        sides = (self.first, self.second)
        return all(measure.score is not None and measure.weight > 0 for measure in sides)


@dataclass(frozen=True)
class Difference:
    """A super, or the container, on both sides: its scores 0-100 from what both have, and first
    less second in points.

    `verdict` is on the first side; None where there is nothing to compare, and then `absent` says
    why. `is_significant`: better or worse even when allowing for all supers looked at together.
    `left_out` are the measures (for the container the supers) that only one side has.
    """

    key: str
    weight: float
    first: float | None
    second: float | None
    points: Estimate
    verdict: Verdict | None
    absent: Absent
    is_significant: bool
    measures: tuple[MeasureDifference, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True)
class Comparison:
    """Every super of two assessments, in their order, and the container made of those both have.

    `currencies` differ where both are known and are not the same: amounts of money then do not
    compare, shares and ratios do.
    """

    first: Assessment
    second: Assessment
    margin: float
    supers: tuple[Difference, ...]
    container: Difference

    @property
    def currencies(self) -> tuple[str, str] | None:
        """Both currencies where they differ."""
        sides = (self.first, self.second)
        first, second = (side.manifest.about.get("currency") for side in sides)
        return (first, second) if first and second and first != second else None

    def super_difference(self, key: str) -> Difference:
        """The difference of one super; KeyError when there is none."""
        return {diff.key: diff for diff in self.supers}[key]


def compare(first: Assessment, second: Assessment, margin: float = MARGIN) -> Comparison:
    """First less second: per measure, per super and for the container, with 95 % limits.

    A super is compared on the measures that both sides have, the container on the supers that both
    have. Evidence that is the same on both sides differs by exactly 0. Each limit holds 95 % for
    itself; with nine supers at once, one in twenty looks different by chance, so `is_significant`
    says which verdicts stand when Holm's method (1979) allows for all of them together. ValueError
    for two definitions: other goalposts make other scores.
    """
    if first.definition.id != second.definition.id:
        raise ValueError("the two sides were scored by different definitions")
    differences = [
        _super(first, second, first_score, second_score, margin)
        for first_score, second_score in zip(first.supers, second.supers, strict=True)
    ]
    significant = holm([diff.points for diff in differences])
    marked = tuple(
        replace(diff, is_significant=is_significant and diff.verdict in ("better", "worse"))
        for diff, is_significant in zip(differences, significant, strict=True)
    )
    return Comparison(first, second, margin, marked, _container(marked, margin))


def _super(
    first: Assessment,
    second: Assessment,
    first_score: SuperScore,
    second_score: SuperScore,
    margin: float,
) -> Difference:
    is_shared = _sharing(first, second)
    uses = {use.key: use for use in first.super_of(first_score.key).measures}
    pairs = zip(first_score.measures, second_score.measures, strict=True)
    measures = tuple(_measure(a, b, is_shared=is_shared(uses[a.key])) for a, b in pairs)
    common = [pair for pair in measures if pair.is_common]
    scores = [
        score_super(first_score.key, first_score.weight, [side(pair) for pair in common])
        for side in (_first, _second)
    ]
    absent = _absent(first_score, second_score, common)
    points = UNMEASURED if absent else mean([(pair.first.weight, pair.score) for pair in common])
    return Difference(
        first_score.key,
        first_score.weight,
        scores[0].score,
        scores[1].score,
        points,
        verdict(points, margin),
        absent,
        False,
        measures,
        tuple(pair.key for pair in measures if _is_one_sided(pair)),
    )


def _measure(first: MeasureScore, second: MeasureScore, *, is_shared: bool) -> MeasureDifference:
    if is_shared and first.estimate.value is not None:
        exact = replace(EXACT, n=first.estimate.n)
        score = exact if first.score is not None else UNMEASURED
        return MeasureDifference(first.key, first, second, exact, score, is_shared=True)
    value = difference(first.estimate, second.estimate)
    score = difference(_scored(first), _scored(second))
    return MeasureDifference(first.key, first, second, value, score, is_shared=False)


def _scored(measure: MeasureScore) -> Estimate:
    return Estimate(measure.score, measure.low, measure.high, measure.estimate.n)


def _first(pair: MeasureDifference) -> MeasureScore:
    return pair.first


def _second(pair: MeasureDifference) -> MeasureScore:
    return pair.second


def _is_one_sided(pair: MeasureDifference) -> bool:
    return (pair.first.score is None) != (pair.second.score is None)


def _absent(first: SuperScore, second: SuperScore, common: Sequence[MeasureDifference]) -> Absent:
    if first.score is None or second.score is None:
        if first.score is None and second.score is None:
            return "both"
        return "first" if first.score is None else "second"
    if not common:
        return "different"
    return "shared" if all(pair.is_shared for pair in common) else ""


def _sharing(first: Assessment, second: Assessment) -> Callable[[MeasureUse], bool]:
    """Whether a measure rests on the same rows on both sides: one dataset, and no parameter of its
    query in which they differ. The period sets the as-of day, which the sheets' queries read."""
    if first.manifest.version != second.manifest.version:
        return lambda _: False
    sides = first.filters.params(), second.filters.params()
    changed = {name for name, value in sides[0].items() if value != sides[1][name]}
    return lambda use: not changed & engine.parameters(use.measure.query)


def _container(supers: Sequence[Difference], margin: float) -> Difference:
    """The weighted mean over the supers both sides have; the same evidence differs by 0."""
    compared = [diff for diff in supers if _is_compared(diff) and diff.weight > 0]
    distinct = [diff for diff in compared if not diff.absent]
    points = mean([(diff.weight, _points(diff)) for diff in compared]) if distinct else UNMEASURED
    absent: Absent = "" if distinct else "shared" if compared else "both"
    sides = [_weighted(compared, side) for side in ("first", "second")]
    container_verdict = verdict(points, margin)
    is_significant = container_verdict in ("better", "worse")
    left_out = tuple(diff.key for diff in supers if diff.absent in ("first", "second", "different"))
    return Difference(
        "", 1.0, sides[0], sides[1], points, container_verdict, absent, is_significant, (), left_out
    )


def _is_compared(diff: Difference) -> bool:
    return diff.absent in ("", "shared")


def _points(diff: Difference) -> Estimate:
    return EXACT if diff.absent == "shared" else diff.points


def _weighted(compared: Sequence[Difference], side: Literal["first", "second"]) -> float | None:
    total = math.fsum(diff.weight for diff in compared)
    if not total:
        return None
    return math.fsum(diff.weight * (getattr(diff, side) or 0.0) for diff in compared) / total
