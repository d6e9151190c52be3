"""Where channels are placed, and how that is known, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.channels.mix import PLACE
from analytics.channels.paths import UNKNOWN
from ui import format as fmt
from ui.text import literal
from ui.views.channels.paths import name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.text import Text

NAMED = 3


def unplaced(channels: pl.DataFrame, text: Text) -> str:
    """Channels whose domain, or mode, nobody told, and what they hold; "" where there are none."""
    no_domain, no_mode = (pl.col(part).is_null() for part in ("domain", "mode"))
    told = [
        _missing(channels, f"channels.no_{kind}_told", are_missing, text)
        for kind, are_missing in (
            ("place", no_domain & no_mode),
            ("domain", no_domain & ~no_mode),
            ("mode", ~no_domain & no_mode),
        )
    ]
    return joined([*filter(None, told), text("channels.place_them")], text) if any(told) else ""


def _missing(channels: pl.DataFrame, key: str, are_missing: pl.Expr, text: Text) -> str:
    mine = channels.filter(are_missing)
    if mine.is_empty():
        return ""
    share = float(mine["count_lines"].sum()) / float(channels["count_lines"].sum())
    return text(
        key,
        n=fmt.count(mine.height, text.lang),
        share=fmt.percent(share, text.lang),
        names=_listed(mine["channel"].to_list(), text),
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
    is_whole = row["domain"] is not None and row["mode"] is not None
    known = "guess" if row["is_guessed"] else "given" if is_whole else "part"
    if not row["is_placed"]:
        known = "open"
    return text(f"channels.told.{known}")


def _listed(channels: Sequence[str | None], text: Text) -> str:
    shown = [literal(one) if one else text("common.not_given") for one in channels[:NAMED]]
    listed = text("common.and").join(shown)
    rest = len(channels) - NAMED
    return listed if rest <= 0 else text("channels.more", names=listed, n=rest)
