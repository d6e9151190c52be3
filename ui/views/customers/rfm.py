"""The Customers page: groups, concentration, comings and goings, and value as frames and words."""

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


def groups(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The groups under readable names, each with its sentence."""
    rows = found.to_dicts()
    labels = [text(f"cli.segment_{row['segment']}") for row in rows]
    return found.with_columns(
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


def groups_sentence(found: pl.DataFrame, split: Thresholds, text: Text) -> str:
    """What the best group brings, and where the groups are split."""
    best = found.filter(pl.col("segment") == BEST).row(0, named=True)
    sentence = text(
        "customers.groups_sentence",
        name=text(f"cli.segment_{BEST}"),
        share=fmt.percent(best["share"], text.lang, 0),
        amount=_percent(best["amount_share"], text),
    )
    split_at = text(
        "customers.groups_split",
        days=fmt.count(split.days_since, text.lang),
        often=fmt.number(split.purchase_days, text.lang, 1),
        amount=fmt.count(split.amount, text.lang),
    )
    return joined([sentence, split_at], text)


def concentration_sentence(found: Concentration, text: Text) -> str:
    """How much the dearest customers bring, and the Gini coefficient."""
    if found.gini is None:
        return text("customers.concentration_few")
    shares = dict(found.tops.select("top", "amount_share").rows())
    return text(
        "customers.concentration",
        one=fmt.percent(shares[TOPS[0]], text.lang, 0),
        ten=fmt.percent(shares[TOPS[1]], text.lang, 0),
        twenty=fmt.percent(shares[TOPS[2]], text.lang, 0),
        gini=fmt.number(found.gini, text.lang, 2),
        n=fmt.count(found.n, text.lang),
    )


def flows(found: pl.DataFrame, text: Text) -> pl.DataFrame:
    """Net value by month and kind for the stacked bars; the lapsed are no money of the month."""
    kinds = ("returning", "reactivated", "new")
    known = found.filter(pl.col("kind").is_in(kinds))
    names = {kind: text(f"customers.kind.{kind}") for kind in kinds}
    rows = known.sort(
        pl.col("kind").replace_strict({k: i for i, k in enumerate(kinds)}), "month_on"
    )
    return rows.select(
        period="month_on",
        label=pl.Series([fmt.month(day, text.lang) for day in rows["month_on"]], dtype=pl.String),
        value=pl.col("amount").cast(pl.Float64),
        n="customers",
        series=pl.col("kind").replace_strict(names, return_dtype=pl.String),
    )


def flows_sentence(found: pl.DataFrame, text: Text) -> str:
    """Who paid in the last whole months of a year: new, returning and reactivated customers."""
    months = found["month_on"].unique().sort().to_list()[-13:-1]
    year = found.filter(pl.col("month_on").is_in(months) & (pl.col("kind") != "lapsed"))
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


def value_figures(found: Totals, currency: str | None, text: Text) -> list[tuple[str, str, str]]:
    """Label, value and help: who is still there, what they will buy, what it is worth."""
    return [
        (
            text("customers.alive"),
            fmt.percent(_each(found, "alive"), text.lang, 0),
            text("customers.alive_help"),
        ),
        (
            text("customers.purchases"),
            fmt.count(found["purchases"], text.lang),
            _between(found, "purchases", text),
        ),
        (
            text("customers.worth"),
            fmt.money(found["value"], text.lang, currency, compact=True),
            _between(found, "value", text),
        ),
        (
            text("customers.worth_each"),
            fmt.money(_each(found, "value"), text.lang, currency),
            text("customers.worth_each_help"),
        ),
    ]


def _each(found: Totals, name: str) -> float | None:
    """A total over all customers, one-time buyers among them."""
    total, customers = found[name], found["customers"]
    return total / customers if total is not None and customers else None


def _between(found: Totals, name: str, text: Text) -> str:
    low, high = found[f"{name}_low"], found[f"{name}_high"]
    if low is None or high is None:
        return text("customers.no_interval")
    ends = (fmt.count(end, text.lang, compact=True) for end in (low, high))
    return text("customers.between", low=next(ends), high=next(ends))


def holdout_sentence(found: Holdout, text: Text) -> str:
    """How far the model was off on the part it had not seen."""
    if found.error is None:
        return text("customers.held_none", day=fmt.day(found.split_on, text.lang))
    key = "customers.held_good" if abs(found.error) <= GOOD_ERROR else "customers.held_poor"
    way = "customers.held_more" if found.error > 0 else "customers.held_less"
    return text(
        key,
        day=fmt.day(found.split_on, text.lang),
        error=fmt.percent(abs(found.error), text.lang, 0),
        way=text(way),
    )


def _percent(share: float | None, text: Text) -> str:
    return fmt.dash(text.lang) if share is None else fmt.percent(share, text.lang, 0)
