"""The survey sheet: what was asked, what was answered, and what keeps an answer from counting."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analytics.feedback import scales, sources
from analytics.feedback.scales import NPS, QUESTIONS, Problem
from analytics.filters import Filters
from analytics.schema import SUPERS
from analytics.scoring.scoring import FEWEST_UNITS
from analytics.stats.intervals import UNMEASURED, Estimate, net_promoter, wilson
from analytics.stats.reliability import Battery, Reliability, reliability
from analytics.view import View

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.feedback.sources import SourceCounts
    from analytics.storage.versions import Manifest, Store

LAST = 10.0
FEWEST_FOR_LINES = 5
"""Of fewer items many people mean the same answer to all."""


@dataclass(frozen=True)
class Item:
    """One 0-10 question: how many answered 0, 1, ... 10 and what they say on average.

    `mean` is UNMEASURED while the answers are in doubt or fewer than three; `problems` say why, the
    gravest first.
    """

    key: str
    n: int
    lowest: float | None
    highest: float | None
    distribution: tuple[int, ...]
    mean: Estimate
    problems: tuple[Problem, ...]

    @property
    def is_scored(self) -> bool:
        return self.mean.value is not None


@dataclass(frozen=True)
class Split:
    """A question told in three parts: counts, best part first, and the number made of them."""

    parts: tuple[int, int, int]
    estimate: Estimate


@dataclass(frozen=True)
class Survey:
    """What the survey says under the filters.

    `items`: the nine supers' questions and NPS, those asked. `respondents` answered anything.
    `superseded` earlier responses of `repeated` customers gave way to their latest. `straight` is
    the share of people who gave all items one answer, of those who answered five or more.
    `sources`: who was counted and who was not.
    """

    items: tuple[Item, ...]
    respondents: int
    repeated: int
    superseded: int
    straight: Estimate
    promoters: Split
    missed: Split
    reliability: Reliability
    sources: tuple[SourceCounts, ...] = ()

    def item(self, key: str) -> Item | None:
        """The question `key`; None when it was not asked."""
        return {one.key: one for one in self.items}.get(key)

    @property
    def is_empty(self) -> bool:
        return not self.items and not any(source.answers for source in self.sources)


def check(store: Store, manifest: Manifest, filters: Filters = Filters()) -> Survey:
    """The survey of a dataset under the filters; without one no items and zero respondents.

    Of several responses of one customer in the period the latest counts, wholesale; responses
    without a customer all count, those of beta testers never (`schema.COUNTED_SOURCES`). Alpha and
    straight-lining rest on those who answered every item asked of at least half of the respondents.
    """
    view = View(store, manifest, filters)
    sums, given, barred = view.one("feedback/sums"), scales.answers(view), scales.doubts(view)
    questions = [key for key in QUESTIONS if _is_asked(view, key)]
    keys = scales.batteries(given, [key for key in SUPERS if key not in barred])
    batteries = view.rows("feedback/survey_battery", questions=keys).to_dicts() if keys else []
    return Survey(
        tuple(_item(view, key, barred.get(key)) for key in questions),
        sums["respondents"],
        sums["repeat_respondents"],
        sums["superseded_responses"],
        _straight(batteries) if len(keys) >= FEWEST_FOR_LINES else UNMEASURED,
        _promoters(view, NPS in barred),
        _missed(view),
        reliability(Battery.of(batteries, keys)),
        sources.by_source(store, manifest.version, filters),
    )


def _straight(batteries: Sequence[Mapping[str, Any]]) -> Estimate:
    """The share of those who gave all questions one answer, of those who answered every one."""
    if not batteries:
        return UNMEASURED
    return wilson(batteries[0]["count_even"], batteries[0]["count_responses"])


def _is_asked(view: View, key: str) -> bool:
    """Whether a file has the question, answered or not."""
    files = [file for file in view.manifest.files if file["table"] == "feedback"]
    return any(key in file["mapping"] for file in files)


def _item(view: View, key: str, doubt: Problem | None) -> Item:
    own = scales.answers(view).get(key) or scales.nothing()
    problems = [doubt] if doubt else []
    problems += _thin(own.total()) if not doubt else []
    problems += _left_out(view, key) if not doubt else []
    has_mean = not doubt and own.total() >= FEWEST_UNITS
    return Item(
        key,
        own.total(),
        min(own, default=None),
        max(own, default=None),
        scales.distribution(own),
        scales.mean_answer(own) if has_mean else UNMEASURED,
        tuple(problems),
    )


def _thin(n: int) -> list[Problem]:
    """Nobody, one or two: an anecdote and no score."""
    return [Problem("few" if n else "nobody", {"n": n})] if n < FEWEST_UNITS else []


def _left_out(view: View, key: str) -> list[Problem]:
    """Numbers outside 0-10, too few to doubt the scale; of the whole version, not of the filters,
    since what was left out is in no period."""
    count, most = scales.outside(view).get(key, (0, 0.0))
    return [Problem("outside", {"count": count, "most": most})] if count else []


def _promoters(view: View, is_barred: bool) -> Split:
    """Promoters, passives, detractors and the net promoter score in points."""
    sums = view.one("feedback/sums")
    parts = (sums["promoters"], sums["passives"], sums["detractors"])
    has_score = not is_barred and sum(parts) >= FEWEST_UNITS
    return Split(parts, net_promoter(*parts) if has_score else UNMEASURED)


def _missed(view: View) -> Split:
    """Very, somewhat and not disappointed without the product, and the share of the first."""
    sums = view.one("feedback/sums")
    very, some, n = (
        sums[key] for key in ("very_disappointed", "somewhat_disappointed", "disappointed_count")
    )
    return Split(
        (very, some, n - very - some), wilson(very, n) if n >= FEWEST_UNITS else UNMEASURED
    )
