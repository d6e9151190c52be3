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
}
"""One row per code, price of the first purchase, days and outcome: ip/returns."""
SIGNIFICANT = 0.05


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


def stays(brought: pl.DataFrame, discounts: Mapping[str, float]) -> Stays:
    """Who stays, of rows of `placed`; `discounts`: IP -> mean depth of first orders. Ranked are IPs
    with LEAST_NEW customers or more, where there are two of them."""
    by_ip = sorted(
        (_cell(str(ip), None, rows) for (ip,), rows in brought.group_by("ip")),
        key=lambda cell: (-cell.new, cell.ip),
    )
    cells = sorted(
        (
            _cell(str(ip), platform, rows)
            for (ip, platform), rows in brought.group_by("ip", "platform")
        ),
        key=lambda cell: (-cell.new, cell.ip, cell.platform or ""),
    )
    ranked = [cell.ip for cell in by_ip if cell.new >= LEAST_NEW]
    refusal = None
    if len(ranked) < LEAST_IPS - 1:
        refusal = Refusal("few_customers", by_ip[0].new if by_ip else 0, LEAST_NEW)
        if ranked:
            refusal = Refusal("few_ips", len(ranked), LEAST_IPS - 1)
        ranked = []
    known = [discounts[ip] for ip in ranked if ip in discounts]
    return Stays(
        _cell("", None, brought),
        _drawn(cells),
        _drawn(by_ip),
        _standings(brought, ranked, discounts),
        bool(known) and max(known) - min(known) > UNLIKE_DISCOUNT,
        refusal,
    )


def curves(brought: pl.DataFrame, ips: Sequence[str]) -> pl.DataFrame:
    """Kaplan-Meier curves of these IPs, a group each: rows as of `survival.kaplan_meier`."""
    own = brought.filter(pl.col("ip").is_in(ips))
    return survival.kaplan_meier(own.with_columns(group="ip"))


def _cell(ip: str, platform: str | None, rows: pl.DataFrame) -> Cell:
    """Refused under LEAST_AT_RISK still watched on the last day of the window."""
    new = int(rows["customers"].sum())
    curve = survival.kaplan_meier(rows.with_columns(group=pl.lit(1)))
    at_risk = _at_risk(curve)
    if at_risk < LEAST_AT_RISK:
        refusal = Refusal("few_at_risk", at_risk, LEAST_AT_RISK)
        return Cell(ip, platform, new, UNMEASURED, at_risk, 0.0, None, refusal)
    return Cell(ip, platform, new, on_day(curve, WINDOW)[1], at_risk, _variance(curve))


def _at_risk(curve: pl.DataFrame) -> int:
    """Customers still watched on the last day of the window."""
    if curve.is_empty():
        return 0
    return int(survival.at_day(curve, [WINDOW])["at_risk"][0] or 0)


def _variance(curve: pl.DataFrame) -> float:
    """Greenwood's, of the share back by the last day of the window."""
    until = curve.filter(pl.col("day") <= WINDOW)
    at_risk, events = until["at_risk"].cast(pl.Float64), until["events"].cast(pl.Float64)
    survived = float((1 - events / at_risk).product())
    return survived**2 * float((events / (at_risk * (at_risk - events))).sum())


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
    """Log-rank of each against all other ranked IPs together, all counted as one question."""
    among = brought.filter(pl.col("ip").is_in(ranked))
    p_values = holm_adjusted(
        [survival.log_rank(among.with_columns(group=pl.col("ip") == ip)).p_value for ip in ranked]
    )
    weights = _strata(among)
    return tuple(
        Standing(
            ip,
            p_value,
            p_value is not None and p_value < SIGNIFICANT,
            _alike(among.filter(ip=ip), weights),
            discounts.get(ip),
        )
        for ip, p_value in zip(ranked, p_values, strict=True)
    )


def _strata(among: pl.DataFrame) -> dict[str, float]:
    """Kind of first price -> its share of all customers whose price is known."""
    sums = among.drop_nulls("first_price").group_by("first_price").agg(pl.col("customers").sum())
    total = float(sums["customers"].sum())
    return {name: count / total for name, count in sums.sort("first_price").iter_rows()}


def _alike(own: pl.DataFrame, weights: Mapping[str, float]) -> float | None:
    """The share back at the kinds of first price that all have (direct standardisation); None with
    too few customers at one of them, or where all have the same."""
    if len(weights) < 2:  # noqa: PLR2004
        return None
    total = 0.0
    for price, weight in weights.items():
        rows = own.filter(first_price=price)
        if rows["customers"].sum() < LEAST_STRATUM:
            return None
        curve = survival.kaplan_meier(rows.with_columns(group=pl.lit(1)))
        share = on_day(curve, WINDOW)[1].value
        if share is None:
            return None
        total += weight * share
    return total
