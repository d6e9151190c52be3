"""Files that begin in UTF-8 and do not go on so: lines of another program pasted below, or a byte
lost on the way.

Read in any other encoding the whole of them would be readable and wrong, headers first.
"""

from __future__ import annotations

import mmap
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LEAST_SOUND = 4
"""Signs of three or four bytes that are right in UTF-8 by chance: hardly so many in a row."""
SAMPLE_BYTES = 1 << 20
LONGEST_LINE = 80
_FOREIGN = re.compile(rb"[\x80-\xff]+")
_WIDE = re.compile(rb"[\xe1-\xf4][\x80-\xbf]{2,3}")
_NARROW = re.compile(rb"[\xc3-\xdf][\x80-\xbf]")
NARROW_WORTH = 4
"""So many signs of two bytes prove what one of three does: accented letters come one by one."""


def count_sound(path: Path, bad_line: int) -> int:
    """How many signs above the first unreadable line (1-based) speak for UTF-8."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = _line_start(data, bad_line)
        match = _FOREIGN.search(data, 0, end)
        head = data[match.start() : min(end, match.start() + SAMPLE_BYTES)] if match else b""
    wide = len(_WIDE.findall(head))
    return wide + len(_NARROW.findall(_WIDE.sub(b"", head))) // NARROW_WORTH


def line_text(path: Path, line: int) -> str:
    """What can be read of a line (1-based), shortened."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        start = _line_start(data, line)
        text = data[start : start + 4 * LONGEST_LINE].decode("utf-8", "replace").replace("\0", "")
    return text.splitlines()[0][:LONGEST_LINE] if text else ""


def _line_start(data: mmap.mmap, line: int) -> int:
    start = 0
    for _ in range(line - 1):
        start = data.find(b"\n", start) + 1
    return start
