"""Two assessments compared: the differences, their intervals, and a verdict on each.

The interval is that of the *difference* (MOVER, Zou and Donner 2008), never the overlap of two
intervals. What rests on the same people hangs together: the measures of one side, and both sides
where they are two periods, channels or products of one dataset. Two datasets are taken as other
people; those of one brand hold many of the same, who mostly push both scores the same way, so that
the intervals between them are then too wide rather than too narrow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analytics.scoring.differences import EXACT, MARGIN, Verdict, holm, verdict
from analytics.scoring.joint import Part, correlation, reaches
from analytics.scoring.scoring import MAX_SCORE, MeasureScore, SuperScore, mean_super
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
    is_same = first.manifest.version == second.manifest.version
    significant = holm([diff.points for diff in differences])
    marked = tuple(
        replace(diff, is_significant=is_significant and diff.verdict in ("better", "worse"))
        for diff, is_significant in zip(differences, significant, strict=True)
    )
    return Comparison(first, second, margin, marked, _container(marked, margin, is_same=is_same))


def _super(
    first: Assessment,
    second: Assessment,
    first_score: SuperScore,
    second_score: SuperScore,
    margin: float,
) -> Difference:
    is_shared = _sharing(first, second)
    is_same = first.manifest.version == second.manifest.version
    uses = {use.key: use for use in first.super_of(first_score.key).measures}
    pairs = zip(first_score.measures, second_score.measures, strict=True)
    measures = tuple(
        _measure(a, b, is_shared=is_shared(uses[a.key]), is_same=is_same) for a, b in pairs
    )
    common = [pair for pair in measures if pair.is_common]
    scores = [
        mean_super(first_score.key, first_score.weight, [side(pair) for pair in common])
        for side in (_first, _second)
    ]
    absent = _absent(first_score, second_score, common)
    points = UNMEASURED if absent else _mean(_by_weight(common), is_same=is_same)
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


def _measure(
    first: MeasureScore, second: MeasureScore, *, is_shared: bool, is_same: bool
) -> MeasureDifference:
    if is_shared and first.estimate.value is not None:
        exact = replace(EXACT, n=first.estimate.n)
        score = exact if first.score is not None else UNMEASURED
        return MeasureDifference(first.key, first, second, exact, score, is_shared=True)
    together = correlation(first.pull, second.pull) if is_same else 0.0
    value = difference(first.estimate, second.estimate, together)
    score = difference(_scored(first), _scored(second), together)
    return MeasureDifference(first.key, first, second, value, score, is_shared=False)


def _by_weight(
    common: Sequence[MeasureDifference], share: float = 1.0
) -> list[tuple[float, MeasureDifference]]:
    """Each measure with its part of `share`."""
    total = math.fsum(pair.first.weight for pair in common)
    return [(share * pair.first.weight / total, pair) for pair in common]


def _mean(weighted: Sequence[tuple[float, MeasureDifference]], *, is_same: bool) -> Estimate:
    """The weighted mean of differences between the sides, limits by MOVER; n is the least.

    Shared evidence differs by exactly 0. At least one measure, weights that add up to 1.
    """
    value = math.fsum(weight * (pair.score.value or 0.0) for weight, pair in weighted)
    down, up = reaches(
        [part for weight, pair in weighted for part in _parts(weight, pair, is_same)]
    )
    n = min(pair.score.n for _, pair in weighted)
    return Estimate(value, max(value - down, -MAX_SCORE), min(value + up, MAX_SCORE), n)


def _parts(weight: float, pair: MeasureDifference, is_same: bool) -> tuple[Part, ...]:
    if pair.is_shared:
        return ()
    return pair.first.part(weight), pair.second.part(-weight, "" if is_same else "second")


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


def _container(supers: Sequence[Difference], margin: float, *, is_same: bool) -> Difference:
    """The weighted mean over the supers both sides have; the same evidence differs by 0."""
    compared = [diff for diff in supers if _is_compared(diff) and diff.weight > 0]
    distinct = [diff for diff in compared if not diff.absent]
    total = math.fsum(diff.weight for diff in compared)
    weighted = [
        pair
        for diff in compared
        for pair in _by_weight([m for m in diff.measures if m.is_common], diff.weight / total)
    ]
    points = _mean(weighted, is_same=is_same) if distinct else UNMEASURED
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


def _weighted(compared: Sequence[Difference], side: Literal["first", "second"]) -> float | None:
    total = math.fsum(diff.weight for diff in compared)
    if not total:
        return None
    return math.fsum(diff.weight * (getattr(diff, side) or 0.0) for diff in compared) / total
