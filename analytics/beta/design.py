"""What a rule would do before anybody has answered: how often it lets a weak product go, and how
often it lets a good one; and how many answers a question takes."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import lru_cache
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from analytics.beta.base import LIKENESSES
from analytics.errors import UsageError
from analytics.stats.quantiles import z

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LIKENESS = 0.2
"""Likeness that a proposed rule reckons with."""
MOST_FALSE_GO, MOST_FALSE_STOP = 0.05, 0.025
MOST_PEOPLE = 1_000
FEWEST_CELLS = 64
NEGLIGIBLE = 1e-18


@dataclass(frozen=True)
class Plan:
    """A rule in two stages on the share of people who would be very disappointed without the
    product. Stop if at most `stop_at` of the first `seeds` seeds would (-1: too few seeds to stop
    at any line); go if at least `go_at` of the first `invited` people they brought would; else
    fix. `unacceptable` and `desired` are shares 0-1."""

    unacceptable: float
    desired: float
    seeds: int
    invited: int
    stop_at: int
    go_at: int

    @property
    def has_stop(self) -> bool:
        return self.stop_at >= 0


@dataclass(frozen=True)
class Chances:
    """What comes of a product whose true share is `truth`, where friends of one seed are so much
    alike; the three sum to 1."""

    truth: float
    likeness: float
    stop: float
    fix: float
    go: float


def checked(plan: Plan) -> Plan:
    """The plan itself; UsageError where it is none: shares that are not 0 < unacceptable < desired
    < 1, no people, more than MOST_PEOPLE, or lines beyond them."""
    if not 0 < plan.unacceptable < plan.desired < 1:
        shares = f"{plan.unacceptable:g},{plan.desired:g}"
        raise UsageError.bad_option("unacceptable,desired", shares, "0.25,0.4")
    for name, people in (("seeds", plan.seeds), ("invited", plan.invited)):
        if not 1 <= people <= MOST_PEOPLE:
            raise UsageError.bad_option(name, str(people), f"1-{MOST_PEOPLE}")
    if not -1 <= plan.stop_at < plan.seeds:
        raise UsageError.bad_option("stop_at", str(plan.stop_at), f"0-{plan.seeds - 1}")
    if not 1 <= plan.go_at <= plan.invited:
        raise UsageError.bad_option("go_at", str(plan.go_at), f"1-{plan.invited}")
    return plan


def proposed(unacceptable: float, desired: float, seeds: int = 40, invited: int = 110) -> Plan:
    """The plan with the highest line for stop that stops a desired product at most
    MOST_FALSE_STOP of the time, and the lowest line for go that lets an unacceptable one go at
    most MOST_FALSE_GO of the time at LIKENESS. UsageError as `checked`; where no line keeps that
    promise, all invited people must say yes."""
    draft = checked(Plan(unacceptable, desired, seeds, invited, -1, invited))
    stopped = np.cumsum(binomial(seeds, desired))
    stop_at = int((stopped <= MOST_FALSE_STOP).sum()) - 1
    passed = 1 - float(np.cumsum(binomial(seeds, unacceptable))[stop_at]) if stop_at >= 0 else 1.0
    at_least = np.cumsum(invited_yes(invited, seeds, unacceptable, LIKENESS)[::-1])[::-1]
    lines = np.flatnonzero(passed * at_least <= MOST_FALSE_GO)
    go_at = int(lines[0]) if len(lines) else invited
    return replace(draft, stop_at=stop_at, go_at=max(go_at, 1))


def chances(plan: Plan, truth: float, likeness: float) -> Chances:
    """What the rule does with a product of that true share; exact for people who are brought by
    any seed alike, and seeds who answer apart from their friends."""
    stop = float(binomial(plan.seeds, truth)[: plan.stop_at + 1].sum())
    yes = invited_yes(plan.invited, plan.seeds, truth, likeness)
    go = (1 - stop) * float(yes[plan.go_at :].sum())
    return Chances(truth, likeness, stop, 1 - stop - go, go)


def promises(plan: Plan) -> tuple[Chances, ...]:
    """The chances at every likeness of LIKENESSES, for the unacceptable and for the desired
    share."""
    return tuple(
        chances(plan, truth, likeness)
        for truth in (plan.unacceptable, plan.desired)
        for likeness in LIKENESSES
    )


@lru_cache(maxsize=64)
def invited_yes(invited: int, seeds: int, truth: float, likeness: float) -> Numbers:
    """How likely 0, 1, ... of the invited say yes, where each came from any seed alike and those
    of a seed share a chance drawn from a beta distribution with that intraclass correlation.

    Sizes of all seeds are Poisson given their sum, so that the joint law of size and yes of one
    seed, convolved over all seeds, is read at the size that was invited.
    """
    if likeness <= 0 or seeds < 1:
        return binomial(invited, truth)
    # Sums beyond the width would wrap round onto small ones.
    width = max(1 << (2 * invited).bit_length(), FEWEST_CELLS)
    of_a_seed = np.zeros((width, width))
    mean = invited / seeds
    for size in range(invited + 1):
        weight = math.exp(size * math.log(mean) - mean - math.lgamma(size + 1))
        if weight < NEGLIGIBLE and size > mean:
            break
        of_a_seed[size, : size + 1] = weight * beta_binomial(size, truth, likeness)
    together = np.fft.irfft2(np.fft.rfft2(of_a_seed) ** seeds, s=of_a_seed.shape)
    yes = np.maximum(together[invited, : invited + 1], 0.0)
    law: Numbers = yes / yes.sum()
    law.flags.writeable = False
    return law


@lru_cache(maxsize=512)
def binomial(n: int, truth: float) -> Numbers:
    """How likely 0, 1, ... n of n people say yes."""
    counts = np.arange(n + 1)
    logs = [
        math.lgamma(n + 1) - math.lgamma(count + 1) - math.lgamma(n - count + 1)
        for count in range(n + 1)
    ]
    law: Numbers = np.exp(logs + counts * math.log(truth) + (n - counts) * math.log1p(-truth))
    law.flags.writeable = False
    return law


def beta_binomial(n: int, truth: float, likeness: float) -> Numbers:
    """The same where the n people share a chance whose intraclass correlation is `likeness`; at 1
    all of them say the same."""
    if likeness >= 1:
        together = np.zeros(n + 1)
        together[0] = 1 - truth
        together[n] += truth
        return together
    heads, tails = (part * (1 - likeness) / likeness for part in (truth, 1 - truth))
    whole = math.lgamma(heads + tails) - math.lgamma(heads) - math.lgamma(tails)
    return np.array(
        [
            math.exp(
                math.lgamma(n + 1)
                - math.lgamma(count + 1)
                - math.lgamma(n - count + 1)
                + math.lgamma(count + heads)
                + math.lgamma(n - count + tails)
                - math.lgamma(n + heads + tails)
                + whole
            )
            for count in range(n + 1)
        ]
    )


def people_for_share(share: float, half: float, effect: float = 1.0) -> int:
    """Answers needed to know a share to within `half` either way (95 %), widened by the design
    effect: z^2 p (1 - p) / h^2."""
    return math.ceil(z(0.95) ** 2 * share * (1 - share) / half**2 * effect)


def people_for_change(changing: float, change: float, power: float = 0.8) -> int:
    """People to ask twice to notice that the share of a yes moved by `change`, where `changing`
    of them give another answer (two-sided 5 %): Connor 1987, Biometrics 43, 207. UsageError where
    fewer change than the share moves."""
    if not 0 < abs(change) <= changing <= 1:
        raise UsageError.bad_option("changing,change", f"{changing:g},{change:g}", "0.3,0.15")
    spread = z(0.95) * math.sqrt(changing)
    spread += NormalDist().inv_cdf(power) * math.sqrt(changing - change**2)
    return math.ceil(spread**2 / change**2)
