"""What an update changes, line by line, and what an earlier rule of merging may have cost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl

from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft
    from analytics.ingest.history import Loss
    from ui.text import Text

NUMBERS = ("amount", "quantity")


def against_sentence(draft: Draft, name: str, text: Text) -> str:
    """Counts of new, changed, equal and removed lines and amounts, if the dataset is updated."""
    overlap = draft.against or {}
    counts = {
        key.removeprefix("count_"): fmt.count(overlap[key], text.lang)
        for key in ("count_new", "count_changed", "count_same", "count_gone", "count_other_money")
    }
    amounts = {key: fmt.money(overlap[f"amount_{key}"], text.lang) for key in ("before", "after")}
    sentences = [
        text("checking.against", name=literal(name), **_only(counts, "new changed same"), **amounts)
    ]
    if overlap["count_other_money"]:
        sentences.append(text("checking.against_money", **_only(counts, "other_money")))
    if overlap["count_gone"]:
        sentences.append(text("checking.against_gone", **_only(counts, "gone")))
    return " ".join(sentences)


def _only(counts: Mapping[str, str], names: str) -> dict[str, str]:
    return {name: counts[name] for name in names.split()}


def changes(rows: Sequence[Mapping[str, Any]], text: Text) -> pl.DataFrame:
    """One row per changed line: order, item, and what differs, before and now; a column in which
    nothing differs is left out."""
    columns: dict[str, list[Any]] = {
        text("checking.column.order_id"): [row["order_id"] for row in rows],
        text("checking.column.item"): [row["item"] for row in rows],
        text("checking.column.ordered_on"): [_moment(row["ordered_before"], text) for row in rows],
    }
    for name in ("amount", "quantity", "status"):
        if any(row[f"{name}_before"] != row[f"{name}_after"] for row in rows):
            for side in ("before", "after"):
                columns[text(f"checking.column.{name}_{side}")] = [
                    row[f"{name}_{side}"] for row in rows
                ]
    if any(row["ordered_before"] != row["ordered_after"] for row in rows):
        columns[text("checking.column.ordered_after")] = [
            _moment(row["ordered_after"], text) for row in rows
        ]
    return pl.DataFrame(columns, infer_schema_length=None)


def _moment(written: str, text: Text) -> str:
    """Day, and the time of day where there is one."""
    moment = datetime.fromisoformat(written)
    day = fmt.day(moment.date(), text.lang)
    return f"{day} {moment:%H:%M}" if moment.time().isoformat() != "00:00:00" else day


def changes_title(rows: Sequence[object], count: int, text: Text) -> str:
    """How many lines changed; and how many of them are shown, where not all."""
    total = fmt.count(count, text.lang)
    if len(rows) == count:
        return text("checking.changes", count=total)
    return text("checking.changes_first", count=total, shown=fmt.count(len(rows), text.lang))


def loss_sentence(loss: Loss, name: str, currency: str | None, text: Text) -> str:
    """What may be missing from a dataset merged by the earlier rule; "" where nothing is."""
    lines = fmt.count(loss.count_lines, text.lang)
    if loss.is_most:
        return text("data.loss_most", name=literal(name), lines=lines)
    if not loss.count_lines:
        return ""
    amount = fmt.money(loss.amount, text.lang, currency)
    return text("data.loss", name=literal(name), lines=lines, amount=amount)
