"""The first screen beside the scores: what to do, is it a brand, do people come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.views.assessment import container

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.assessment.advice import Step
    from analytics.assessment.assessment import Assessment
    from analytics.gate import Gate
    from analytics.stats.intervals import Estimate
    from ui.text import Text

COME_BACK = ("back_within_90", "back_within_year")
"""The measures that say whether people come back, the first that counts and is measured."""
HUNDRED = 100


def first_step(steps: Sequence[Step], assessment: Assessment, text: Text) -> str:
    """The most urgent step in a sentence."""
    if not steps:
        return text("container.next_nothing")
    return container.step_sentence(steps[0], assessment, text)


def brand(gate: Gate, text: Text) -> str:
    """The gate's verdict in a sentence; of a failed one the first condition that fails."""
    if gate.verdict != "fail":
        return text(f"container.brand_{gate.verdict}")
    failed = next(condition for condition in gate.conditions if condition.verdict == "fail")
    return text(f"container.brand_fail.{failed.key}")


def back(assessment: Assessment, text: Text) -> str:
    """How many of a hundred new customers buy again, by the first measure that counts."""
    for key, estimate in _estimates(assessment):
        if estimate.value is not None:
            return text(
                f"container.{key}",
                hundred=fmt.number(HUNDRED * estimate.value, text.lang),
                interval=_in_hundred(estimate, text),
                count=fmt.number(estimate.n, text.lang),
            )
    return text("container.back_unknown")


def _estimates(assessment: Assessment) -> list[tuple[str, Estimate]]:
    """Key and estimate of the measures of coming back that have a weight, in the order of
    `COME_BACK`."""
    uses = {
        use.measure.key: measure
        for super_ in assessment.supers
        for use, measure in zip(
            assessment.super_of(super_.key).measures, super_.measures, strict=True
        )
        if use.weight > 0
    }
    return [(key, uses[key].estimate) for key in COME_BACK if key in uses]


def _in_hundred(estimate: Estimate, text: Text) -> str:
    low, high = (None if end is None else HUNDRED * end for end in (estimate.low, estimate.high))
    return fmt.interval(low, high, text.lang)
