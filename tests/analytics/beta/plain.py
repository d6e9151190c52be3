"""The numbers of a beta test worked out slowly, person by person."""

from collections import defaultdict
from collections.abc import Sequence
from itertools import product
from math import comb, gamma, prod


def places(inviters: dict[str, str]) -> dict[str, tuple[str, str, int | None]]:
    """Tester -> (role, seed, generation), by walking up from each tester; `inviters` holds the
    inviter of each tester, empty for seeds."""
    placed = {}
    for tester in inviters:
        path = [tester]
        while inviters.get(path[-1]) and inviters[path[-1]] not in path:
            path.append(inviters[path[-1]])
        top = path[-1]
        again = inviters.get(top, "")
        if again:
            circle = path[path.index(again) :]
            first = min(circle, key=list(inviters).index)
            placed[tester] = ("circle" if tester in circle else "invited", first, None)
        elif top not in inviters:
            placed[tester] = ("invited", top, None)
        else:
            role = "seed" if tester == top else "invited"
            placed[tester] = (role, top, len(path) - 1)
    return placed


def intraclass(answers: Sequence[float], seeds: Sequence[str]) -> float | None:
    """The intraclass correlation by the textbook's table of squares."""
    groups = defaultdict(list)
    for answer, seed in zip(answers, seeds, strict=True):
        groups[seed].append(answer)
    n, k = len(answers), len(groups)
    grand = sum(answers) / n
    between = sum(len(own) * (sum(own) / len(own) - grand) ** 2 for own in groups.values())
    within = sum((answer - sum(own) / len(own)) ** 2 for own in groups.values() for answer in own)
    between, within = between / (k - 1), within / (n - k)
    common = (n - sum(len(own) ** 2 for own in groups.values()) / n) / (k - 1)
    whole = between + (common - 1) * within
    return (between - within) / whole if whole > 1e-9 else None


def yes_of_invited(invited: int, seeds: int, truth: float, likeness: float) -> list[float]:
    """How likely 0, 1, ... of the invited say yes: over every way to come from the seeds."""
    law = [0.0] * (invited + 1)
    for by in product(range(seeds), repeat=invited):
        sizes = [by.count(seed) for seed in range(seeds)]
        for counts in product(*(range(size + 1) for size in sizes)):
            chance = prod(
                _shared(size, count, truth, likeness)
                for size, count in zip(sizes, counts, strict=True)
            )
            law[sum(counts)] += chance / seeds**invited
    return law


def _shared(size: int, count: int, truth: float, likeness: float) -> float:
    """Beta-binomial by gamma functions."""
    heads, tails = (part * (1 - likeness) / likeness for part in (truth, 1 - truth))
    together = gamma(count + heads) * gamma(size - count + tails) / gamma(size + heads + tails)
    return comb(size, count) * together * gamma(heads + tails) / gamma(heads) / gamma(tails)
