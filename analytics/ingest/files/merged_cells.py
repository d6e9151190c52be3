"""Copies the text of merged cells into each of their rows, for text columns and not for amounts."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl

    from analytics.ingest.files.merged_ranges import Range

PROOFS = 500
"""Blocks that settle how many columns were left out."""


def spread(
    frame: pl.DataFrame,
    blocks: Sequence[Range],
    header_row: int,
    names: Sequence[str],
    text_columns: Sequence[str],
) -> pl.DataFrame:
    """The frame with the text of merged blocks in their blank rows."""
    import polars as pl

    if not blocks:
        return frame
    cells = {name: frame[name].to_list() for name in text_columns if name in frame.columns}
    texts: dict[str, list[str | None]] = {name: [None] * frame.height for name in cells}
    data_blocks = [block for block in blocks if block.first_row >= header_row]
    filled = frame.drop("source_row").select(pl.all().fill_null("").str.strip_chars() != "")
    offset = offset_of(data_blocks, filled)
    if offset is None:
        return frame
    for block in data_blocks:
        name = names[block.column - offset] if 0 <= block.column - offset < len(names) else ""
        if name not in cells or block.first_row >= frame.height:
            continue
        text = cells[name][block.first_row]
        if text:
            for row in range(block.first_row + 1, min(block.last_row, frame.height - 1) + 1):
                texts[name][row] = text
    return frame.with_columns(
        pl.coalesce(name, pl.Series(column_texts, dtype=pl.String)).alias(name)
        for name, column_texts in texts.items()
    )


def offset_of(blocks: Sequence[Range], filled: pl.DataFrame) -> int | None:
    """How many empty columns at the left the reader of cells has left out.

    A merged block has a text in its top cell only, so the right answer is the one under which
    every block is blank below; None when there is no such answer. `filled` marks the cells with a
    text.
    """
    blocks = [block for block in blocks if block.first_row < filled.height][:PROOFS]
    least = min((block.column for block in blocks), default=0)
    fits = {offset: _fit(blocks, filled, offset) for offset in range(least + 1)}
    best = max(fits, key=lambda offset: (fits[offset], -offset))
    return best if fits[best] >= 0 else None


def _fit(blocks: Sequence[Range], filled: pl.DataFrame, offset: int) -> int:
    """Blocks with a text on top; worse than none where one has a text below."""
    tops = 0
    for block in blocks:
        if block.column - offset >= filled.width:
            return -1
        cells = filled.to_series(block.column - offset)
        if cells.slice(block.first_row + 1, block.last_row - block.first_row).any():
            return -1
        tops += bool(cells[block.first_row])
    return tops
