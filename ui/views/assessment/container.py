"""The Container page: frames and sentences made of an assessment."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import super_unlocked_by
from analytics.definitions.definition import built_in
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.assessment import key_findings
from ui.views.assessment.key_findings import is_partial
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.assessment.advice import Step
    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import Super
    from analytics.gate import Condition, Gate
    from ui.text import Text

BIG_GAP = 5.0
NINTH = "ip"


def staves(found: Assessment, text: Text) -> pl.DataFrame:
    """One row per super in order: key, label, score, low, high, status, badge, n, unlocks."""
    rows = []
    for one in found.supers:
        definition = found.super_of(one.key)
        need = super_unlocked_by(definition, found.manifest)
        rows.append(
            {
                "key": one.key,
                "label": short_name(definition, text),
                "score": one.score,
                "low": one.low,
                "high": one.high,
                "status": one.status,
                "badge": one.badge,
                "unlocks": values.need_name(need, text) if need else None,
            }
        )
    types = {"score": pl.Float64, "low": pl.Float64, "high": pl.Float64, "unlocks": pl.String}
    return pl.DataFrame(rows, schema_overrides=types)


def short_name(definition: Super, text: Text) -> str:
    """A super's name where there is little room: Chinese names are short as they are."""
    return text.pick(definition.short if text.lang == "en" else definition.name)


def total(found: Assessment) -> pl.DataFrame:
    """One row: the container's means with band and extremes."""
    whole = found.container
    is_open = whole.assessed_weight < 1
    types = dict.fromkeys(("arithmetic", "geometric", "low", "high", "worst", "best"), pl.Float64)
    row = (
        whole.arithmetic,
        whole.geometric,
        found.band.low,
        found.band.high,
        whole.worst if is_open else None,
        whole.best if is_open else None,
    )
    return pl.DataFrame([row], schema=types, orient="row")


def headline(found: Assessment, text: Text) -> str:
    """How much it holds, how sure that is, and the shortest stave."""
    whole = found.container
    if whole.arithmetic is None or whole.weakest is None:
        return text("container.headline_nothing")
    weakest = found.super_score(whole.weakest)
    key = "container.headline_partial" if is_partial(found) else "container.headline"
    if _assessed(found) == 1:
        key = "container.headline_alone"
    return text(
        key,
        score=fmt.score(whole.arithmetic, text.lang),
        interval=fmt.interval(found.band.low, found.band.high, text.lang),
        open=fmt.interval(whole.worst, whole.best, text.lang),
        count=_assessed(found),
        all=len(found.supers),
        weakest=text.pick(found.super_of(weakest.key).name),
        level=fmt.score(weakest.score, text.lang),
    )


def staves_sentence(found: Assessment, text: Text) -> str:
    """What the picture shows: the tallest stave, the shortest, and what is open."""
    scored = sorted(
        (one for one in found.supers if one.score is not None), key=lambda one: one.score or 0.0
    )
    if not scored:
        return text("container.staves_nothing")
    if len(scored) == 1:
        name = text.pick(found.super_of(scored[0].key).name)
        height = fmt.score(scored[0].score, text.lang)
        alone = text("container.staves_alone", name=name, height=height)
        return joined([alone, *_open_sentence(found, text)], text)
    sentence = text(
        "container.staves_now",
        weakest=text.pick(found.super_of(scored[0].key).name),
        level=fmt.score(scored[0].score, text.lang),
        tallest=text.pick(found.super_of(scored[-1].key).name),
        height=fmt.score(scored[-1].score, text.lang),
    )
    return joined([sentence, *_open_sentence(found, text)], text)


def _open_sentence(found: Assessment, text: Text) -> list[str]:
    unassessed = [one.key for one in found.supers if one.status == "unassessed"]
    if not unassessed:
        return []
    names = text("common.and").join(text.pick(found.super_of(key).name) for key in unassessed)
    return [text("container.staves_open", names=names, count=len(unassessed))]


def total_sentence(found: Assessment, text: Text) -> str:
    """What the two means and the band say."""
    whole = found.container
    if whole.arithmetic is None:
        return text("container.staves_nothing")
    if is_partial(found):
        return text(
            "container.total_partial",
            arithmetic=fmt.number(whole.arithmetic, text.lang, 1),
            interval=fmt.interval(whole.worst, whole.best, text.lang),
        )
    hidden = whole.hidden or 0.0
    key = "container.total_gap" if hidden >= BIG_GAP else "container.total_even"
    sentence = text(
        key,
        arithmetic=fmt.number(whole.arithmetic, text.lang, 1),
        geometric=fmt.number(whole.geometric, text.lang, 1),
        gap=fmt.number(hidden, text.lang, 1),
    )
    if whole.assessed_weight < 1:
        worst_best = fmt.interval(whole.worst, whole.best, text.lang)
        rest = text("container.total_open", interval=worst_best)
        return joined([sentence, rest], text)
    return sentence


def figures(found: Assessment, text: Text) -> list[tuple[str, str, str, str]]:
    """Key under `container.behind`, label, value and help of the figures under the picture."""
    whole = found.container
    is_open = is_partial(found)
    total_now = fmt.interval(whole.worst, whole.best, text.lang)
    return [
        (
            "open" if is_open else "arithmetic",
            text("container.arithmetic"),
            total_now if is_open else fmt.score(whole.arithmetic, text.lang),
            text("container.open_help" if is_open else "container.arithmetic_help"),
        ),
        (
            "water",
            text("container.water"),
            fmt.score(_level(found), text.lang),
            text("container.water_help"),
        ),
        (
            "geometric",
            text("container.geometric"),
            fmt.score(whole.geometric, text.lang),
            text("container.geometric_help"),
        ),
        (
            "assessed",
            text("container.assessed"),
            text("container.assessed_value", count=_assessed(found), all=len(found.supers)),
            text("container.assessed_help"),
        ),
    ]


def _assessed(found: Assessment) -> int:
    return sum(one.status == "scored" for one in found.supers)


def _level(found: Assessment) -> float | None:
    weakest = found.container.weakest
    return found.super_score(weakest).score if weakest else None


def gate_sentences(gate: Gate, text: Text) -> list[str]:
    """One sentence a condition, then the products that differ most."""
    spoken = [_condition(condition, text) for condition in gate.conditions]
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
        listed = "\n".join(f"- {gap}" for gap in gaps)
        spoken.append(f"{text('container.gate_widest')}\n\n{listed}")
    return spoken


def _condition(condition: Condition, text: Text) -> str:
    estimate = condition.estimate
    if estimate.value is None:
        return text(f"container.{condition.key}_unmeasured")
    facts = {
        "value": fmt.percent(abs(estimate.value), text.lang, 1),
        "side": text("container.cheaper" if estimate.value < 0 else "container.dearer"),
        "interval": _gate_interval(condition, text),
        "n": fmt.count(estimate.n, text.lang),
        "line": fmt.percent(condition.line, text.lang, 0),
        "points": fmt.number(abs(estimate.value) * 100, text.lang, 1),
    }
    return text(f"container.{condition.key}_{condition.verdict}", **facts)


def _gate_interval(condition: Condition, text: Text) -> str:
    low, high = condition.estimate.low, condition.estimate.high
    if low is not None and high is not None and high < 0:
        low, high = -high, -low
    return fmt.interval(low, high, text.lang, rate=True, digits=1)


def step_sentence(step: Step, found: Assessment, text: Text) -> str:
    """One step, in words."""
    if step.kind == "gate":
        return text("container.step_gate")
    if step.worth is not None:
        return key_findings.worth(step.worth, found, text)
    if step.measure is None:
        return ""
    definition = found.super_of(step.supers[0])
    use = {use.key: use for use in definition.measures}[step.measure.key]
    unit = use.measure.unit
    return text(
        "container.step_weakest",
        names=text.pick(definition.name),
        measure=values.measure_name(use, text),
        value=values.value(step.measure.estimate.value, unit, text),
        good=values.value(use.goalposts.good, unit, text),
    )


def hint(found: Assessment, text: Text) -> str:
    """What a click does; and, where the ninth super is the one the product ships with, whose
    reading it is."""
    said = [text("container.click")]
    if any(one.key == NINTH and one in built_in().supers for one in found.definition.supers):
        said.append(text("container.ninth"))
    return joined(said, text)
