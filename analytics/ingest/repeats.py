"""What one import would count twice, as sentences: lines that a later file brings again, tables
that add up others, hidden sheets. Each as a problem of its file, so that scripts read one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analytics.words import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.proposals import Proposal

CODES = ("repeated_lines", "repeated_responses", "summary_table", "hidden_sheet")
"""Problems of a whole file."""


def name_of(file: str, sheet: str | None) -> str:
    """How a part is called beside others: its file, and its sheet where it has one."""
    return f"{file} [{sheet}]" if sheet else file


def of_file(
    file: Mapping[str, Any], files: Sequence[Mapping[str, Any]], lang: str
) -> list[dict[str, Any]]:
    """The notices of one entry of a manifest's `files`: row, column, value, code, message.

    Empty for a file whose every line counts, and for those of earlier releases.
    """
    names = {each["key"]: name_of(each["file"], each["sheet"]) for each in files}
    notices = []
    for repeat in file.get("repeats", []):
        code = "repeated_responses" if repeat["amount"] is None else "repeated_lines"
        facts = {
            "count": f"{repeat['count_lines']:,}",
            "other": names.get(repeat["newer_key"], ""),
        }
        if repeat["amount"] is not None:
            facts["amount"] = f"{repeat['amount']:,.2f}"
        notices.append(_notice(code, repeat["first_row"], str(repeat["count_lines"]), lang, facts))
    if file.get("summary_of"):
        others = ", ".join(names.get(key, "") for key in file["summary_of"])
        notices.append(_notice("summary_table", None, others, lang, {"others": others}))
    return notices


def of_hidden(part: Proposal, lang: str) -> list[dict[str, Any]]:
    """The notice that a hidden sheet was left out; empty for any other part."""
    if not part.is_hidden:
        return []
    return [_notice("hidden_sheet", None, part.sheet or "", lang, {"sheet": part.sheet or ""})]


def _notice(
    code: str, row: int | None, value: str, lang: str, facts: Mapping[str, str]
) -> dict[str, Any]:
    message = words(lang).get(f"problems.{code}", **facts)
    return {"row": row, "column": None, "value": value, "code": code, "message": message}
