"""Joins of several files as sentences: the offer and its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.ingest.joins.joins import Join, Joined
    from ui.text import Text


def offer_sentence(join: Join, text: Text) -> str:
    """Which files are joined to the base, by which keys."""
    keys = [
        text(
            "joining.key",
            file=literal(lookup.part.sheet or lookup.part.name),
            key=literal(lookup.header_there),
        )
        for lookup in join.lookups
    ]
    base = literal(join.base.sheet or join.base.name)
    return text("joining.offer", base=base, keys=text("common.and").join(keys))


def outcome(join: Join, joined: Joined, text: Text) -> list[str]:
    """Rows and amount after the join, unmatched rows, problems per file, and columns left out."""
    sentences = [text("joining.rows", rows=fmt.count(joined.rows_after, text.lang))]
    if joined.amount_before is not None and joined.amount_after is not None:
        before, after = (
            fmt.money(amount, text.lang) for amount in (joined.amount_before, joined.amount_after)
        )
        sentences.append(text("joining.amount", before=before, after=after))
    if joined.unmatched:
        sentences.append(text("joining.unmatched", count=fmt.count(joined.unmatched, text.lang)))
    for lookup in joined.lookups:
        file = literal(lookup.part.sheet or lookup.part.name)
        for name in ("outside", "repeated", "undone", "unread"):
            if number := getattr(lookup, name):
                counted = fmt.count(number, text.lang)
                sentences.append(text(f"joining.{name}", file=file, count=counted))
    sentences += [
        text(
            f"joining.left.{skipped.why}",
            file=literal(skipped.part.sheet or skipped.part.name),
            header=literal(skipped.header),
        )
        for skipped in join.left_out
    ]
    return sentences
