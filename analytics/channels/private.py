"""The three tests of private traffic: can they be reached, do they respond, do they pay.

People are those of the members sheet; without one, whoever ever bought in a private channel, of
whom it is not known whether they can be reached. What follows a message is association: people
who are written to may differ from those who are not in ways no spreadsheet shows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from analytics.filters import Filters
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate, mean_interval, wilson

if TYPE_CHECKING:
    from analytics.storage.versions import Store

Source = Literal["members", "orders"]
By = Literal["all", "route", "tier"]
Step = Literal["listed", "reachable", "reached", "influenced", "paying"]

STEPS: tuple[Step, ...] = ("listed", "reachable", "reached", "influenced", "paying")
TIERS = ("top", "waist", "base", "none")
REACHED_DAYS = (30, 90)
ANSWER_DAYS = 7
DAYS = 90


@dataclass(frozen=True)
class PrivateQuery:
    """Which people are looked at, and how: `by` all, route or tier.

    `top` and `waist` are shares of those who ever bought, by what they paid so far (0-1): the rest
    is the base. `reached_days`: how recent a message is.
    """

    filters: Filters = Filters()
    source: Source = "members"
    by: By = "all"
    reached_days: int = 90
    top: float = 0.1
    waist: float = 0.4

    def params(self) -> dict[str, Any]:
        """The parameters of the SQL queries over people."""
        return {**self.filters.params(), "source": self.source}


@dataclass(frozen=True)
class Evidence:
    """Counts: people and filled cells of the members sheet, people who bought privately."""

    members: int
    consents: int
    reached: int
    replied: int
    left: int
    joined: int
    private: int

    @property
    def source(self) -> Source:
        return "members" if self.members else "orders"


@dataclass(frozen=True)
class Worth:
    """What reachable people paid in the last 90 days.

    `each`: money after refunds per reachable person; `margin`: the same less the cost of goods,
    where it is known for all of the money (`costed` is the known share, 0-1, None without money).
    `paying`: share who bought. `full_price`: share of purchase days at list price, of those with
    list prices. `top_fifth`: share of the money that the dearest fifth of them paid (0-1).
    """

    each: Estimate
    margin: float | None
    costed: float | None
    paying: Estimate
    full_price: Estimate
    top_fifth: float | None


@dataclass(frozen=True)
class Trust:
    """Of reachable people: `promoters` among those with a survey answer (the latest is 9 or 10 of
    10), and `referrers`, who brought somebody without being paid for it."""

    promoters: Estimate
    referrers: Estimate


def evidence(store: Store, version: str, _: Filters) -> Evidence:
    """How much the dataset records about its private domain."""
    row = store.run("channels/private_evidence", version).row(0)
    return Evidence(*(int(count) for count in row))


def funnel(store: Store, version: str, query: PrivateQuery) -> pl.DataFrame:
    """One row per group (route or tier, empty for all) and step, in order: group, step, people, of,
    rate, low, high (0-1, Wilson; null where nobody could take the step or no record says who did).

    `of` is who could take the step: all of the step before, and for `influenced` only those whose
    seven days after the message are over. `influenced` replied or bought within these days;
    `paying` of them bought in the last 90 days. A person with two routes counts under both and
    once among all. No rows where nobody is listed.
    """
    group = {"route": pl.col("route"), "tier": pl.col("tier")}.get(query.by, pl.lit(""))
    sums = (
        _people(store, version, query)
        .group_by(group.alias("group"))
        .agg(
            listed=pl.col("people").sum(),
            reachable=_where("is_reachable"),
            reached=_where("is_reachable", "is_reached"),
            watched=_where("is_reachable", "is_reached", "is_watched"),
            influenced=_influenced(),
            paying=_influenced("is_paying"),
        )
    )
    counts = evidence(store, version, query.filters)
    steps = [step for row in sums.to_dicts() for step in _steps(row, counts, query.source)]
    place = {code: at for at, code in enumerate(TIERS)}
    first = pl.col("group").replace_strict(place, default=len(place), return_dtype=pl.Int32)
    size = pl.col("of").max().over("group")
    return pl.DataFrame(steps, schema=_SCHEMA).sort(first, -size, "group", maintain_order=True)


def stay(store: Store, version: str, query: PrivateQuery) -> pl.DataFrame:
    """One row per route and day since joining: see `survival.kaplan_meier`, where `repurchased` is
    the share that has left by then. Empty where no day of joining is known."""
    return survival.kaplan_meier(store.run("channels/private_stay", version, **query.params()))


def routes_log_rank_test(store: Store, version: str, query: PrivateQuery) -> survival.LogRank:
    """Whether routes differ in how soon people leave (log-rank)."""
    return survival.log_rank(store.run("channels/private_stay", version, **query.params()))


def worth(store: Store, version: str, query: PrivateQuery) -> Worth:
    """What reachable people paid in the last 90 days; unmeasured where nobody is reachable."""
    row = store.run("channels/private_worth", version, **query.params()).row(0, named=True)
    people, paying, amount, cost = (row[name] for name in ("people", "paying", "amount", "cost"))
    if not people:
        return Worth(UNMEASURED, None, None, UNMEASURED, UNMEASURED, None)
    costed_share = None if amount <= 0 else min(max((row["costed"] or 0.0) / amount, 0.0), 1.0)
    return Worth(
        mean_interval(people, amount, row["squares"]),
        (amount - cost) / people if costed_share == 1 and cost is not None else None,
        costed_share,
        wilson(paying, people),
        wilson(row["full_days"], row["priced_days"]) if row["priced_days"] else UNMEASURED,
        row["top_amount"] / amount if amount > 0 and row["top_amount"] else None,
    )


def trust(store: Store, version: str, query: PrivateQuery) -> Trust:
    """Who would recommend, and who did without being paid; each unmeasured without any record."""
    row = store.run("channels/private_trust", version, **query.params()).row(0, named=True)
    answers, people = row["answers"], row["people"]
    return Trust(
        wilson(row["promoters"], answers) if answers else UNMEASURED,
        wilson(row["referrers"], people) if people and row["referrals"] else UNMEASURED,
    )


_COUNTS = {"group": pl.String, "step": pl.String, "people": pl.Int64, "of": pl.Int64}
_SCHEMA = _COUNTS | dict.fromkeys(("rate", "low", "high"), pl.Float64)


def _people(store: Store, version: str, query: PrivateQuery) -> pl.DataFrame:
    return store.run(
        "channels/private_funnel",
        version,
        **query.params(),
        by=query.by,
        reached_days=query.reached_days,
        top_share=query.top,
        waist_share=query.waist,
    )


def _where(*flags: str) -> pl.Expr:
    return pl.col("people").filter(*(pl.col(flag) for flag in flags)).sum()


def _influenced(*flags: str) -> pl.Expr:
    """People who replied or bought within the seven days, whose seven days are over."""
    named = ("is_reachable", "is_reached", "is_watched", *flags)
    responded = pl.col("is_replied") | pl.col("is_soon")
    return pl.col("people").filter(*(pl.col(flag) for flag in named), responded).sum()


def _steps(row: dict[str, Any], counts: Evidence, source: Source) -> list[dict[str, Any]]:
    """The steps of one group; those without any record in the dataset have no rate."""
    of = {
        "listed": row["listed"],
        "reachable": row["listed"],
        "reached": row["reachable"],
        "influenced": row["watched"],
        "paying": row["influenced"],
    }
    from_sheet = source == "members"
    is_measured = {
        "listed": True,
        "reachable": from_sheet and (counts.consents or counts.left) > 0,
        "reached": from_sheet and counts.reached > 0,
        "influenced": from_sheet and counts.reached > 0,
        "paying": from_sheet and counts.reached > 0,
    }
    steps = []
    for step in STEPS:
        is_share = step != "listed" and is_measured[step] and of[step]
        share = wilson(row[step], of[step]) if is_share else UNMEASURED
        limits = {"rate": share.value, "low": share.low, "high": share.high}
        people = row[step] if is_measured[step] else None
        steps.append(
            {"group": row["group"], "step": step, "people": people, "of": of[step], **limits}
        )
    return steps
