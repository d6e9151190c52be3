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
    """Channels without a domain or mode, and their share of the lines; "" without any."""
    no_domain, no_mode = (pl.col(part).is_null() for part in ("domain", "mode"))
    sentences = [
        _missing(channels, f"channels.no_{kind}_told", are_missing, text)
        for kind, are_missing in (
            ("place", no_domain & no_mode),
            ("domain", no_domain & ~no_mode),
            ("mode", ~no_domain & no_mode),
        )
    ]
    return (
        joined([*filter(None, sentences), text("channels.place_them")], text)
        if any(sentences)
        else ""
    )


def _missing(channels: pl.DataFrame, key: str, are_missing: pl.Expr, text: Text) -> str:
    rows = channels.filter(are_missing)
    if rows.is_empty():
        return ""
    share = float(rows["count_lines"].sum()) / float(channels["count_lines"].sum())
    return text(
        key,
        n=fmt.count(rows.height, text.lang),
        share=fmt.percent(share, text.lang),
        names=_names(rows["channel"].to_list(), text),
    )


def guessed(channels: pl.DataFrame, text: Text) -> str:
    """Channels placed by a guess from their names; "" where there are none."""
    rows = channels.filter("is_guessed")
    if rows.is_empty():
        return ""
    n = fmt.count(rows.height, text.lang)
    return text("channels.guessed", n=n, names=_names(rows["channel"].to_list(), text))


def channel_table(channels: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per channel: where it is placed, and whether that was entered or guessed."""
    labels = [_basis(row, text) for row in channels.to_dicts()]
    return channels.select(
        pl.col("channel").fill_null(text("common.not_given")),
        *(named(channels, part, text) for part in PLACE),
        pl.Series("told", labels, dtype=pl.String),
        "count_lines",
        revenue="amount",
    )


def named(frame: pl.DataFrame, part: str, text: Text) -> pl.Series:
    """A part of the place under readable names."""
    names = [name(part, code, text) for code in frame[part].fill_null(UNKNOWN)]
    return pl.Series(part, names, dtype=pl.String)


def _basis(row: Mapping[str, Any], text: Text) -> str:
    is_whole = row["domain"] is not None and row["mode"] is not None
    basis = "guess" if row["is_guessed"] else "given" if is_whole else "part"
    if not row["is_placed"]:
        basis = "open"
    return text(f"channels.told.{basis}")


def _names(channels: Sequence[str | None], text: Text) -> str:
    shown = [
        literal(channel) if channel else text("common.not_given") for channel in channels[:NAMED]
    ]
    names = text("common.and").join(shown)
    rest = len(channels) - NAMED
    return names if rest <= 0 else text("channels.more", names=names, n=rest)
