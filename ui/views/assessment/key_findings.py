"""The key findings of the first screen: the weakest super, how certain the total is, and what data
to collect next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ui import format as fmt
from ui import values
from ui.views.shared.sentences import CERTAIN, chance, joined

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from ui.text import Text

LINE = 60.0
TOP = 100.0
ENOUGH = 2 / 3
ALSO_DATA = 0.15
"""From this share on, too few data are part of the doubt, whatever its largest source."""
TWO_DIGITS = 2
FEW = 3
ITEMS = "feedback.item"


def line(written: str) -> float:
    """The score to reach (0-100) from the link; LINE for what is no number on the scale."""
    try:
        threshold = float(written)
    except ValueError:
        return LINE
    return threshold if 0 <= threshold <= TOP else LINE


def figure(name: str, assessment: Assessment) -> str:
    """The key under `container.behind` of the provenance of `weakest` or `sure`."""
    return "open" if name == "sure" and is_partial(assessment) else name


def value(name: str, assessment: Assessment, text: Text) -> str:
    """The number cited for the finding `weakest` or `sure`."""
    if assessment.container.arithmetic is None:
        return fmt.dash(text.lang)
    if name == "weakest":
        return _chances(assessment, text) or fmt.dash(text.lang)
    if is_partial(assessment):
        return _ends(assessment, text)
    return text(
        "container.value_sure",
        score=fmt.score(assessment.container.arithmetic, text.lang),
        interval=fmt.interval(assessment.band.low, assessment.band.high, text.lang),
    )


def gain(candidate: Worth, text: Text) -> str:
    """How far the container's whole range would narrow: the number cited for `collect`."""
    return text(
        "container.value_collect",
        range=fmt.number(candidate.range, text.lang, 1),
        points=fmt.number(candidate.narrows, text.lang, 1),
    )


def _chances(assessment: Assessment, text: Text) -> str:
    """The weakest supers, each with its chance of being the lowest; "" where there is none."""
    return text("common.and").join(
        text(
            "container.value_weakest",
            name=text.pick(assessment.super_of(key).name),
            chance=chance(assessment.band.weakest.get(key), text),
        )
        for key in assessment.shortest
    )


def is_partial(assessment: Assessment) -> bool:
    """Whether too little weight is assessed for its mean to represent the whole."""
    return assessment.container.assessed_weight < ENOUGH


def weakest(assessment: Assessment, text: Text) -> str:
    """The weakest super with its interval, how likely it is the lowest, and the runner-up; or
    those that are about equally low."""
    keys = assessment.shortest
    if not keys:
        return alone(assessment, text)
    parts = [_with_interval("story_part", key, assessment, text) for key in keys]
    if len(keys) > 1:
        tied = text("container.story_tied", parts=text("common.and").join(parts))
        chances = text("container.chance_tied", parts=_chances(assessment, text))
        return joined([tied, chances], text)
    sentence = _with_interval("story_weakest", keys[0], assessment, text)
    return joined([sentence, _chance(keys[0], assessment, text)], text)


def alone(assessment: Assessment, text: Text) -> str:
    """That there are no two supers to compare: the only one assessed, or none."""
    scored = [super_.key for super_ in assessment.supers if super_.score is not None]
    if not scored:
        return text("container.staves_nothing")
    return _with_interval("alone", scored[0], assessment, text)


def _with_interval(phrase: str, key: str, assessment: Assessment, text: Text) -> str:
    super_ = assessment.super_score(key)
    return text(
        f"container.{phrase}",
        name=text.pick(assessment.super_of(key).name),
        score=fmt.score(super_.score, text.lang),
        interval=fmt.interval(super_.low, super_.high, text.lang),
    )


def _chance(key: str, assessment: Assessment, text: Text) -> str:
    """The runner-up is the other super that comes out lowest in most draws."""
    chances = dict(assessment.band.weakest)
    own_chance = chances.pop(key, 1.0)
    if own_chance >= CERTAIN or not chances:
        is_whole = assessment.container.assessed_weight >= 1
        return text("container.chance_certain" if is_whole else "container.chance_certain_known")
    other = max(sorted(chances), key=lambda key: chances[key])
    facts = {
        "chance": fmt.percent(own_chance, text.lang, 0),
        "other": text.pick(assessment.super_of(other).name),
        "other_chance": chance(chances[other], text),
    }
    return text("container.chance_likely", **facts)


def sure(assessment: Assessment, threshold: float, above: float | None, text: Text) -> str:
    """The total with its band, the probability that it reaches `threshold`, and the largest source
    of uncertainty."""
    if assessment.container.arithmetic is None:
        return text("container.sure_nothing")
    if is_partial(assessment):
        return joined(
            [_open_total(assessment, text), _reach_open(assessment, threshold, text)], text
        )
    sentence = text(
        "container.sure_total",
        score=fmt.score(assessment.container.arithmetic, text.lang),
        interval=fmt.interval(assessment.band.low, assessment.band.high, text.lang),
        line=fmt.score(threshold, text.lang),
        chance=chance(above, text),
    )
    rest = [text("container.total_open", interval=_ends(assessment, text))] * _is_open(assessment)
    return joined([sentence, *_source(assessment, text), *rest], text)


def _open_total(assessment: Assessment, text: Text) -> str:
    return text(
        "container.sure_open",
        count=sum(super_.status == "scored" for super_ in assessment.supers),
        all=len(assessment.supers),
        interval=_ends(assessment, text),
    )


def _ends(assessment: Assessment, text: Text) -> str:
    return fmt.interval(assessment.container.worst, assessment.container.best, text.lang)


def _is_open(assessment: Assessment) -> bool:
    return assessment.container.assessed_weight < 1


def _reach_open(assessment: Assessment, threshold: float, text: Text) -> str:
    """Whether the threshold is reached in the worst case, missed in the best case, or open."""
    key = "container.line_open"
    if assessment.container.best < threshold:
        key = "container.line_never"
    elif assessment.container.worst >= threshold:
        key = "container.line_always"
    return text(key, line=fmt.score(threshold, text.lang))


def _source(assessment: Assessment, text: Text) -> list[str]:
    shares = assessment.band.shares
    if shares is None:
        return []
    share_by_source = {name: getattr(shares, name) for name in ("sampling", "weights", "goalposts")}
    largest = max(share_by_source, key=lambda name: share_by_source[name])
    is_shared = largest != "sampling" and shares.sampling >= ALSO_DATA
    sentences = [text(f"container.doubt_{largest}{'_first' if is_shared else ''}")]
    if is_shared:
        sentences.append(text("container.doubt_also_data"))
    if not assessment.manifest.has_replicates:
        sentences.append(text("container.doubt_former_layout"))
    return sentences


def collect(assessment: Assessment, candidates: tuple[Worth, ...], text: Text) -> str:
    """What to collect next, in one sentence."""
    if not candidates:
        return text("container.collect_nothing")
    return worth_sentence(candidates[0], assessment, text)


def worth_sentence(candidate: Worth, assessment: Assessment, text: Text) -> str:
    """What one more sheet, or more data of a measured kind, would change."""
    return (
        _sheet(candidate, assessment, text)
        if candidate.measure is None
        else _more(candidate, assessment, text)
    )


def _sheet(candidate: Worth, assessment: Assessment, text: Text) -> str:
    if candidate.kind == "answers":
        settles = text(f"container.settles.{candidate.need.replace('.', '_')}")
        sheet = values.need_name(candidate.need, text)
        return text("container.worth_settles", sheet=sheet, settles=settles)
    container = assessment.container
    return text(
        "container.worth_opens" if candidate.opens else "container.worth_adds",
        sheet=_need(candidate.need, text),
        names=_names(candidate.supers, assessment, text),
        points=fmt.number(candidate.narrows, text.lang),
        open=fmt.number(container.best - container.worst, text.lang),
        share=fmt.percent(candidate.measured, text.lang, 0),
    )


def _more(candidate: Worth, assessment: Assessment, text: Text) -> str:
    if candidate.measure is None:
        return ""
    uses = {use.key: use for use in assessment.super_of(candidate.adds[0]).measures}
    use = uses[candidate.measure.key]
    unit = f"container.more.{use.measure.rows}"
    count = fmt.count(_about(candidate.more), text.lang)
    return text(
        "container.worth_halves" if candidate.is_halved else "container.worth_narrows",
        more=text(unit if text.has(unit) else "container.more.other", count=count),
        names=_names(candidate.adds, assessment, text),
        measure=values.measure_name(use, text),
        n=fmt.count(candidate.measure.estimate.n, text.lang),
        before=fmt.number(candidate.before / 2, text.lang),
        after=fmt.number(candidate.after / 2, text.lang),
    )


def _names(keys: tuple[str, ...], assessment: Assessment, text: Text) -> str:
    """All names of up to FEW supers; otherwise the first two and the count."""
    names = [text.pick(assessment.super_of(key).name) for key in keys]
    if len(names) <= FEW:
        return text("common.and").join(names)
    first = text("common.and").join(names[:2])
    return text("container.names_more", names=first, count=len(names))


def _need(need: str, text: Text) -> str:
    return text("container.nine_questions") if need == ITEMS else values.need_name(need, text)


def _about(count: int) -> int:
    """The count rounded up to two digits; a third would claim more precision than there is."""
    step: int = 10 ** max(len(str(count)) - TWO_DIGITS, 0)
    return math.ceil(count / step) * step
