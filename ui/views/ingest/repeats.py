"""What one import would count twice, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ingest import repeats
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.ingest.drafts import Draft
    from ui.text import Text


def sentences(draft: Draft, text: Text) -> list[str]:
    """One sentence per pair of tables that bring the same lines, and one per table that sums up
    others; empty where every line counts."""
    names = {
        report["key"]: literal(repeats.name_of(part.name, part.sheet))
        for part, report in zip(draft.parts, draft.files, strict=True)
    }
    parts = []
    for report in draft.files:
        for repeat in report.get("repeats", []):
            facts = {
                "count": fmt.count(repeat["count_lines"], text.lang),
                "older": names[report["key"]],
                "newer": names[repeat["newer_key"]],
            }
            if repeat["amount"] is None:
                parts.append(text("checking.repeats_responses", **facts))
            else:
                amount = fmt.money(repeat["amount"], text.lang)
                parts.append(text("checking.repeats_lines", amount=amount, **facts))
        if report.get("summary_of"):
            others = ", ".join(names[key] for key in report["summary_of"])
            parts.append(
                text("checking.repeats_summary", table=names[report["key"]], others=others)
            )
    return parts
