"""The Container page: frames and sentences from an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import super_unlocked_by
from analytics.definitions.definition import built_in
from analytics.gate.prices import within
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.assessment import key_findings
from ui.views.assessment.key_findings import is_partial
from ui.views.gate.verdict import gap as gap_facts
from ui.views.gate.verdict import unpriced
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.assessment.advice import Step
    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import Super
    from analytics.gate import Condition, Gate
    from ui.text import Text

BIG_GAP = 5.0
NINTH = "ip"


def staves(assessment: Assessment, text: Text) -> pl.DataFrame:
    """One row per super in order: key, label, score, low, high (0-100), status, badge, unlocks."""
    rows = []
    for super_ in assessment.supers:
        definition = assessment.super_of(super_.key)
        need = super_unlocked_by(definition, assessment.manifest)
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
            }
        )
    types = {"score": pl.Float64, "low": pl.Float64, "high": pl.Float64, "unlocks": pl.String}
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
    """The container's score with its interval, and the shortest stave."""
    container = assessment.container
    if container.arithmetic is None or container.weakest is None:
        return text("container.headline_nothing")
    weakest = assessment.super_score(container.weakest)
    key = "container.headline_partial" if is_partial(assessment) else "container.headline"
    if _assessed(assessment) == 1:
        key = "container.headline_alone"
    return text(
        key,
        score=fmt.score(container.arithmetic, text.lang),
        interval=fmt.interval(assessment.band.low, assessment.band.high, text.lang),
        open=fmt.interval(container.worst, container.best, text.lang),
        count=_assessed(assessment),
        all=len(assessment.supers),
        weakest=text.pick(assessment.super_of(weakest.key).name),
        level=fmt.score(weakest.score, text.lang),
    )


def staves_sentence(assessment: Assessment, text: Text) -> str:
    """The shortest and the tallest stave, and which supers are unassessed."""
    scored = sorted(
        (super_ for super_ in assessment.supers if super_.score is not None),
        key=lambda super_: super_.score or 0.0,
    )
    if not scored:
        return text("container.staves_nothing")
    if len(scored) == 1:
        name = text.pick(assessment.super_of(scored[0].key).name)
        height = fmt.score(scored[0].score, text.lang)
        alone = text("container.staves_alone", name=name, height=height)
        return joined([alone, *_open_sentence(assessment, text)], text)
    sentence = text(
        "container.staves_now",
        weakest=text.pick(assessment.super_of(scored[0].key).name),
        level=fmt.score(scored[0].score, text.lang),
        tallest=text.pick(assessment.super_of(scored[-1].key).name),
        height=fmt.score(scored[-1].score, text.lang),
    )
    return joined([sentence, *_open_sentence(assessment, text)], text)


def _open_sentence(assessment: Assessment, text: Text) -> list[str]:
    unassessed = [super_.key for super_ in assessment.supers if super_.status == "unassessed"]
    if not unassessed:
        return []
    names = text("common.and").join(text.pick(assessment.super_of(key).name) for key in unassessed)
    return [text("container.staves_open", names=names, count=len(unassessed))]


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
            fmt.score(_level(assessment), text.lang),
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


def _assessed(assessment: Assessment) -> int:
    return sum(super_.status == "scored" for super_ in assessment.supers)


def _level(assessment: Assessment) -> float | None:
    weakest = assessment.container.weakest
    return assessment.super_score(weakest).score if weakest else None


def gate_sentences(gate: Gate, text: Text) -> list[str]:
    """One sentence per condition, then the three products whose prices differ most."""
    sentences = [_condition(condition, gate, text) for condition in gate.conditions]
    same_price = gate.conditions[0]
    if same_price.verdict == "fail" and gate.widest:
        gaps = [
            text(
                "container.gate_product",
                product=literal(product),
                gap=fmt.percent(abs(gap), text.lang, 0),
                side=text("container.cheaper" if gap < 0 else "container.dearer"),
            )
            for product, gap in gate.widest[:3]
        ]
        bullets = "\n".join(f"- {gap}" for gap in gaps)
        sentences.append(f"{text('container.gate_widest')}\n\n{bullets}")
    return sentences


def _condition(condition: Condition, gate: Gate, text: Text) -> str:
    estimate, key = condition.estimate, condition.key
    if key == "same_price" and estimate.value is None:
        return unpriced(gate, text)
    if estimate.value is None:
        return text(f"container.{key}_unmeasured")
    if key == "sold_in_public" and estimate.low is None:
        return text("container.sold_in_public_unmatched")
    if condition.by_money is not None and _hangs_on_money(condition):
        estimate, key = condition.by_money.estimate, "same_price_money"
    gap = estimate.value or 0.0
    facts = {
        "value": fmt.percent(abs(gap), text.lang, 1),
        "side": text("container.cheaper" if gap < 0 else "container.dearer"),
        "interval": gap_facts(estimate, text)["interval"],
        "n": fmt.count(estimate.n, text.lang),
        "line": fmt.percent(condition.line, text.lang, 0),
        "points": fmt.number(abs(gap) * 100, text.lang, 1),
    }
    return text(f"container.{key}_{condition.verdict}", **facts)


def _hangs_on_money(price: Condition) -> bool:
    """Whether the verdict is that of the price by money and not that of the price by product."""
    by_product = within(price.estimate, price.line)
    return price.verdict != by_product and (price.verdict == "fail" or by_product == "pass")


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
