"""The value of the next file: what to collect, by how much surer it would make the container.

Two kinds of things can be collected. A *sheet* that is not there opens supers, or measures of
supers that are already assessed. *More* of what is there (answers, customers, endorsements) narrows
an interval, as 1 / sqrt(n) does. Both are computed on the assessment itself, and compared by how
far they narrow the container's whole range: the band of what is measured together with the
unassessed supers at 0 and at 100.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from analytics.assessment.assessment import lacks, score_use
from analytics.scoring.scoring import MAX_SCORE, compose, score_super
from analytics.scoring.uncertainty import container_band
from analytics.stats.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse
    from analytics.scoring.scoring import MeasureScore, SuperScore

Kind = Literal["sheet", "more"]

DRAWS = 2_000
WIDE = 10.0
"""Points from end to end: a super's interval below that needs no more answers."""
MOST_TIMES = 100
FOURFOLD = 4
STEPS = 40


@dataclass(frozen=True)
class Worth:
    """What one thing to collect is worth, in points of 0-100.

    `need`: the sheet or column, "" where more of the same is meant. `opens`: supers it would make
    assessable; `adds`: assessed supers of which it would measure more. `measure` and `more`: of
    which measure how many more units; `before` and `after`: the width of its super's interval.
    `narrows`: how far the container's whole range would narrow, of `range` points now; for a sheet
    that is at most, since what it will say has a doubt of its own. `measured`: the share of all
    weight that would newly be measured.
    """

    kind: Kind
    need: str = ""
    opens: tuple[str, ...] = ()
    adds: tuple[str, ...] = ()
    measure: MeasureScore | None = None
    more: int = 0
    before: float = 0.0
    after: float = 0.0
    narrows: float = 0.0
    range: float = 0.0
    measured: float = 0.0

    @property
    def supers(self) -> tuple[str, ...]:
        """The supers it concerns."""
        return self.opens or self.adds

    @property
    def is_halved(self) -> bool:
        """Whether `more` halves the super's interval; else it halves the measure's own."""
        return self.after <= self.before / 2


def worth(found: Assessment) -> tuple[Worth, ...]:
    """Everything worth collecting, what narrows the container's range most first.

    Missing sheets, and for each super with a wide interval the measure of which fewest more units
    halve it. Nothing missing and every interval narrow: empty.
    """
    now = whole_range(found.supers)
    ranked = [*_sheets(found, now), *_more(found, now)]
    return tuple(sorted(ranked, key=lambda one: (-one.narrows, -one.measured, one.need)))


def whole_range(supers: Sequence[SuperScore], draws: int = DRAWS) -> float:
    """Points from the container at its worst, unassessed supers at 0 and the rest at the low end
    of its band, to its best; 100 with nothing assessed."""
    share = compose(supers).assessed_weight
    band = container_band(supers, draws=draws)
    return share * ((band.high or 0.0) - (band.low or 0.0)) + MAX_SCORE * (1 - share)


def more_to_halve(one: SuperScore, use: MeasureUse, measure: MeasureScore) -> int | None:
    """How many more units of a measure halve its super's interval; None where even a hundred times
    as many would not, since the rest of the super's doubt lies elsewhere.

    The measure's limits are drawn in as 1 / sqrt(n) around the same value, and the super's interval
    is worked out again each time, clipped at the goalposts as it is; the factor is found by
    halving the search.
    """
    wanted = _width(one) / 2
    narrow, wide = 1 / math.sqrt(MOST_TIMES), 1.0
    if _width(_with(one, _shrunk(use, measure, narrow))) > wanted:
        return None
    for _ in range(STEPS):
        middle = (narrow + wide) / 2
        if _width(_with(one, _shrunk(use, measure, middle))) > wanted:
            wide = middle
        else:
            narrow = middle
    return math.ceil(measure.estimate.n * (1 / narrow**2 - 1) - 1e-6)


def _sheets(found: Assessment, now: float) -> list[Worth]:
    """One worth a missing sheet or column that alone would open something."""
    total = math.fsum(one.weight for one in found.supers) or 1.0
    opens: dict[str, dict[str, float]] = {}
    for one in found.supers:
        for need, share in _opened(one, found).items():
            opens.setdefault(need, {})[one.key] = one.weight / total * share
    return [_sheet(found, need, gains, total, now) for need, gains in opens.items()]


def _sheet(
    found: Assessment, need: str, gains: dict[str, float], total: float, now: float
) -> Worth:
    unassessed = [key for key in gains if found.super_score(key).status == "unassessed"]
    closed = math.fsum(found.super_score(key).weight for key in unassessed) / total
    return Worth(
        "sheet",
        need,
        opens=tuple(unassessed),
        adds=tuple(key for key in gains if key not in unassessed),
        narrows=MAX_SCORE * closed,
        range=now,
        measured=math.fsum(gains.values()),
    )


def _opened(one: SuperScore, found: Assessment) -> dict[str, float]:
    """By what is missing: the share of the super's weight that this alone would let be measured."""
    scores = {score.key: score for score in one.measures}
    whole = math.fsum(score.weight for score in one.measures) or 1.0
    shares: dict[str, float] = {}
    for use in found.super_of(one.key).measures:
        lack = lacks(use.measure, found.manifest)
        if scores[use.key].score is None and len(lack) == 1 and use.weight > 0:
            shares[lack[0]] = shares.get(lack[0], 0.0) + use.weight / whole
    return shares


def _more(found: Assessment, now: float) -> list[Worth]:
    """One worth a super whose interval is wide."""
    made = []
    for one in found.supers:
        uses = {use.key: use for use in found.super_of(one.key).measures}
        chosen = _thinnest(one, uses) if one.weight > 0 and _width(one) >= WIDE else None
        if chosen is not None:
            measure, more = chosen
            after = _grown(one, uses[measure.key], measure, more)
            supers = [after if other.key == one.key else other for other in found.supers]
            narrows = max(now - whole_range(supers), 0.0)
            made.append(_worth_of_more(one, after, chosen, narrows, now))
    return made


def _worth_of_more(
    one: SuperScore,
    after: SuperScore,
    chosen: tuple[MeasureScore, int],
    narrows: float,
    now: float,
) -> Worth:
    measure, more = chosen
    return Worth(
        "more",
        adds=(one.key,),
        measure=measure,
        more=more,
        before=_width(one),
        after=_width(after),
        narrows=narrows,
        range=now,
    )


def _thinnest(one: SuperScore, uses: Mapping[str, MeasureUse]) -> tuple[MeasureScore, int] | None:
    """The measure of which fewest more units halve the super's interval, and how many; where none
    alone can, the one whose own interval halved narrows it most."""
    counted = [score for score in one.measures if score.score is not None and score.weight > 0]
    halves = [(more_to_halve(one, uses[score.key], score), score) for score in counted]
    able = [(more, score.key, score) for more, score in halves if more is not None]
    if able:
        more, _, score = min(able, key=lambda found: found[:2])
        return score, more
    tried = [(score, (FOURFOLD - 1) * score.estimate.n) for score in counted]
    return min(tried, key=lambda pair: _width(_grown(one, uses[pair[0].key], *pair)), default=None)


def _grown(one: SuperScore, use: MeasureUse, measure: MeasureScore, more: int) -> SuperScore:
    """The super with `more` further units of a measure."""
    factor = math.sqrt(measure.estimate.n / (measure.estimate.n + more))
    return _with(one, _shrunk(use, measure, factor))


def _shrunk(use: MeasureUse, measure: MeasureScore, factor: float) -> MeasureScore:
    """The measure with its limits drawn in; unknown limits reach over both goalposts."""
    estimate, posts = measure.estimate, measure.goalposts
    value = estimate.value or 0.0
    low = min(posts.bad, posts.good, value) if estimate.low is None else estimate.low
    high = max(posts.bad, posts.good, value) if estimate.high is None else estimate.high
    n = round(estimate.n / factor**2)
    return score_use(
        use, Estimate(value, value - factor * (value - low), value + factor * (high - value), n)
    )


def _with(one: SuperScore, measure: MeasureScore) -> SuperScore:
    measures = [measure if other.key == measure.key else other for other in one.measures]
    return score_super(one.key, one.weight, measures)


def _width(one: SuperScore) -> float:
    return (one.high or 0.0) - (one.low or 0.0)
