"""What changed between two periods: volume, mix, price, refunds, commission, cost and gifts, which
sum to the change exactly."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.margins.waterfall import (
    CENT,
    NOTHING,
    Waterfall,
    commission_rates,
    cost_rates,
    waterfall,
)

if TYPE_CHECKING:
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

LEFT = pl.col("paid") - pl.col("refunds") - pl.col("commission") - pl.col("cost")
"""What remained of a product."""


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
    left_out = tuple(sorted({*before.without, *after.without} - {"goods", "deals"}))
    refusal = before.refusal or after.refusal
    if refusal is not None:
        return Change(None, None, {}, 0, 0, left_out, refusal)
    has_commission = "commission" not in left_out
    sides = [_per_product(*side, has_commission=has_commission) for side in (earlier, later)]
    old, new = (side.filter(pl.col("units") != 0) for side in sides)
    both = old.join(new, on="item", nulls_equal=True, suffix="_after")
    starts, ends = _left(before, left_out), _left(after, left_out)
    parts: dict[Part, Decimal] = dict.fromkeys(PARTS, NOTHING)
    units_before, units_after = (float(side["units"].sum()) for side in sides)
    if units_before:
        earned = float(sides[0].select(LEFT).sum().item())
        parts["volume"] = _money((units_after - units_before) * earned / units_before)
    for part, (name, sign) in RATES.items():
        then = pl.col(name) * pl.col("units_after") / pl.col("units")
        parts[part] = _money(
            sign * float(both.select((pl.col(f"{name}_after") - then).sum()).item())
        )
    if "gifts" not in left_out:
        gifts = [side.loss("gifts").amount or NOTHING for side in (before, after)]
        parts["gifts"] = gifts[0] - gifts[1]
    parts["mix"] = ends - starts - sum(parts.values(), NOTHING)
    came, went = new.height - both.height, old.height - both.height
    return Change(starts, ends, parts, came, went, left_out)


def _per_product(
    products: pl.DataFrame, channels: pl.DataFrame, *, has_commission: bool
) -> pl.DataFrame:
    """One row per product: item, units, and the money of each step, unknown lines at the mean."""
    costs, commissions = cost_rates(products).mean, commission_rates(products, channels).mean
    names = ("paid", "refunded", "goods_cost", "costed_paid", "commission", "charged_paid")
    money = products.select("item", "units", *(pl.col(name).cast(pl.Float64) for name in names))
    commission = pl.col("commission") + (pl.col("paid") - pl.col("charged_paid")) * float(
        commissions
    )
    return money.select(
        "item",
        "units",
        "paid",
        refunds="refunded",
        commission=commission if has_commission else pl.lit(0.0),
        cost=pl.col("goods_cost") + (pl.col("paid") - pl.col("costed_paid")) * float(costs),
    )


def _money(amount: float) -> Decimal:
    """An amount to the cent."""
    return Decimal(repr(amount)).quantize(CENT, ROUND_HALF_EVEN)


def _left(side: Waterfall, left_out: tuple[str, ...]) -> Decimal:
    """What remained, without the steps that are left out."""
    return side.listed - sum(
        (loss.amount or NOTHING for loss in side.losses if loss.key not in left_out),
        NOTHING,
    )
