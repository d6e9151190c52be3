"""The lowest price that pays, the room against rivals, and how unit costs moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.margins.base import LEAST_CHANGES
from ui import format as fmt
from ui.views.margins.where import HUNDRED, reason
from ui.views.pricing.decision import price

if TYPE_CHECKING:
    from analytics.margins.prices_that_pay import PriceRoom
    from analytics.margins.unit_costs import UnitCosts
    from ui.text import Text

MOST = 12
"""Products drawn: those that bring most."""
STILL = 0.0005
"""A change a year that would be written as 0.0 %."""
DRAWN = dict.fromkeys(("value", "low", "high"), pl.Float64) | dict.fromkeys(
    ("label", "sentence", "reason"), pl.String
)


def with_room(answer: PriceRoom) -> pl.DataFrame:
    """The products with rivals to compare with, most revenue first."""
    return answer.products.filter(pl.col("room").is_not_null())


def rooms(answer: PriceRoom, text: Text) -> pl.DataFrame:
    """One row per product with room: label, value (its own price), low and high (the lowest price
    that pays and the rivals' lower quarter, whichever is lower first), sentence, reason (null)."""
    rows = [
        {
            "label": row["product"],
            "value": row["price"],
            "low": min(row["lowest_price"], row["rival_low"]),
            "high": max(row["lowest_price"], row["rival_low"]),
            "sentence": text(
                "money.room.point" if row["room"] >= 0 else "money.room.point_none",
                lowest=price(row["lowest_price"], text),
                rival=price(row["rival_low"], text),
                own=price(row["price"], text),
            ),
            "reason": None,
        }
        for row in with_room(answer).head(MOST).to_dicts()
    ]
    return pl.DataFrame(rows, schema=DRAWN)


def room_sentence(answer: PriceRoom, text: Text) -> str:
    """How much lower a price could go before it stops paying, against rivals; else why not told."""
    if answer.refusal is not None or answer.share is None:
        why = "" if answer.refusal is None else reason(answer.refusal, text)
        return text("money.room.refused", reason=why)
    rows = with_room(answer)
    tight = rows.filter(pl.col("room") < 0).height
    facts = {"n": fmt.count(answer.n, text.lang), "tight": fmt.count(tight, text.lang)}
    if tight:
        return text("money.room.some_tight", **facts)
    return text("money.room.all", share=fmt.percent(answer.share, text.lang, 0), **facts)


def room_left_out(answer: PriceRoom, text: Text) -> list[str]:
    """Products that are not drawn, by why: how many, most first."""
    counts = (
        answer.products.filter(pl.col("refusal").is_not_null())
        .group_by("refusal")
        .len()
        .sort("len", "refusal", descending=[True, False])
    )
    return [
        text(
            "money.room.left_out",
            n=fmt.count(count, text.lang),
            reason=text(f"money.refusal.{code}", have="", least=""),
        )
        for code, count in counts.rows()
    ]


def room_table(answer: PriceRoom, text: Text) -> pl.DataFrame:
    """Every product with its prices; rates in per cent."""
    codes = {
        code: text(f"money.refusal.{code}", have="", least="")
        for code in answer.products["refusal"].drop_nulls().unique()
    }
    return answer.products.select(
        *("product", "price", "unit_cost"),
        commission_rate=HUNDRED * pl.col("commission_rate"),
        refund_rate=HUNDRED * pl.col("refund_rate"),
        lowest_price="lowest_price",
        rivals="rivals",
        rival_low="rival_low",
        room="room",
        words=pl.col("refusal").replace_strict(codes, default=None, return_dtype=pl.String),
    )


def costs_sentence(answer: UnitCosts, text: Text) -> str:
    """How unit costs moved a year; else why that is not told."""
    if answer.refusal is not None:
        return text(f"money.costs.{answer.refusal.code}", n=fmt.count(LEAST_CHANGES, text.lang))
    slope = answer.slope or 0.0
    key = "fell" if slope < 0 else "rose"
    if abs(slope) < STILL:
        key = "still"
    facts = {
        "slope": fmt.percent(abs(slope), text.lang),
        "n": fmt.count(answer.with_trend, text.lang),
    }
    return text(f"money.costs.{key}", **facts)


def stamped(answer: UnitCosts, text: Text) -> str:
    """How many products have one cost for all months; "" where none has, or all is said already."""
    if not answer.stamped or answer.refusal is not None:
        return ""
    return text("money.costs.stamped", n=fmt.count(answer.stamped, text.lang))


def cost_lines(months: pl.DataFrame, answer: UnitCosts, text: Text) -> pl.DataFrame:
    """One row per product with a changed cost and month: panel, period, label, value, sentence."""
    moving = answer.trends.filter(pl.col("changes") > 0).head(MOST)
    rows = months.join(moving.select("item"), on="item", how="inner", maintain_order="right_left")
    return rows.select(
        panel="product",
        period="month_on",
        label="product",
        value="unit_cost",
        sentence=pl.struct("month_on", "unit_cost").map_elements(
            lambda row: text(
                "money.costs.point",
                month=fmt.month(row["month_on"], text.lang),
                cost=price(row["unit_cost"], text),
            ),
            return_dtype=pl.String,
        ),
    )


def costs_table(answer: UnitCosts) -> pl.DataFrame:
    """Every product with its first and last unit cost; the change a year in per cent."""
    return answer.trends.select(
        *("product", "months", "changes"),
        first_cost="first",
        last_cost="last",
        spent="spent",
        slope=HUNDRED * pl.col("slope"),
    )
