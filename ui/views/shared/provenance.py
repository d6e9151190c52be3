"""The provenance of a figure of the container: its formula, what went in, and a line to cite."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.definitions.definition import BUILT_IN
from analytics.scoring import uncertainty
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.text import Text


GATE = "gate"
"""The gate is shown beside the score: no super goes into it."""


@dataclass(frozen=True)
class Provenance:
    """Formula in one line, label and content of each fact, and a line to paste."""

    formula: str
    facts: tuple[tuple[str, str], ...]
    citation: str


def figure(name: str, value: str, brand: str, assessment: Assessment, text: Text) -> Provenance:
    """Behind the figure `name` (a key under `container.behind`), which reads `value`."""
    facts = (
        *((("goes_in", _goes_in(assessment, text)),) if name != GATE else ()),
        ("definition", literal(definition(assessment, text))),
        ("fingerprint", assessment.manifest.fingerprint[:12]),
    )
    label = text(f"container.behind.{name}")
    citation = text(
        "container.behind.citation",
        label=label,
        value=value,
        brand=brand,
        as_of=fmt.day(date.fromisoformat(assessment.manifest.about["as_of"]), text.lang),
        definition=definition(assessment, text),
        fingerprint=assessment.manifest.fingerprint[:12],
    )
    formula = text(
        f"container.behind.{name}_formula",
        draws=fmt.count(uncertainty.DRAWS, text.lang),
        shift=fmt.percent(uncertainty.GOALPOST_SHIFT, text.lang, 0),
        concentration=fmt.number(uncertainty.CONCENTRATION, text.lang),
    )
    labelled = tuple((text(f"container.behind.{key}"), content) for key, content in facts)
    return Provenance(formula, labelled, citation)


def definition(assessment: Assessment, text: Text) -> str:
    """The definition's name and identity."""
    name, id_ = assessment.definition.name, assessment.definition.id
    shown = text("container.behind.built_in") if name == BUILT_IN else name
    return text("container.behind.named", name=shown, id=id_)


def _goes_in(assessment: Assessment, text: Text) -> str:
    parts = [
        text(
            "container.behind.part",
            name=text.pick(assessment.super_of(super_.key).name),
            score=fmt.number(super_.score, text.lang, 1),
            weight=f"{super_.weight:g}",
        )
        for super_ in assessment.supers
        if super_.score is not None
    ]
    return text("common.and").join(parts) or fmt.dash(text.lang)
