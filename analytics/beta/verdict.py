"""Go, fix or stop, by a rule that was locked before the first answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.beta.base import Refusal
    from analytics.beta.design import Plan
    from analytics.beta.rules import Rule

Outcome = Literal["go", "fix", "stop", "wait"]
Stage = Literal["seeds", "invited"]


@dataclass(frozen=True)
class Reading:
    """Where a plan stands: answers counted in each stage (at most as many as planned, those who
    answered first) and how many of them say very disappointed; `lacking` answers of the `stage`
    at which it waits, 0 where it is settled; `beyond`: answers after the planned ones, which the
    rule does not count."""

    outcome: Outcome
    stage: Stage
    seeds: int
    seeds_yes: int
    invited: int
    invited_yes: int
    lacking: int
    beyond: int


@dataclass(frozen=True)
class Verdict:
    """`outcome` only where a rule counts; `rule` the one it was read by, else the newest; `reading`
    what that rule would say, which without an outcome is no verdict."""

    outcome: Outcome | None
    rule: Rule | None
    reading: Reading | None
    refusal: Refusal | None = None


def verdict(
    rule: Rule | None, refusal: Refusal | None, seeds: Sequence[bool], invited: Sequence[bool]
) -> Verdict:
    """What the rule says of first answers (very disappointed or not), in the order they came."""
    if rule is None:
        return Verdict(None, None, None, refusal)
    counted = reading(rule.plan, seeds, invited)
    return Verdict(None if refusal else counted.outcome, rule, counted, refusal)


def reading(plan: Plan, seeds: Sequence[bool], invited: Sequence[bool]) -> Reading:
    """Where the plan stands with these answers.

    It is settled as soon as the answers still to come could not change it, so that settling early
    changes none of the chances it was locked with.
    """
    first, brought = seeds[: plan.seeds], invited[: plan.invited]
    seeds_yes, invited_yes = sum(first), sum(brought)
    to_come, to_follow = plan.seeds - len(first), plan.invited - len(brought)
    outcome: Outcome
    stage: Stage = "seeds"
    lacking = 0
    if seeds_yes + to_come <= plan.stop_at:
        outcome = "stop"
    elif seeds_yes <= plan.stop_at:
        outcome, lacking = "wait", to_come
    elif invited_yes >= plan.go_at:
        outcome, stage = "go", "invited"
    elif invited_yes + to_follow < plan.go_at:
        outcome, stage = "fix", "invited"
    else:
        outcome, stage, lacking = "wait", "invited", to_follow
    beyond = len(seeds) - len(first) + len(invited) - len(brought)
    counts = len(first), seeds_yes, len(brought), invited_yes
    return Reading(outcome, stage, *counts, lacking, beyond)
