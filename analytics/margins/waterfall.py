"""From list price to what remains, step by step, in exact money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

import polars as pl

from analytics.margins.base import (
    LEAST_CHARGED,
    LEAST_COMMISSION,
    LEAST_PRICED_GIFTS,
    Refusal,
)
from analytics.scoring.thresholds import LEAST_COSTED

if TYPE_CHECKING:
    from collections.abc import Iterable

Key = Literal["deals", "gifts", "refunds", "commission", "goods"]
KEYS: tuple[Key, ...] = ("deals", "gifts", "refunds", "commission", "goods")
CENT, NOTHING = Decimal("0.01"), Decimal("0.00")


@dataclass(frozen=True)
class Loss:
    """What one step takes off, with the range that unknown lines leave (`low` to `high`, equal
    where all is known). `amount` is None where it is refused, and then it is left out of what
    remains."""

    key: Key
    amount: Decimal | None
    low: Decimal | None
    high: Decimal | None
    known: float
    """Share of what the step is about whose amount is known, 0-1: of money paid, of gifts."""
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Quality:
    """What was wrong or missing in the lines of a waterfall: counts of lines, and their money."""

    lines: int
    unlisted_lines: int
    unlisted_paid: Decimal
    raised_lines: int
    raised: Decimal
    excess_lines: int
    excess_commission: Decimal


@dataclass(frozen=True)
class Waterfall:
    """`listed` less every loss that is told is what remains. `refusal`: why nothing can be said of
    what remains; its losses may still be told one by one."""

    listed: Decimal
    paid: Decimal
    losses: tuple[Loss, ...]
    quality: Quality
    refusal: Refusal | None = None

    def loss(self, key: Key) -> Loss:
        """The step of that key."""
        return next(loss for loss in self.losses if loss.key == key)

    @property
    def pocket(self) -> Decimal:
        """What arrives after deals and refunds, before anything is paid for it."""
        taken = (self.loss("deals").amount, self.loss("refunds").amount)
        return self.listed - sum((amount or NOTHING for amount in taken), NOTHING)

    @property
    def contribution(self) -> Decimal | None:
        """What remains of the list price; None where it is refused."""
        return None if self.refusal else self.listed - _sum(loss.amount for loss in self.losses)

    @property
    def band(self) -> tuple[Decimal, Decimal] | None:
        """The range of what remains that unknown costs and commissions leave."""
        if self.refusal:
            return None
        worst = self.listed - _sum(loss.high for loss in self.losses)
        best = self.listed - _sum(loss.low for loss in self.losses)
        return worst, best

    @property
    def without(self) -> tuple[Key, ...]:
        """The losses that nobody told enough of: what remains is before them."""
        return tuple(loss.key for loss in self.losses if loss.amount is None)

    def share(self, amount: Decimal) -> float:
        """An amount as a share of the list price; 0 where nothing was sold."""
        return float(amount / self.listed) if self.listed else 0.0


@dataclass(frozen=True)
class Rates:
    """What unknown lines are taken to have cost: the mean, lowest and highest seen, and the share
    of the whole that is known."""

    mean: Fraction
    low: Fraction
    high: Fraction
    known: float


def waterfall(products: pl.DataFrame, channels: pl.DataFrame) -> Waterfall:
    """Where the list price of the lines sold went (Marn and Rosiello 1992, Harvard Business Review
    70(5)).

    `products`: rows of `margins/sums`; `channels`: of `margins/channels`. Lines without a list
    price count at what was paid, and without any deals are refused. Unknown costs are taken at the
    mean share of the price, between the lowest and highest of products that have one; unknown
    commissions between none and the highest rate of a channel. Refused without sales, and
    where less than 80 % of what was paid has a cost.
    """
    listed, paid = total(products, "list_amount"), total(products, "paid")
    refunds = total(products, "refunded")
    goods = _goods(products)
    losses = (
        _deals(products),
        _gifts(products),
        Loss("refunds", refunds, refunds, refunds, 1.0),
        _commission(products, channels),
        goods,
    )
    quality = Quality(
        lines=int(products["count_lines"].sum()),
        unlisted_lines=int(products["count_unlisted_lines"].sum()),
        unlisted_paid=total(products, "unlisted_paid"),
        raised_lines=int(products["count_raised_lines"].sum()),
        raised=total(products, "raised"),
        excess_lines=int(products["count_excess_lines"].sum()),
        excess_commission=total(products, "excess_commission"),
    )
    refusal = goods.refusal if paid > 0 else Refusal("no_sales")
    return Waterfall(listed, paid, losses, quality, refusal)


def cost_rates(products: pl.DataFrame) -> Rates:
    """Costs as shares of what was paid, over products with a known cost."""
    return _rates(products, "sold_cost", "costed_paid", "paid")


def commission_rates(products: pl.DataFrame, channels: pl.DataFrame) -> Rates:
    """Commissions as shares of what was paid; the highest is a channel's."""
    rates = _rates(products, "commission", "charged_paid", "paid")
    by_channel = _rates(channels, "commission", "charged_paid", "paid")
    return Rates(rates.mean, Fraction(0), max(by_channel.high, rates.mean), rates.known)


def gift_rates(products: pl.DataFrame) -> Rates:
    """What a gift cost, over gifts with a known cost."""
    return _rates(products, "given_cost", "priced_given_units", "given_units")


def total(rows: pl.DataFrame, name: str) -> Decimal:
    """The sum of a column of money, to the cent."""
    return Decimal(rows[name].sum() or 0) + NOTHING


def cents(amount: Fraction) -> Decimal:
    """A fraction as money, to the cent."""
    exact = Decimal(amount.numerator) / Decimal(amount.denominator)
    return exact.quantize(CENT, ROUND_HALF_EVEN)


def _rates(rows: pl.DataFrame, taken: str, base: str, whole: str) -> Rates:
    priced = rows.filter(pl.col(base) > 0)
    known, everything = (Fraction(rows[name].sum() or 0) for name in (base, whole))
    mean = Fraction(priced[taken].sum() or 0) / (known or 1)
    single = priced[taken].cast(pl.Float64) / priced[base].cast(pl.Float64)
    # To a billionth: only the mean need be exact.
    ends = [
        Fraction(round(float(end) * 10**9), 10**9)  # type: ignore[arg-type]
        for end in (single.min(), single.max())
        if end is not None
    ]
    share = float(known / everything) if everything else 1.0
    return Rates(mean, min([*ends, mean]), max([*ends, mean]), share)


def _deals(products: pl.DataFrame) -> Loss:
    """Known is the share of what was paid that has a list price beside it."""
    deals = total(products, "list_amount") - total(products, "paid")
    paid, unlisted = total(products, "paid"), total(products, "unlisted_paid")
    known = float(1 - unlisted / paid) if paid else 1.0
    if paid and unlisted == paid:
        return Loss("deals", None, None, None, 0.0, Refusal("no_list_prices", 0.0))
    return Loss("deals", deals, deals, deals, known)


def is_rate(rates: Rates) -> bool:
    """Whether commissions are so small in every channel that they are rates and not money."""
    return 0 < rates.high < LEAST_COMMISSION


def _goods(products: pl.DataFrame) -> Loss:
    rates = cost_rates(products)
    missing = Fraction(total(products, "paid")) - Fraction(total(products, "costed_paid"))
    if rates.known < LEAST_COSTED:
        code: Literal["no_costs", "few_costs"] = "few_costs" if rates.known else "no_costs"
        refusal = Refusal(code, rates.known, LEAST_COSTED)
        return Loss("goods", None, None, None, rates.known, refusal)
    return _filled("goods", total(products, "goods_cost"), missing, rates)


def _commission(products: pl.DataFrame, channels: pl.DataFrame) -> Loss:
    rates = commission_rates(products, channels)
    missing = Fraction(total(products, "paid")) - Fraction(total(products, "charged_paid"))
    if rates.known < LEAST_CHARGED:
        code: Literal["no_commissions", "few_commissions"] = (
            "few_commissions" if rates.known else "no_commissions"
        )
        refusal = Refusal(code, rates.known, LEAST_CHARGED)
        return Loss("commission", None, None, None, rates.known, refusal)
    if is_rate(rates):
        return Loss("commission", None, None, None, 0.0, Refusal("rate_commissions"))
    return _filled("commission", total(products, "commission"), missing, rates)


def _gifts(products: pl.DataFrame) -> Loss:
    rates = gift_rates(products)
    counts = (int(products[name].sum()) for name in ("given_units", "priced_given_units"))
    missing = Fraction(next(counts) - next(counts))
    if rates.known < LEAST_PRICED_GIFTS:
        refusal = Refusal("few_gift_costs", rates.known, LEAST_PRICED_GIFTS)
        return Loss("gifts", None, None, None, rates.known, refusal)
    return _filled("gifts", total(products, "given_cost"), missing, rates)


def _filled(key: Key, known: Decimal, missing: Fraction, rates: Rates) -> Loss:
    amount, low, high = (
        known + cents(missing * rate) for rate in (rates.mean, rates.low, rates.high)
    )
    return Loss(key, amount, low, high, rates.known)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal:
    return sum((amount or NOTHING for amount in amounts), NOTHING)
