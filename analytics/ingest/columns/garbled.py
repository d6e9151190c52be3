"""Headers whose text was damaged before the file came here: UTF-8 once read as GBK or as Western,
question marks for what an encoding did not have, signs of replacement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analytics.ingest.columns.formats import known_headers, normalise

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_DECODED = 2
"""So many signs of another language behind a header: one may be chance."""
_LOST = re.compile(
    "\ufffd|\u951f\u65a4\u62f7|[?\uff1f]{2,}|\u00ef\u00bb\u00bf|\u00c3[\u0080-\u00bf\u0152-\u2122]"
)
_FOREIGN = re.compile(r"[^\x00-\x7f]")
_CJK = re.compile(r"[\u3000-\u9fff\uac00-\ud7af\uff00-\uffef]")


def garbled_headers(headers: Sequence[str]) -> tuple[str, ...]:
    """The headers that are no text any more, in file order."""
    return tuple(header.strip() for header in headers if is_garbled(header))


def is_garbled(header: str) -> bool:
    """Whether a header carries marks of lost signs, or reads as text of its own once the wrong
    decoding is undone."""
    text = header.strip().removeprefix("\ufeff")
    if not text:
        return False
    lost = _LOST.search(text)
    # A question may end in question marks; nothing begins with them.
    if lost and (lost.group()[0] not in "?\uff1f" or lost.start() == 0):
        return True
    is_undone = _is_utf8(_western(text), 1) or _is_utf8(_chinese(text), LEAST_DECODED, _CJK)
    # Last, for all formats are read for it.
    return is_undone and normalise(text) not in known_headers()


def _western(text: str) -> bytes:
    """The bytes that read as this text in cp1252, or where it has no sign for them in Latin-1."""
    try:
        return b"".join(
            sign.encode("latin-1" if "\x80" <= sign < "\xa0" else "cp1252") for sign in text
        )
    except UnicodeEncodeError:
        return b""


def _chinese(text: str) -> bytes:
    try:
        return text.encode("gb18030")
    except UnicodeEncodeError:
        return b""


def _is_utf8(raw: bytes, least: int, expected: re.Pattern[str] = _FOREIGN) -> bool:
    """Whether bytes beyond ASCII are UTF-8, but for a last sign cut short: hardly ever by chance.

    At least so many signs, all of them of the expected script.
    """
    decoded = raw.decode("utf-8", "replace").rstrip("\ufffd?")
    foreign = _FOREIGN.findall(decoded)
    if "\ufffd" in decoded:
        return False
    return len(foreign) >= least and all(map(expected.match, foreign))
