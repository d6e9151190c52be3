"""From which day a workbook counts its days: 1900, or 1904 as Excel for the Mac once did.

Cells formatted as dates are read rightly in either; a plain count of days says nothing of it.
"""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

HEAD_BYTES = 1 << 16
_MARK = re.compile(rb"<(?:\w+:)?workbookPr\b[^<>]*\bdate1904=\"(?:1|true)\"")


def counts_from_1904(path: Path) -> bool:
    """Whether the workbook says so; False for kinds of books that are no archive."""
    try:
        with zipfile.ZipFile(path) as book, book.open("xl/workbook.xml") as text:
            return _MARK.search(text.read(HEAD_BYTES)) is not None
    except (zipfile.BadZipFile, KeyError, OSError, RuntimeError, NotImplementedError):
        return False
