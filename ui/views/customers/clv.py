"""Future value by cohort and customer, and the holdout check, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from ui import format as fmt
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.customers.clv.holdout import Holdout
    from analytics.customers.clv.outlook import Outlook
    from ui.text import Text

Kind = Literal["value", "purchases"]
COLUMNS = (
    "customer_id",
    "first_on",
    "days",
    "amount",
    "alive",
    "purchases",
    "purchases_low",
    "purchases_high",
    "value",
    "value_low",
    "value_high",
)


def cohorts(frame: pl.DataFrame, by: Kind, currency: str | None, text: Text) -> pl.DataFrame:
    """One row per month of the first purchase: period, label, value, low, high (of what may come),
    sentence."""
    rows = frame.to_dicts()
    labels = [fmt.month(row["cohort"], text.lang) for row in rows]
    sentences = [_cohort(row, by, currency, text) for row in rows]
    return frame.select(
        period="cohort",
        label=pl.Series(labels, dtype=pl.String),
        value=pl.col(by),
        low=pl.col(f"{by}_range_low"),
        high=pl.col(f"{by}_range_high"),
        sentence=pl.Series(sentences, dtype=pl.String),
    )


def cohorts_sentence(frame: pl.DataFrame, by: Kind, currency: str | None, text: Text) -> str:
    """The cohort of the highest expected total, and the one of the highest per customer."""
    if frame.is_empty():
        return text("customers.cohorts_none")
    most = frame.sort([by, "cohort"], descending=[True, False]).row(0, named=True)
    per_customer = frame.with_columns(each=pl.col(by) / pl.col("customers"))
    best = per_customer.sort(["each", "cohort"], descending=[True, False]).row(0, named=True)
    sentences = (
        text(f"customers.{key}", **_cohort_facts(row, by, currency, text))
        for key, row in (("cohorts_most", most), ("cohorts_best", best))
    )
    return joined(list(sentences), text)


def _cohort(row: Mapping[str, Any], by: Kind, currency: str | None, text: Text) -> str:
    between = _between("customers.cohort_between", row, by, currency, text)
    return joined(
        [text("customers.cohort", **_cohort_facts(row, by, currency, text)), between], text
    )


def range_sentence(totals: Mapping[str, Any], currency: str | None, text: Text) -> str:
    """The range of what may come from everybody, and how well its mean is known."""
    by: Kind = "value" if totals["value"] is not None else "purchases"
    return _between("customers.range", totals, by, currency, text)


def _between(key: str, row: Mapping[str, Any], by: Kind, currency: str | None, text: Text) -> str:
    ends = ("range_low", "range_high", "low", "high")
    values = {end: row[f"{by}_{end}"] for end in ends}
    if None in values.values():
        return text("customers.no_interval")
    return text(key, **{end: _worth(values[end], by, currency, text) for end in ends})


def _cohort_facts(
    row: Mapping[str, Any], by: Kind, currency: str | None, text: Text
) -> dict[str, str]:
    return {
        "month": fmt.month(row["cohort"], text.lang),
        "customers": fmt.count(row["customers"], text.lang),
        "worth": _worth(row[by], by, currency, text),
        "each": _worth(row[by] / row["customers"], by, currency, text, is_each=True),
    }


def _worth(
    value: float, by: Kind, currency: str | None, text: Text, *, is_each: bool = False
) -> str:
    if by == "value":
        return fmt.money(value, text.lang, currency, compact=not is_each)
    written = fmt.number(value, text.lang, 1) if is_each else fmt.count(value, text.lang)
    return text("customers.times", n=written)


def dearest_sentence(outlook: Outlook, currency: str | None, text: Text) -> str:
    """The share of the expected total in the listed customers, and the first one's interval."""
    rows, total = outlook.dearest, outlook.totals["value"]
    if rows.is_empty():
        return text("customers.cohorts_none")
    first = rows.row(0, named=True)
    by: Kind = "value" if total is not None else "purchases"
    whole = outlook.totals[by] or 0.0
    return text(
        "customers.dearest",
        n=fmt.count(rows.height, text.lang),
        share=fmt.percent(float(rows[by].sum()) / whole if whole else None, text.lang, 0),
        worth=_worth(first[by], by, currency, text),
        low=_worth(first[f"{by}_low"], by, currency, text),
        high=_worth(first[f"{by}_high"], by, currency, text),
    )


def dearest_table(dearest: pl.DataFrame) -> pl.DataFrame:
    """The list of customers as it is read: the chance of being one in per cent, money without cents
    that a forecast does not have."""
    money = [name for name in dearest.columns if name == "amount" or name.startswith("value")]
    return dearest.with_columns(
        (pl.col("alive") * 100).round(0).cast(pl.Int64), pl.col(money).round(0).cast(pl.Int64)
    )


def headers(shown: pl.DataFrame, text: Text) -> dict[str, str]:
    """Column -> header of the list of customers."""
    return {name: text(f"customers.dearest_{name}") for name in COLUMNS if name in shown.columns}


def by_frequency(holdout: Holdout, text: Text) -> pl.DataFrame:
    """One row per number of repeat purchases before the split: customers, predicted and actual
    purchases after it."""
    rows = holdout.by_frequency.to_dicts()
    last = holdout.by_frequency.height - 1
    return pl.DataFrame(
        [
            (
                text("customers.held_or_more", n=row["frequency"])
                if place == last and place
                else str(row["frequency"]),
                fmt.count(row["customers"], text.lang),
                fmt.number(row["predicted"], text.lang, 2),
                fmt.number(row["actual"], text.lang, 2),
            )
            for place, row in enumerate(rows)
        ],
        schema=[
            text("customers.held_before"),
            text("customers.held_customers"),
            text("customers.held_predicted"),
            text("customers.held_actual"),
        ],
        orient="row",
    )
