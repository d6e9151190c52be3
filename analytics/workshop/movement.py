"""What a second vote says: who moved after seeing the number. Never evidence about the brand: half
of the way to a number shown makes people agree without knowing anything new."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.workshop.reveal import POINTS_A_VOTE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Movement:
    """One super in two rounds, of the people who answered it in both.

    `pairs` are their votes before and after, in no order of people. `towards`, `away` and `still`
    count who moved nearer to the measured score, farther from it, and not at all; without a
    measured score `towards` and `away` are 0 and `moved` says how many moved.
    """

    key: str
    pairs: tuple[tuple[int, int], ...]
    median_before: float | None
    median_after: float | None
    towards: int
    away: int
    still: int

    @property
    def moved(self) -> int:
        return len(self.pairs) - self.still


def movements(
    votes: pl.DataFrame,
    earlier: int,
    later: int,
    supers: Sequence[str],
    measured: Mapping[str, Estimate],
) -> tuple[Movement, ...]:
    """From one row per round, voter and super (as `Workshops.votes`): one movement per super, in
    their order."""
    rounds = [
        votes.filter(pl.col("round") == number).select("voter", "super", "score")
        for number in (earlier, later)
    ]
    paired = rounds[0].join(rounds[1], on=["voter", "super"], suffix="_after").sort("score")
    return tuple(
        _movement(
            key,
            paired.filter(pl.col("super") == key).select("score", "score_after").rows(),
            measured.get(key, UNMEASURED),
        )
        for key in supers
    )


def _movement(key: str, pairs: Sequence[tuple[int, int]], measured: Estimate) -> Movement:
    still = sum(before == after for before, after in pairs)
    towards = away = 0
    if measured.value is not None:
        target = measured.value / POINTS_A_VOTE
        nearer = [abs(before - target) - abs(after - target) for before, after in pairs]
        towards, away = sum(step > 0 for step in nearer), sum(step < 0 for step in nearer)
    frame = pl.DataFrame(pairs, {"before": pl.Int64, "after": pl.Int64}, orient="row")
    return Movement(
        key,
        tuple(pairs),
        _median(frame["before"]),
        _median(frame["after"]),
        towards,
        away,
        still,
    )


def _median(scores: pl.Series) -> float | None:
    return None if scores.is_empty() else float(scores.median())  # type: ignore[arg-type]
