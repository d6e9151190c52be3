"""How much hangs on one IP, and what would be left without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stats.intervals import wilson
from ui import format as fmt
from ui.views.ip.names import ip_name, reason, remedy, spoken_ip

if TYPE_CHECKING:
    from analytics.ip.report import Brought
    from ui.text import Text

HUNDRED = 100
MOST_SPOKEN = 4
"""IPs that the sentence tells; all are drawn and stand in the table."""


def shares(answer: Brought, text: Text) -> pl.DataFrame:
    """One row per IP, most customers first: label, value, low, high (per cent), n, figure,
    sentence, reason (always null)."""
    rows = []
    for cell in answer.stays.whole:
        share = wilson(cell.new, answer.total)
        ends = (share.value or 0.0, share.low or 0.0, share.high or 0.0)
        value, low, high = (HUNDRED * end for end in ends)
        facts = {
            "share": fmt.percent(share.value, text.lang),
            "range": fmt.interval(share.low, share.high, text.lang, rate=True, digits=1),
            "n": fmt.count(cell.new, text.lang),
        }
        rows.append(
            {
                "label": ip_name(cell.ip, answer.roster),
                "value": value,
                "low": low,
                "high": high,
                "n": cell.new,
                "figure": facts["share"],
                "sentence": text("ip.depend.hover", **facts),
                "reason": None,
            }
        )
    texts = dict.fromkeys(("label", "figure", "sentence", "reason"), pl.String)
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides={**texts, **numbers, "n": pl.Int64})


def sentence(answer: Brought, text: Text) -> str:
    """The shares of the largest IPs."""
    parts = [
        text(
            "ip.depend.part",
            ip=spoken_ip(cell.ip, answer.roster),
            share=fmt.percent(wilson(cell.new, answer.total).value, text.lang),
        )
        for cell in answer.stays.whole[:MOST_SPOKEN]
    ]
    return text("ip.depend.sentence", parts=text("common.and").join(parts))


def what_if(answer: Brought, text: Text) -> list[str]:
    """How concentrated that is, and what is lost between nothing and everything if the largest
    leaves; why not, where it is refused."""
    held = answer.dependence
    if held.refusal is not None or held.largest is None or held.band is None:
        if held.refusal is None:
            return []
        why = text("ip.depend.refused", reason=reason(held.refusal, text))
        return [why, remedy(held.refusal, text)]
    leaves = text(
        "ip.depend.leaves",
        ip=spoken_ip(held.largest, answer.roster),
        lost=fmt.count(held.lost, text.lang),
        share=fmt.percent(held.lost / held.all_new if held.all_new else None, text.lang),
    )
    effective = fmt.number(held.effective, text.lang, 1)
    return [
        text(f"ip.depend.{held.band}", effective=effective),
        leaves,
        text("ip.depend.between"),
    ]


def formula(answer: Brought, text: Text) -> str:
    """The index of all and of the rest, with how it is made; "" where it is refused."""
    held = answer.dependence
    if held.index.value is None:
        return ""
    return text(
        "ip.behind.depend",
        index=fmt.number(held.index.value, text.lang, 2),
        range=fmt.interval(held.index.low, held.index.high, text.lang, digits=2),
        rest=fmt.number(held.rest.value, text.lang, 2),
    )


def table(rows: pl.DataFrame) -> pl.DataFrame:
    """The shares as a table: ip, new, share, low, high (per cent)."""
    return rows.select(
        ip="label",
        new="n",
        share=pl.col("value").round(1),
        low=pl.col("low").round(1),
        high=pl.col("high").round(1),
    )
