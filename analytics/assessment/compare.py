"""Two assessments side by side: by how much they differ, how sure that is, and in a word what it
means.

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
        return all(one.score is not None and one.weight > 0 for one in sides)


@dataclass(frozen=True)
class Difference:
    """A super, or the container, on both sides: its scores 0-100 from what both have, and first
    less second in points.

    `verdict` tells of the first side; None where there is nothing to compare, and then `absent`
    says why. `is_firm`: better or worse even when allowing for all supers looked at together.
    `left_out` are the measures (for the container the supers) that only one side has.
    """

    key: str
    weight: float
    first: float | None
    second: float | None
    points: Estimate
    verdict: Verdict | None
    absent: Absent
    is_firm: bool
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
        found = [side.manifest.about.get("currency") for side in (self.first, self.second)]
        first, second = found
        return (first, second) if first and second and first != second else None

    def super_difference(self, key: str) -> Difference:
        """The difference of one super; KeyError when there is none."""
        return {one.key: one for one in self.supers}[key]


def compare(first: Assessment, second: Assessment, margin: float = MARGIN) -> Comparison:
    """First less second: per measure, per super and for the container, with 95 % limits.

    A super is compared on the measures that both sides have, the container on the supers that both
    have. Evidence that is the same on both sides differs by exactly 0. Each limit holds 95 % for
    itself; with nine supers at once, one in twenty looks different by chance, so `is_firm` says
    which verdicts stand when Holm's method (1979) allows for all of them together. ValueError for
    two definitions: other goalposts make other scores.
    """
    if first.definition.id != second.definition.id:
        raise ValueError("the two sides were scored by different definitions")
    found = [
        _super(first, second, one, other, margin)
        for one, other in zip(first.supers, second.supers, strict=True)
    ]
    firm = holm([one.points for one in found])
    marked = tuple(
        replace(one, is_firm=is_firm and one.verdict in ("better", "worse"))
        for one, is_firm in zip(found, firm, strict=True)
    )
    return Comparison(first, second, margin, marked, _container(marked, margin))


def _super(
    first: Assessment, second: Assessment, one: SuperScore, other: SuperScore, margin: float
) -> Difference:
    is_shared = _sharing(first, second)
    uses = {use.key: use for use in first.super_of(one.key).measures}
    pairs = zip(one.measures, other.measures, strict=True)
    measures = tuple(_measure(a, b, is_shared=is_shared(uses[a.key])) for a, b in pairs)
    common = [pair for pair in measures if pair.is_common]
    scores = [
        score_super(one.key, one.weight, [side(pair) for pair in common])
        for side in (_first, _second)
    ]
    absent = _absent(one, other, common)
    points = UNMEASURED if absent else mean([(pair.first.weight, pair.score) for pair in common])
    return Difference(
        one.key,
        one.weight,
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


def _scored(one: MeasureScore) -> Estimate:
    return Estimate(one.score, one.low, one.high, one.estimate.n)


def _first(pair: MeasureDifference) -> MeasureScore:
    return pair.first


def _second(pair: MeasureDifference) -> MeasureScore:
    return pair.second


def _is_one_sided(pair: MeasureDifference) -> bool:
    return (pair.first.score is None) != (pair.second.score is None)


def _absent(one: SuperScore, other: SuperScore, common: Sequence[MeasureDifference]) -> Absent:
    if one.score is None or other.score is None:
        if one.score is None and other.score is None:
            return "both"
        return "first" if one.score is None else "second"
    if not common:
        return "different"
    return "shared" if all(pair.is_shared for pair in common) else ""


def _sharing(first: Assessment, second: Assessment) -> Callable[[MeasureUse], bool]:
    """Whether a measure asks both sides the same question: one dataset, and no parameter of its
    query in which they differ. The period sets the as-of day, which the sheets' queries read."""
    if first.manifest.version != second.manifest.version:
        return lambda _: False
    sides = first.filters.params(), second.filters.params()
    other = {name for name, value in sides[0].items() if value != sides[1][name]}
    return lambda use: not other & engine.parameters(use.measure.query)


def _container(supers: Sequence[Difference], margin: float) -> Difference:
    """The mean of the supers both sides have; what rests on the same evidence differs by 0."""
    compared = [one for one in supers if _is_compared(one) and one.weight > 0]
    apart = [one for one in compared if not one.absent]
    points = mean([(one.weight, _points(one)) for one in compared]) if apart else UNMEASURED
    absent: Absent = "" if apart else "shared" if compared else "both"
    sides = [_weighted(compared, side) for side in ("first", "second")]
    found = verdict(points, margin)
    is_firm = found in ("better", "worse")
    left_out = tuple(one.key for one in supers if one.absent in ("first", "second", "different"))
    return Difference("", 1.0, sides[0], sides[1], points, found, absent, is_firm, (), left_out)


def _is_compared(one: Difference) -> bool:
    return one.absent in ("", "shared")


def _points(one: Difference) -> Estimate:
    return EXACT if one.absent == "shared" else one.points


def _weighted(compared: Sequence[Difference], side: Literal["first", "second"]) -> float | None:
    total = math.fsum(one.weight for one in compared)
    if not total:
        return None
    return math.fsum(one.weight * (getattr(one, side) or 0.0) for one in compared) / total
