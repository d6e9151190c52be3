"""Every brand assessed by itself and held against all of them together, which are as good as true."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analytics.assessment.assessment import Assessment, assess
from analytics.assessment.compare import compare
from analytics.filters import Filters
from analytics.scoring.uncertainty import container_band
from analytics.storage.versions import Manifest, Store
from tests.bench.coverage.brands import channel

CONTAINER = "container"
APARTS = (1, 7, 31)
"""How far apart the two brands of a pair stand in the row; three pairs for each brand."""
CERTAIN = {"concentration": 1e9, "goalpost_shift": 0.0}
"""Weights and goalposts as they are, so that only the sampling is left of a band."""


@dataclass
class Tally:
    """How often an interval was shown, how often it held the truth, and how wide it was."""

    n: int = 0
    held: int = 0
    width: float = 0.0
    least: int = 0

    def add(self, low: float, high: float, truth: float, n: int) -> None:
        self.least = n if not self.n else min(self.least, n)
        self.n += 1
        self.held += low - 1e-9 <= truth <= high + 1e-9
        self.width += high - low

    @property
    def rate(self) -> float:
        return self.held / self.n if self.n else float("nan")


def assessed(store: Store, manifest: Manifest, brands: Sequence[int]) -> list[Assessment]:
    """One assessment a brand."""
    return [assess(store, manifest, Filters(channels=(channel(brand),))) for brand in brands]


def coverage(whole: Assessment, parts: Sequence[Assessment]) -> dict[str, Tally]:
    """By "super.measure", "super" and the container: how its intervals fared."""
    truths = {name: value for name, value, _, _, _ in _intervals(whole)}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for part in parts:
        for name, _, low, high, n in _intervals(part):
            if low is not None and high is not None:
                tallies[name].add(low, high, truths[name], n)
    return dict(tallies)


Interval = tuple[str, float, float | None, float | None, int]


def _intervals(assessment: Assessment) -> Iterator[Interval]:
    for super_ in assessment.supers:
        for score in super_.measures:
            value = score.estimate
            if value.value is not None and score.score is not None:
                yield f"{super_.key}.{score.key}", value.value, value.low, value.high, value.n
        if super_.score is not None:
            yield super_.key, super_.score, super_.low, super_.high, 0
    band = container_band(assessment.supers, **CERTAIN)
    yield CONTAINER, assessment.container.arithmetic or 0.0, band.low, band.high, 0


def called_apart(parts: Sequence[Assessment], *, is_one_dataset: bool) -> dict[str, Tally]:
    """By super and the container: how often two brands of one truth are called better or worse.

    `held` counts the pairs whose difference lies clear of 0.
    """
    tallies: dict[str, Tally] = defaultdict(Tally)
    for first, second in _pairs(parts):
        other = replace(second.manifest, version="v_other")
        side = second if is_one_dataset else replace(second, manifest=other)
        comparison = compare(first, side)
        for diff in (*comparison.supers, comparison.container):
            low, high = diff.points.low, diff.points.high
            if low is not None and high is not None and not diff.absent:
                tally = tallies[diff.key or CONTAINER]
                tally.n += 1
                tally.held += low > 0 or high < 0
    return dict(tallies)


def _pairs(parts: Sequence[Assessment]) -> Iterator[tuple[Assessment, Assessment]]:
    for apart in APARTS:
        for place, part in enumerate(parts):
            yield part, parts[(place + apart) % len(parts)]
