"""From measures to scores: goalposts, means, supers and the container.

A measure's value becomes a position between two fixed goalposts, 0 to 100; a super is the weighted
mean of its measured measures; the container is the weighted mean of its assessed supers. What is
not measured enters no mean: the weights of the rest are scaled up, and the share of weight that was
measured is reported beside the score. A super of which too little is measured has a hint and no
score (`analytics.scoring.evidence`). After the OECD/JRC Handbook on Constructing Composite
Indicators (2008), steps 5 and 6.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, overload

import numpy as np

from analytics.scoring.evidence import is_enough
from analytics.scoring.joint import Part, Pull, reaches
from analytics.scoring.means import (
    GEOMETRIC_FLOOR,
    counted_pairs,
    geometric_mean,
    weighted_mean,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.stats.intervals import Estimate

Badge = Literal["insufficient", "indicative", "sound"]
Status = Literal["scored", "unassessed"]
Grade = Literal["A", "B", "C", "D"]
Bounds = tuple[float, float]

MAX_SCORE = 100.0
FEWEST_UNITS = 3
"""Two people are an anecdote: below this nothing is scored, whatever the goalposts."""
SOUND_SHARE = 0.5
END_DOUBT = 5.0
"""Points: the standard deviation of a goalpost (`uncertainty.GOALPOST_SHIFT`) on the scale."""
ANYTHING: Bounds = (-math.inf, math.inf)


@dataclass(frozen=True)
class Goalposts:
    """The values that score 0 and 100; `good` below `bad` means that lower is better."""

    bad: float
    good: float

    def __post_init__(self) -> None:
        if not (math.isfinite(self.bad) and math.isfinite(self.good)) or self.bad == self.good:
            raise ValueError(f"goalposts must be two different numbers: {self.bad}, {self.good}")


@dataclass(frozen=True)
class MeasureScore:
    """One measure: what was measured, and where it stands; score None = not measured.

    `bounds` are the ends of what the value can be at all (a share: 0 and 1); draws stay within.
    `pull`: how the score hangs on the replicate groups of people; empty where on none. `speaks`:
    whether it can stand for its super alone.
    """

    key: str
    estimate: Estimate
    goalposts: Goalposts
    weight: float
    grade: Grade
    score: float | None
    low: float | None
    high: float | None
    badge: Badge
    bounds: Bounds = ANYTHING
    pull: Pull = ()
    speaks: bool = False

    def part(self, weight: float, people: str = "") -> Part:
        """The score as a part of a weighted sum; ValueError for a measure without a score."""
        if self.score is None or self.low is None or self.high is None:
            raise ValueError(f"{self.key} has no score")
        return Part(weight, self.score, self.low, self.high, self.pull, people)


@dataclass(frozen=True)
class Hint:
    """What little is measured of an unassessed super would come to, 0-100 with limits."""

    score: float
    low: float
    high: float


@dataclass(frozen=True)
class SuperScore:
    """One super: its score 0-100 with limits, or unassessed; `weight` is its share of the whole.

    `hint`: of an unassessed super, what the little that is measured would come to; None where
    nothing is, or where there is a score.
    """

    key: str
    weight: float
    status: Status
    score: float | None
    low: float | None
    high: float | None
    badge: Badge
    measures: tuple[MeasureScore, ...]
    hint: Hint | None = None

    @property
    def counted(self) -> list[MeasureScore]:
        """Its measures that have a score and a weight."""
        return _counted(self.measures)


@dataclass(frozen=True)
class Container:
    """The whole: means over assessed supers, what it holds, and what the rest could change.

    `level` is what the container holds: the lowest score of an assessed super, None where there are
    not two to compare. `worst` and `best` are the arithmetic mean with every unassessed super at 0
    and at 100.
    """

    arithmetic: float | None
    geometric: float | None
    level: float | None
    assessed_weight: float
    worst: float
    best: float

    @property
    def hidden(self) -> float | None:
        """Points by which strong supers hide weak ones: arithmetic less geometric mean."""
        if self.arithmetic is None or self.geometric is None:
            return None
        return self.arithmetic - self.geometric


@overload
def position(value: float, goalposts: Goalposts) -> float: ...
@overload
def position(value: NDArray[np.float64], goalposts: Goalposts) -> NDArray[np.float64]: ...
def position(
    value: float | NDArray[np.float64], goalposts: Goalposts
) -> float | NDArray[np.float64]:
    """Where a value stands between the goalposts: 0 at or beyond bad, 100 at or beyond good."""
    place = MAX_SCORE * (value - goalposts.bad) / (goalposts.good - goalposts.bad)
    if isinstance(place, np.ndarray):
        return np.clip(place, 0.0, MAX_SCORE)
    return min(max(float(place), 0.0), MAX_SCORE)


def badge(n: int, n_indicative: int, n_sound: int) -> Badge:
    """How far `n` independent units carry, by a measure's two thresholds."""
    if n >= n_sound:
        return "sound"
    return "indicative" if n >= n_indicative else "insufficient"


def score_measure(
    key: str,
    estimate: Estimate,
    goalposts: Goalposts,
    *,
    weight: float = 1.0,
    grade: Grade = "A",
    n_indicative: int = 30,
    n_sound: int = 100,
    bounds: Bounds = ANYTHING,
    pull: Pull = (),
    speaks: bool = False,
) -> MeasureScore:
    """A measured value between its goalposts; limits that are not known are 0 and 100, and none
    collapse where the value lies beyond a goalpost.

    Fewer than FEWEST_UNITS units keep their value and get no score. `pull` is on the value, and
    turned round for the score of a measure of which less is better.
    """
    if estimate.value is None or estimate.n < FEWEST_UNITS:
        return MeasureScore(
            *(key, estimate, goalposts, weight, grade, None, None, None, "insufficient", bounds),
            speaks=speaks,
        )
    score, (low, high) = position(estimate.value, goalposts), _limits(estimate, goalposts)
    mark = badge(estimate.n, n_indicative, n_sound)
    towards = pull if goalposts.good > goalposts.bad else tuple(-part for part in pull)
    return MeasureScore(
        key, estimate, goalposts, weight, grade, score, low, high, mark, bounds, towards, speaks
    )


def score_super(key: str, weight: float, measures: Sequence[MeasureScore]) -> SuperScore:
    """The super made of its measures: scored where enough of it is measured, else unassessed, with
    a hint where anything is.

    A measure with an insufficient badge counts like any other: its wide interval already says how
    little it knows, and leaving it out would make the score jump on the day it crosses a threshold.
    """
    mean = mean_super(key, weight, measures)
    if mean.score is None or is_enough(mean.counted, measures):
        return mean
    hint = Hint(mean.score, mean.low or 0.0, MAX_SCORE if mean.high is None else mean.high)
    return replace(
        mean,
        status="unassessed",
        score=None,
        low=None,
        high=None,
        badge="insufficient",
        hint=hint,
    )


def mean_super(key: str, weight: float, measures: Sequence[MeasureScore]) -> SuperScore:
    """The weighted mean of the measured measures, however few, limits by MOVER; measures of the
    same people go together as far as their pulls do."""
    counted = _counted(measures)
    score = weighted_mean([m.score for m in counted], [m.weight for m in counted])
    if score is None:
        return SuperScore(
            key, weight, "unassessed", None, None, None, "insufficient", tuple(measures)
        )
    total = math.fsum(measure.weight for measure in counted)
    down, up = reaches([measure.part(measure.weight / total) for measure in counted])
    low, high = max(score - down, 0.0), min(score + up, MAX_SCORE)
    mark = super_badge(measures)
    return SuperScore(key, weight, "scored", score, low, high, mark, tuple(measures))


def _counted(measures: Sequence[MeasureScore]) -> list[MeasureScore]:
    """Those that have a score and a weight."""
    return [measure for measure in measures if measure.score is not None and measure.weight > 0]


def super_badge(measures: Sequence[MeasureScore]) -> Badge:
    """The badge of a super: by weight, since the plain weakest would punish adding evidence.

    Sound: at least half of the super's whole weight, unmeasured measures included, lies on sound
    ones. Insufficient: no measure that counts is better than that. Indicative: everything between.
    """
    counted = _counted(measures)
    sound = math.fsum(measure.weight for measure in counted if measure.badge == "sound")
    if counted and sound >= SOUND_SHARE * math.fsum(measure.weight for measure in measures):
        return "sound"
    if all(measure.badge == "insufficient" for measure in counted):
        return "insufficient"
    return "indicative"


def compose(supers: Sequence[SuperScore], floor: float = GEOMETRIC_FLOOR) -> Container:
    """The container from its supers; a super of weight 0 is shown but counts for nothing.

    The geometric mean is never above the arithmetic one, not even where the floor would lift it.
    Nothing assessed: no means, no level, and anything from 0 to 100 remains possible.
    """
    scores, weights = [super_.score for super_ in supers], [super_.weight for super_ in supers]
    total = math.fsum(weights)
    assessed = math.fsum(weight for _, weight in counted_pairs(scores, weights))
    share = assessed / total if total > 0 else 0.0
    arithmetic, geometric = weighted_mean(scores, weights), geometric_mean(scores, weights, floor)
    worst = (arithmetic or 0.0) * share
    return Container(
        arithmetic,
        None if arithmetic is None or geometric is None else min(geometric, arithmetic),
        _level(supers),
        share,
        worst,
        worst + MAX_SCORE * (1 - share),
    )


def _level(supers: Sequence[SuperScore]) -> float | None:
    """The lowest score of a super that counts; of fewer than two supers none."""
    scores = [super_.score for super_ in supers if super_.score is not None and super_.weight > 0]
    return min(scores) if len(scores) > 1 else None


def _limits(estimate: Estimate, goalposts: Goalposts) -> Bounds:
    """The score's limits; those of a lower-is-better measure change places.

    As far from the score as the value's limits are from the value, in spans between the goalposts:
    beyond a goalpost the score stands still, and what is known of it grows no surer for that. How
    near an end a score stands is known no better than where that end was set.
    """
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return 0.0, MAX_SCORE
    span = MAX_SCORE / (goalposts.good - goalposts.bad)
    steps = [span * (end - estimate.value) for end in (estimate.low, estimate.high)]
    score = position(estimate.value, goalposts)
    low, high = max(score + min(*steps, 0.0), 0.0), min(score + max(*steps, 0.0), MAX_SCORE)
    return min(low, MAX_SCORE - END_DOUBT), max(high, END_DOUBT)
