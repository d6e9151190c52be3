"""What if: the assumptions of a link, their sliders, and sentences about their effect."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analytics.assessment import whatif
from ui import format as fmt
from ui import values
from ui.views.assessment.key_findings import is_partial
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse
    from analytics.scoring.scoring import MeasureScore
    from ui.text import Text

MOST_WEIGHT = 3.0
WEIGHT_STEP = 0.5
TICKS = 100
SPELLED_OUT = 3
PERCENT = 100.0
WHOLE = 1.0


@dataclass(frozen=True)
class Slider:
    """A measure's slider in displayed units: displayed value = `factor` * the measure's value."""

    key: str
    label: str
    low: float
    high: float
    step: float
    start: float
    format: str
    factor: float


def weight_code(key: str) -> str:
    """The link parameter of a super's weight."""
    return f"w.{key}"


def value_code(key: str, measure: str) -> str:
    """The link parameter of a measure's value."""
    return f"m.{key}.{measure}"


def assumed(
    assessment: Assessment, read_option: Callable[[str], str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Weights by super and values by "super.measure" from a link. Left out: what is no number, off
    the scale or not measured. `read_option` gives the text of a link parameter, "" without one."""
    weights = {
        super_.key: weight
        for super_ in assessment.supers
        if (weight := _number(read_option(weight_code(super_.key)), 0.0, MOST_WEIGHT)) is not None
    }
    assumed_values = {
        f"{key}.{score.key}": value
        for key, score, use in _measured(assessment)
        if (value := _number(read_option(value_code(key, score.key)), *use.measure.bounds))
        is not None
    }
    return weights, assumed_values


def codes(assessment: Assessment) -> list[str]:
    """Every link parameter an assumption may have."""
    measures = [value_code(key, score.key) for key, score, _ in _measured(assessment)]
    return [weight_code(super_.key) for super_ in assessment.supers] + measures


def sliders(assessment: Assessment, key: str, text: Text) -> list[Slider]:
    """One slider per scored measure of the super `key`, in order; none for a measure whose scale
    has no range."""
    pairs = [(score, use) for super_key, score, use in _measured(assessment) if super_key == key]
    return [_slider(score, use, text) for score, use in pairs if _has_room(score, use)]


def _has_room(score: MeasureScore, use: MeasureUse) -> bool:
    low, high = whatif.ends(use, score.estimate.value or 0.0)
    return low < high


def _slider(score: MeasureScore, use: MeasureUse, text: Text) -> Slider:
    value, unit = score.estimate.value or 0.0, use.measure.unit
    factor = PERCENT if unit == "share" else 1.0
    low, high = (factor * end for end in whatif.ends(use, value))
    step = _step((high - low) / TICKS)
    digits = max(0, -math.floor(math.log10(step)))
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    steps = (first, last, round(factor * value / step))
    start, end, at = (round(place * step, digits) for place in steps)
    label = values.measure_name(use, text)
    suffix = "%%" if unit == "share" else ""
    return Slider(score.key, label, start, end, step, at, f"%.{digits}f{suffix}", factor)


def _step(rough: float) -> float:
    """The nearest of 1, 2 and 5 times a power of ten that is at least as large."""
    power = 10.0 ** math.floor(math.log10(rough))
    multiple = next(times for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    return float(f"{multiple * power:.6g}")


def sentence(
    assessment: Assessment,
    changed: Assessment,
    weights: Mapping[str, float],
    assumed_values: Mapping[str, float],
    text: Text,
) -> str:
    """The assumptions, the container's score under them, and which stave would be the shortest."""
    assumptions = [*_assumptions(assessment, weights, assumed_values, text)]
    if not assumptions:
        return text("whatif.nothing")
    before, after = assessment.container.arithmetic, changed.container.arithmetic
    if before is None or after is None:
        return text("whatif.no_weight")
    count_phrase = text("whatif.many", count=len(assumptions))
    names = (
        text("whatif.also").join(assumptions) if len(assumptions) <= SPELLED_OUT else count_phrase
    )
    digits = 0 if abs(after - before) >= WHOLE else 1
    facts = {
        "changes": names,
        "what": text("whatif.part" if is_partial(assessment) else "whatif.whole"),
        "before": fmt.number(before, text.lang, digits),
        "after": fmt.number(after, text.lang, digits),
        "interval": fmt.interval(changed.band.low, changed.band.high, text.lang),
    }
    key = "stays" if facts["before"] == facts["after"] else "rises" if after > before else "falls"
    return joined([text(f"whatif.{key}", **facts), *_shortest(assessment, changed, text)], text)


def _shortest(assessment: Assessment, changed: Assessment, text: Text) -> list[str]:
    """Which staves would be the shortest, and what the container would hold."""
    keys = changed.shortest
    if not keys:
        return []
    is_same = set(keys) == set(assessment.shortest)
    sentence = text(
        "whatif.shortest_same" if is_same else "whatif.shortest_other",
        names=text("common.and").join(text.pick(changed.super_of(key).name) for key in keys),
        level=fmt.score(changed.container.level, text.lang),
    )
    return [sentence]


def _assumptions(
    assessment: Assessment,
    weights: Mapping[str, float],
    assumed_values: Mapping[str, float],
    text: Text,
) -> Iterator[str]:
    for key, score, use in _measured(assessment):
        if (value := assumed_values.get(f"{key}.{score.key}")) is not None:
            written = values.value(value, use.measure.unit, text)
            name = values.measure_name(use, text)
            yield text("whatif.value", measure=name, value=written)
    for key, weight in weights.items():
        name = text.pick(assessment.super_of(key).name)
        yield text("whatif.weight", name=name, weight=f"{weight:g}")


def _measured(assessment: Assessment) -> Iterator[tuple[str, MeasureScore, MeasureUse]]:
    """Super key, score and use of every measure that has a score, of the assessed supers."""
    for super_ in assessment.supers:
        if super_.score is None:
            continue
        uses = {use.key: use for use in assessment.super_of(super_.key).measures}
        for score in super_.measures:
            if score.score is not None:
                yield super_.key, score, uses[score.key]


def _number(written: str, low: float, high: float) -> float | None:
    try:
        number = float(written)
    except ValueError:
        return None
    return number if low <= number <= high else None
