"""Every brand assessed by itself and held against all of them together, as good as the truth."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import fsum

from analytics.assessment.assessment import Assessment, assess
from analytics.assessment.compare import compare
from analytics.filters import Filters
from analytics.scoring.scoring import score_super
from analytics.scoring.uncertainty import container_band
from analytics.storage.versions import Manifest, Store
from tests.bench.coverage.brands import channel

CONTAINER = "container"
CERTAIN = 1e9
"""Weights all but fixed, so that with fixed goalposts only the sampling is left of a band."""
Interval = tuple[str, float, float | None, float | None, int]


@dataclass(frozen=True)
class Trial:
    """One dataset: all its brands together, and each by itself."""

    whole: Assessment
    brands: tuple[Assessment, ...]


@dataclass
class Tally:
    """How often an interval was shown, how often it held the truth, how wide it was and how many
    units were behind it, both on average."""

    shown: int = 0
    held: int = 0
    width: float = 0.0
    units: float = 0.0

    def add(self, interval: Interval, truth: float) -> None:
        _, _, low, high, n = interval
        if low is not None and high is not None:
            self.held += low - 1e-9 <= truth <= high + 1e-9
            self.width += (high - low - self.width) / (self.shown + 1)
            self.units += (n - self.units) / (self.shown + 1)
            self.shown += 1

    @property
    def rate(self) -> float:
        return self.held / self.shown if self.shown else float("nan")


def assessed(store: Store, manifest: Manifest, brands: Sequence[int]) -> list[Assessment]:
    """One assessment a brand."""
    return [assess(store, manifest, Filters(channels=(channel(brand),))) for brand in brands]


def apart(assessment: Assessment) -> Assessment:
    """The same measured as if other people were behind each measure."""
    supers = tuple(
        score_super(
            score.key, score.weight, [replace(measure, pull=()) for measure in score.measures]
        )
        for score in assessment.supers
    )
    return replace(assessment, supers=supers)


def coverage(trials: Sequence[Trial]) -> Mapping[str, Tally]:
    """By "super.measure", super and container: how the intervals of single brands fared."""
    truths: dict[str, list[float]] = defaultdict(list)
    for trial in trials:
        for name, value, *_ in _intervals(trial.whole):
            truths[name].append(value)
    tallies: dict[str, Tally] = defaultdict(Tally)
    for brand in (brand for trial in trials for brand in trial.brands):
        for interval in _intervals(brand):
            values = truths[interval[0]]
            tallies[interval[0]].add(interval, fsum(values) / len(values))
    return tallies


def called_apart(trials: Sequence[Trial], *, is_one_dataset: bool) -> Mapping[str, Tally]:
    """By super and container: `held` of the pairs of brands differ by an interval clear of 0."""
    tallies: dict[str, Tally] = defaultdict(Tally)
    for trial in trials:
        for first, second in (*pairwise(trial.brands), *pairwise(trial.brands[::2])):
            other = replace(second.manifest, version="v_other")
            side = second if is_one_dataset else replace(second, manifest=other)
            comparison = compare(first, side)
            for diff in (*comparison.supers, comparison.container):
                low, high = diff.points.low, diff.points.high
                if low is not None and high is not None and not diff.absent:
                    tally = tallies[diff.key or CONTAINER]
                    tally.shown += 1
                    tally.held += low > 0 or high < 0
    return tallies


def _intervals(assessment: Assessment) -> Iterator[Interval]:
    for super_ in assessment.supers:
        for score in super_.measures:
            value = score.estimate
            if value.value is not None and score.score is not None:
                yield f"{super_.key}.{score.key}", value.value, value.low, value.high, value.n
        if super_.score is not None:
            yield super_.key, super_.score, super_.low, super_.high, 0
    band = container_band(assessment.supers, concentration=CERTAIN, goalpost_shift=0.0)
    yield CONTAINER, assessment.container.arithmetic or 0.0, band.low, band.high, 0
