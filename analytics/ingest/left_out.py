"""Tables beside the orders that nothing was recognised in, and what they would have changed."""

from __future__ import annotations

import tomllib
from functools import cache
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import FOLDER
from analytics.words import words

if TYPE_CHECKING:
    from typing import Any

    from analytics.ingest.proposals import Proposal

RETURNS, UNREAD = CODES = ("returns_left_out", "sheet_left_out")
MOST_HEADERS = 4


def code_of(part: Proposal) -> str:
    """Why a table without a name of its own is worth a word: it seems to list what was sent back,
    or it is a sheet of a workbook. "" for one that is recognised, hidden, or refused for another
    reason."""
    if part.match.format or part.is_hidden or part.match.sums or part.match.foreign:
        return ""
    names = " ".join(filter(None, (part.sheet, part.name, *part.headers))).casefold()
    if any(word in names for word in _words()):
        return RETURNS
    return UNREAD if part.sheet else ""


def facts_of(part: Proposal) -> dict[str, str]:
    """The facts of the sentence about it: where it stands, and its first columns."""
    headers = [header for header in part.headers if header][:MOST_HEADERS]
    return {"table": part.sheet or part.name, "headers": ", ".join(headers)}


def of_part(part: Proposal, lang: str) -> list[dict[str, Any]]:
    """The notice about it as a problem of its file: row, column, value, code, message; or none."""
    code = code_of(part)
    if not code:
        return []
    facts = facts_of(part)
    message = words(lang).get(f"problems.{code}", **facts)
    row = part.header_row or None
    return [{"row": row, "column": None, "value": facts["table"], "code": code, "message": message}]


@cache
def _words() -> tuple[str, ...]:
    """The words of _returns.toml, folded."""
    entries: list[str] = tomllib.loads((FOLDER / "_returns.toml").read_text("utf-8"))["words"]
    return tuple(word.casefold() for word in entries)
