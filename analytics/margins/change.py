"""What changed between two periods: volume, mix, price, refunds, commission, cost and gifts, which
sum to the change exactly."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from analytics.margins.waterfall import (
    NOTHING,
    Waterfall,
    cents,
    commission_rates,
    cost_rates,
    waterfall,
)

if TYPE_CHECKING:
    from decimal import Decimal

    import polars as pl

    from analytics.margins.base import Refusal

Part = Literal["volume", "mix", "price", "refunds", "commission", "cost", "gifts"]
PARTS: tuple[Part, ...] = ("volume", "mix", "price", "refunds", "commission", "cost", "gifts")
RATES: dict[Part, tuple[str, int]] = {
    "price": ("paid", 1),
    "refunds": ("refunds", -1),
    "commission": ("commission", -1),
    "cost": ("cost", -1),
}
"""Part -> the step whose money per unit changed, and whether more of it is more that remains."""


@dataclass(frozen=True)
class Change:
    """What remained before and after, and what each part added (negative: took). `left_out`: the
    steps that one of the periods tells too little of, left out of both. `came` and `went` are
    products sold in one of the periods alone: they belong to the mix."""

    before: Decimal | None
    after: Decimal | None
    parts: dict[Part, Decimal]
    came: int
    went: int
    left_out: tuple[str, ...]
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Unit:
    """Of one product in one period: units, and per period the money of each step."""

    units: int
    paid: Fraction
    refunds: Fraction
    commission: Fraction
    cost: Fraction

    @property
    def left(self) -> Fraction:
        """What remained of the product."""
        return self.paid - self.refunds - self.commission - self.cost


def change(
    earlier: tuple[pl.DataFrame, pl.DataFrame], later: tuple[pl.DataFrame, pl.DataFrame]
) -> Change:
    """The change of what remains, in parts (price, volume and mix variances of cost accounting).

    With q units of a product, m what remains of one, Q all units: volume (Q1 - Q0) M0 / Q0, mix Q1
    times the change of shares at the earlier m, and for products sold in both periods q1 times the
    change of their price, refunds, commission and cost per unit. What a product new in the later
    period earns, and one gone earned, belongs to the mix, as do cents lost to rounding. Each side:
    the frames `waterfall` takes. Refused where a waterfall is, or nothing was sold in one of them.
    """
    before, after = waterfall(*earlier), waterfall(*later)
    left_out = tuple(sorted({*before.without, *after.without} - {"goods"}))
    refusal = before.refusal or after.refusal
    if refusal is not None:
        return Change(None, None, {}, 0, 0, left_out, refusal)
    old = _units(earlier, has_commission="commission" not in left_out)
    new = _units(later, has_commission="commission" not in left_out)
    starts, ends = _left(before, left_out), _left(after, left_out)
    units_before = sum(unit.units for unit in old.values())
    units_after = sum(unit.units for unit in new.values())
    parts: dict[Part, Decimal] = dict.fromkeys(PARTS, NOTHING)
    if units_before:
        earned = sum((unit.left for unit in old.values()), Fraction(0))
        parts["volume"] = cents(Fraction(units_after - units_before) * earned / units_before)
    both = [item for item in new if item in old and new[item].units and old[item].units]
    for part, (name, sign) in RATES.items():
        parts[part] = cents(sign * sum((_rate(old[i], new[i], name) for i in both), Fraction(0)))
    if "gifts" not in left_out:
        gifts = [side.loss("gifts").amount or NOTHING for side in (before, after)]
        parts["gifts"] = gifts[0] - gifts[1]
    parts["mix"] = ends - starts - sum(parts.values(), NOTHING)
    came = sum(1 for item in new if item not in both and new[item].units)
    went = sum(1 for item in old if item not in both and old[item].units)
    return Change(starts, ends, parts, came, went, left_out)


def _units(sides: tuple[pl.DataFrame, pl.DataFrame], *, has_commission: bool) -> dict[str, Unit]:
    products, channels = sides
    costs, commissions = cost_rates(products).mean, commission_rates(products, channels).mean
    units = {}
    for row in products.to_dicts():
        paid = Fraction(row["paid"])
        charged = Fraction(row["commission"])
        charged += (paid - Fraction(row["charged_paid"])) * commissions
        units[row["item"] or ""] = Unit(
            row["units"],
            paid,
            Fraction(row["refunded"]),
            charged if has_commission else Fraction(0),
            Fraction(row["goods_cost"]) + (paid - Fraction(row["costed_paid"])) * costs,
        )
    return units


def _rate(old: Unit, new: Unit, name: str) -> Fraction:
    """By how much a step changed per unit, times the later units."""
    before, after = (getattr(side, name) for side in (old, new))
    change_of_rate: Fraction = after - Fraction(new.units) * before / old.units
    return change_of_rate


def _left(side: Waterfall, left_out: tuple[str, ...]) -> Decimal:
    """What remained, without the steps that are left out."""
    return side.listed - sum(
        (loss.amount or NOTHING for loss in side.losses if loss.key not in left_out),
        NOTHING,
    )
