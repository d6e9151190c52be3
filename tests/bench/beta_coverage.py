"""`python -m tests.bench.beta_coverage`: how often the intervals of a beta test hold the truth.

Every test is drawn anew: 40 seeds bring 110 people, each by any seed alike, and people of a seed
share a leaning. A 95 % interval should hold the truth 95 times in 100.
"""

import argparse
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import polars as pl
from numpy.random import Generator

from analytics.beta import clustering, paired

SEEDS, INVITED = 40, 110
SHARE = 0.4
LIKENESSES = (0.0, 0.1, 0.2, 0.3)
PAIRS = (12, 20, 32, 80)
SIDES = (0.35, 0.4)
"""Shares of promoters and of detractors."""
CHANGE, CHANGING = 1.2, 1.6
Held = tuple[str, str, bool, float]
"""What was estimated, from what, whether its interval held the truth, and how wide it was."""


def invited(rng: Generator, likeness: float, share: float) -> tuple[np.ndarray, list[str]]:
    """A yes or no of each, and the seed behind them."""
    by = rng.integers(SEEDS, size=INVITED)
    chance = np.full(SEEDS, share)
    if likeness:
        weight = (1 - likeness) / likeness
        chance = rng.beta(share * weight, (1 - share) * weight, SEEDS)
    return rng.random(INVITED) < chance[by], [str(seed) for seed in by]


def shares(rng: Generator, rounds: int) -> Iterator[Held]:
    """The share of the invited, its likeness, and its mean by seed."""
    for likeness in LIKENESSES:
        label = f"likeness {likeness}"
        for _ in range(rounds):
            yes, seeds = invited(rng, likeness, SHARE)
            answer = clustering.clustering(yes.astype(float), seeds)
            effect = answer.design_effect
            plain = clustering.share(int(yes.sum()), INVITED)
            share = clustering.share(int(yes.sum()), INVITED, effect)
            yield from held("share, plain", label, plain.low, plain.high, SHARE)
            yield from held("share", label, share.low, share.high, SHARE)
            yield from held("likeness", label, answer.likeness.low, answer.likeness.high, likeness)


def marks(rng: Generator, rounds: int) -> Iterator[Held]:
    """Marks 0-10 of the invited: their mean, and their likeness."""
    for likeness in LIKENESSES:
        label = f"likeness {likeness}"
        for _ in range(rounds):
            by = rng.integers(SEEDS, size=INVITED)
            leaning = rng.normal(size=SEEDS)[by] * np.sqrt(likeness)
            own = 7 + 1.5 * (leaning + rng.normal(size=INVITED) * np.sqrt(1 - likeness))
            seeds = [str(seed) for seed in by]
            mean, alike = clustering.mean(own, seeds), clustering.intraclass(own, seeds)
            yield from held("mean mark", label, mean.low, mean.high, 7.0)
            yield from held("likeness of marks", label, alike.low, alike.high, likeness)


def recommending(rng: Generator, rounds: int) -> Iterator[Held]:
    """Promoters less detractors of the invited."""
    truth = 100 * (SIDES[0] - SIDES[1])
    for likeness in LIKENESSES:
        for _ in range(rounds):
            by = rng.integers(SEEDS, size=INVITED)
            weight = (1 - likeness) / likeness if likeness else 1e9
            parts = np.array([*SIDES, 1 - sum(SIDES)]) * weight
            chance = rng.dirichlet(parts, SEEDS)[by]
            draw = rng.random(INVITED)
            answers = np.where(
                draw < chance[:, 0], 9.0, np.where(draw < chance[:, :2].sum(axis=1), 3.0, 7.0)
            )
            sizes = np.unique(by, return_counts=True)[1].tolist()
            alike = clustering.intraclass(answers, [str(seed) for seed in by]).value or 0.0
            effect = clustering.design_effect(sizes, max(alike, clustering.LIKENESS_FLOOR))
            score = clustering.promoters(answers.tolist(), effect)
            yield from held("promoters", f"likeness {likeness}", score.low, score.high, truth)


def changes(rng: Generator, rounds: int) -> Iterator[Held]:
    """The change of marks in whole steps, and of a yes or no, among the same people."""
    for people in PAIRS:
        label = f"{people} people"
        for _ in range(rounds):
            moved = np.rint(rng.normal(CHANGE, CHANGING, people))
            change = paired.paired_t(moved)
            yield from held("change, paired t", label, change.low, change.high, CHANGE)
            drawn = paired.by_seed(moved, [str(person) for person in range(people)])
            yield from held("change, seeds drawn again", label, drawn.low, drawn.high, CHANGE)
            by = rng.integers(max(people // 3, 5), size=people)
            shared = np.rint(moved + 0.7 * rng.normal(size=people // 3 + 5)[by])
            drawn = paired.by_seed(shared, [str(seed) for seed in by])
            yield from held("change, friends together", label, drawn.low, drawn.high, CHANGE)
            counts = rng.multinomial(people, [0.25, 0.05, 0.2, 0.5])
            both, first, later, neither = (int(count) for count in counts)
            share = paired.newcombe(both, later, first, neither)
            yield from held("change of a share", label, share.low, share.high, 0.15)


def held(
    name: str, label: str, low: float | None, high: float | None, truth: float
) -> Iterator[Held]:
    """One interval against the truth; nothing where there is none."""
    if low is not None and high is not None:
        yield name, label, low <= truth <= high, high - low


PARTS: dict[str, Callable[[Generator, int], Iterator[Held]]] = {
    "shares": shares,
    "marks": marks,
    "recommending": recommending,
    "changes": changes,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one line per thing estimated and setting."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.beta_coverage", description=__doc__
    )
    parser.add_argument("--rounds", type=int, default=1000, help="tests drawn a line")
    parser.add_argument("--only", choices=PARTS)
    call = parser.parse_args(arguments)
    show = partial(print, flush=True)
    show("| Estimated | Setting | Intervals | Holds | Width |")
    show("|---|---|--:|--:|--:|")
    for part in PARTS if call.only is None else (call.only,):
        rows = list(PARTS[part](np.random.default_rng(1), call.rounds))
        frame = pl.DataFrame(rows, schema=["name", "label", "held", "width"], orient="row")
        table = frame.group_by("name", "label", maintain_order=True).agg(
            pl.len().alias("count"), pl.col("held").mean(), pl.col("width").median()
        )
        for name, label, count, share, width in table.sort("name", maintain_order=True).rows():
            show(f"| {name} | {label} | {count} | {share:.1%} | {width:.2f} |")


if __name__ == "__main__":
    main()
