"""Whom the brand says it is for and who really buys: sentences, frames, and a target in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.positioning.base import LEAST_PEOPLE, certainty
from ui import format as fmt
from ui.text import literal, verbatim
from ui.views.positioning.needs import reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from polars._typing import PolarsDataType

    from analytics.positioning.declared import Rule, Target
    from analytics.positioning.report import Whom
    from analytics.positioning.target import Trait
    from analytics.stats.intervals import Estimate
    from ui.text import Text

MOST = 12
"""Groups of buyers drawn; all stand in the table."""
LISTS: dict[str, Trait] = {
    "channels": "channel",
    "categories": "category",
    "products": "product",
}
"""Conditions of a rule that name groups, and what of the first purchase they name."""
SHARES: dict[str, PolarsDataType] = {
    "label": pl.String,
    **dict.fromkeys(("value", "low", "high"), pl.Float64),
    "sentence": pl.String,
}


def headline(whom: Whom, text: Text) -> str:
    """Whom we say and what they bring, in one line; without a target who brings most anyway."""
    if whom.target is None:
        return _unsaid(whom, text)
    name = verbatim(whom.target.name)
    if whom.share.refusal is not None:
        why = reason(whom.share.refusal, text)
        return text("positioning.whom.refused", name=name, reason=why)
    revenue = whom.share.revenue
    return text(
        "positioning.whom.brings",
        name=name,
        share=fmt.percent(revenue.value, text.lang, 0),
        range=_range(revenue, text),
    )


def _unsaid(whom: Whom, text: Text) -> str:
    # Without limits there are too few customers to say who brings most.
    leading = whom.buyers.drop_nulls(["channel", "share", "low"]).head(1).to_dicts()
    if not leading:
        return text("positioning.whom.unsaid")
    first = leading[0]
    return text(
        "positioning.whom.anyway",
        group=literal(first["channel"]),
        share=fmt.percent(first["share"], text.lang, 0),
        range=fmt.interval(first["low"], first["high"], text.lang, rate=True),
    )


def badge(whom: Whom) -> str:
    """How far the share carries: "" where no target was declared."""
    if whom.target is None:
        return ""
    if whom.share.refusal is not None:
        return "insufficient"
    level = certainty(min(whom.share.members, whom.share.people))
    return "insufficient" if level == "refused" else level


def brings(whom: Whom, text: Text) -> str:
    """What the target brings, beside how many they are; "" where that cannot be told."""
    share = whom.share
    if share.refusal is not None or whom.target is None:
        return ""
    return text(
        "positioning.target_brings",
        name=verbatim(whom.target.name),
        share=fmt.percent(share.revenue.value, text.lang, 0),
        range=_range(share.revenue, text),
        people=fmt.percent(share.customers.value, text.lang, 0),
    )


def preview(whom: Whom, text: Text) -> str:
    """How many meet a target that is being written and what they bring, or why that cannot be
    told."""
    share = whom.share
    if share.refusal is not None:
        return text("positioning.preview_refused", reason=reason(share.refusal, text))
    return text(
        "positioning.preview",
        people=fmt.count(share.members, text.lang),
        part=fmt.percent(share.customers.value, text.lang, 0),
        share=fmt.percent(share.revenue.value, text.lang, 0),
        range=_range(share.revenue, text),
    )


def beside(whom: Whom, text: Text) -> list[str]:
    """What to bear in mind: how many the target are where they are few, and what customers without
    a number leave out."""
    share, sentences = whom.share, []
    if share.refusal is None and share.members < LEAST_PEOPLE:
        few = {
            "people": fmt.count(share.members, text.lang),
            "least": fmt.count(LEAST_PEOPLE, text.lang),
        }
        sentences.append(text("positioning.few_members", **few))
    if share.identified is not None and whom.buyers.height:
        shown = fmt.percent(share.identified, text.lang, 0)
        sentences.append(text("positioning.identified", share=shown))
    return sentences


def shares(whom: Whom, text: Text) -> pl.DataFrame:
    """The target's share of customers and of revenue, rows of SHARES; empty where it cannot be
    told."""
    share = whom.share
    if share.refusal is not None or whom.target is None:
        return pl.DataFrame(schema=SHARES)
    rows = [
        {
            "label": text(f"positioning.part_of.{name}"),
            "value": estimate.value,
            "low": estimate.low,
            "high": estimate.high,
            "sentence": _spoken(estimate, text),
        }
        for name, estimate in (("customers", share.customers), ("revenue", share.revenue))
    ]
    return pl.DataFrame(rows, schema=SHARES)


def _spoken(estimate: Estimate, text: Text) -> str:
    facts = {"share": fmt.percent(estimate.value, text.lang, 0), "range": _range(estimate, text)}
    return text("positioning.part", **facts)


def _range(estimate: Estimate, text: Text) -> str:
    return fmt.interval(estimate.low, estimate.high, text.lang, rate=True)


def buyers(frame: pl.DataFrame, labels: Mapping[str, str], text: Text) -> pl.DataFrame:
    """The groups that bring most, rows of SHARES; `frame` as `target.BUYERS`, `labels`: names of
    groups that have other ones than their code."""
    rows = [
        {
            "label": _named(row["group"], labels, text),
            "value": row["share"],
            "low": row["low"],
            "high": row["high"],
            "sentence": _buyer(row, text),
        }
        for row in frame.filter(pl.col("share").is_not_null()).head(MOST).to_dicts()
    ]
    return pl.DataFrame(rows, schema=SHARES)


def _buyer(row: Mapping[str, Any], text: Text) -> str:
    """The share of a group with its range; without one where there are too few customers."""
    facts = {
        "share": fmt.percent(row["share"], text.lang, 0),
        "people": fmt.count(row["customers"], text.lang),
    }
    if row["low"] is None:
        return text("positioning.buyer_few", **facts)
    limits = fmt.interval(row["low"], row["high"], text.lang, rate=True)
    return text("positioning.buyer", **facts, range=limits)


def buyers_table(frame: pl.DataFrame, labels: Mapping[str, str], text: Text) -> pl.DataFrame:
    """Every group with its customers and what they paid."""
    names = [_named(group, labels, text) for group in frame["group"]]
    return frame.with_columns(pl.Series("group", names, dtype=pl.String))


def buyers_sentence(rows: pl.DataFrame, trait: Trait, text: Text) -> str:
    """Which group brings most, or that too few customers say so; `rows` as `buyers`, at least
    one."""
    first = rows.row(0, named=True)
    if first["low"] is None:
        return text("positioning.buyers_few", least=fmt.count(LEAST_PEOPLE, text.lang))
    return text(
        f"positioning.buyers.{trait}",
        group=literal(first["label"]),
        share=fmt.percent(first["value"], text.lang, 0),
        range=fmt.interval(first["low"], first["high"], text.lang, rate=True),
    )


def _named(group: str | None, labels: Mapping[str, str], text: Text) -> str:
    if group is None:
        return text("positioning.unwritten")
    return labels.get(group, group)


def conditions(
    target: Target, segments: Mapping[str, str], text: Text, currency: str | None = None
) -> str:
    """What a target asks, in words; `segments`: name of each saved segment by its version."""
    if target.segment:
        if target.segment not in segments:
            return text("positioning.asks.segment_gone")
        return text("positioning.asks.segment", name=verbatim(segments[target.segment]))
    return text("positioning.asks.and").join(_conditions(target.rule, text, currency))


def _conditions(rule: Rule, text: Text, currency: str | None) -> list[str]:
    parts = [
        text(f"positioning.asks.{name}", names=text("common.and").join(map(literal, names)))
        for name in LISTS
        for names in [getattr(rule, name)]
        if names
    ]
    if rule.least_orders is not None:
        parts.append(text("positioning.asks.orders", count=fmt.count(rule.least_orders, text.lang)))
    if rule.least_amount is not None:
        amount = fmt.money(rule.least_amount, text.lang, currency)
        parts.append(text("positioning.asks.amount", amount=amount))
    return parts


def saved(target: Target, text: Text) -> str:
    """The day a target was saved; "" where its file does not say."""
    try:
        day = date.fromisoformat(target.saved_on)
    except ValueError:
        return ""
    return text("positioning.saved_on", day=fmt.day(day, text.lang))
