"""What a stranger should see first: the weakest side, how sure, what to collect next."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ui import format as fmt
from ui import values
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.assessment.value_of_information import Worth
    from analytics.scoring.scoring import SuperScore
    from ui.text import Text

LINE = 60.0
TOP = 100.0
CERTAIN = 0.99
WORTH_SAYING = 0.01
ENOUGH = 2 / 3
TWO_DIGITS = 2
FEW = 3
ITEMS = "feedback.item"


def line(written: str) -> float:
    """The line of a link, 0-100; LINE where it says nothing of use."""
    try:
        found = float(written)
    except ValueError:
        return LINE
    return found if 0 <= found <= TOP else LINE


def figure(name: str, found: Assessment) -> str:
    """The key under `container.behind` of what stands behind `weakest` or `sure`."""
    return "open" if name == "sure" and is_partial(found) else name


def value(name: str, found: Assessment, text: Text) -> str:
    """The number to cite behind `weakest` or `sure`."""
    if found.container.weakest is None:
        return fmt.dash(text.lang)
    if name == "weakest":
        one = found.super_score(found.container.weakest)
        who = text.pick(found.super_of(one.key).name)
        return text("container.value_weakest", name=who, chance=_likely(one, found, text))
    if is_partial(found):
        return _ends(found, text)
    return text(
        "container.value_sure",
        score=fmt.score(found.container.arithmetic, text.lang),
        interval=fmt.interval(found.band.low, found.band.high, text.lang),
    )


def gain(one: Worth, text: Text) -> str:
    """By how much the container's whole range would narrow: the number to cite behind `collect`."""
    return text(
        "container.value_collect",
        range=fmt.number(one.range, text.lang, 1),
        points=fmt.number(one.narrows, text.lang, 1),
    )


def _likely(one: SuperScore, found: Assessment, text: Text) -> str:
    return chance(found.band.weakest.get(one.key), text)


def is_partial(found: Assessment) -> bool:
    """Whether so little is assessed that a mean of it would pass for the whole."""
    return found.container.assessed_weight < ENOUGH


def told(
    found: Assessment,
    worths: tuple[Worth, ...],
    line: float,
    above: float | None,
    text: Text,
) -> list[tuple[str, str]]:
    """The three by name, each with what there is to say: `line` is the score to reach, and `above`
    how likely it is reached."""
    return [
        ("weakest", weakest(found, text)),
        ("sure", sure(found, line, above, text)),
        ("collect", collect(found, worths, text)),
    ]


def weakest(found: Assessment, text: Text) -> str:
    """The shortest stave, its interval, how likely it truly is the shortest, and which else."""
    if found.container.weakest is None:
        return text("container.staves_nothing")
    one = found.super_score(found.container.weakest)
    said = text(
        "container.story_weakest",
        name=text.pick(found.super_of(one.key).name),
        score=fmt.score(one.score, text.lang),
        interval=fmt.interval(one.low, one.high, text.lang),
    )
    return joined([said, _chance(one, found, text)], text)


def _chance(one: SuperScore, found: Assessment, text: Text) -> str:
    """The runner-up is the other super that most often turns out the lowest."""
    chances = dict(found.band.weakest)
    mine = chances.pop(one.key, 1.0)
    if not chances:
        return text("container.chance_alone")
    if mine >= CERTAIN:
        is_whole = found.container.assessed_weight >= 1
        return text("container.chance_certain" if is_whole else "container.chance_certain_known")
    other = max(sorted(chances), key=lambda key: chances[key])
    facts = {
        "chance": fmt.percent(mine, text.lang, 0),
        "other": text.pick(found.super_of(other).name),
        "other_chance": fmt.percent(chances[other], text.lang, 0),
    }
    return text("container.chance_likely", **facts)


def sure(found: Assessment, line: float, above: float | None, text: Text) -> str:
    """The total with its band, how likely it reaches `line`, and where the doubt comes from."""
    if found.container.arithmetic is None:
        return text("container.sure_nothing")
    if is_partial(found):
        return joined([_open_total(found, text), _reach_open(found, line, text)], text)
    said = text(
        "container.sure_total",
        score=fmt.score(found.container.arithmetic, text.lang),
        interval=fmt.interval(found.band.low, found.band.high, text.lang),
        line=fmt.score(line, text.lang),
        chance=chance(above, text),
    )
    rest = [text("container.total_open", interval=_ends(found, text))] * _is_open(found)
    return joined([said, *_source(found, text), *rest], text)


def chance(share: float | None, text: Text) -> str:
    """A probability as a whole percentage, its ends as "under 1 %" and "over 99 %": a simulation
    never proves either."""
    if share is None:
        return fmt.dash(text.lang)
    if share < WORTH_SAYING:
        return text("container.under", chance=fmt.percent(WORTH_SAYING, text.lang, 0))
    if share > CERTAIN:
        return text("container.over", chance=fmt.percent(CERTAIN, text.lang, 0))
    return fmt.percent(share, text.lang, 0)


def _open_total(found: Assessment, text: Text) -> str:
    return text(
        "container.sure_open",
        count=sum(one.status == "scored" for one in found.supers),
        all=len(found.supers),
        interval=_ends(found, text),
    )


def _ends(found: Assessment, text: Text) -> str:
    return fmt.interval(found.container.worst, found.container.best, text.lang)


def _is_open(found: Assessment) -> bool:
    return found.container.assessed_weight < 1


def _reach_open(found: Assessment, line: float, text: Text) -> str:
    """Of an open total only what holds in its worst and in its best case can be said."""
    key = "container.line_open"
    if found.container.best < line:
        key = "container.line_never"
    elif found.container.worst >= line:
        key = "container.line_always"
    return text(key, line=fmt.score(line, text.lang))


def _source(found: Assessment, text: Text) -> list[str]:
    shares = found.band.shares
    if shares is None:
        return []
    known = {name: getattr(shares, name) for name in ("sampling", "weights", "goalposts")}
    most = max(known, key=lambda name: known[name])
    return [text(f"container.doubt_{most}", share=fmt.percent(known[most], text.lang, 0))]


def collect(found: Assessment, worths: tuple[Worth, ...], text: Text) -> str:
    """What to collect next, in one sentence."""
    if not worths:
        return text("container.collect_nothing")
    return worth(worths[0], found, text)


def worth(one: Worth, found: Assessment, text: Text) -> str:
    """What one sheet, or more of what is there, would do."""
    return _sheet(one, found, text) if one.measure is None else _more(one, found, text)


def _sheet(one: Worth, found: Assessment, text: Text) -> str:
    whole = found.container
    return text(
        "container.worth_opens" if one.opens else "container.worth_adds",
        sheet=_need(one.need, text),
        names=_names(one.supers, found, text),
        points=fmt.number(one.narrows, text.lang),
        open=fmt.number(whole.best - whole.worst, text.lang),
        share=fmt.percent(one.measured, text.lang, 0),
    )


def _more(one: Worth, found: Assessment, text: Text) -> str:
    if one.measure is None:
        return ""
    uses = {use.key: use for use in found.super_of(one.adds[0]).measures}
    use = uses[one.measure.key]
    unit = f"container.more.{use.measure.rows}"
    count = fmt.count(_about(one.more), text.lang)
    return text(
        "container.worth_halves" if one.is_halved else "container.worth_narrows",
        more=text(unit if text.has(unit) else "container.more.other", count=count),
        names=_names(one.adds, found, text),
        measure=values.measure_name(use, text),
        n=fmt.count(one.measure.estimate.n, text.lang),
        before=fmt.number(one.before / 2, text.lang),
        after=fmt.number(one.after / 2, text.lang),
    )


def _names(keys: tuple[str, ...], found: Assessment, text: Text) -> str:
    """The names of a few supers; of many the first two and how many there are."""
    named = [text.pick(found.super_of(key).name) for key in keys]
    if len(named) <= FEW:
        return text("common.and").join(named)
    first = text("common.and").join(named[:2])
    return text("container.names_more", names=first, count=len(named))


def _need(need: str, text: Text) -> str:
    return text("container.nine_questions") if need == ITEMS else values.need_name(need, text)


def _about(count: int) -> int:
    """Rounded up to two digits: the third would claim to know too much."""
    step: int = 10 ** max(len(str(count)) - TWO_DIGITS, 0)
    return math.ceil(count / step) * step
