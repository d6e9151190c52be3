"""The three tests of private traffic, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channels.private import ANSWER_DAYS, DAYS, STEPS
from ui import format as fmt
from ui.charts.kit.figure import plain
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.channels.messages import Matched
    from analytics.channels.private import Evidence, PrivateQuery, Source, Trust, Worth
    from analytics.stats.intervals import Estimate
    from ui.text import Text

MOST_GROUPS = 6
WHOLE_FROM = 100
TESTS = ("reach", "influence", "pay")


def facts(estimate: Estimate, text: Text) -> dict[str, str]:
    """A share with its interval and n, as sentences take it."""
    return {
        "share": fmt.percent(estimate.value, text.lang),
        "interval": fmt.interval(estimate.low, estimate.high, text.lang, rate=True, digits=1),
        "n": fmt.count(estimate.n, text.lang),
    }


def step(rows: pl.DataFrame, name: str) -> dict[str, Any] | None:
    """The row of one step over all groups; None where its rate is unknown."""
    matches = rows.filter((pl.col("group") == "") & (pl.col("step") == name)).to_dicts()
    return matches[0] if matches and matches[0]["rate"] is not None else None


def share(row: dict[str, Any], text: Text) -> dict[str, str]:
    return {
        "share": fmt.percent(row["rate"], text.lang),
        "interval": fmt.interval(row["low"], row["high"], text.lang, rate=True, digits=1),
        "n": fmt.count(row["of"], text.lang),
    }


def reach(rows: pl.DataFrame, evidence: Evidence, query: PrivateQuery, text: Text) -> list[str]:
    """Who can be reached, who was, and what to collect where the data do not show it."""
    if query.source == "orders":
        n = fmt.count(evidence.private, text.lang)
        return [text("private.reach_proxy", n=n), text("private.collect_members")]
    sentences = []
    reachable, reached = step(rows, "reachable"), step(rows, "reached")
    if reachable:
        sentences.append(text("private.reach_open", **share(reachable, text)))
    else:
        sentences.append(text("private.collect_consents"))
    if reached:
        sentences.append(
            text("private.reach_done", days=query.reached_days, **share(reached, text))
        )
    else:
        sentences.append(text("private.collect_reached"))
    return sentences


def influence(
    rows: pl.DataFrame, matched: Matched, trust: Trust, query: PrivateQuery, text: Text
) -> list[str]:
    """Who responds, whether that is more than people alike do anyway, and who trusts."""
    sentences = []
    responded = step(rows, "influenced")
    if responded:
        sentences.append(text("private.influence_told", days=ANSWER_DAYS, **share(responded, text)))
    else:
        sentences.append(text("private.collect_replied"))
    if query.source == "members":
        sentences.append(matched_short(matched, text))
    if trust.promoters.value is None:
        sentences.append(text("private.collect_nps"))
    else:
        sentences.append(text("private.promoters", **facts(trust.promoters, text)))
    if trust.referrers.value is None:
        sentences.append(text("private.collect_referrers"))
    else:
        sentences.append(text("private.referrers", **facts(trust.referrers, text)))
    return sentences


def matched_short(matched: Matched, text: Text) -> str:
    """The matched difference in one sentence."""
    change = matched.change
    if change.value is None or change.low is None or change.high is None:
        return text("private.matched_few", n=fmt.count(change.n, text.lang))
    if change.low <= 0 <= change.high:
        return text("private.matched_unsure", **_points(matched, text))
    key = "private.matched_more" if change.value > 0 else "private.matched_less"
    return text(key, **_points(matched, text))


def matched_sentence(matched: Matched, text: Text) -> str:
    """Both sides of the comparison and who could not be matched."""
    if matched.change.value is None:
        return matched_short(matched, text)
    sides = text(
        "private.matched_sides",
        days=ANSWER_DAYS,
        messaged=fmt.percent(matched.messaged.value, text.lang),
        matched=fmt.percent(matched.matched.value, text.lang),
        n=fmt.count(matched.messaged.n, text.lang),
        others=fmt.count(matched.matched.n, text.lang),
    )
    sentences = [sides, matched_short(matched, text)]
    if matched.alone:
        sentences.append(text("private.matched_alone", n=fmt.count(matched.alone, text.lang)))
    return joined(sentences, text)


def _points(matched: Matched, text: Text) -> dict[str, str]:
    change = matched.change
    points = fmt.rates_apart(matched.messaged.value, matched.matched.value)
    low, high = change.low or 0.0, change.high or 0.0
    if (change.value or 0.0) < 0 and high <= 0:
        low, high = -high, -low
    ends = fmt.interval(low, high, text.lang, rate=True, digits=1).removesuffix("%")
    return {
        "points": fmt.points(abs(points or 0.0), text.lang).removeprefix("+"),
        "interval": ends,
        "n": fmt.count(change.n, text.lang),
    }


def pay(
    worth: Worth, source: Source, currency: str | None, text: Text, *, has_amount: bool
) -> list[str]:
    """What people who can be reached, or bought privately, paid lately, at what margin and price,
    and how unevenly."""
    if worth.paying.value is None:
        return [text("private.pay_nobody")]
    key = "private.paying" if source == "members" else "private.paying_proxy"
    sentences = [text(key, days=DAYS, **facts(worth.paying, text))]
    if not has_amount:
        return [*sentences, text("private.collect_amount")]
    digits = 0 if abs(worth.each.value or 0.0) >= WHOLE_FROM else 2
    each = {"value": fmt.money(worth.each.value, text.lang, currency)}
    each["interval"] = fmt.interval(worth.each.low, worth.each.high, text.lang, digits=digits)
    sentences.append(text("private.each", **each))
    if worth.margin is not None:
        sentences.append(text("private.margin", value=fmt.money(worth.margin, text.lang, currency)))
    elif not worth.costed:
        sentences.append(text("private.no_cost"))
    else:
        costed = fmt.percent(worth.costed, text.lang)
        sentences.append(text("private.collect_cost", share=costed))
    if worth.full_price.value is None:
        sentences.append(text("private.collect_list_price"))
    else:
        sentences.append(text("private.full_price", **facts(worth.full_price, text)))
    if worth.top_fifth is not None:
        sentences.append(text("private.top_fifth", share=fmt.percent(worth.top_fifth, text.lang)))
    return sentences


def group_name(group: str, by: str, text: Text) -> str:
    """The label of a group: a route as written, or a tier in words."""
    if by == "tier":
        return text(f"private.tier.{group}")
    return group or text("common.not_given")


def groups(rows: pl.DataFrame) -> list[str]:
    """The groups that are drawn, in order."""
    return rows["group"].unique(maintain_order=True).to_list()[:MOST_GROUPS]


def funnel(rows: pl.DataFrame, query: PrivateQuery, text: Text) -> list[dict[str, Any]]:
    """One bar a group and known step for `ui.charts.channels.private.funnel`."""
    bars = []
    for colour, group in enumerate(groups(rows)):
        steps = rows.filter((pl.col("group") == group) & pl.col("people").is_not_null()).to_dicts()
        whole = steps[0]["people"] or 1
        for row in steps:
            bars.append(_bar(row, whole, colour, query, text))
    return bars


def _bar(
    row: dict[str, Any], whole: int, colour: int, query: PrivateQuery, text: Text
) -> dict[str, Any]:
    label = name = text(f"private.step.{row['step']}", days=query.reached_days)
    if query.by != "all":
        group = group_name(row["group"], query.by, text)
        name = text("private.group_step", group=group, step=name)
        label = group if row["step"] == STEPS[0] else label
    count = fmt.count(row["people"], text.lang)
    labels = {"step": plain(name), "people": count}
    if row["rate"] is None:
        shown = count
        sentence = text("private.bar_listed", **labels)
    else:
        shown = text("private.bar_shown", people=count, **share(row, text))
        sentence = text("private.bar_hover", **labels, **share(row, text))
    return {
        "label": label,
        "share": row["people"] / whole,
        "shown": shown,
        "colour": colour,
        "is_first": row["step"] == STEPS[0],
        "sentence": sentence,
    }


def funnel_sentence(rows: pl.DataFrame, query: PrivateQuery, text: Text) -> str:
    """Where most people are lost; of groups, where they differ most clearly."""
    if query.by == "all":
        return _lost(rows, text)
    parts = [
        (row["group"], row)
        for row in rows.filter(pl.col("step") == "influenced").to_dicts()
        if row["rate"] is not None and row["group"] in groups(rows)
    ]
    if len(parts) < len(TESTS) - 1:
        return text("private.groups_none")
    ranked = sorted(parts, key=lambda part: part[1]["rate"])
    (low, least), (high, most) = ranked[0], ranked[-1]
    key = "private.groups_apart" if least["high"] < most["low"] else "private.groups_close"
    return text(
        key,
        most=literal(group_name(high, query.by, text)),
        least=literal(group_name(low, query.by, text)),
        high=fmt.percent(most["rate"], text.lang),
        high_interval=share(most, text)["interval"],
        low=fmt.percent(least["rate"], text.lang),
        low_interval=share(least, text)["interval"],
    )


def _lost(rows: pl.DataFrame, text: Text) -> str:
    steps = rows.filter(pl.col("rate").is_not_null())
    if steps.is_empty():
        return text("private.lost_unknown")
    row = steps.sort("rate").row(0, named=True)
    return text(f"private.lost.{row['step']}", **share(row, text))


def table(rows: pl.DataFrame, query: PrivateQuery, text: Text) -> pl.DataFrame:
    """One row a group and step, as people read it; shares in per cent."""
    names = [group_name(group, query.by, text) for group in rows["group"]]
    steps = [text(f"private.step.{code}", days=query.reached_days) for code in rows["step"]]
    shown = rows.with_columns(
        pl.col("rate", "low", "high") * 100,
        group=pl.Series(names, dtype=pl.String),
        step=pl.Series(steps, dtype=pl.String),
    )
    return shown.drop("group") if query.by == "all" else shown


def headers(text: Text) -> dict[str, str]:
    columns = ("group", "step", "people", "of", "rate", "low", "high")
    return {name: text(f"private.column.{name}") for name in columns}
