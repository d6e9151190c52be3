"""Whether answers declared as 0-10 are on 0-10, the right way round.

A survey on 1-5 that is read as 0-10 makes a good brand look poor, so a question in doubt is left
unmeasured until somebody has looked. The rules are written to let real 0-10 answers pass: happy
customers who all answer 5 to 10 are no reason for doubt.
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from analytics.filters import Filters
from analytics.ingest.build.parse_issues import FATAL, QUESTIONS_OUTSIDE
from analytics.schema import SUPERS
from analytics.stats.intervals import Estimate, mean_interval
from analytics.stats.reliability import Battery, with_rest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl

    from analytics.storage.versions import Store
    from analytics.view import View

NPS = "nps"
RATING = "rating"
QUESTIONS = (*SUPERS, NPS)
LAST = 10
FEWEST_OUTSIDE = 3
OUTSIDE_SHARE = 0.2
FEWEST_ONES = 10
UPPER_END = 8
FEWEST_PAIRED = 30
AGAINST = -0.3
ASKED_SHARE = 0.5
VERSIONS = 64

OUTSIDE = MappingProxyType({"outside_bits": QUESTIONS_OUTSIDE, "fatal_bits": FATAL["feedback"]})
Answers = dict[str, Counter[float]]
"""Question -> answer -> how often."""


@dataclass(frozen=True)
class Scale:
    """A scale other than 0-10. Doubt takes `fewest` answers, all of them within it, of which at
    least `at_top` (a share) are its highest: a scale cuts off, real 0-10 answers tail off. Some
    must be as low as `down_to`, or lukewarm answers of 5 to 7 would be doubted."""

    bottom: int
    top: int
    fewest: int
    at_top: float = 0.0
    down_to: int = 10


SHORTER = (Scale(0, 1, 10), Scale(1, 5, 10), Scale(0, 5, 30, 0.2), Scale(1, 7, 30, 0.2, 4))


@dataclass(frozen=True)
class Problem:
    """Something about a question's answers, as a code and the facts of its sentence."""

    code: str
    facts: Mapping[str, float] = field(default_factory=dict)


def doubts(view: View) -> dict[str, Problem]:
    """Question -> why its answers are left unmeasured; empty where nothing is in doubt.

    Looked for among the answers under the filters and among all of the version's: a scale belongs
    to a survey, and a slice of it may be too small to show what the whole does. The direction is
    judged on the whole alone.
    """
    if not view.manifest.has("feedback"):
        return {}
    whole = _doubts_of_all(view.store, view.manifest.version)
    return {**({} if view.filters.is_empty else out_of_scale(answers(view))), **whole}


def unmeasured(view: View, question: str) -> Estimate | None:
    """What a measure of a question in doubt gives: no value, n = the answers that were looked at;
    None while nothing is in doubt."""
    doubt = doubts(view).get(question)
    return Estimate(None, None, None, int(doubt.facts["n"])) if doubt else None


def answers(view: View) -> Answers:
    """The answers that count under the view's filters, by question."""
    return _counted(view.rows("feedback/survey_answers"))


def mean_answer(own: Counter[float]) -> Estimate:
    """The mean of the answers to one question, with Student's t limits; UNMEASURED without any."""
    total = math.fsum(answer * count for answer, count in own.items())
    squares = math.fsum(answer * answer * count for answer, count in own.items())
    return mean_interval(own.total(), total, squares, bounds=(0.0, float(LAST)))


def outside(view: View) -> dict[str, tuple[int, float]]:
    """Question -> how many numbers of the version lie outside 0-10, and the greatest of them."""
    return _left_out(view.rows("feedback/survey_outside", **OUTSIDE))


def out_of_scale(
    given: Answers, left_out: Mapping[str, tuple[int, float]] | None = None
) -> dict[str, Problem]:
    """Question -> the problem of its scale, from its own answers or those of all items together:
    one questionnaire has one scale, and few people answering nine items show it."""
    pooled = sum((given.get(key, nothing()) for key in SUPERS), nothing())
    together = doubt_of(pooled)
    problems = dict[str, Problem]()
    for question in QUESTIONS:
        own, (count, most) = (
            given.get(question, nothing()),
            (left_out or {}).get(question, (0, 0.0)),
        )
        shared = together if question in SUPERS and own else None
        problem = beyond(own.total(), count, most) or doubt_of(own) or shared
        if problem:
            problems[question] = problem
    return problems


def beyond(inside: int, count: int, most: float) -> Problem | None:
    """`count` numbers outside 0-10, which the import leaves out, are a fifth of all or more: the
    `inside` ones would be what happened to fit. `most` is the greatest of those outside."""
    if count < FEWEST_OUTSIDE or count < OUTSIDE_SHARE * (inside + count):
        return None
    return Problem("beyond", {"count": count, "n": inside + count, "most": most})


def doubt_of(own: Counter[float]) -> Problem | None:
    """Why answers within 0-10 look like another scale; None while they may well be 0-10."""
    return _shorter(own) or _from_one(own)


def batteries(given: Answers, questions: Sequence[str]) -> list[str]:
    """Those of the questions that at least half as many answered as the items' best-answered one:
    a question few were asked would leave too few who answered all."""
    most = max((given[key].total() for key in SUPERS if key in given), default=0)
    return [
        key
        for key in questions
        if key in given and given[key].total() >= max(most, 1) * ASKED_SHARE
    ]


@lru_cache(maxsize=VERSIONS)
def _doubts_of_all(store: Store, version: str) -> dict[str, Problem]:
    """Kept, since a version never changes and every slice of it asks."""
    everybody = Filters().params()
    answer_counts = _counted(store.run("feedback/survey_answers", version, **everybody))
    problems = out_of_scale(
        answer_counts, _left_out(store.run("feedback/survey_outside", version, **OUTSIDE))
    )
    questions = batteries(
        answer_counts, [key for key in (*QUESTIONS, RATING) if key not in problems]
    )
    if len(questions) < 2 or not set(questions) & set(SUPERS):  # noqa: PLR2004
        return problems
    sums = store.run(
        "feedback/survey_battery", version, **everybody, questions=questions
    ).to_dicts()
    return {**_reversed(Battery.of(sums, questions), questions), **problems}


def _counted(frame: pl.DataFrame) -> Answers:
    found: Answers = {}
    for question, answer, count in frame.iter_rows():
        found.setdefault(question, nothing())[answer] = count
    return found


def _left_out(frame: pl.DataFrame) -> dict[str, tuple[int, float]]:
    return {question: (count, most) for question, count, most in frame.iter_rows()}


def _shorter(own: Counter[float]) -> Problem | None:
    """Every answer lies within a shorter scale."""
    n = own.total()
    for scale in SHORTER:
        within = n >= scale.fewest and scale.bottom <= min(own) and max(own) <= scale.top
        is_cut = n and own[float(scale.top)] >= scale.at_top * n and min(own) <= scale.down_to
        if within and is_cut:
            return Problem("shorter", {"n": n, "bottom": scale.bottom, "top": scale.top})
    return None


def _from_one(own: Counter[float]) -> Problem | None:
    """Ten or more answered 1, more than 2, and nobody 0, though answers reach the upper end: those
    who mean the lowest possible take 0 if it is there, and real answers tail off towards it."""
    ones = own[1.0]
    if ones < max(FEWEST_ONES, own[2.0]) or min(own) < 1 or max(own) < UPPER_END:
        return None
    return Problem("from_one", {"n": own.total(), "ones": ones})


def _reversed(battery: Battery, asked: Sequence[str]) -> dict[str, Problem]:
    """Questions answered against the rest: among 30 or more who answered all, a correlation with
    the others' total of -0.3 or below, its interval clear of 0. With two questions only, the one
    asked about a super is doubted, since recommendation and rating have a known direction."""
    is_pair = len(asked) == 2  # noqa: PLR2004
    judged = [key for key in asked if key in SUPERS or (key == NPS and not is_pair)]
    if battery.n < FEWEST_PAIRED or (is_pair and len(judged) == len(asked)):
        return {}
    links = {key: with_rest(battery, key) for key in judged}
    return {
        key: Problem("reversed", {"n": link.n, "value": link.value})
        for key, link in links.items()
        if link.value is not None and link.value <= AGAINST and (link.high is None or link.high < 0)
    }


def nothing() -> Counter[float]:
    """No answers at all."""
    return Counter()


def distribution(own: Counter[float]) -> tuple[int, ...]:
    """How many answered 0, 1, ... 10; halves count upwards."""
    counts = [0] * (LAST + 1)
    for answer, count in own.items():
        counts[math.floor(answer + 0.5)] += count
    return tuple(counts)
