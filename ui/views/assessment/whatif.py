"""What if: the assumptions of a link, their sliders, and what they would change, in words."""

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
    """A measure's slider in the units it shows: `factor` of them make one of the measure's."""

    key: str
    label: str
    low: float
    high: float
    step: float
    start: float
    format: str
    factor: float


def weight_code(key: str) -> str:
    """The name of a super's weight in the link."""
    return f"w.{key}"


def value_code(key: str, measure: str) -> str:
    """The name of a measure's value in the link."""
    return f"m.{key}.{measure}"


def assumed(
    found: Assessment, asked: Callable[[str], str]
) -> tuple[dict[str, float], dict[str, float]]:
    """Weights by super and values by "super.measure" that a link asks for; what is no number, off
    the scale or not measured is left out. `asked` gives the text behind a code, "" without one."""
    weights = {
        one.key: weight
        for one in found.supers
        if (weight := _number(asked(weight_code(one.key)), 0.0, MOST_WEIGHT)) is not None
    }
    moved = {
        f"{key}.{score.key}": value
        for key, score, use in _measured(found)
        if (value := _number(asked(value_code(key, score.key)), *use.measure.bounds)) is not None
    }
    return weights, moved


def codes(found: Assessment) -> list[str]:
    """Every name of the link that an assumption may have."""
    measures = [value_code(key, score.key) for key, score, _ in _measured(found)]
    return [weight_code(one.key) for one in found.supers] + measures


def sliders(found: Assessment, key: str, text: Text) -> list[Slider]:
    """One slider per measured measure of the super `key`, in order; none where a measure's scale
    leaves nowhere to go."""
    mine = [(score, use) for of, score, use in _measured(found) if of == key]
    return [_slider(score, use, text) for score, use in mine if _has_room(score, use)]


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
    found = next(times for times in (1, 2, 5, 10) if times * power >= rough * (1 - 1e-9))
    return float(f"{found * power:.6g}")


def sentence(
    found: Assessment,
    changed: Assessment,
    weights: Mapping[str, float],
    moved: Mapping[str, float],
    text: Text,
) -> str:
    """What was assumed, what the container would become, and which stave would be the shortest."""
    said = [*_spoken(found, weights, moved, text)]
    if not said:
        return text("whatif.nothing")
    before, after = found.container.arithmetic, changed.container.arithmetic
    if before is None or after is None or changed.container.weakest is None:
        return text("whatif.no_weight")
    many = text("whatif.many", count=len(said))
    names = text("whatif.also").join(said) if len(said) <= SPELLED_OUT else many
    digits = 0 if abs(after - before) >= WHOLE else 1
    facts = {
        "changes": names,
        "what": text("whatif.part" if is_partial(found) else "whatif.whole"),
        "before": fmt.number(before, text.lang, digits),
        "after": fmt.number(after, text.lang, digits),
        "interval": fmt.interval(changed.band.low, changed.band.high, text.lang),
    }
    key = "stays" if facts["before"] == facts["after"] else "rises" if after > before else "falls"
    return joined([text(f"whatif.{key}", **facts), _shortest(found, changed, text)], text)


def _shortest(found: Assessment, changed: Assessment, text: Text) -> str:
    key = changed.container.weakest or ""
    return text(
        "whatif.shortest_same" if key == found.container.weakest else "whatif.shortest_other",
        name=text.pick(changed.super_of(key).name),
        score=fmt.score(changed.super_score(key).score, text.lang),
    )


def _spoken(
    found: Assessment, weights: Mapping[str, float], moved: Mapping[str, float], text: Text
) -> Iterator[str]:
    for key, score, use in _measured(found):
        if (value := moved.get(f"{key}.{score.key}")) is not None:
            written = values.value(value, use.measure.unit, text)
            name = values.measure_name(use, text)
            yield text("whatif.value", measure=name, value=written)
    for key, weight in weights.items():
        name = text.pick(found.super_of(key).name)
        yield text("whatif.weight", name=name, weight=f"{weight:g}")


def _measured(found: Assessment) -> Iterator[tuple[str, MeasureScore, MeasureUse]]:
    """The key of its super, the score and the use of every measure that has a score."""
    for one in found.supers:
        uses = {use.key: use for use in found.super_of(one.key).measures}
        for score in one.measures:
            if score.score is not None:
                yield one.key, score, uses[score.key]


def _number(written: str, low: float, high: float) -> float | None:
    try:
        found = float(written)
    except ValueError:
        return None
    return found if low <= found <= high else None
