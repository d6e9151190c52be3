"""Codes that leak: used all at once without anything to send people to them, or mostly by people
who had bought before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import Refusal
from analytics.ip.spelling import key_of
from analytics.scoring.differences import p_value as chance_of_none
from analytics.stats.intervals import UNMEASURED, Estimate, difference, wilson
from analytics.stats.multiple import holm_adjusted
from analytics.stats.quantiles import incomplete_beta

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ip.roster import Roster

REDEMPTIONS = {
    "code": pl.String,
    "week_on": pl.Date,
    "first_orders": pl.Int64,
    "own_orders": pl.Int64,
    "existing_orders": pl.Int64,
    "unknown_orders": pl.Int64,
    "orders": pl.Int64,
    "amount": pl.Float64,
    "list_amount": pl.Float64,
}
"""One row per code and week: ip/redemptions."""
WEEK = timedelta(days=7)
DAYS_BEFORE = timedelta(days=14)
"""A touchpoint explains what a code is used for in the two weeks after it."""
LEAST_WEEKS = 12
LEAST_ORDERS = 30
"""Orders of customers who are told apart, below whom a code's share of old ones is refused."""
SIGNIFICANT, HALF = 0.05, 0.5


@dataclass(frozen=True)
class Jump:
    """The week without a touchpoint in which a code was used most beyond its usual: `orders`
    against `usual` a week; `p_value` as it counts over its quiet weeks and all codes."""

    week_on: date
    orders: int
    usual: float
    p_value: float


@dataclass(frozen=True)
class CodeUse:
    """One code: `orders` that name it; `jump`, None where refused; `existing`: of its orders of
    customers told apart, the share of those who had bought before without it, and how far that
    lies above the other codes'. `is_unowned`: no touchpoint has it."""

    code: str
    ip: str | None
    orders: int
    jump: Jump | None
    jump_refusal: Refusal | None
    existing: Estimate
    above: Estimate
    existing_p: float | None
    existing_refusal: Refusal | None
    is_unowned: bool

    @property
    def has_jumped(self) -> bool:
        return self.jump is not None and self.jump.p_value < SIGNIFICANT

    @property
    def is_of_old(self) -> bool:
        """Mostly customers who were there before, clearly more than with other codes."""
        share, above, p_value = self.existing.value, self.above.value, self.existing_p
        if share is None or above is None or p_value is None:
            return False
        return share > HALF and above > 0 and p_value < SIGNIFICANT


def code_uses(
    redemptions: pl.DataFrame, roster: Roster, first_on: date, as_of: date
) -> list[CodeUse]:
    """One row per code that orders name, most orders first; codes of no touchpoint are only named.
    Weeks run from the code's first touchpoint or order, no earlier than `first_on`, to `as_of`."""
    rows = redemptions.with_columns(
        key=pl.Series([key_of(code) for code in redemptions["code"]], dtype=pl.String)
    )
    owned = [key for key in sorted(set(rows["key"])) if key in roster.codes]
    jumps = _jumps(rows, owned, roster, first_on, as_of)
    shares = _existing(rows, owned)
    uses = []
    for (key,), own in rows.group_by("key", maintain_order=True):
        code = str(key)
        owner = roster.owner(code)
        jump, jump_refusal = jumps.get(code, (None, None))
        existing, above, p_value, refusal = shares.get(code, (UNMEASURED, UNMEASURED, None, None))
        uses.append(
            CodeUse(
                roster.codes.get(code, str(own["code"][0])),
                None if owner is None else owner.ip,
                int(own["orders"].sum()),
                jump,
                jump_refusal,
                existing,
                above,
                p_value,
                refusal,
                code not in roster.codes and owner is None,
            )
        )
    return sorted(uses, key=lambda use: (-use.orders, use.code))


def discounts(redemptions: pl.DataFrame, roster: Roster) -> dict[str, float]:
    """IP -> the part of the list price that first orders with its code went below (0-1); absent
    where no list price tells."""
    sums: dict[str, tuple[float, float]] = {}
    for row in redemptions.group_by("code").agg(pl.col("amount", "list_amount").sum()).to_dicts():
        owner = roster.owner(row["code"])
        if owner is not None and row["list_amount"] > 0:
            paid, listed = sums.get(owner.ip, (0.0, 0.0))
            sums[owner.ip] = paid + row["amount"], listed + row["list_amount"]
    return {ip: 1 - paid / listed for ip, (paid, listed) in sorted(sums.items())}


def _jumps(
    rows: pl.DataFrame, codes: Sequence[str], roster: Roster, first_on: date, as_of: date
) -> Mapping[str, tuple[Jump | None, Refusal | None]]:
    """The strongest jump of each code, all codes counted as one question."""
    days = {code: roster.points.filter(code=code)["happened_on"].to_list() for code in codes}
    answers = {}
    for code in codes:
        own = rows.filter(key=code)
        by_week = dict(own.group_by("week_on").agg(pl.col("orders").sum()).iter_rows())
        answers[code] = jump_of(by_week, days[code], first_on, as_of)
    tested = [code for code in codes if answers[code][0] is not None]
    p_values = holm_adjusted([answers[code][0].p_value for code in tested])  # type: ignore[union-attr]
    for code, p_value in zip(tested, p_values, strict=True):
        jump = answers[code][0]
        if jump is not None and p_value is not None:
            answers[code] = Jump(jump.week_on, jump.orders, jump.usual, p_value), None
    return answers


def jump_of(
    orders: Mapping[date, int], touchpoints: Sequence[date | None], first_on: date, as_of: date
) -> tuple[Jump | None, Refusal | None]:
    """The quiet week of one code that is least like its other weeks, with the chance of one at
    least so full among so many quiet weeks if nothing had leaked.

    A count against that of the other weeks together is binomial (Przyborowski and Wilenski 1940,
    Biometrika 31); where the other weeks vary more than a Poisson's, both count for as many fewer.
    Refused where a touchpoint has no day, in under LEAST_WEEKS weeks, and without a quiet one.
    """
    days = [day for day in touchpoints if day is not None]
    starts = [max(min([*days, *orders]), first_on)] if days or orders else []
    weeks = _weeks(starts[0], as_of) if starts else []
    if len(weeks) < LEAST_WEEKS:
        return None, Refusal("few_weeks", len(weeks), LEAST_WEEKS)
    is_open = len(days) < len(touchpoints)
    quiet = [week for week in weeks if not is_open and _is_quiet(week, days)]
    if not quiet:
        return None, Refusal("no_quiet_weeks", 0)
    counts = [orders.get(week, 0) for week in weeks]
    chances = {week: _chance(counts, weeks.index(week)) for week in quiet}
    week = min(quiet, key=lambda week: (chances[week], week))
    own = orders.get(week, 0)
    usual = (sum(counts) - own) / (len(weeks) - 1)
    return Jump(week, own, usual, min(chances[week] * len(quiet), 1.0)), None


def _weeks(start: date, as_of: date) -> list[date]:
    """Mondays of whole weeks from that of `start` on."""
    monday = start - timedelta(days=start.weekday())
    count = (as_of + timedelta(days=1) - monday) // WEEK
    return [monday + number * WEEK for number in range(count)]


def _is_quiet(week: date, days: Sequence[date]) -> bool:
    """Whether nothing happened in the week or in the days before it."""
    return not any(week - DAYS_BEFORE <= day < week + WEEK for day in days)


def _chance(counts: Sequence[int], place: int) -> float:
    """That of at least so many orders in the week, given those of all weeks."""
    others = [*counts[:place], *counts[place + 1 :]]
    own, mean = counts[place], sum(others) / len(others)
    if not own:
        return 1.0
    spread = sum((count - mean) ** 2 for count in others) / max(len(others) - 1, 1)
    scale = max(spread / mean, 1.0) if mean else 1.0
    return incomplete_beta(1 / len(counts), own / scale, sum(others) / scale + 1)


def _existing(
    rows: pl.DataFrame, codes: Sequence[str]
) -> Mapping[str, tuple[Estimate, Estimate, float | None, Refusal | None]]:
    """Each code's share of customers who had bought before without it, against the other codes."""
    sums = {
        code: rows.filter(key=code).select("existing_orders", "first_orders").sum().row(0)
        for code in codes
    }
    all_old = sum(old for old, _ in sums.values())
    everybody = sum(old + new for old, new in sums.values())
    shares, gaps = {}, {}
    for code, (old, new) in sums.items():
        n = old + new
        is_enough = n >= LEAST_ORDERS and everybody - n >= LEAST_ORDERS
        shares[code] = wilson(old, n)
        gaps[code] = (
            difference(shares[code], wilson(all_old - old, everybody - n))
            if is_enough
            else UNMEASURED
        )
    p_values = holm_adjusted(
        [None if gaps[code].value is None else chance_of_none(gaps[code]) for code in codes]
    )
    refusals = {
        code: Refusal("few_orders", shares[code].n, LEAST_ORDERS)
        for code in codes
        if gaps[code].value is None
    }
    return {
        code: (shares[code], gaps[code], p_value, refusals.get(code))
        for code, p_value in zip(codes, p_values, strict=True)
    }
