"""Who stays: customers of each IP, and of each of its platforms, who buy again within the window,
against each other."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import (
    LEAST_AT_RISK,
    LEAST_IPS,
    LEAST_NEW,
    LEAST_STRATUM,
    UNLIKE_DISCOUNT,
    WINDOW,
    Refusal,
)
from analytics.stats import survival
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.stats.multiple import holm_adjusted
from analytics.stats.shrinkage import shrunk
from analytics.stats.survival_points import on_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ip.roster import Roster

RETURNS = {
    "code": pl.String,
    "first_price": pl.String,
    "days": pl.Int32,
    "is_event": pl.Boolean,
    "customers": pl.Int64,
    "began_on": pl.Date,
}
"""One row per code, price of the first purchase, days and outcome: ip/returns."""
SIGNIFICANT = 0.05
NOBODY = Refusal("few_at_risk", 0, LEAST_AT_RISK)


@dataclass(frozen=True)
class Cell:
    """Customers of an IP on one platform (`platform` None: on several, or none is named; of a whole
    IP: all). `back`: their share back within the window, unmeasured where refused; `variance`: its
    own; `drawn`: the share drawn towards that of all, by how much cells really differ."""

    ip: str
    platform: str | None
    new: int
    back: Estimate
    at_risk: int
    variance: float
    drawn: float | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Standing:
    """An IP among the others: `p_value` that its customers come back just as soon as those of all
    other IPs, as it counts among all; `is_apart` by it. `alike`: the share back if its customers
    had paid full price as often as those of all IPs. `discount`: of what the list says, the part
    that first orders went below (0-1)."""

    ip: str
    p_value: float | None
    is_apart: bool
    alike: float | None
    discount: float | None


@dataclass(frozen=True)
class Stays:
    """`mean`: of all customers of IPs; `cells`: by IP and platform; `whole`: by IP, most customers
    first; `standings`: of the IPs that are ranked. `unlike`: discounts lie so far apart that rates
    are hard to compare."""

    mean: Cell
    cells: tuple[Cell, ...]
    whole: tuple[Cell, ...]
    standings: tuple[Standing, ...]
    unlike: bool
    refusal: Refusal | None = None

    def of(self, ip: str) -> Standing | None:
        """How an IP stands among the others; None where it is not ranked."""
        return next((standing for standing in self.standings if standing.ip == ip), None)


def placed(returns: pl.DataFrame, roster: Roster) -> pl.DataFrame:
    """The rows of RETURNS whose code has an owner, with `ip` and `platform` (null: on several)."""
    owners = {code: roster.owner(code) for code in returns["code"].unique().to_list()}
    rows = [(code, owner.ip, owner.platform) for code, owner in owners.items() if owner is not None]
    names = pl.DataFrame(
        rows, {"code": pl.String, "ip": pl.String, "platform": pl.String}, orient="row"
    )
    return returns.join(names, "code", how="left", maintain_order="left")


def stays(brought: pl.DataFrame, discounts: Mapping[str, float] | None = None) -> Stays:
    """Who stays, of rows of `placed`; `discounts`: IP -> mean depth of first orders. Ranked are IPs
    with LEAST_NEW customers or more, where there are two of them."""
    levels = _cells(brought)
    by_ip, cells = (
        sorted(levels[level], key=lambda cell: (-cell.new, cell.ip, cell.platform or ""))
        for level in ("ip", "cell")
    )
    ranked = [cell.ip for cell in by_ip if cell.new >= LEAST_NEW]
    refusal = None
    if len(ranked) < LEAST_IPS - 1:
        refusal = Refusal("few_customers", by_ip[0].new if by_ip else 0, LEAST_NEW)
        if ranked:
            refusal = Refusal("few_ips", len(ranked), LEAST_IPS - 1)
        ranked = []
    standings = _standings(brought, ranked, discounts or {})
    return Stays(
        next(iter(levels["all"]), Cell("", None, 0, UNMEASURED, 0, 0.0, None, NOBODY)),
        _drawn(cells),
        _drawn(by_ip),
        standings,
        _is_unlike(standings),
        refusal,
    )


def with_discounts(answer: Stays, discounts: Mapping[str, float]) -> Stays:
    """The same with the mean depth of first orders beside each IP that is ranked."""
    standings = tuple(
        replace(standing, discount=discounts.get(standing.ip)) for standing in answer.standings
    )
    return replace(answer, standings=standings, unlike=_is_unlike(standings))


def _is_unlike(standings: Sequence[Standing]) -> bool:
    known = [standing.discount for standing in standings if standing.discount is not None]
    return bool(known) and max(known) - min(known) > UNLIKE_DISCOUNT


def curves(brought: pl.DataFrame, ips: Sequence[str]) -> pl.DataFrame:
    """Kaplan-Meier curves of these IPs, a group each: rows as of `survival.kaplan_meier`."""
    own = brought.filter(pl.col("ip").is_in(ips))
    return survival.kaplan_meier(own.with_columns(group="ip"))


def _cells(brought: pl.DataFrame) -> dict[str, list[Cell]]:
    """The cells of every level, all curves at once: `all` customers of IPs, by `ip`, and by IP and
    platform (`cell`)."""
    nowhere = pl.lit(None, pl.String).alias("platform")
    rows = pl.concat(
        [
            brought.with_columns(nowhere, ip=pl.lit(""), level=pl.lit("all")),
            brought.with_columns(nowhere, level=pl.lit("ip")),
            brought.with_columns(level=pl.lit("cell")),
        ]
    )
    names = ["level", "ip", "platform"]
    keys = rows.select(names).unique(maintain_order=True).with_row_index("group")
    grouped = rows.join(keys, names, nulls_equal=True)
    shares = _shares(grouped)
    sums = dict(grouped.group_by("group").agg(pl.col("customers").sum()).iter_rows())
    levels: dict[str, list[Cell]] = {"all": [], "ip": [], "cell": []}
    for group, level, ip, platform in keys.iter_rows():
        levels[level].append(_cell(ip, platform, sums[group], shares[group]))
    return levels


def _cell(ip: str, platform: str | None, new: int, share: tuple[Estimate, int, float]) -> Cell:
    """Refused under LEAST_AT_RISK still watched on the last day of the window."""
    back, at_risk, variance = share
    if at_risk < LEAST_AT_RISK:
        refusal = Refusal("few_at_risk", at_risk, LEAST_AT_RISK)
        return Cell(ip, platform, new, UNMEASURED, at_risk, 0.0, None, refusal)
    return Cell(ip, platform, new, back, at_risk, variance)


def _shares(grouped: pl.DataFrame) -> dict[int, tuple[Estimate, int, float]]:
    """Group -> the share back by the last day of the window, customers still watched on it, and
    the share's variance (Greenwood)."""
    if grouped.is_empty():
        return {}
    curve = survival.kaplan_meier(grouped)
    back = on_day(curve, WINDOW)
    watched = survival.at_day(curve, [WINDOW]).select("group", "at_risk")
    events, at_risk = pl.col("events").cast(pl.Float64), pl.col("at_risk").cast(pl.Float64)
    until = curve.filter((pl.col("day") <= WINDOW) & (events < at_risk))
    variances = until.group_by("group").agg(
        (1 - events / at_risk).product() ** 2 * (events / (at_risk * (at_risk - events))).sum()
    )
    spread = dict(variances.iter_rows())
    return {
        group: (back[group], count or 0, spread.get(group, 0.0))
        for group, count in watched.iter_rows()
    }


def _drawn(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """The cells with their shares drawn together; a share weighs as so many customers as its own
    variance is worth."""
    measured = [cell for cell in cells if cell.back.value is not None]
    shares = [cell.back.value or 0.0 for cell in measured]
    worths = [
        share * (1 - share) / cell.variance if cell.variance else float(cell.new)
        for share, cell in zip(shares, measured, strict=True)
    ]
    values = iter(shrunk(shares, worths).values)
    return tuple(
        replace(cell, drawn=next(values)) if cell.back.value is not None else cell for cell in cells
    )


def _standings(
    brought: pl.DataFrame, ranked: Sequence[str], discounts: Mapping[str, float]
) -> tuple[Standing, ...]:
    """Log-rank of each against all other ranked IPs together over the days of the window, all
    counted as one question."""
    among = brought.filter(pl.col("ip").is_in(ranked))
    # The sentence is about the window: what comes after it must not decide on it.
    window = among.with_columns(
        days=pl.col("days").clip(upper_bound=WINDOW),
        is_event=pl.col("is_event") & (pl.col("days") <= WINDOW),
    )
    p_values = holm_adjusted(
        [survival.log_rank(window.with_columns(group=pl.col("ip") == ip)).p_value for ip in ranked]
    )
    alike = _alike(among)
    return tuple(
        Standing(
            ip,
            p_value,
            p_value is not None and p_value < SIGNIFICANT,
            alike.get(ip),
            discounts.get(ip),
        )
        for ip, p_value in zip(ranked, p_values, strict=True)
    )


def _alike(among: pl.DataFrame) -> dict[str, float]:
    """IP -> the share back at the kinds of first price that all have (direct standardisation);
    absent with too few customers at one of them, and all absent where there is one kind."""
    known = among.drop_nulls("first_price")
    keys = known.group_by("ip", "first_price").agg(n=pl.col("customers").sum())
    keys = keys.sort("ip", "first_price").with_row_index("group")
    totals = (
        keys.group_by("first_price")
        .agg(pl.col("n").sum())
        .with_columns(weight=pl.col("n") / pl.col("n").sum())
    )
    weights = dict(totals.select("first_price", "weight").iter_rows())
    if len(weights) < 2:  # noqa: PLR2004
        return {}
    shares = _shares(known.join(keys, ["ip", "first_price"]))
    sums: dict[str, float] = {}
    strata: dict[str, int] = {}
    for group, ip, price, n in keys.iter_rows():
        share = shares[group][0].value
        if n >= LEAST_STRATUM and share is not None:
            sums[ip] = sums.get(ip, 0.0) + weights[price] * share
            strata[ip] = strata.get(ip, 0) + 1
    return {ip: total for ip, total in sums.items() if strata[ip] == len(weights)}
