"""What the pages of this room answer, in one line each."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from analytics.channels.mix import PLACE
from analytics.channels.paths import UNKNOWN
from ui import format as fmt
from ui.views.channels import private as view
from ui.views.channels.mix import place
from ui.views.channels.paths import name

if TYPE_CHECKING:
    from analytics.channels.mix import Mix
    from analytics.channels.private import Source, Worth
    from ui.text import Text


def mix(channel_mix: Mix, text: Text, *, has_money: bool) -> str:
    """How net revenue, else items, lie on the domains in one line; on the places where no domain
    is known."""
    measure = "revenue" if has_money else "units"
    table = channel_mix.table.filter(pl.col(measure) > 0)
    total = float(table[measure].sum())
    if table.is_empty():
        return text("channels.headline_none")
    by_domain = table.group_by("domain").agg(pl.col(measure).sum())
    domains = by_domain.sort(measure, "domain", descending=[True, False])
    if domains["domain"].to_list() == [UNKNOWN]:
        top = table.sort(measure, *PLACE, descending=[True, False, False, False]).row(0, named=True)
        share = fmt.percent(top[measure] / total, text.lang, 0)
        return text(f"channels.headline_top_{measure}", top=place(top, text), share=share)
    parts = [
        text(
            "channels.share_of",
            domain=name("domain", domain, text),
            share=fmt.percent(amount / total, text.lang, 0),
        )
        for domain, amount in domains.rows()
    ]
    return text(f"channels.headline_{measure}", parts=text("common.and").join(parts))


def private(rows: pl.DataFrame, worth: Worth, source: Source, text: Text) -> str:
    """The three tests in one line, as far as each is measured: whom can be reached, who responds,
    who pays."""
    shares = {"reach": view.step(rows, "reachable"), "influence": view.step(rows, "influenced")}
    parts = [
        text(f"private.head.{test}", share=fmt.percent(row["rate"], text.lang, 0))
        for test, row in shares.items()
        if row is not None and source == "members"
    ]
    if worth.paying.value is not None:
        key = "pay" if source == "members" else "pay_proxy"
        paying = fmt.percent(worth.paying.value, text.lang, 0)
        parts.append(text(f"private.head.{key}", share=paying))
    if not parts:
        return text("private.head.none")
    return reduce(lambda head, part: text("private.head.between", first=head, second=part), parts)
