"""Which need matters and is badly met: importance against satisfaction, within one segment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.positioning.base import (
    LEAST_PEOPLE,
    SCALE,
    TOP_BOX,
    TOP_NEEDS,
    Code,
    Refusal,
    certainty,
)
from analytics.positioning.marks import SIDES
from analytics.stats.clusters import weights
from analytics.stats.intervals import (
    CONFIDENCE,
    UNMEASURED,
    Estimate,
    difference,
    limited,
    wilson,
)
from analytics.stats.refusals import Certainty
from analytics.stats.resampling import SEED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from analytics.positioning.marks import Marks

    Numbers = NDArray[np.float64]

POINTS = SCALE[1]
UNDERSERVED = 10.0
BANDS = (10.0, 12.0, 15.0)
"""Opportunity above 10 is a need badly met; 12 and 15 are the author's higher bands (Ulwick)."""
SPARE = 2.0
"""People added to either side of a share before its spread is taken (Agresti and Coull 1998)."""
ROUND = 60
"""Corners of an ellipse as it is drawn."""


@dataclass(frozen=True)
class Ellipse:
    """Where importance (x) and satisfaction (y), 0-10, lie together 95 times in 100: the middle,
    and the covariance of the two."""

    x: float
    y: float
    var_x: float
    var_y: float
    cov: float

    def outline(self, confidence: float = CONFIDENCE) -> Numbers:
        """Corners (x, y) of the ellipse, the first again at the end; cut off at the ends of the
        scale."""
        reach = math.sqrt(-2 * math.log(1 - confidence))
        angles = np.linspace(0, 2 * np.pi, ROUND + 1)
        circle = np.stack([np.cos(angles), np.sin(angles)])
        values, axes = np.linalg.eigh([[self.var_x, self.cov], [self.cov, self.var_y]])
        offsets = axes @ (np.sqrt(np.maximum(values, 0))[:, None] * circle) * reach
        corners: Numbers = np.clip(np.array([[self.x], [self.y]]) + offsets, *SCALE).T
        return corners


@dataclass(frozen=True)
class Need:
    """One need in one segment (None: people who were put in none).

    `importance`, `satisfaction`: 10 x the share of 9 and 10; `opportunity` 0-20; n are people with
    both marks. `top_three`: the share of resamples in which it is among the three needs of most
    opportunity.
    """

    segment: str | None
    need: str
    importance: Estimate
    satisfaction: Estimate
    opportunity: Estimate
    ellipse: Ellipse | None
    top_three: float | None
    certainty: Certainty
    refusal: Refusal | None = None

    @property
    def is_underserved(self) -> bool:
        """Whether it is surely badly met: its whole interval lies above 10. Each need is looked at
        for itself: of needs that stand at 10 exactly, 2 to 4 in 100 are called so by chance."""
        return self.opportunity.low is not None and self.opportunity.low > UNDERSERVED


def opportunity_score(importance: float, satisfaction: float) -> float:
    """I + max(I - S, 0), both on 0-10 (Ulwick 2005, What Customers Want)."""
    return importance + max(importance - satisfaction, 0.0)


def landscape(marks: Marks, *, least: int = LEAST_PEOPLE) -> list[Need]:
    """One item per segment and need, segments by name and within them the most opportunity first;
    those refused come last. Needs of a segment are compared within it alone, never across.

    The limits of opportunity are those of max(I, 2 I - S): Wilson's for I, and Zou and Donner's
    (2008) for the difference, which keep the importance and the satisfaction of a person together.
    They held the truth of simulated surveys 92 to 98 times in 100 at 30, 50, 100 and 220 people,
    from needs that nearly all find important to needs that few do, and the ellipses 93 to 97 times
    (`python -m tests.bench.positioning_coverage`).
    """
    return [
        need
        for segment, answers in _by_segment(marks)
        for need in _of_segment(segment, answers, marks.other_scale, least)
    ]


def most_asked(needs: Sequence[Need]) -> list[str | None]:
    """The segments of a landscape, those whose needs most people answered first."""
    people: dict[str | None, int] = {}
    for need in needs:
        people[need.segment] = max(people.get(need.segment, 0), need.opportunity.n)
    return sorted(people, key=lambda segment: -people[segment])


def opportunity(
    is_important: Numbers, is_satisfied: Numbers
) -> tuple[Estimate, Estimate, Estimate, Ellipse]:
    """Importance, satisfaction, opportunity and the ellipse, from whether each person marked a need
    9 or 10 on either side."""
    n = len(is_important)
    first, second = (wilson(float(side.sum()), n) for side in (is_important, is_satisfied))
    x, y = float(is_important.mean()), float(is_satisfied.mean())
    cov = float((is_important * is_satisfied).mean()) - x * y
    spread = math.sqrt(x * (1 - x) * y * (1 - y))
    doubled = difference(_times(first, 2), second, cov / spread if spread > 0 else 0.0)
    value = opportunity_score(x, y)
    low = max(first.low or 0.0, doubled.low or 0.0)
    high = max(first.high or 0.0, doubled.high or 0.0)
    over_all = limited(POINTS * value, POINTS * low, POINTS * high, n, (0.0, 2 * POINTS))
    return _times(first, POINTS), _times(second, POINTS), over_all, _ellipse(x, y, cov, n)


def _ellipse(x: float, y: float, cov: float, n: int) -> Ellipse:
    people = n + 2 * SPARE
    drawn_x, drawn_y = (x * n + SPARE) / people, (y * n + SPARE) / people
    square = POINTS**2 / people
    return Ellipse(
        POINTS * drawn_x,
        POINTS * drawn_y,
        square * drawn_x * (1 - drawn_x),
        square * drawn_y * (1 - drawn_y),
        square * cov * n / people,
    )


def _by_segment(marks: Marks) -> list[tuple[str | None, pl.DataFrame]]:
    groups = marks.rows.sort("segment", "need", "respondent", nulls_last=True).group_by(
        "segment", maintain_order=True
    )
    return [(str(name) if name is not None else None, rows) for (name,), rows in groups]


def _of_segment(
    segment: str | None, answers: pl.DataFrame, other_scale: frozenset[str], least: int
) -> list[Need]:
    names: list[str] = answers["need"].unique(maintain_order=True).to_list()
    has_both = pl.all_horizontal(pl.col(*SIDES).is_not_null())
    pairs = answers.filter(has_both).select(
        "respondent", "need", *(pl.col(side) >= TOP_BOX for side in SIDES)
    )
    held = {name: pairs.filter(pl.col("need") == name) for name in names}
    sure = [name for name in names if held[name].height >= least and name not in other_scale]
    chances = _top_three(pairs, sure)
    needs = [
        _measured(segment, name, held[name], chances.get(name))
        if name in chances
        else _refused(
            segment,
            name,
            answers.filter(pl.col("need") == name),
            least,
            is_other_scale=name in other_scale,
        )
        for name in names
    ]
    return sorted(needs, key=_most_first)


def _most_first(need: Need) -> tuple[bool, float, str]:
    """The most opportunity first, those of which it cannot be told last."""
    value = need.opportunity.value
    return value is None, -(value or 0.0), need.need


def _measured(segment: str | None, name: str, pairs: pl.DataFrame, top_three: float | None) -> Need:
    sides = [pairs[side].to_numpy().astype(float) for side in SIDES]
    importance, satisfaction, over_all, ellipse = opportunity(sides[0], sides[1])
    level = certainty(pairs.height)
    return Need(segment, name, importance, satisfaction, over_all, ellipse, top_three, level)


def _refused(
    segment: str | None, name: str, rows: pl.DataFrame, least: int, *, is_other_scale: bool
) -> Need:
    """A need of which too little is to be seen: each side with the marks it has, if they are
    enough, and no opportunity."""
    sides, columns = [], [rows[side].drop_nulls() for side in SIDES]
    for column in columns:
        tops, n = int((column >= TOP_BOX).sum()), len(column)
        is_shown = n >= least and not is_other_scale
        sides.append(_times(wilson(tops, n), POINTS) if is_shown else UNMEASURED)
    both = rows.filter(pl.all_horizontal(pl.col(*SIDES).is_not_null())).height
    code: Code = "few_answers"
    if is_other_scale:
        code = "other_scale"
    elif not len(columns[0]):
        code = "no_importance"
    elif not len(columns[1]):
        code = "no_satisfaction"
    nothing, refusal = Estimate(None, None, None, both), Refusal(code, both, least)
    return Need(segment, name, sides[0], sides[1], nothing, None, None, "refused", refusal=refusal)


def _top_three(pairs: pl.DataFrame, names: Sequence[str]) -> dict[str, float | None]:
    """The share of resamples of people in which each need is among the three of most opportunity;
    ties share the places. None where there are no more than three needs."""
    if len(names) <= TOP_NEEDS:
        return dict.fromkeys(names)
    people = pairs["respondent"].unique().sort()
    row = {name: place for place, name in enumerate(people)}
    table = np.zeros((3, len(people), len(names)), dtype=np.float32)
    for column, name in enumerate(names):
        rows = pairs.filter(pl.col("need") == name)
        places = [row[respondent] for respondent in rows["respondent"]]
        table[0, places, column] = 1.0
        for side, key in enumerate(SIDES, start=1):
            table[side, places, column] = rows[key].to_numpy()
    drawn = weights(len(people), SEED)
    counts, important, satisfied = (drawn @ part for part in table)
    x, y = (side / np.maximum(counts, 1.0) for side in (important, satisfied))
    scores = x + np.maximum(x - y, 0.0)
    shares = _places(scores.astype(float))
    return dict(zip(names, shares.tolist(), strict=True))


def _places(scores: Numbers) -> Numbers:
    """How often each column is among the three largest of a row; those that tie for the last places
    have equal parts of them."""
    edge = np.sort(scores, axis=1)[:, -TOP_NEEDS][:, None]
    is_above, is_level = scores > edge, scores == edge
    left = TOP_NEEDS - is_above.sum(axis=1, keepdims=True)
    parts = is_level * left / is_level.sum(axis=1, keepdims=True)
    shares: Numbers = (is_above + parts).mean(axis=0)
    return shares


def _times(estimate: Estimate, factor: float) -> Estimate:
    value, low, high = (
        None if number is None else factor * number
        for number in (estimate.value, estimate.low, estimate.high)
    )
    return Estimate(value, low, high, estimate.n)
