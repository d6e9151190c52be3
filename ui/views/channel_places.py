"""Where channels are placed, and how that is known, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channel_mix import PLACE
from analytics.paths import UNKNOWN
from ui import format as fmt
from ui.text import literal
from ui.views.paths import name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.text import Text

NAMED = 3


def unplaced(channels: pl.DataFrame, text: Text) -> str:
    """Channels whose domain or mode nobody told, and what they hold; "" where there are none."""
    missing = channels.filter(pl.any_horizontal(pl.col("domain", "mode").is_null()))
    if missing.is_empty():
        return ""
    share = float(missing["count_lines"].sum()) / float(channels["count_lines"].sum())
    return text(
        "channels.unplaced",
        n=fmt.count(missing.height, text.lang),
        share=fmt.percent(share, text.lang),
        names=_listed(missing["channel"].to_list(), text),
    )


def guessed(channels: pl.DataFrame, text: Text) -> str:
    """Channels placed by a guess from their names; "" where there are none."""
    mine = channels.filter("is_guessed")
    if mine.is_empty():
        return ""
    n = fmt.count(mine.height, text.lang)
    return text("channels.guessed", n=n, names=_listed(mine["channel"].to_list(), text))


def channel_table(channels: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per channel: where it is placed, and whether somebody told or it is a guess."""
    told = [_told(row, text) for row in channels.to_dicts()]
    return channels.select(
        pl.col("channel").fill_null(text("common.not_given")),
        *(named(channels, part, text) for part in PLACE),
        pl.Series("told", told, dtype=pl.String),
        "count_lines",
        revenue="amount",
    )


def named(frame: pl.DataFrame, part: str, text: Text) -> pl.Series:
    """A part of the place under readable names."""
    said = [name(part, code, text) for code in frame[part].fill_null(UNKNOWN)]
    return pl.Series(part, said, dtype=pl.String)


def _told(row: Mapping[str, Any], text: Text) -> str:
    known = "guess" if row["is_guessed"] else "given" if row["is_placed"] else "open"
    return text(f"channels.told.{known}")


def _listed(channels: Sequence[str | None], text: Text) -> str:
    shown = [literal(one) if one else text("common.not_given") for one in channels[:NAMED]]
    listed = text("common.and").join(shown)
    rest = len(channels) - NAMED
    return listed if rest <= 0 else text("channels.more", names=listed, n=rest)
