"""What the pages of this room answer, in one line each."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

import polars as pl

from analytics.channels.mix import PLACE
from ui import format as fmt
from ui.views.channels import private as view
from ui.views.channels.mix import place

if TYPE_CHECKING:
    from analytics.channels.mix import Mix
    from analytics.channels.private import Source, Worth
    from ui.text import Text


def mix(channel_mix: Mix, text: Text, *, has_money: bool) -> str:
    """The place that sells most in one line: of the money, else of the items."""
    if has_money and float(channel_mix.table["revenue"].sum()) > 0:
        top = channel_mix.table.row(0, named=True)
        share = fmt.percent(top["share"], text.lang, 0)
        return text("channels.headline", top=place(top, text), share=share)
    sold = channel_mix.table.filter(pl.col("units") > 0).sort(
        "units", *PLACE, descending=[True] + 3 * [False]
    )
    if sold.is_empty():
        return text("channels.headline_none")
    top = sold.row(0, named=True)
    n = fmt.count(top["units"], text.lang)
    return text("channels.headline_units", top=place(top, text), n=n)


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
