"""What if: the same evidence under other weights, or with an assumed value of a measure.

Nothing here is evidence. A changed value is assumed: it keeps the width of the interval it was
measured with and the number of units behind it, so that the picture changes by the assumption
alone.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from analytics.assessment.assessment import score_use
from analytics.scoring.scoring import compose, score_super
from analytics.scoring.uncertainty import container_band
from analytics.stats.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.scoring.scoring import Bounds, MeasureScore, SuperScore

DRAWS = 2_000
"""Fewer than the page's own, so that a slider answers at once."""
BEYOND = 0.25


def change(
    assessment: Assessment,
    weights: Mapping[str, float] = {},
    values: Mapping[str, float] = {},
    *,
    line: float | None = None,
    draws: int = DRAWS,
) -> Assessment:
    """The assessment with weights by super, and values by "super.measure", replaced.

    A key that is unknown or unmeasured, a value that is not finite and a negative weight are
    ignored. The gate stays: it is no part of the score. With nothing to change it is the assessment
    itself.
    """
    heavier = {key: weight for key, weight in weights.items() if _is_weight(weight)}
    moved = {key: value for key, value in values.items() if math.isfinite(value)}
    if not heavier and not moved:
        return assessment
    reweighted = tuple(
        replace(super_, weight=heavier.get(super_.key, super_.weight))
        for super_ in assessment.definition.supers
    )
    pairs = zip(assessment.supers, reweighted, strict=True)
    supers = tuple(_changed(score, super_, moved) for score, super_ in pairs)
    return replace(
        assessment,
        definition=replace(assessment.definition, supers=reweighted),
        supers=supers,
        container=compose(supers),
        band=container_band(supers, line=line, draws=draws),
    )


def assumed(estimate: Estimate, value: float, bounds: Bounds) -> Estimate:
    """The estimate moved to `value`, as wide as before, kept on the scale."""
    floor, ceiling = bounds
    centre = min(max(value, floor), ceiling)
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return replace(estimate, value=centre)
    low, high = centre - (estimate.value - estimate.low), centre + (estimate.high - estimate.value)
    return Estimate(centre, max(low, floor), min(high, ceiling), estimate.n)


def ends(use: MeasureUse, value: float) -> Bounds:
    """Between which values it makes sense to ask: the goalposts and a quarter beyond, the value
    itself included, and never off the measure's own scale."""
    low, high = sorted((use.goalposts.bad, use.goalposts.good))
    reach = BEYOND * (high - low)
    floor, ceiling = use.measure.bounds
    return max(min(low - reach, value), floor), min(max(high + reach, value), ceiling)


def _is_weight(weight: float) -> bool:
    return math.isfinite(weight) and weight >= 0


def _changed(score: SuperScore, super_: Super, values: Mapping[str, float]) -> SuperScore:
    uses = {use.key: use for use in super_.measures}
    measures = [
        _moved(measure, uses[measure.key], values.get(f"{score.key}.{measure.key}"))
        for measure in score.measures
    ]
    return score_super(score.key, super_.weight, measures)


def _moved(measure: MeasureScore, use: MeasureUse, value: float | None) -> MeasureScore:
    if value is None or measure.score is None:
        return measure
    moved = score_use(use, assumed(measure.estimate, value, use.measure.bounds))
    return replace(moved, pull=measure.pull)
