"""A dataset assessed: nine supers, the container they make, its band, and the gate beside it."""

from __future__ import annotations

import math
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analytics import gate, schema
from analytics.assessment import goods
from analytics.definitions.definition import Definition, built_in
from analytics.filters import Filters
from analytics.measures import Measure
from analytics.measures.reviews import words_of
from analytics.scoring.evidence import is_enough
from analytics.scoring.scoring import (
    Container,
    MeasureScore,
    SuperScore,
    compose,
    score_measure,
    score_super,
)
from analytics.scoring.shortest import shortest
from analytics.scoring.uncertainty import Band, container_band
from analytics.stats.replicates import unit
from analytics.view import View

if TYPE_CHECKING:
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.scoring.joint import Pull
    from analytics.stats.intervals import Estimate
    from analytics.storage.versions import Manifest, Store

MOST_WORKERS = 4
"""Threads an assessment is shared out to: half of it is queries, which wait for no other."""


@dataclass(frozen=True)
class Assessment:
    """The result of `assess`; `supers` in the order of the definition."""

    manifest: Manifest
    filters: Filters
    definition: Definition
    supers: tuple[SuperScore, ...]
    container: Container
    band: Band
    gate: gate.Gate
    lexicon: str = ""
    """Identifies the word list its texts were read by; empty where there are no texts."""

    def super_score(self, key: str) -> SuperScore:
        """The score of one super; KeyError when there is none."""
        return {score.key: score for score in self.supers}[key]

    @property
    def shortest(self) -> tuple[str, ...]:
        """The keys of the weakest supers, likeliest first: one, or several that are about equally
        low; empty where there are no two to compare."""
        return shortest(self.supers, self.band.weakest)

    def super_of(self, key: str) -> Super:
        """The definition of the super called `key`; KeyError when there is none."""
        return self.definition.super_of(key)


def assess(
    store: Store,
    manifest: Manifest,
    filters: Filters = Filters(),
    definition: Definition | None = None,
) -> Assessment:
    """Every super of the dataset under the filters, scored by `definition` or else by the built-in
    one for its kind of goods. A super without enough evidence is unassessed, never zero."""
    definition = definition or goods.fitted(built_in(), goods.read(store, manifest).kind)
    view = View(store, manifest, filters, lexicon=definition.lexicon, target=definition.target)
    with ThreadPoolExecutor(min(os.cpu_count() or 1, MOST_WORKERS)) as pool:
        gate_later, words_later = pool.submit(gate.assess, view), pool.submit(words_of, view)
        measures_later = {
            super_.key: [
                pool.submit(_score_measure, use, replace(view, options=use.options))
                for use in super_.measures
            ]
            for super_ in definition.supers
        }
        scores = tuple(
            score_super(
                super_.key, super_.weight, [later.result() for later in measures_later[super_.key]]
            )
            for super_ in definition.supers
        )
        return Assessment(
            manifest,
            filters,
            definition,
            scores,
            compose(scores),
            container_band(scores),
            gate_later.result(),
            words_later.result(),
        )


def _score_measure(use: MeasureUse, view: View) -> MeasureScore:
    estimate = use.measure.take(view)
    if estimate.value is None or use.measure.people is None:
        return score_use(use, estimate)
    pulls = use.measure.people(view)
    return score_use(use, estimate, () if pulls is None else unit(pulls))


def score_use(use: MeasureUse, estimate: Estimate, pull: Pull = ()) -> MeasureScore:
    """An estimate of a measure, scored as its super uses it; `pull` is that of its value."""
    return score_measure(
        use.key,
        estimate,
        use.goalposts,
        weight=use.weight,
        grade=use.grade,
        n_indicative=use.n_indicative,
        n_sound=use.n_sound,
        bounds=use.measure.bounds,
        pull=pull,
        speaks=use.speaks,
    )


def unlocked_by(measure: Measure, manifest: Manifest) -> str:
    """The first thing a measure needs that the dataset lacks, as table or table.column; "" if none,
    in which case the filters leave nothing to measure."""
    return next(iter(lacks(measure, manifest)), "")


def lacks(measure: Measure, manifest: Manifest) -> tuple[str, ...]:
    """All a measure needs that the dataset lacks, each once: a table, or a column of a table the
    dataset has."""
    tables = {file["table"] for file in manifest.files}
    absent = [need for need in measure.needs if not _is_there(need, manifest)]
    named = (
        need if need.partition(".")[0] in tables else need.partition(".")[0] for need in absent
    )
    return tuple(dict.fromkeys(named))


def super_unlocked_by(super_: Super, score: SuperScore, manifest: Manifest) -> str:
    """What alone would let an unassessed super be assessed: of the needs lacking, the one whose
    measures weigh most. Where none alone would do, the first need of the weightiest measure that
    lacks one; "" where none lacks any."""
    gaps = openings(super_, score, manifest)
    sufficient = {need: share for need, (share, is_opened) in gaps.items() if is_opened}
    if sufficient:
        return max(sufficient, key=lambda need: sufficient[need])
    lacking = [
        (use.weight, need)
        for use in super_.measures
        if (need := unlocked_by(use.measure, manifest))
    ]
    return max(lacking, key=lambda lack: lack[0])[1] if lacking else ""


def openings(super_: Super, score: SuperScore, manifest: Manifest) -> dict[str, tuple[float, bool]]:
    """Per sheet or column that is the only one some measure lacks: the share 0-1 of the super's
    weight that it would let be measured, and whether the super would be assessed then."""
    scores = {measure.key: measure for measure in score.measures}
    whole = math.fsum(use.weight for use in super_.measures) or 1.0
    uses_by_need: dict[str, list[MeasureUse]] = {}
    for use in super_.measures:
        absent = lacks(use.measure, manifest)
        if scores[use.key].score is None and len(absent) == 1 and use.weight > 0:
            uses_by_need.setdefault(absent[0], []).append(use)
    return {
        need: (
            math.fsum(use.weight for use in uses) / whole,
            is_enough([*score.counted, *uses], super_.measures),
        )
        for need, uses in uses_by_need.items()
    }


_COUNTS = {
    "orders.customer_id": "customer_lines",
    "orders.amount": "amount_lines",
    "orders.list_price": "list_price_lines",
    "orders.product": "product_lines",
    "orders.domain": "domain_lines",
    "orders.referrer_id": "referrer_lines",
    "orders.referrer_kind": "referrer_lines",
    "orders.return_reason": "reason_lines",
}


def _is_there(need: str, manifest: Manifest) -> bool:
    table, _, column = need.partition(".")
    files = [file for file in manifest.files if file["table"] == table]
    if table == "orders":
        return manifest.has("lines") and (need not in _COUNTS or manifest.has(_COUNTS[need]))
    if column == "item":
        return any(key in file["mapping"] for file in files for key in schema.SUPERS)
    return any(not column or column in file["mapping"] for file in files)


def as_json(assessment: Assessment) -> dict[str, Any]:
    """The assessment as the headless command returns it (`docs/contracts.md`)."""
    return {
        "as_of": assessment.manifest.about["as_of"],
        "fingerprint": assessment.manifest.fingerprint,
        "definition": {"id": assessment.definition.id, "name": assessment.definition.name},
        "lexicon": assessment.lexicon or None,
        "container": {
            "arithmetic": assessment.container.arithmetic,
            "geometric": assessment.container.geometric,
            "weakest": next(iter(assessment.shortest), None),
            "shortest": list(assessment.shortest),
            "level": assessment.container.level,
            "low": assessment.band.low,
            "high": assessment.band.high,
            "worst": assessment.container.worst,
            "best": assessment.container.best,
            "assessed_weight": assessment.container.assessed_weight,
        },
        "gate": gate.as_json(assessment.gate),
        "supers": [
            _super_json(score, assessment.super_of(score.key), assessment.manifest)
            for score in assessment.supers
        ],
    }


def _super_json(score: SuperScore, definition: Super, manifest: Manifest) -> dict[str, Any]:
    uses = {use.key: use.measure for use in definition.measures}
    is_open = score.status == "unassessed"
    return {
        "key": score.key,
        "name": dict(definition.name),
        "status": score.status,
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "badge": score.badge,
        "hint": vars(score.hint) if score.hint else None,
        "weight": score.weight,
        "unlocks": (super_unlocked_by(definition, score, manifest) or None) if is_open else None,
        "measures": [
            _measure_json(measure, uses[measure.key], manifest) for measure in score.measures
        ],
    }


def _measure_json(score: MeasureScore, measure: Measure, manifest: Manifest) -> dict[str, Any]:
    return {
        "key": score.key,
        "value": score.estimate.value,
        "low": score.estimate.low,
        "high": score.estimate.high,
        "n": score.estimate.n,
        "unit": measure.unit,
        "grade": score.grade,
        "score": score.score,
        "badge": score.badge,
        "goalposts": [score.goalposts.bad, score.goalposts.good],
        "weight": score.weight,
        "unlocks": None if score.score is not None else unlocked_by(measure, manifest) or None,
    }
