"""`python -m tests.bench.attendance`: how often an event that did nothing is said to have done
something, and how often the interval holds the effect of one that did.

Every event is drawn anew: guests come rather from the kinds of people who come back soon, each kind
has its own chance, and some were watched for less than 90 days. A 95 % interval should leave 0 out
in 5 of 100 events that did nothing.
"""

import argparse
from collections.abc import Iterator

import numpy as np
import polars as pl
from numpy.random import Generator

from analytics.stats.matching import matched_curves

KINDS = 60
DAY = 90
SIZES = ((30, 300), (30, 3000), (100, 1000), (300, 3000))
EFFECTS = (0.0, 0.1)


def counts(rng: Generator, guests: int, others: int, effect: float) -> tuple[pl.DataFrame, float]:
    """People of an event as `matched_curves` takes them, and by how much guests come back more
    often. `effect`: the share of guests that it brings back within 90 days, of those who would not
    have come."""
    odds = rng.gamma(0.7, size=KINDS)
    chance = 1 / (1 + np.exp(-(rng.normal(-1.2, 0.8, KINDS))))
    keen = odds * np.exp(2 * chance)
    kind = np.concatenate(
        [
            rng.choice(KINDS, guests, p=keen / keen.sum()),
            rng.choice(KINDS, others, p=odds / odds.sum()),
        ]
    )
    is_guest = np.arange(guests + others) < guests
    hazard = -np.log(1 - chance[kind]) / DAY
    back = rng.exponential(1 / hazard)
    is_moved = is_guest & (back > DAY) & (rng.random(guests + others) < effect)
    back = np.where(is_moved, rng.uniform(1, DAY, guests + others), back)
    watched = np.where(kind % 5 == 0, 60, 2 * DAY)
    days = np.minimum(np.ceil(back), watched).astype(int)
    rows = pl.DataFrame(
        {
            "kind": kind.astype(str),
            "is_guest": is_guest,
            "days": days,
            "is_event": np.ceil(back) <= watched,
        }
    )
    truth = effect * float(1 - chance[kind[:guests]].mean())
    return rows.group_by(rows.columns).agg(people=pl.len().cast(pl.Int64)), truth


def drawn(rounds: int, seed: int) -> Iterator[tuple[int, int, float, bool]]:
    """Guests, others, effect, and whether the interval held it."""
    rng = np.random.default_rng(seed)
    for guests, others in SIZES:
        for effect in EFFECTS:
            for _ in range(rounds):
                rows, truth = counts(rng, guests, others, effect)
                gap = matched_curves(rows, DAY).difference
                if gap.low is not None and gap.high is not None:
                    yield guests, others, effect, gap.low <= truth <= gap.high


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    call = parser.parse_args()
    held: dict[tuple[int, int, float], list[bool]] = {}
    for guests, others, effect, is_held in drawn(call.rounds, call.seed):
        held.setdefault((guests, others, effect), []).append(is_held)
    for (guests, others, effect), each in held.items():
        print(f"{guests:5} guests {others:5} others effect {effect:.1f}: {np.mean(each):.1%} held")


if __name__ == "__main__":
    main()
