"""What joining several files comes to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.ingest.joins.joins import Join, Joined
    from ui.text import Text


def offer_sentence(join: Join, text: Text) -> str:
    """Which files make one table, by which keys."""
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
    """Rows and money before and after, what found nothing, and what was left out."""
    said = [text("joining.rows", rows=fmt.count(joined.rows_after, text.lang))]
    if joined.amount_before is not None and joined.amount_after is not None:
        before, after = (
            fmt.money(amount, text.lang) for amount in (joined.amount_before, joined.amount_after)
        )
        said.append(text("joining.amount", before=before, after=after))
    if joined.unmatched:
        said.append(text("joining.unmatched", count=fmt.count(joined.unmatched, text.lang)))
    for met in joined.lookups:
        file = literal(met.part.sheet or met.part.name)
        for name in ("outside", "repeated", "undone", "unread"):
            if number := getattr(met, name):
                counted = fmt.count(number, text.lang)
                said.append(text(f"joining.{name}", file=file, count=counted))
    said += [
        text(
            f"joining.left.{left.why}",
            file=literal(left.part.sheet or left.part.name),
            header=literal(left.header),
        )
        for left in join.left_out
    ]
    return said
