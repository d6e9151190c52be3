"""What to do next, by rule: from an assessment to a few steps, most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.assessment import super_unlocked_by

if TYPE_CHECKING:
    from analytics.assessment import Assessment
    from analytics.scoring import MeasureScore, SuperScore

Kind = Literal["gate", "weakest", "unlock", "collect"]
MOST_STEPS = 4
GOOD_ENOUGH = 90.0


@dataclass(frozen=True)
class Step:
    """One step. `supers` are the supers it concerns, `measure` the measure, `need` the table or
    table.column to add, `missing` how many more answers or orders would make the number usable."""

    kind: Kind
    supers: tuple[str, ...] = ()
    measure: MeasureScore | None = None
    need: str = ""
    missing: int = 0


def next_steps(found: Assessment) -> tuple[Step, ...]:
    """At most four steps: a failed gate, the weakest stave, files that unlock supers, thin
    evidence."""
    steps = [*_gate(found), *_weakest(found), *_unlocks(found), *_thin(found)]
    return tuple(steps[:MOST_STEPS])


def _gate(found: Assessment) -> list[Step]:
    return [Step("gate")] if found.gate.verdict == "fail" else []


def _weakest(found: Assessment) -> list[Step]:
    if found.container.weakest is None:
        return []
    weakest = found.super_score(found.container.weakest)
    if (weakest.score or 0.0) >= GOOD_ENOUGH:
        return []
    return [Step("weakest", (weakest.key,), max(_scored(weakest), key=_points_lost))]


def _unlocks(found: Assessment) -> list[Step]:
    """One step a missing table, the one that would open most supers first."""
    opened: dict[str, list[str]] = {}
    for one in found.supers:
        if one.status == "unassessed":
            need = super_unlocked_by(found.super_of(one.key), found.manifest)
            opened.setdefault(need, []).append(one.key)
    opened.pop("", None)
    ranked = sorted(opened.items(), key=lambda item: -len(item[1]))
    return [Step("unlock", tuple(keys), need=need) for need, keys in ranked]


def _thin(found: Assessment) -> list[Step]:
    """Measures that rest on too few, those that blur their super most first."""
    blurred = []
    for one in found.supers:
        uses = {use.key: use for use in found.super_of(one.key).measures}
        whole = sum(score.weight for score in _scored(one)) or 1.0
        for score in _scored(one):
            use = uses[score.key]
            enough = use.n_indicative if score.badge == "insufficient" else use.n_sound
            missing = enough - score.estimate.n
            if missing > 0:
                blur = (_width(score) * score.weight / whole) * one.weight
                blurred.append((blur, Step("collect", (one.key,), score, missing=missing)))
    return [step for _, step in sorted(blurred, key=lambda pair: -pair[0])]


def _points_lost(score: MeasureScore) -> float:
    """What the measure costs its super, in weighted points."""
    return score.weight * (100.0 - (score.score or 0.0))


def _width(score: MeasureScore) -> float:
    return (score.high or 0.0) - (score.low or 0.0)


def _scored(one: SuperScore) -> list[MeasureScore]:
    return [measure for measure in one.measures if measure.score is not None]
