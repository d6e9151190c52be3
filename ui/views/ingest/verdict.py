"""What checked files come to, in one line; and what a brand is called that nobody named."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Collection

    from analytics.ingest.drafts import Draft
    from ui.text import Text


def sentence(draft: Draft, text: Text) -> str:
    """Kinds of tables, rows that count of those read, money in all, first and last day."""
    tables = dict.fromkeys(part.match.table or "" for part in draft.parts)
    names = text("common.and").join(text(f"tables.{table}.name") for table in tables)
    count_read, count_kept = (
        sum(file[name] for file in draft.files) for name in ("rows_read", "rows_kept")
    )
    counts = {"tables": names, "read": fmt.count(count_read, text.lang)}
    if count_kept == count_read:
        parts = [text("checking.verdict_all", **counts)]
    else:
        parts = [text("checking.verdict", **counts, kept=fmt.count(count_kept, text.lang))]
    totals = draft.totals
    if totals["count_lines"]:
        first, last = (
            fmt.day(date.fromisoformat(totals[name]), text.lang) for name in ("first_on", "last_on")
        )
        if totals["amount"] is None:
            parts.append(text("checking.verdict_days", first=first, last=last))
        else:
            amount = fmt.money(totals["amount"], text.lang)
            parts.append(text("checking.verdict_money", amount=amount, first=first, last=last))
    return " ".join(parts)


def has_notes(draft: Draft) -> bool:
    """Whether anything was set aside, read otherwise than written, or counted once of several."""
    return (
        not draft.problems().is_empty()
        or bool(draft.corrections)
        or any(file.get("repeats") or file.get("summary_of") for file in draft.files)
    )


def unnamed(labels: Collection[str], text: Text) -> str:
    """The name of a brand that nobody named, with a number where one is called so already."""
    name = text("checking.unnamed")
    names = (name if place == 1 else f"{name} {place}" for place in count(1))
    return next(free for free in names if free not in labels)
