"""The chain of an IP: reached, engaged, new, back within the window, and what a kept customer
costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.base import Refusal
from analytics.stats.fieller import fieller
from analytics.stats.intervals import UNMEASURED, Estimate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.filters import Filters
    from analytics.ip.roster import Roster
    from analytics.ip.stays import Cell

LATEST = timedelta(days=31)
"""Customers so long before the first touchpoint of their IP tell that earlier ones are missing."""


@dataclass(frozen=True)
class Chain:
    """One IP. `reach` and `engaged` are sums over its touchpoints, None where none gives one: they
    count whoever sees two of them twice. `engagement`: engaged per reached, of the touchpoints that
    give both. `kept`: new customers times the share back. `cost`: of all its touchpoints, None
    where some have none. `per_kept`: cost of a customer who stayed; n is the new ones."""

    ip: str
    touchpoints: int
    reach: int | None
    engaged: int | None
    engagement: float | None
    back: Cell | None
    kept: float | None
    cost: float | None
    per_kept: Estimate
    refusal: Refusal | None = None

    @property
    def new(self) -> int:
        return 0 if self.back is None else self.back.new


def in_period(points: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """The touchpoints of the period; without one all, those without a day too."""
    if filters.start is not None:
        points = points.filter(pl.col("happened_on") >= filters.start)
    if filters.last_on is not None:
        points = points.filter(pl.col("happened_on") <= filters.last_on)
    return points


def chains(
    roster: Roster,
    whole: Sequence[Cell],
    filters: Filters,
    began: Mapping[str, date] = MappingProxyType({}),
) -> tuple[Chain, ...]:
    """One chain per IP of the sheet or with customers, most customers first. Touchpoints of the
    period; a cost is refused where channels or products are chosen, since it was spent on all.
    `began`: IP -> when its first customer of the view bought."""
    points = in_period(roster.points, filters)
    cells = {cell.ip: cell for cell in whole}
    names = [*cells, *(ip for ip in roster.names if ip not in cells)]
    is_cut = bool(filters.channels or filters.products)
    has_period = filters.start is not None or filters.end is not None
    return tuple(
        _chain(
            ip,
            points.filter(ip=ip),
            cells.get(ip),
            roster,
            undated=_undated(ip, roster) if has_period else 0,
            is_cut=is_cut,
            is_late=_is_late(ip, roster, began),
        )
        for ip in names
    )


def _undated(ip: str, roster: Roster) -> int:
    """Touchpoints that no period can place: what they cost is missing from it."""
    return roster.points.filter(ip=ip)["happened_on"].null_count()


def _is_late(ip: str, roster: Roster, began: Mapping[str, date]) -> bool:
    """Whether customers came so long before the first touchpoint that some must be missing."""
    first = roster.points.filter(ip=ip)["happened_on"].min()
    return isinstance(first, date) and ip in began and began[ip] + LATEST < first


def _chain(
    ip: str,
    points: pl.DataFrame,
    cell: Cell | None,
    roster: Roster,
    *,
    undated: int,
    is_cut: bool,
    is_late: bool,
) -> Chain:
    both = points.drop_nulls(["reach", "engaged"])
    seen = int(both["reach"].sum())
    share = None if cell is None else cell.back.value
    kept = None if cell is None or share is None else cell.new * share
    cost = None if undated else _cost(points)
    refusal = _cost_refusal(points, cell, roster, undated=undated, is_cut=is_cut)
    if refusal is None and is_late:
        refusal = Refusal("late_sheet")
    price, refusal = (UNMEASURED, refusal) if refusal else _per_kept(cost, cell)
    return Chain(
        ip,
        points.height,
        _sum(points["reach"]),
        _sum(points["engaged"]),
        int(both["engaged"].sum()) / seen if seen else None,
        cell,
        kept,
        cost,
        price,
        refusal,
    )


def _sum(numbers: pl.Series) -> int | None:
    return int(numbers.sum()) if numbers.len() > numbers.null_count() else None


def _cost(points: pl.DataFrame) -> float | None:
    """What all touchpoints cost; None where some do not say: missing is not nothing."""
    costs = points["cost"]
    return float(costs.sum()) if costs.len() and not costs.null_count() else None


def _per_kept(cost: float | None, cell: Cell | None) -> tuple[Estimate, Refusal | None]:
    """Cost over customers kept: the cost is counted, and the kept vary as such counts do, by how
    many come (Poisson) and by who of them stays (Greenwood)."""
    if cost is None or cell is None or cell.back.value is None:
        return UNMEASURED, Refusal("no_customers", 0)
    ratio = per_kept(cost, cell)
    if ratio.low is None:
        return UNMEASURED, Refusal("few_kept", round(cell.new * cell.back.value))
    return ratio, None


def per_kept(cost: float, cell: Cell) -> Estimate:
    """Cost over the customers of a cell who stayed, with Fieller's limits; no limits where nobody
    may have stayed, unmeasured where nobody did."""
    share = cell.back.value
    if not share:
        return Estimate(None, None, None, cell.new)
    variance = share**2 * cell.new + cell.new**2 * cell.variance
    ratio = fieller(cost, cell.new * share, variance_below=variance)
    return Estimate(ratio.value, ratio.low, ratio.high, cell.new)


def _cost_refusal(
    points: pl.DataFrame, cell: Cell | None, roster: Roster, *, undated: int, is_cut: bool
) -> Refusal | None:
    costed, total = points.height - points["cost"].null_count(), points.height + undated
    if not total:
        return Refusal("no_posts", 0)
    if not costed:
        return Refusal("no_cost", 0, total)
    if costed < total:
        return Refusal("part_cost", costed, total)
    if is_cut:
        return Refusal("filtered_cost")
    codes = points.filter(pl.col("code") != "")["code"].unique().to_list()
    if any(code not in roster.owners for code in codes):
        return Refusal("shared_code")
    if cell is None:
        return Refusal("no_customers", 0)
    return cell.refusal
