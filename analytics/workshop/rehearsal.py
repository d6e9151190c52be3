"""A rehearsal: simulated voters for a room that says so, so that nobody meets the screens for the
first time in front of a team."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analytics.workshop.room import LEAST_SCORE, MOST_SCORE, Ballot

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.stats.intervals import Estimate

SEED = 20_221_203
CONFIDENT_BY, SPREAD, MIDDLE = 1.2, 1.6, 6.5
"""In votes: how far teams stand above their data, how far people stand apart, and where they stand
where nothing is measured. Made up, as everything here."""
HALF_WAY = 0.5
"""A second vote goes so far towards the number shown."""


def ballots(
    voters: int, supers: Sequence[str], measured: Mapping[str, Estimate], *, seed: int = SEED
) -> tuple[Ballot, ...]:
    """One ballot per simulated voter, the same for the same seed. `measured`: scores 0-100."""
    generator = np.random.default_rng(seed)
    people = generator.normal(0.0, SPREAD / 2, voters)
    rows = []
    for number in range(voters):
        scores = {
            key: _whole(_middle(measured, key) + people[number] + generator.normal(0.0, SPREAD))
            for key in supers
        }
        rows.append(Ballot(f"rehearsal-{number + 1}", scores))
    return tuple(rows)


def after_seeing(earlier: Sequence[Ballot], measured: Mapping[str, Estimate]) -> tuple[Ballot, ...]:
    """The same voters a second time, half of the way to every number shown."""
    return tuple(
        Ballot(
            ballot.voter,
            {key: _nearer(score, measured, key) for key, score in ballot.scores.items()},
        )
        for ballot in earlier
    )


def _middle(measured: Mapping[str, Estimate], key: str) -> float:
    score = measured.get(key)
    return MIDDLE if score is None or score.value is None else score.value / 10 + CONFIDENT_BY


def _nearer(score: int, measured: Mapping[str, Estimate], key: str) -> int:
    estimate = measured.get(key)
    if estimate is None or estimate.value is None:
        return score
    return _whole(score + HALF_WAY * (estimate.value / 10 - score))


def _whole(score: float) -> int:
    return int(np.clip(round(score), LEAST_SCORE, MOST_SCORE))
