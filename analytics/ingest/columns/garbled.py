"""Headers whose text was damaged before the file came here: UTF-8 once read as GBK or as Western,
question marks for what an encoding did not have, signs of replacement."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_DECODED = 2
"""So many signs of another language behind a header: one may be chance."""
_LOST = re.compile("\ufffd|\u951f\u65a4\u62f7|[?\uff1f]{2,}|\u00ef\u00bb\u00bf|\u00c3[\u0080-\u00bf\u0152-\u2122]")
_WIDE = re.compile(r"[\u0370-\uffef]")


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
    if lost and (lost.group()[0] not in "?\uff1f" or not re.search(r"\w", _LOST.sub("", text)[:1])):
        return True
    return _reads_in_utf8(text, "cp1252", 1) or _reads_in_utf8(text, "gb18030", LEAST_DECODED)


def _reads_in_utf8(text: str, encoding: str, least: int) -> bool:
    """Whether the bytes of the text in an encoding are UTF-8: nearly never so of a real word."""
    try:
        raw = text.encode(encoding)
    except UnicodeEncodeError:
        return False
    if raw.isascii():
        return False
    decoded = raw.decode("utf-8", "replace").rstrip("\ufffd?")
    if "\ufffd" in decoded:
        return False
    if encoding == "cp1252":
        return decoded != text
    return len(_WIDE.findall(decoded)) >= least and len(decoded) < len(text)
