"""Frames behind the gate's charts, and a sentence for each; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.gate.prices import within
from ui import format as fmt
from ui.text import literal
from ui.views.gate.verdict import share, signed

if TYPE_CHECKING:
    from analytics.gate import GateReport
    from analytics.gate.base import Thresholds
    from analytics.gate.dispersion import Dispersion
    from ui.text import Text

PERCENT = 100.0
PRODUCTS = 12
ROWS = 15
WEEKS = 8
LEAST_WEEKS = 2
CODES = ("item", "product", "channel")


def parity(report: GateReport, text: Text) -> pl.DataFrame:
    """One row per product that differs most, and last the whole by product and by money: label,
    gap, low, high (per cent), is_outside, is_total, sentence."""
    price = report.gate.condition("same_price")
    rows = [
        _parity_row(row["product"], [row["ratio"], row["low"], row["high"]], row, text)
        for row in report.products.head(PRODUCTS).to_dicts()
    ]
    wholes = [("whole", price.estimate, within(price.estimate, price.line))]
    if price.by_money is not None:
        wholes.append(("whole_money", price.by_money.estimate, price.by_money.verdict))
    for name, estimate, verdict in wholes:
        ends = (estimate.value, estimate.low, estimate.high)
        ratios = [None if end is None else 1 + end for end in ends]
        about: dict[str, object] = {"side": verdict == "fail", "months": None}
        rows.append(_parity_row(text(f"gate.{name}"), ratios, about, text))
    return pl.DataFrame(rows)


def _parity_row(
    label: str, ratios: list[float | None], about: dict[str, object], text: Text
) -> dict[str, object]:
    value, low, high = (None if ratio is None else PERCENT * (ratio - 1) for ratio in ratios)
    lines = [text("gate.parity_hover", gap=signed(None if value is None else value / 100, text))]
    if low is not None and high is not None:
        ends = fmt.interval(low / PERCENT, high / PERCENT, text.lang, rate=True, digits=1)
        lines.append(text("gate.parity_ends", interval=ends))
    if about["months"] is not None:
        lines.append(text("gate.parity_months", n=about["months"]))
    return {
        "label": label,
        "gap": value,
        "low": low,
        "high": high,
        "is_outside": bool(about["side"]),
        "is_total": about["months"] is None,
        "sentence": "<br>".join(lines),
    }


def products(report: GateReport) -> pl.DataFrame:
    """Every product that compares, in per cent."""
    return report.products.select(
        "item",
        "product",
        "months",
        *(_less_one(name).alias(as_) for name, as_ in (("ratio", "gap"), ("low", "low"))),
        _less_one("high").alias("high"),
        "public_price",
        "private_price",
        "private_paid",
    )


def _less_one(name: str) -> pl.Expr:
    return PERCENT * (pl.col(name) - 1)


def headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """The columns as the reader calls them."""
    return {name: text(f"gate.column.{name}") for name in frame.columns}


def matrix(cells: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The cells of the products with the most money: label, channel, domain, gap (per cent),
    shown, is_outside, sentence; private channels first."""
    items = cells["item"].unique(maintain_order=True).head(ROWS)
    rows = cells.filter(pl.col("item").is_in(items.implode()))
    return rows.with_columns(
        pl.col("product").alias("label"),
        (PERCENT * pl.col("gap")).alias("gap"),
        pl.Series("shown", [_price(price, text) for price in rows["unit_price"]], dtype=pl.String),
        pl.Series("sentence", [_cell(row, text) for row in rows.to_dicts()], dtype=pl.String),
    )


def _cell(row: dict[str, object], text: Text) -> str:
    sentence = text(
        "gate.matrix_price", price=_price(_number(row["unit_price"]), text), gap=_gap(row, text)
    )
    return f"{sentence}<br>{text('charts.n', n=fmt.count(_number(row['count_lines']), text.lang))}"


def _number(value: object) -> float:
    return float(value)  # type: ignore[arg-type]


def _gap(row: dict[str, object], text: Text) -> str:
    return signed(_number(row["gap"]), text)


def _price(value: float, text: Text) -> str:
    return fmt.number(value, text.lang, 0 if value >= PERCENT else 1)


def matrix_sentence(cells: pl.DataFrame, thresholds: Thresholds, text: Text) -> str:
    """How many cells lie outside the band, and which is furthest off."""
    if cells.is_empty():
        return text("gate.matrix_none", least=thresholds.least_lines)
    outside = cells.filter(pl.col("is_outside"))
    facts = {
        "cells": fmt.count(cells.height, text.lang),
        "line": fmt.percent(thresholds.band, text.lang, 0),
    }
    if outside.is_empty():
        return text("gate.matrix_calm", **facts)
    furthest = (pl.col("gap") + 1).log().abs()
    worst = outside.sort(furthest, "item", "channel", descending=[True, False, False])
    row = worst.row(0, named=True)
    return text(
        "gate.matrix_sentence",
        **facts,
        n=fmt.count(outside.height, text.lang),
        product=literal(row["product"]),
        channel=literal(row["channel"]),
        gap=_gap(row, text),
    )


def matrix_table(cells: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Every cell."""
    names = {code: text(f"common.domain_{code}") for code in ("public", "private")}
    return cells.select(
        *CODES,
        pl.col("domain").replace_strict(names, default=None, return_dtype=pl.String),
        "unit_price",
        (PERCENT * pl.col("gap")).alias("gap"),
        "count_lines",
    )


def history_sentence(weeks: pl.DataFrame, product: str, text: Text) -> str:
    """The private price against the public one, in the last weeks and the first."""
    both = weeks.pivot("domain", index="week_on", values="unit_price").sort("week_on")
    sides = ("private", "public")
    pairs = both.drop_nulls() if set(sides) <= set(both.columns) else both.clear()
    if pairs.height < LEAST_WEEKS:
        return text("gate.history_short", product=literal(product))
    many = min(WEEKS, pairs.height // LEAST_WEEKS)
    ratio = pairs["private"] / pairs["public"]
    return text(
        "gate.history_sentence",
        weeks=many,
        product=literal(product),
        early=_median(ratio.head(many), text),
        late=_median(ratio.tail(many), text),
    )


def _median(ratios: pl.Series, text: Text) -> str:
    return fmt.percent(
        float(ratios.to_frame("ratio").select(pl.col("ratio").median()).item()), text.lang
    )


def spread_sentence(dispersion: Dispersion, thresholds: Thresholds, text: Text) -> str:
    """How far channels lie apart in a week."""
    if dispersion.spread.value is None:
        return text("gate.spread_none", least=thresholds.least_lines)
    spread = share(dispersion.spread, text)
    facts = {"spread": spread["value"], "n": spread["n"]}
    if dispersion.spread.low is None:
        return text("gate.spread_few", **facts)
    return text("gate.spread_sentence", interval=spread["interval"], **facts)


def spread_note(dispersion: Dispersion, text: Text) -> str:
    """On how much that rests, and the coefficient of variation."""
    return text(
        "gate.spread_note",
        cv=fmt.percent(dispersion.cv.value, text.lang),
        weeks=fmt.count(dispersion.weeks, text.lang),
    )


def widest(dispersion: Dispersion) -> pl.DataFrame:
    """Products by how far their channels lie apart, in per cent."""
    return dispersion.widest.select(
        "product", "weeks", *(pl.col(name) * PERCENT for name in ("cv", "spread"))
    )


def history_table(weeks: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Every week of a product."""
    names = {code: text(f"common.domain_{code}") for code in ("public", "private")}
    return weeks.select(
        "week_on",
        pl.col("domain").replace_strict(names, default=None, return_dtype=pl.String),
        "unit_price",
        "count_lines",
    )
