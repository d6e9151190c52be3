"""What came of the plan, counted in the finished sheets."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import polars as pl

from scripts.sample.plan import PRICE_BREAK, VITALITY_FROM, day_number
from scripts.sample.words import channels, products, words

if TYPE_CHECKING:
    from collections.abc import Callable

    from scripts.sample.customers import Customers

PAID = (pl.col("quantity") > 0) & (pl.col("unit_price") > 0)


def counts(ledger: pl.DataFrame) -> dict[str, float]:
    """Lines and orders by kind, and the share of lines that are a guest's."""
    guest = pl.col("customer_id") == ""
    return ledger.select(
        order_lines=pl.len(),
        gift_lines=((pl.col("quantity") > 0) & (pl.col("unit_price") == 0)).sum(),
        refund_lines=(pl.col("quantity") < 0).sum(),
        guest_lines=guest.sum(),
        guest_line_share=guest.mean(),
        orders=pl.col("order_id").n_unique(),
        guest_orders=pl.col("order_id").filter(guest).n_unique(),
        customers=pl.col("customer_id").filter(~guest).n_unique(),
    ).row(0, named=True)


def price_ratios(ledger: pl.DataFrame) -> dict[str, float]:
    """Median over SKU x week of ln(private / public) paid price a unit, before and after."""
    paid = ledger.filter(PAID).with_columns(
        week=pl.col("ordered_at").dt.truncate("1w"),
        is_after=pl.col("day") >= day_number(PRICE_BREAK),
        is_private=pl.col("domain") == words("orders")["values"]["private"],
    )
    price = pl.col("amount").sum() / pl.col("quantity").sum()
    cells = paid.group_by("sku", "week", "is_after", "is_private").agg(price=price)
    wide = cells.pivot("is_private", index=["sku", "week", "is_after"], values="price")
    ratio = (pl.col("true") / pl.col("false")).log().median()
    medians = dict(wide.drop_nulls().group_by("is_after").agg(ratio).rows())
    return {"before": medians[False], "after": medians[True]}


def refund_rate(ledger: pl.DataFrame) -> float:
    """Refunded units over paid units sold."""
    back = pl.col("quantity").filter(pl.col("quantity") < 0).sum()
    return float(ledger.select(-back / pl.col("quantity").filter(PAID).sum()).item())


def vitality(ledger: pl.DataFrame) -> dict[str, float]:
    """Share of the last year's net revenue from SKUs launched in it: substantive ones, all."""
    recent = [product for product in products() if product.launched_on >= VITALITY_FROM]
    last = ledger.filter(pl.col("day") >= day_number(VITALITY_FROM))
    amount = pl.col("amount")

    def share(skus: list[str]) -> float:
        net_share = amount.filter(pl.col("sku").is_in(skus)).sum() / amount.sum()
        return float(last.select(net_share).item())

    substantive = [product.sku for product in recent if product.is_substantive]
    return {"substantive": share(substantive), "all": share([p.sku for p in recent])}


def new_customers(people: Customers) -> dict[str, float]:
    """Shares of all new customers by who sent them; a friend is paid for in distribution."""
    commission = [channel.social_model == "distribution" for channel in channels()]
    pairs = [*zip(people.referrer_kind, people.channel, strict=True)]

    def share(holds: Callable[[str, bool], bool]) -> float:
        return sum(holds(kind, commission[channel]) for kind, channel in pairs) / len(pairs)

    return {
        "referred": share(lambda kind, paid: kind != ""),
        "unpaid_referral": share(lambda kind, paid: kind == "customer" and not paid),
        "paid_referral": share(lambda kind, paid: kind == "customer" and paid),
        "ip": share(lambda kind, paid: kind == "ip"),
    }


def survey(feedback: pl.DataFrame) -> dict[str, float]:
    """What the recommendation wave answered, as shares and means."""
    wave = feedback.filter((pl.col("source") == "survey") & pl.col("nps").is_not_null())
    return wave.select(
        promoters=(pl.col("nps") >= 9).mean(),
        detractors=(pl.col("nps") <= 6).mean(),
        very_disappointed=(pl.col("disappointed") == "very").mean(),
        creativity=pl.col("creativity").mean(),
    ).row(0, named=True)


def intransitive(feedback: pl.DataFrame) -> int:
    """Price answers whose four prices do not rise."""
    prices = ("too_cheap", "cheap", "expensive", "too_expensive")
    price_answers = feedback.filter(pl.col("too_cheap").is_not_null())
    rises = [pl.col(a) < pl.col(b) for a, b in pairwise(prices)]
    return price_answers.filter(~pl.all_horizontal(rises)).height
