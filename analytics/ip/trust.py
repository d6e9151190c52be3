"""Whether people are believed, by who brought them: what they answer on endorsements and IPs, and
whether they bring others without being paid."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.ip.base import KINDS, LEAST_ANSWERS, TRUST_MARGIN, Refusal
from analytics.scoring.differences import Verdict, verdict
from analytics.stats.intervals import (
    UNMEASURED,
    Estimate,
    difference,
    mean_interval,
    wilson,
)

if TYPE_CHECKING:
    from analytics.ip.roster import Roster

Group = Literal["ip", "brand", "industry", "personal", "customer", "nobody"]
GROUPS: tuple[Group, ...] = ("ip", *KINDS, "customer", "nobody")
"""Who brought them: any IP, IPs of one kind, another customer, or nobody that is named."""
BASE: Group = "nobody"
ITEMS = ("endorsement", "ip")
MARKS = (0.0, 10.0)


@dataclass(frozen=True)
class Trust:
    """What people say of one item, by who brought them: `mean` of marks 0-10, and how far it lies
    from that of people whom nobody brought, with a verdict; refused below LEAST_ANSWERS."""

    group: Group
    item: str
    mean: Estimate
    apart: Estimate
    verdict: Verdict | None
    refusal: Refusal | None


@dataclass(frozen=True)
class Advocacy:
    """Of the customers brought by one kind: `unpaid`, the share that has brought somebody without a
    reward."""

    group: Group
    unpaid: Estimate


def trust(answers: pl.DataFrame, roster: Roster) -> list[Trust]:
    """One row per item and group with answers, of rows of ip/answers."""
    rows = _grouped(answers, roster)
    marks = []
    for item in ITEMS:
        sums = {
            str(group): own.select(f"{item}_count", f"{item}_sum", f"{item}_squares").sum().row(0)
            for (group,), own in rows.group_by("group")
        }
        base = _mean(sums.get(BASE, (0, 0.0, 0.0)))[0]
        marks += [
            _trust(group, item, sums[group], base)
            for group in GROUPS
            if group in sums and sums[group][0]
        ]
    return marks


def _trust(group: Group, item: str, sums: tuple[int, float, float], base: Estimate) -> Trust:
    mean, refusal = _mean(sums)
    apart = UNMEASURED if group == BASE else difference(mean, base)
    return Trust(group, item, mean, apart, verdict(apart, TRUST_MARGIN), refusal)


def _mean(sums: tuple[int, float, float]) -> tuple[Estimate, Refusal | None]:
    count, total, squares = sums
    if count < LEAST_ANSWERS:
        return Estimate(None, None, None, count), Refusal("few_answers", count, LEAST_ANSWERS)
    return mean_interval(count, total, squares, MARKS), None


def advocacy(people: pl.DataFrame, roster: Roster) -> list[Advocacy]:
    """One row per group, of rows of ip/advocates: who came earlier had longer to bring somebody."""
    rows = _grouped(people, roster)
    sums = {
        str(group): own.select("unpaid", "customers").sum().row(0)
        for (group,), own in rows.group_by("group")
    }
    return [Advocacy(group, wilson(*sums[group])) for group in GROUPS if group in sums]


def _grouped(rows: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """The rows under their group, those of IPs also under the kind of theirs."""
    owners = [roster.owner(code) for code in rows["code"].to_list()]
    kinds = [None if owner is None else roster.kinds.get(owner.ip) for owner in owners]
    kind = pl.Series("kind", kinds, dtype=pl.String)
    named = rows.with_columns(kind, group=pl.col("referrer_kind").fill_null(BASE))
    by_kind = named.drop_nulls("kind").with_columns(group="kind")
    return pl.concat([named, by_kind])
