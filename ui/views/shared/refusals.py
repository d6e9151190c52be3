"""What ends a refusal: the one thing to do, and the sheet that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.stats.refusals import Refused
    from ui.text import Text


def remedy_of(
    refusal: Refused[str],
    remedies: Mapping[str, tuple[str, ...]],
    sheets: Mapping[str, str],
    text: Text,
) -> tuple[str, dict[str, str]]:
    """What to do about a refusal, of `remedies` (what to do -> the codes that it would end), and
    what the phrase for it names: the sheet to bring, of `sheets`, where it takes one."""
    code = next(key for key, codes in remedies.items() if refusal.code in codes)
    sheet = sheets.get(code)
    return code, {} if sheet is None else {"sheet": text(f"tables.{sheet}.name")}
