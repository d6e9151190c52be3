"""The Container page: frames and sentences from an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import super_unlocked_by
from analytics.definitions.definition import built_in
from ui import format as fmt
from ui import values
from ui.views.assessment import key_findings
from ui.views.assessment.key_findings import alone, is_partial
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.assessment.advice import Step
    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from analytics.definitions.supers import Super
    from analytics.scoring.scoring import SuperScore
    from ui.text import Text

BIG_GAP = 5.0
NINTH = "ip"


def staves(assessment: Assessment, text: Text) -> pl.DataFrame:
    """One row per super in order: key, label, score, low, high (0-100), status, badge, unlocks,
    hint (0-100, of an unassessed super), is_shortest."""
    rows, shortest = [], assessment.shortest
    for super_ in assessment.supers:
        definition = assessment.super_of(super_.key)
        need = super_unlocked_by(definition, super_, assessment.manifest)
        rows.append(
            {
                "key": super_.key,
                "label": short_name(definition, text),
                "score": super_.score,
                "low": super_.low,
                "high": super_.high,
                "status": super_.status,
                "badge": super_.badge,
                "unlocks": values.need_name(need, text) if need else None,
                "hint": super_.hint.score if super_.hint else None,
                "is_shortest": super_.key in shortest,
            }
        )
    numbers = dict.fromkeys(("score", "low", "high", "hint"), pl.Float64)
    types = {**numbers, "unlocks": pl.String}
    return pl.DataFrame(rows, schema_overrides=types)


def short_name(definition: Super, text: Text) -> str:
    """A super's name for narrow places; Chinese names are short already."""
    return text.pick(definition.name if text.is_chinese else definition.short)


def total(assessment: Assessment) -> pl.DataFrame:
    """One row: the container's two means, its band, and worst and best where weight is
    unassessed."""
    container = assessment.container
    is_open = container.assessed_weight < 1
    types = dict.fromkeys(("arithmetic", "geometric", "low", "high", "worst", "best"), pl.Float64)
    row = (
        container.arithmetic,
        container.geometric,
        assessment.band.low,
        assessment.band.high,
        container.worst if is_open else None,
        container.best if is_open else None,
    )
    return pl.DataFrame([row], schema=types, orient="row")


def headline(assessment: Assessment, text: Text) -> str:
    """What the container holds, and the shortest stave, or the staves about equally short."""
    scored = _scored(assessment)
    if assessment.container.arithmetic is None:
        return text("container.headline_nothing")
    key = "container.headline" if len(assessment.shortest) == 1 else "container.headline_tied"
    if is_partial(assessment):
        key = "container.headline_partial"
    keys, level = assessment.shortest, assessment.container.level
    if level is None:
        key, keys, level = "container.headline_alone", (scored[0].key,), scored[0].score
    return text(
        key,
        names=_names(keys, assessment, text),
        level=fmt.score(level, text.lang),
        count=len(scored),
        all=len(assessment.supers),
    )


def staves_sentence(assessment: Assessment, text: Text) -> str:
    """The tallest and the shortest staves, and which supers are unassessed."""
    scored = _scored(assessment)
    sentences = [*_hinted_sentence(assessment, text), *_open_sentence(assessment, text)]
    if not scored:
        return joined([text("container.staves_nothing"), *sentences], text)
    if not assessment.shortest:
        return joined([alone(assessment, text), *sentences], text)
    tallest = max(scored, key=lambda super_: super_.score or 0.0)
    key = "staves_now" if len(assessment.shortest) == 1 else "staves_tied"
    sentence = text(
        f"container.{key}",
        names=_names(assessment.shortest, assessment, text),
        level=fmt.score(assessment.container.level, text.lang),
        tallest=text.pick(assessment.super_of(tallest.key).name),
        height=fmt.score(tallest.score, text.lang),
    )
    return joined([sentence, *sentences], text)


def _scored(assessment: Assessment) -> list[SuperScore]:
    """The assessed supers that count; where none has a weight, all that are assessed."""
    scored = [super_ for super_ in assessment.supers if super_.score is not None]
    return [super_ for super_ in scored if super_.weight > 0] or scored


def _names(keys: Sequence[str], assessment: Assessment, text: Text) -> str:
    return text("common.and").join(text.pick(assessment.super_of(key).name) for key in keys)


def _hinted_sentence(assessment: Assessment, text: Text) -> list[str]:
    keys = [super_.key for super_ in assessment.supers if super_.hint]
    return [text("container.staves_hinted", names=_names(keys, assessment, text))] if keys else []


def _open_sentence(assessment: Assessment, text: Text) -> list[str]:
    keys = [
        super_.key
        for super_ in assessment.supers
        if super_.status == "unassessed" and not super_.hint
    ]
    if not keys:
        return []
    names = _names(keys, assessment, text)
    return [text("container.staves_open", names=names)]


def total_sentence(assessment: Assessment, text: Text) -> str:
    """The arithmetic and the geometric mean, the gap between them, and what is open."""
    container = assessment.container
    if container.arithmetic is None:
        return text("container.staves_nothing")
    if is_partial(assessment):
        return text(
            "container.total_partial",
            arithmetic=fmt.number(container.arithmetic, text.lang, 1),
            interval=fmt.interval(container.worst, container.best, text.lang),
        )
    hidden = container.hidden or 0.0
    key = "container.total_gap" if hidden >= BIG_GAP else "container.total_even"
    sentence = text(
        key,
        arithmetic=fmt.number(container.arithmetic, text.lang, 1),
        geometric=fmt.number(container.geometric, text.lang, 1),
        gap=fmt.number(fmt.apart(container.arithmetic, container.geometric, 1), text.lang, 1),
    )
    if container.assessed_weight < 1:
        worst_best = fmt.interval(container.worst, container.best, text.lang)
        rest = text("container.total_open", interval=worst_best)
        return joined([sentence, rest], text)
    return sentence


def figures(assessment: Assessment, text: Text) -> list[tuple[str, str, str, str]]:
    """One tuple per figure under the chart: key under `container.behind`, label, value, help."""
    container = assessment.container
    is_open = is_partial(assessment)
    total_now = fmt.interval(container.worst, container.best, text.lang)
    return [
        (
            "open" if is_open else "arithmetic",
            text("container.arithmetic"),
            total_now if is_open else fmt.score(container.arithmetic, text.lang),
            text("container.open_help" if is_open else "container.arithmetic_help"),
        ),
        (
            "water",
            text("container.water"),
            fmt.score(assessment.container.level, text.lang),
            text("container.water_help"),
        ),
        (
            "geometric",
            text("container.geometric"),
            fmt.score(container.geometric, text.lang),
            text("container.geometric_help"),
        ),
        (
            "assessed",
            text("container.assessed"),
            text(
                "container.assessed_value", count=_assessed(assessment), all=len(assessment.supers)
            ),
            text("container.assessed_help"),
        ),
    ]


def behind(assessment: Assessment, worths: Sequence[Worth], text: Text) -> list[tuple[str, str]]:
    """Key under `container.behind` and value of every figure of the page, each once."""
    sure = key_findings.value("sure", assessment, text)
    pairs = [
        ("weakest", key_findings.value("weakest", assessment, text)),
        (key_findings.figure("sure", assessment), sure),
        *((name, value) for name, _, value, _ in figures(assessment, text)),
        ("gauge", sure),
        ("gate", text(f"common.verdict.{assessment.gate.verdict}")),
        *((("collect", key_findings.gain(worths[0], text)),) if worths else ()),
    ]
    return list(dict(reversed(pairs)).items())[::-1]


def _assessed(assessment: Assessment) -> int:
    return sum(super_.status == "scored" for super_ in assessment.supers)


def step_sentence(step: Step, assessment: Assessment, text: Text) -> str:
    """The sentence for one recommended step; "" where it names neither gate, value nor measure."""
    if step.kind == "gate":
        return text("container.step_gate")
    if step.worth is not None:
        return key_findings.worth_sentence(step.worth, assessment, text)
    if step.measure is None:
        return ""
    definition = assessment.super_of(step.supers[0])
    use = {use.key: use for use in definition.measures}[step.measure.key]
    unit = use.measure.unit
    return text(
        "container.step_weakest",
        names=text.pick(definition.name),
        measure=values.measure_name(use, text),
        value=values.value(step.measure.estimate.value, unit, text),
        good=values.value(use.goalposts.good, unit, text),
    )


def hint(assessment: Assessment, text: Text) -> str:
    """What a click on the chart does; a note on the ninth super where it is the built-in one."""
    sentences = [text("container.click")]
    if any(
        super_.key == NINTH and super_ in built_in().supers
        for super_ in assessment.definition.supers
    ):
        sentences.append(text("container.ninth"))
    return joined(sentences, text)
