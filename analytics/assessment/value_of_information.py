"""The value of the next file: what to collect, ranked by how far it narrows the container's range.

Three kinds of things can be collected. A *sheet* that is not there opens supers, or measures of
supers that are already assessed. *More* of what is there (answers, customers, endorsements) narrows
an interval, as 1 / sqrt(n) does. Both are computed on the assessment itself, and compared by how
far they narrow the container's whole range: the band of what is measured together with the
unassessed supers at 0 and at 100. *Answers* that no score rests on come last: they settle a
question of their own, and leave the range as it is.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analytics.assessment.assessment import openings, score_use
from analytics.scoring.scoring import MAX_SCORE, compose, mean_super
from analytics.scoring.uncertainty import container_range
from analytics.stats.intervals import Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse
    from analytics.scoring.scoring import MeasureScore, SuperScore
    from analytics.storage.versions import Manifest

Kind = Literal["sheet", "more", "answers"]
Gain = tuple[float, bool]
"""The share 0-1 of all weight newly measured, and whether that opens the super."""

DRAWS = 2_000
WIDE = 10.0
"""Points from end to end: a super's interval below that needs no more answers."""
MOST_TIMES = 100
FOURFOLD = 4
STEPS = 40
SETTLING: dict[str, tuple[str, ...]] = {
    "price_answers": ("price_answers", "feedback.too_cheap"),
    "needs": ("needs",),
    "beta_testers": ("beta_testers",),
    "rival_ratings": ("rival_ratings",),
    "claims": ("claims",),
    "products.size": ("products.size",),
    "feedback.wave": ("feedback.wave", "beta_testers.joined_on"),
}
"""What settles a question that no score asks -> any of which will do; most useful first."""
ASKED_BESIDE = {"products.size": "competitor_prices", "feedback.wave": "beta_testers"}
"""Columns that say something only beside another sheet."""


@dataclass(frozen=True)
class Worth:
    """What one thing to collect is worth, in points of 0-100.

    `need`: the sheet or column, "" where more of the same is meant; answers have a `need` and
    neither open nor add. `opens`: supers it would make
    assessable; `adds`: other supers of which it would measure more. `measure` and `more`: of
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


def worth(assessment: Assessment) -> tuple[Worth, ...]:
    """Everything worth collecting, what narrows the container's range most first.

    Missing sheets, and for each super with a wide interval the measure of which fewest more units
    halve it; last the answers that settle questions of their own. Nothing missing and every
    interval narrow: empty.
    """
    now = whole_range(assessment.supers)
    options = [*_sheets(assessment, now), *_more(assessment, now)]
    ranked = sorted(options, key=lambda option: (-option.narrows, -option.measured, option.need))
    needs = {option.need for option in ranked}
    answers = [
        Worth("answers", need, range=now)
        for need in _unsettled(assessment.manifest)
        if need not in needs
    ]
    return (*ranked, *answers)


def _unsettled(manifest: Manifest) -> list[str]:
    """Sheets and columns that would settle a question of their own and are not there."""
    there = {file["table"] for file in manifest.files}
    there |= {f"{file['table']}.{name}" for file in manifest.files for name in file["mapping"]}
    return [
        need
        for need, any_of in SETTLING.items()
        if not there & set(any_of) and ASKED_BESIDE.get(need, need) in {need, *there}
    ]


def whole_range(supers: Sequence[SuperScore], draws: int = DRAWS) -> float:
    """Points from the container at its worst, unassessed supers at 0 and the rest at the low end
    of its band, to its best; 100 with nothing assessed."""
    share = compose(supers).assessed_weight
    low, high = container_range(supers, draws) or (0.0, 0.0)
    return share * (high - low) + MAX_SCORE * (1 - share)


def more_to_halve(score: SuperScore, use: MeasureUse, measure: MeasureScore) -> int | None:
    """How many more units of a measure halve its super's interval; None where even a hundred times
    as many would not, since the rest of the super's doubt lies elsewhere.

    The measure's limits are drawn in as 1 / sqrt(n) around the same value, and the super's interval
    is computed again each time, clipped at the goalposts; the factor is found by bisection.
    """
    wanted = _width(score) / 2
    narrow, wide = 1 / math.sqrt(MOST_TIMES), 1.0
    if _width(_with(score, _shrunk(use, measure, narrow))) > wanted:
        return None
    for _ in range(STEPS):
        middle = (narrow + wide) / 2
        if _width(_with(score, _shrunk(use, measure, middle))) > wanted:
            wide = middle
        else:
            narrow = middle
    return math.ceil(measure.estimate.n * (1 / narrow**2 - 1) - 1e-6)


def _sheets(assessment: Assessment, now: float) -> list[Worth]:
    """One Worth per missing sheet or column that alone would let a measure be scored."""
    total = math.fsum(score.weight for score in assessment.supers) or 1.0
    gains: dict[str, dict[str, Gain]] = {}
    for score in assessment.supers:
        gaps = openings(assessment.super_of(score.key), score, assessment.manifest)
        for need, (share, is_opened) in gaps.items():
            is_new = is_opened and score.status == "unassessed"
            gains.setdefault(need, {})[score.key] = score.weight / total * share, is_new
    return [_sheet(assessment, need, by_super, total, now) for need, by_super in gains.items()]


def _sheet(
    assessment: Assessment, need: str, gains: dict[str, Gain], total: float, now: float
) -> Worth:
    opened = [key for key, (_, is_new) in gains.items() if is_new]
    closed = math.fsum(assessment.super_score(key).weight for key in opened) / total
    return Worth(
        "sheet",
        need,
        opens=tuple(opened),
        adds=tuple(key for key in gains if key not in opened),
        narrows=MAX_SCORE * closed,
        range=now,
        measured=math.fsum(share for share, _ in gains.values()),
    )


def _more(assessment: Assessment, now: float) -> list[Worth]:
    """One Worth per super whose interval is wide."""
    worths = []
    for score in assessment.supers:
        uses = {use.key: use for use in assessment.super_of(score.key).measures}
        chosen = _thinnest(score, uses) if score.weight > 0 and _width(score) >= WIDE else None
        if chosen is not None:
            measure, more = chosen
            after = _grown(score, uses[measure.key], measure, more)
            supers = [after if other.key == score.key else other for other in assessment.supers]
            narrows = max(now - whole_range(supers), 0.0)
            worths.append(_worth_of_more(score, after, chosen, narrows, now))
    return worths


def _worth_of_more(
    score: SuperScore,
    after: SuperScore,
    chosen: tuple[MeasureScore, int],
    narrows: float,
    now: float,
) -> Worth:
    measure, more = chosen
    return Worth(
        "more",
        adds=(score.key,),
        measure=measure,
        more=more,
        before=_width(score),
        after=_width(after),
        narrows=narrows,
        range=now,
    )


def _thinnest(score: SuperScore, uses: Mapping[str, MeasureUse]) -> tuple[MeasureScore, int] | None:
    """The measure of which fewest more units halve the super's interval, and how many; where none
    alone can, the one whose own interval halved narrows it most."""
    counted = [
        measure for measure in score.measures if measure.score is not None and measure.weight > 0
    ]
    halves = [(more_to_halve(score, uses[measure.key], measure), measure) for measure in counted]
    able = [(more, measure.key, measure) for more, measure in halves if more is not None]
    if able:
        more, _, measure = min(able, key=lambda candidate: candidate[:2])
        return measure, more
    tried = [(measure, (FOURFOLD - 1) * measure.estimate.n) for measure in counted]
    return min(
        tried, key=lambda pair: _width(_grown(score, uses[pair[0].key], *pair)), default=None
    )


def _grown(score: SuperScore, use: MeasureUse, measure: MeasureScore, more: int) -> SuperScore:
    """The super with `more` further units of a measure."""
    factor = math.sqrt(measure.estimate.n / (measure.estimate.n + more))
    return _with(score, _shrunk(use, measure, factor))


def _shrunk(use: MeasureUse, measure: MeasureScore, factor: float) -> MeasureScore:
    """The measure with its limits drawn in; unknown limits reach over both goalposts."""
    estimate, posts = measure.estimate, measure.goalposts
    value = estimate.value or 0.0
    low = min(posts.bad, posts.good, value) if estimate.low is None else estimate.low
    high = max(posts.bad, posts.good, value) if estimate.high is None else estimate.high
    n = round(estimate.n / factor**2)
    drawn_in = Estimate(value, value - factor * (value - low), value + factor * (high - value), n)
    return replace(score_use(use, drawn_in), pull=measure.pull)


def _with(score: SuperScore, measure: MeasureScore) -> SuperScore:
    measures = [measure if other.key == measure.key else other for other in score.measures]
    return mean_super(score.key, score.weight, measures)


def _width(score: SuperScore) -> float:
    return (score.high or 0.0) - (score.low or 0.0)
