"""Whether people are believed, by who brought them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.ip.trust import BASE
from ui import format as fmt
from ui.views.ip.names import reason
from ui.views.ip.who import in_percent
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.ip.report import Believed
    from analytics.ip.trust import Trust
    from ui.text import Text

SPOKEN = ("ip", "customer")
"""Groups whose difference is told in a sentence; all stand in the picture."""


def marks(answer: Believed, item: str, text: Text) -> pl.DataFrame:
    """One row per group that answered the item: label, value, low, high, n, figure, sentence,
    reason (null unless refused)."""
    rows = [_mark(mark, text) for mark in answer.marks if mark.item == item]
    numbers = dict.fromkeys(("value", "low", "high"), pl.Float64)
    texts = dict.fromkeys(("label", "figure", "sentence", "reason"), pl.String)
    return pl.DataFrame(rows, schema_overrides={**numbers, **texts})


def _mark(mark: Trust, text: Text) -> dict[str, object]:
    silent = None if mark.refusal is None else reason(mark.refusal, text)
    mean = fmt.number(mark.mean.value, text.lang, 1)
    sentence = silent or text(
        "ip.trust.hover",
        mean=mean,
        range=fmt.interval(mark.mean.low, mark.mean.high, text.lang, digits=1),
        n=fmt.count(mark.mean.n, text.lang),
    )
    return {
        "label": text(f"ip.group.{mark.group}"),
        "value": mark.mean.value,
        "low": mark.mean.low,
        "high": mark.mean.high,
        "n": mark.mean.n,
        "figure": None if silent else mean,
        "sentence": sentence,
        "reason": silent,
    }


def sentence(answer: Believed, item: str, text: Text) -> str:
    """How people whom IPs or customers brought answer, beside those whom nobody brought."""
    own = {mark.group: mark for mark in answer.marks if mark.item == item}
    base = own.get(BASE)
    if base is None or base.mean.value is None:
        return text("ip.trust.few")
    parts = [
        text(
            f"ip.trust.{mark.verdict}",
            group=text(f"ip.group.{mark.group}"),
            mean=fmt.number(mark.mean.value, text.lang, 1),
            base=fmt.number(base.mean.value, text.lang, 1),
        )
        for group, mark in own.items()
        if group in SPOKEN and mark.verdict is not None
    ]
    return joined(parts, text) if parts else text("ip.trust.few")


def unpaid(answer: Believed, text: Text) -> str:
    """Who has brought somebody without a reward, group by group."""
    parts = [
        text(
            "ip.trust.unpaid_of",
            group=text(f"ip.group_within.{row.group}"),
            share=fmt.percent(row.unpaid.value, text.lang),
            range=fmt.interval(row.unpaid.low, row.unpaid.high, text.lang, rate=True, digits=1),
        )
        for row in answer.advocates
        if row.group in (*SPOKEN, BASE) and row.unpaid.value is not None
    ]
    return text("ip.trust.unpaid", parts=text("common.and").join(parts))


def table(answer: Believed, text: Text) -> pl.DataFrame:
    """One row per item and group: item, group, mean, low, high, n."""
    rows = [
        {
            "item": text(f"ip.trust.{mark.item}"),
            "group": text(f"ip.group.{mark.group}"),
            "mean": mark.mean.value,
            "low": mark.mean.low,
            "high": mark.mean.high,
            "n": mark.mean.n,
        }
        for mark in answer.marks
    ]
    numbers = dict.fromkeys(("mean", "low", "high"), pl.Float64)
    frame = pl.DataFrame(rows, schema_overrides=numbers)
    return frame.with_columns(pl.col(*numbers).round(2)) if rows else frame


def unpaid_table(answer: Believed, text: Text) -> pl.DataFrame:
    """One row per group: group, n, share, low, high (per cent)."""
    return pl.DataFrame(
        [
            {
                "group": text(f"ip.group.{row.group}"),
                "n": row.unpaid.n,
                "share": in_percent(row.unpaid.value),
                "low": in_percent(row.unpaid.low),
                "high": in_percent(row.unpaid.high),
            }
            for row in answer.advocates
        ]
    )
