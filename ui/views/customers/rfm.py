"""The Customers page: RFM groups, concentration, flows and value, as frames and sentences."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import polars as pl

from analytics.customers.rfm import SEGMENTS, TOPS
from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.customers.clv.holdout import Holdout
    from analytics.customers.rfm import Concentration, Thresholds
    from ui.text import Text

Totals = Mapping[str, float | int | None]
GOOD_ERROR = 0.1
BEST = SEGMENTS[0]


def groups(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per group, with its displayed name and sentence."""
    rows = frame.to_dicts()
    labels = [text(f"cli.segment_{row['segment']}") for row in rows]
    return frame.with_columns(
        pl.Series("label", labels, dtype=pl.String),
        pl.Series("sentence", [_group(row, text) for row in rows], dtype=pl.String),
    )


def _group(row: Mapping[str, float], text: Text) -> str:
    return text(
        "customers.group",
        customers=fmt.count(row["customers"], text.lang),
        share=fmt.percent(row["share"], text.lang),
        amount=_percent(row["amount_share"], text),
    )


def groups_sentence(
    frame: pl.DataFrame, thresholds: Thresholds, currency: str | None, text: Text
) -> str:
    """The best group's share of the amount, and the thresholds between the groups."""
    best = frame.filter(pl.col("segment") == BEST).row(0, named=True)
    sentence = text(
        "customers.groups_sentence",
        name=text(f"cli.segment_{BEST}"),
        share=fmt.percent(best["share"], text.lang, 0),
        amount=_percent(best["amount_share"], text),
    )
    split_at = text(
        "customers.groups_split",
        days=fmt.count(thresholds.days_since, text.lang),
        often=fmt.number(thresholds.purchase_days, text.lang, 1),
        amount=fmt.money(thresholds.amount, text.lang, currency),
    )
    return joined([sentence, split_at], text)


def headline(concentration: Concentration, text: Text) -> str:
    """What the tenth of customers who paid most brings, in one line."""
    if concentration.gini is None:
        return text("customers.head_few", n=fmt.count(concentration.n, text.lang))
    shares = dict(concentration.tops.select("top", "amount_share").rows())
    return text(
        "customers.head",
        n=fmt.count(concentration.n, text.lang),
        ten=fmt.percent(shares[TOPS[1]], text.lang, 0),
    )


def formulas(look: str, gini: float | None, text: Text) -> dict[str, str]:
    """Query -> one-line formula of what a part of the page shows; several queries of one formula
    follow it without another."""
    queries = {
        "groups": ("listed",),
        "concentration": ("listed",),
        "ladder": ("ladder_people", "ladder_moves"),
        "flows": ("flows",),
        "value": ("histories", "spending"),
        "journey": ("journey_paths", "basket_pairs"),
        "discounts": ("discount_months", "returns_by_reason"),
    }
    first, *others = queries[look]
    facts = {"gini": fmt.number(gini, text.lang, 2)} if look == "concentration" else {}
    formula = {f"customers/{first}": text(f"customers.formula_{look}", **facts)}
    return formula | {f"customers/{query}": "" for query in others}


def concentration_sentence(concentration: Concentration, text: Text) -> str:
    """The amount share of the top customers."""
    if concentration.gini is None:
        return text("customers.concentration_few")
    shares = dict(concentration.tops.select("top", "amount_share").rows())
    return text(
        "customers.concentration",
        one=fmt.percent(shares[TOPS[0]], text.lang, 0),
        ten=fmt.percent(shares[TOPS[1]], text.lang, 0),
        twenty=fmt.percent(shares[TOPS[2]], text.lang, 0),
        n=fmt.count(concentration.n, text.lang),
    )


def flows(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per month and kind: net amount for the stacked bars. The lapsed are left out: their
    amount is not paid in that month."""
    kinds = ("returning", "reactivated", "new")
    paying = frame.filter(pl.col("kind").is_in(kinds))
    names = {kind: text(f"customers.kind.{kind}") for kind in kinds}
    rows = paying.sort(
        pl.col("kind").replace_strict({k: i for i, k in enumerate(kinds)}), "month_on"
    )
    return rows.select(
        period="month_on",
        label=pl.Series([fmt.month(day, text.lang) for day in rows["month_on"]], dtype=pl.String),
        value=pl.col("amount").cast(pl.Float64),
        n="customers",
        series=pl.col("kind").replace_strict(names, return_dtype=pl.String),
    )


def flows_sentence(frame: pl.DataFrame, text: Text) -> str:
    """Amount shares of new, returning and reactivated customers in the last 12 whole months."""
    months = frame["month_on"].unique().sort().to_list()[-13:-1]
    year = frame.filter(pl.col("month_on").is_in(months) & (pl.col("kind") != "lapsed"))
    total = float(year["amount"].sum() or 0.0)
    if not months or total <= 0:
        return text("customers.flows_young")
    shares = {
        kind: float(year.filter(pl.col("kind") == kind)["amount"].sum() or 0.0) / total
        for kind in ("new", "returning", "reactivated")
    }
    return text(
        "customers.flows_sentence",
        months=len(months),
        **{kind: fmt.percent(share, text.lang, 0) for kind, share in shares.items()},
    )


def value_figures(totals: Totals, currency: str | None, text: Text) -> list[tuple[str, str, str]]:
    """Label, value and help: share alive, expected purchases, their value, value per customer."""
    return [
        (
            text("customers.alive"),
            fmt.percent(_each(totals, "alive"), text.lang, 0),
            text("customers.alive_help"),
        ),
        (
            text("customers.purchases"),
            fmt.count(totals["purchases"], text.lang),
            _between(totals, "purchases", text),
        ),
        (
            text("customers.worth"),
            fmt.money(totals["value"], text.lang, currency, compact=True),
            _between(totals, "value", text),
        ),
        (
            text("customers.worth_each"),
            fmt.money(_each(totals, "value"), text.lang, currency),
            text("customers.worth_each_help"),
        ),
    ]


def _each(totals: Totals, name: str) -> float | None:
    """A total per customer, one-time buyers included; None without customers or total."""
    total, customers = totals[name], totals["customers"]
    return total / customers if total is not None and customers else None


def _between(totals: Totals, name: str, text: Text) -> str:
    ends = ("range_low", "range_high", "low", "high")
    values = {end: totals[f"{name}_{end}"] for end in ends}
    if None in values.values():
        return text("customers.no_interval")
    written = {end: fmt.count(value, text.lang, compact=True) for end, value in values.items()}
    return text("customers.between", **written)


def holdout_sentence(holdout: Holdout, text: Text) -> str:
    """The model's relative error on the holdout period, and whether its range held what came."""
    if holdout.error is None:
        return text("customers.held_none", day=fmt.day(holdout.split_on, text.lang))
    key = "customers.held_good" if abs(holdout.error) <= GOOD_ERROR else "customers.held_poor"
    way = "customers.held_more" if holdout.error > 0 else "customers.held_less"
    sentence = text(
        key,
        day=fmt.day(holdout.split_on, text.lang),
        error=fmt.percent(abs(holdout.error), text.lang, 0),
        way=text(way),
    )
    return joined([sentence, _held(holdout, text)], text)


def _held(holdout: Holdout, text: Text) -> str:
    if holdout.low is None or holdout.high is None:
        return ""
    is_inside = holdout.low <= holdout.actual <= holdout.high
    return text(
        "customers.held_inside" if is_inside else "customers.held_outside",
        low=fmt.count(holdout.low, text.lang),
        high=fmt.count(holdout.high, text.lang),
        actual=fmt.count(holdout.actual, text.lang),
    )


def _percent(share: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if share is None else fmt.percent(share, text.lang, 0)
