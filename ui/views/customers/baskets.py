"""Products bought together, as a table and sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui.text import literal
from ui.views.customers.journey import item_name
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.text import Text

DOMINANT = 0.2


def pairs(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """One row per pair: support, then confidence and lift with their limits, and the verdict."""
    lang = text.lang
    rows = [
        (
            *(item_name(row[side], text) for side in ("given", "then")),
            row["with_both"],
            fmt.percent(row["support"], lang, 2),
            text(
                "journey.share_cell",
                value=fmt.percent(row["confidence"], lang),
                ends=fmt.interval(
                    row["confidence_low"], row["confidence_high"], lang, rate=True, digits=1
                ),
            ),
            text(
                "journey.share_cell",
                value=fmt.number(row["lift"], lang, 2),
                ends=fmt.interval(row["lift_low"], row["lift_high"], lang, digits=2),
            ),
            text("journey.pair_clear" if row["is_significant"] else "journey.pair_chance"),
        )
        for row in frame.to_dicts()
    ]
    heads = ("given", "then", "both", "support", "confidence", "lift", "clear")
    names = [text(f"journey.pair.{head}") for head in heads]
    return pl.DataFrame(rows, schema=names, orient="row")


def pairs_sentence(frame: pl.DataFrame, text: Text) -> str:
    """The significant pair above chance (lift > 1) whose lift has the highest lower limit."""
    if frame.is_empty():
        return text("journey.pairs_none")
    n = fmt.count(frame["orders"][0], text.lang)
    clear = frame.filter(pl.col("is_significant") & (pl.col("lift") > 1))
    if clear.is_empty():
        return text("journey.pairs_chance", count=frame.height, n=n)
    row = clear.row(0, named=True)
    return text(
        "journey.pairs_sentence",
        first=literal(item_name(row["given"], text)),
        later=literal(item_name(row["then"], text)),
        rate=fmt.percent(row["confidence"], text.lang),
        lift=fmt.number(row["lift"], text.lang, 2),
        interval=fmt.interval(row["lift_low"], row["lift_high"], text.lang, digits=2),
        n=n,
    )


def pairs_notes(frame: pl.DataFrame, largest: float | None, text: Text) -> str:
    """Notes: association only, a sample of orders, one customer who outweighs the rest."""
    notes = [text("journey.pairs_note")]
    if not frame.is_empty() and frame["one_in"][0] > 1:
        notes.append(text("journey.pairs_sample", one_in=frame["one_in"][0]))
    if largest is not None and largest >= DOMINANT:
        notes.append(text("journey.pairs_largest", share=fmt.percent(largest, text.lang, 0)))
    return joined(notes, text)
