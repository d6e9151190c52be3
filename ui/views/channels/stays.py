"""How many members have left since they joined, route by route, as frames and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.stats import survival
from ui import format as fmt
from ui.text import literal
from ui.views.repurchase.return_timing import CHANCE
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.stats.survival import LogRank
    from ui.text import Text

COLUMNS = {"day": "day", "at_risk": "at_risk", "repurchased": "left", "low": "low", "high": "high"}


def curves(curve: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The curves under readable names."""
    names = {group: group or text("common.not_given") for group in curve["group"].unique()}
    return curve.with_columns(pl.col("group").replace_strict(names, return_dtype=pl.String))


def sentence(curve: pl.DataFrame, log_rank_test: LogRank, days: Sequence[int], text: Text) -> str:
    """What share has left, route by route from best to worst, and whether routes differ."""
    day = days[-1]
    last = (
        curve.filter(pl.col("day") <= day)
        .group_by("group", maintain_order=True)
        .agg(pl.col("repurchased", "low", "high").last(), pl.col("at_risk").max())
        .sort("repurchased", "group")
    )
    if last.is_empty():
        return text("private.stay_none")
    least, most = last.row(0, named=True), last.row(-1, named=True)
    least_facts = {"days": day, "route": literal(least["group"] or text("common.not_given"))}
    least_facts["share"] = fmt.percent(least["repurchased"], text.lang)
    if last.height == 1:
        sentences = [text("private.stay_one", **least_facts)]
    else:
        other = literal(most["group"] or text("common.not_given"))
        high = fmt.percent(most["repurchased"], text.lang)
        sentences = [text("private.stay_told", other=other, high=high, **least_facts)]
    if log_rank_test.p_value is not None:
        sure = "sure" if log_rank_test.p_value < CHANCE else "chance"
        sentences.append(text(f"private.stay_{sure}"))
    return joined(sentences, text)


def table(curve: pl.DataFrame, days: Sequence[int], text: Text) -> pl.DataFrame:
    """One row per route and day looked at: who is still watched and the share that has left, in per
    cent; null beyond a route's last day."""
    shares = pl.col("repurchased", "low", "high")
    rows = survival.at_day(curves(curve, text), days)
    return rows.with_columns((shares * 100).round(1)).select("group", *COLUMNS)


def headers(text: Text) -> dict[str, str]:
    """Column -> header of the table."""
    return {"group": text("private.column.group")} | {
        column: text(f"private.column.{name}") for column, name in COLUMNS.items()
    }
