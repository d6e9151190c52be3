"""What a check did to the identifiers of people, as sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.ingest.drafts import Draft
    from ui.text import Text


def sentences(draft: Draft, text: Text) -> list[str]:
    """One sentence per part whose people were brought into one form or hidden; one where they stay
    as written; none where there was nothing to do."""
    reports = [report["ids"] for report in draft.files if report.get("ids")]
    if any(report["rule"] == "written" for report in reports):
        return [text("checking.ids_as_written")]
    return [
        sentence
        for part, report in zip(draft.parts, draft.files, strict=True)
        if report.get("ids")
        for sentence in _sentences(part.name, report["ids"], text)
    ]


def other_rule(draft: Draft) -> str:
    """The rule that the check did not follow."""
    return "folded" if any(part.ids == "written" for part in draft.parts) else "written"


def _sentences(file: str, report: Mapping[str, Any], text: Text) -> list[str]:
    parts = []
    if report["joined"]:
        first, second = report["example"]
        parts.append(
            text(
                "checking.ids_joined",
                file=literal(file),
                count=fmt.count(report["joined"], text.lang),
                first=literal(first),
                second=literal(second),
            )
        )
    if report["masked"]:
        count = fmt.count(report["masked"], text.lang)
        parts.append(text("checking.ids_masked", file=literal(file), count=count))
    return parts
