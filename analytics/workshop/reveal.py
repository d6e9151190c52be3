"""What a room voted beside what is measured, one super at a time and over all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import polars as pl

from analytics.stats.intervals import CONFIDENCE, UNMEASURED, Estimate
from analytics.stats.quantiles import z
from analytics.workshop.agreement import (
    FEWEST,
    agreement_by_chance,
    concordance,
    concordance_by_chance,
    within_group_agreement,
)
from analytics.workshop.room import LEAST_SCORE, MOST_SCORE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

Agreement = Literal["few", "agreed", "open"]
Stance = Literal["opinion", "none", "higher", "lower", "alike", "split"]

OPTIONS = MOST_SCORE - LEAST_SCORE + 1
POINTS_A_VOTE = 10.0
"""A vote of 7 says what a score of 70 does."""
LEAST_VOTERS = 5
"""Below it chance alone makes people agree too often to say anything."""
DRAWS, SEED = 2_000, 20_221_202


@dataclass(frozen=True)
class SuperVotes:
    """The votes of one round on one super, beside its measured score.

    `votes` in ascending order, 0-10, as median and quartiles are. `measured` is the score 0-100
    with its limits; UNMEASURED where the super is not assessed. `above`, `inside` and `below` count
    the voters beyond the limits' upper end, between both, and under the lower; 0 each where the
    score has no limits. `agreement` is that within the group, `chance` what 95 in 100 groups of so
    many stay below who answer at random; both None below LEAST_VOTERS.
    """

    key: str
    votes: tuple[int, ...]
    median: float | None
    lower_quartile: float | None
    upper_quartile: float | None
    measured: Estimate
    above: int = 0
    inside: int = 0
    below: int = 0
    agreement: float | None = None
    chance: float | None = None

    @property
    def verdict(self) -> Agreement:
        """Whether they agree more than chance would have them."""
        if self.agreement is None or self.chance is None:
            return "few"
        return "agreed" if self.agreement > self.chance else "open"

    @property
    def stance(self) -> Stance:
        """On which side of the data more than half of the voters stand. `opinion`: nothing is
        measured, or with no limits; `none`: nobody has voted."""
        if not self.votes:
            return "none"
        if self.measured.low is None or self.measured.high is None:
            return "opinion"
        half = len(self.votes) / 2
        if self.above > half:
            return "higher"
        if self.below > half:
            return "lower"
        return "alike" if self.inside > half else "split"

    @property
    def gap(self) -> float | None:
        """Points that the median vote lies above the measured score; None where either lacks."""
        if self.median is None or self.measured.value is None:
            return None
        return self.median * POINTS_A_VOTE - self.measured.value


@dataclass(frozen=True)
class Reveal:
    """One round of a room. `supers` in the room's order; `whole` is the median gap over measured
    supers in points, its limits from resampled voters and drawn scores. `order` is Kendall's W of
    those who voted on every super, `order_chance` its line; None below LEAST_VOTERS of them."""

    number: int
    voters: int
    supers: tuple[SuperVotes, ...]
    whole: Estimate
    order: float | None = None
    order_chance: float | None = None

    @property
    def by_gap(self) -> tuple[SuperVotes, ...]:
        """The supers that have a gap, widest first."""
        gaps = [each for each in self.supers if each.gap is not None]
        return tuple(sorted(gaps, key=lambda each: -abs(each.gap or 0.0)))

    def of(self, key: str) -> SuperVotes:
        """The votes on a super; KeyError where the room does not vote on it."""
        return next(each for each in self.supers if each.key == key)


def reveal(
    votes: pl.DataFrame, number: int, supers: Sequence[str], measured: Mapping[str, Estimate]
) -> Reveal:
    """From one row per round, voter and super (as `Workshops.votes`): the round of that number.

    `measured`: the score 0-100 of every super that is assessed.
    """
    table = _ballots(votes, number, supers)
    each = tuple(
        _super_votes(key, table[:, place], measured.get(key, UNMEASURED))
        for place, key in enumerate(supers)
    )
    full = table[~np.isnan(table).any(axis=1)]
    order, order_chance = _order(full)
    whole = _whole_gap(table, [votes_.measured for votes_ in each])
    return Reveal(number, len(table), each, whole, order, order_chance)


def _ballots(votes: pl.DataFrame, number: int, supers: Sequence[str]) -> NDArray[np.float64]:
    """One row per voter of the round, one column per super; NaN where somebody gave no answer."""
    cast = votes.filter(pl.col("round") == number, pl.col("super").is_in(list(supers)))
    voters = cast["voter"].unique().sort().to_list()
    table = np.full((len(voters), len(supers)), np.nan)
    rows = {voter: row for row, voter in enumerate(voters)}
    columns = {key: column for column, key in enumerate(supers)}
    for voter, key, score in cast.select("voter", "super", "score").iter_rows():
        table[rows[voter], columns[key]] = score
    return table


def _super_votes(key: str, column: NDArray[np.float64], measured: Estimate) -> SuperVotes:
    cast = np.sort(column[~np.isnan(column)])
    if not cast.size:
        return SuperVotes(key, (), None, None, None, measured)
    lower, middle, upper = (float(at) for at in np.quantile(cast, (0.25, 0.5, 0.75)))
    above = inside = below = 0
    if measured.low is not None and measured.high is not None:
        points = cast * POINTS_A_VOTE
        above, below = int((points > measured.high).sum()), int((points < measured.low).sum())
        inside = cast.size - above - below
    agreement = chance = None
    if cast.size >= LEAST_VOTERS:
        agreement = within_group_agreement(cast, OPTIONS)
        chance = agreement_by_chance(int(cast.size), OPTIONS)
    shown = tuple(int(score) for score in cast)
    return SuperVotes(
        key, shown, middle, lower, upper, measured, above, inside, below, agreement, chance
    )


def _order(full: NDArray[np.float64]) -> tuple[float | None, float | None]:
    people, things = full.shape
    if people < LEAST_VOTERS or things < FEWEST:
        return None, None
    agreed = concordance(full)
    return (None, None) if np.isnan(agreed) else (agreed, concordance_by_chance(people, things))


def _whole_gap(table: NDArray[np.float64], measured: Sequence[Estimate]) -> Estimate:
    """The median over measured supers of the median vote less the score, in points."""
    columns = [
        place
        for place, score in enumerate(measured)
        if score.value is not None and not np.isnan(table[:, place]).all()
    ]
    people = len(table)
    if not columns:
        return UNMEASURED
    votes = table[:, columns] * POINTS_A_VOTE
    centres = np.array([measured[place].value for place in columns], dtype=float)
    value = float(np.median(np.nanmedian(votes, axis=0) - centres))
    if people < LEAST_VOTERS:
        return Estimate(value, None, None, people)
    generator = np.random.default_rng(SEED)
    spreads = np.array([_spread(measured[place]) for place in columns])
    scores = np.clip(generator.normal(centres, spreads, (DRAWS, len(columns))), 0.0, 100.0)
    again = votes[generator.integers(0, people, (DRAWS, people))]
    # Somebody always answers: a super that a draw left without a vote keeps its own median.
    missing = np.isnan(again).all(axis=1)
    again[:, 0, :] = np.where(missing, np.nanmedian(votes, axis=0), again[:, 0, :])
    gaps = np.median(np.nanmedian(again, axis=1) - scores, axis=1)
    tail = (1 - CONFIDENCE) / 2
    low, high = (float(at) for at in np.quantile(gaps, (tail, 1 - tail)))
    return Estimate(value, min(low, value), max(high, value), people)


def _spread(score: Estimate) -> float:
    """The standard error behind a score's limits; none where it has none."""
    if score.low is None or score.high is None:
        return 0.0
    return (score.high - score.low) / (2 * z(CONFIDENCE))
