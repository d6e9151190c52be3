"""What to do next: from an assessment to a few steps, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from analytics.scoring.scoring import MeasureScore

Kind = Literal["gate", "weakest", "unlock", "collect"]
MOST_STEPS = 4
GOOD_ENOUGH = 90.0


@dataclass(frozen=True)
class Step:
    """One step. `supers` are the supers it concerns, the first the one that `measure` belongs to;
    `worth` is what collecting the next sheet or more answers would do."""

    kind: Kind
    supers: tuple[str, ...] = ()
    measure: MeasureScore | None = None
    worth: Worth | None = None


def next_steps(assessment: Assessment, worths: Sequence[Worth]) -> tuple[Step, ...]:
    """At most four steps: a failed gate, the weakest stave, then what to collect, by `worths` as
    `value_of_information.worth` ranks them."""
    steps = [*_gate(assessment), *_weakest(assessment), *map(_collect, worths)]
    return tuple(steps[:MOST_STEPS])


def _gate(assessment: Assessment) -> list[Step]:
    return [Step("gate")] if assessment.gate.verdict == "fail" else []


def _weakest(assessment: Assessment) -> list[Step]:
    if not assessment.shortest:
        return []
    weakest = assessment.super_score(assessment.shortest[0])
    if (weakest.score or 0.0) >= GOOD_ENOUGH:
        return []
    return [Step("weakest", assessment.shortest, max(weakest.counted, key=_points_lost))]


def _collect(worth: Worth) -> Step:
    kind: Kind = "unlock" if worth.kind == "sheet" else "collect"
    return Step(kind, worth.supers, worth.measure, worth)


def _points_lost(score: MeasureScore) -> float:
    """What the measure costs its super, in weighted points."""
    return score.weight * (100.0 - (score.score or 0.0))
