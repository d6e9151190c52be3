"""Three voices on each super: what people do, what customers say, what the team believes; and the
gap between them, named."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from analytics.assessment.votes import Votes, of_dataset
from analytics.scoring.joint import reaches
from analytics.scoring.scoring import (
    FEWEST_UNITS,
    Goalposts,
    SuperScore,
    score_measure,
    score_super,
)
from analytics.stats.intervals import UNMEASURED, Estimate, difference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import Super
    from analytics.measures.base import Voice
    from analytics.scoring.joint import Part
    from analytics.scoring.scoring import MeasureScore
    from analytics.storage.versions import Store

Code = Literal[
    "over_confident",
    "under_sold",
    "over_praised",
    "agreed",
    "cannot_tell",
    "one_voice",
    "no_voice",
]
Side = Literal["team", "measured", "behaviour", "customers"]
Sides = tuple[Side, Side]

AGREEMENT_MARGIN = 10.0
"""Points: a gap whose whole interval is smaller than this is none."""
QUESTION = "survey_item"
"""The measure of what customers answer to the question that the team votes on."""
WHOLE_SCALE = Goalposts(0.0, 10.0)
"""Of a super without that question."""
NOBODY: Sides = ("behaviour", "customers")
SIGNS: Mapping[Voice, int] = {"behaviour": 1, "customers": -1}


@dataclass(frozen=True)
class Gap:
    """How two voices differ: first less second in points, with its interval."""

    code: Code
    sides: Sides
    points: Estimate


@dataclass(frozen=True)
class Voices:
    """One super as three voices see it, each 0-100; a voice without evidence has a value of None.

    n is that of the thinnest measure behind a voice, for the team the number of voters. `measured`
    is the super's own score: behaviour and customers together, by their weights.
    """

    key: str
    behaviour: Estimate
    customers: Estimate
    team: Estimate
    measured: Estimate
    gap: Gap

    def voice(self, name: Voice) -> Estimate:
        """The estimate of behaviour, customers or the team."""
        return {"behaviour": self.behaviour, "customers": self.customers, "team": self.team}[name]


def by_super(assessment: Assessment, store: Store) -> tuple[Voices, ...]:
    """The voices on each super of an assessment, in their order."""
    return compare(assessment, of_dataset(store, assessment.manifest, assessment.definition))


def compare(assessment: Assessment, votes: Votes) -> tuple[Voices, ...]:
    """The voices on each super, the team's from `votes`.

    Behaviour and customers are weighted means of the super's measures of that voice, on their
    goalposts, limits by MOVER as for the super itself; the team's mean vote stands between the
    goalposts of the customers' answers to the same question, from three voters on. The gap is the
    difference of two voices with MOVER limits (Zou and Donner 2008), which take into account that
    the customers who answer are often among those who buy. It is named, in this order:

    agreed          the whole interval lies within 10 points of no difference
    over_confident  the team clearly above what is measured (the interval is above 0)
    under_sold      the team clearly below it; or behaviour clearly above what customers say
    over_praised    what customers say clearly above behaviour
    cannot_tell     the interval holds 0 and reaches beyond 10 points
    one_voice, no_voice   there are no two to compare

    The team is compared first. Where that cannot tell, or nobody voted, behaviour and customers
    are; goalposts are set measure by measure, so between these two even a clear gap says where to
    look and no more.
    """
    return tuple(
        _of_super(score, assessment.super_of(score.key), votes) for score in assessment.supers
    )


def _of_super(score: SuperScore, definition: Super, votes: Votes) -> Voices:
    behaviour = _voice(score, definition, "behaviour")
    customers = _voice(score, definition, "customers")
    team, measured = _team(votes.of(score.key), definition), _estimate(score)
    between = _code_gap(
        _together(behaviour, customers, _parts(score, definition)), ("behaviour", "customers")
    )
    gap = _gap(team, measured, behaviour, customers, between)
    return Voices(score.key, behaviour, customers, team, measured, gap)


def _voice(score: SuperScore, definition: Super, voice: Voice) -> Estimate:
    """The super as if it had only the measures of one voice."""
    own = _counted_of(score, definition, voice)
    return _estimate(score_super(score.key, score.weight, own))


def _counted_of(score: SuperScore, definition: Super, voice: Voice) -> list[MeasureScore]:
    own = {use.key for use in definition.measures if use.measure.voice == voice}
    return [
        measure
        for measure in score.measures
        if measure.key in own and measure.score is not None and measure.weight > 0
    ]


def _estimate(score: SuperScore) -> Estimate:
    if score.score is None:
        return UNMEASURED
    counted = [
        measure for measure in score.measures if measure.score is not None and measure.weight > 0
    ]
    return Estimate(
        score.score, score.low, score.high, min(measure.estimate.n for measure in counted)
    )


def _team(mean: Estimate, definition: Super) -> Estimate:
    """The mean vote, 0-10, where a customer's answer of as much would stand: a vote and an answer
    of 4.6 score the same. An anecdote of one or two voters is none."""
    if mean.value is None or mean.n < FEWEST_UNITS:
        return UNMEASURED
    questions = (use.goalposts for use in definition.measures if use.measure.key == QUESTION)
    vote = score_measure("votes", mean, next(questions, WHOLE_SCALE))
    return Estimate(vote.score, vote.low, vote.high, mean.n)


def _gap(
    team: Estimate, measured: Estimate, behaviour: Estimate, customers: Estimate, between: Gap
) -> Gap:
    """The gap that is named; `between` is that of behaviour and customers."""
    available = [
        estimate for estimate in (team, behaviour, customers) if estimate.value is not None
    ]
    if len(available) < 2:  # noqa: PLR2004
        return Gap("one_voice" if available else "no_voice", NOBODY, UNMEASURED)
    if team.value is None:
        return between
    team_gap = _code_gap(difference(team, measured), ("team", "measured"))
    is_open = team_gap.code == "cannot_tell" and between.code not in ("cannot_tell", "one_voice")
    return between if is_open else team_gap


def _parts(score: SuperScore, definition: Super) -> list[Part]:
    """Behaviour less customers as a weighted sum of their measures."""
    return [
        measure.part(sign * measure.weight / math.fsum(other.weight for other in measures))
        for voice, sign in SIGNS.items()
        for measures in (_counted_of(score, definition, voice),)
        for measure in measures
    ]


def _together(behaviour: Estimate, customers: Estimate, parts: Sequence[Part]) -> Estimate:
    """Behaviour less customers; those who answer are often among those who buy."""
    n = min(behaviour.n, customers.n)
    if behaviour.value is None or customers.value is None:
        return replace(UNMEASURED, n=n)
    value, (down, up) = behaviour.value - customers.value, reaches(parts)
    return Estimate(value, value - down, value + up, n)


def _code_gap(points: Estimate, sides: Sides) -> Gap:
    return Gap(_code(points, sides), sides, points)


def _code(points: Estimate, sides: Sides) -> Code:
    if points.value is None:
        return "one_voice"
    if points.low is None or points.high is None:
        return "cannot_tell"
    if points.low >= -AGREEMENT_MARGIN and points.high <= AGREEMENT_MARGIN:
        return "agreed"
    if points.low > 0:
        return "over_confident" if sides[0] == "team" else "under_sold"
    if points.high < 0:
        return "under_sold" if sides[0] == "team" else "over_praised"
    return "cannot_tell"
