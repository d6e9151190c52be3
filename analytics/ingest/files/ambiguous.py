"""Bytes that several encodings read, where no text around them decides: asked about, not guessed.

The two bytes of a frequent Chinese character may be one letter in UTF-8 (\u5973 of GB18030 is
U+016E), and a handful of characters may be as frequent in Big5 as in GB18030.
"""

from __future__ import annotations

import mmap
import re
import unicodedata
from typing import TYPE_CHECKING

from analytics.errors import FileError
from analytics.ingest.columns.formats import known_headers, normalise
from analytics.ingest.files.encoding_score import LEAST_PLAUSIBLE, plausibility

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CHUNK = 1 << 22
SAMPLE_BYTES = 1 << 20
RIVALS = ("gb18030", "cp950")
CLOSE = 0.1
"""Two encodings whose plausibility differs by less are equally likely."""
FEW = 10
"""Distinct characters; more of them are hardly all frequent in two encodings by chance."""
WORD = 3
"""Letters in a row of one script other than Latin are a word of it."""
HEAD_BYTES = 4_096
LEAST_HEADERS = 2
_CELL_ENDS = re.compile(r"[,\t;|\r\n\"']+")
_RUN = re.compile(rb"[\x80-\xff]+")
_PAIRS = re.compile(rb"(?:[\xc2-\xdf][\x80-\xbf])+")


def refuse_lone_letters(path: Path, name: str) -> None:
    """FileError for a file in UTF-8 whose only signs beyond ASCII are letters nobody would have
    written where they stand, and frequent Chinese characters in another encoding."""
    sample, line = _sample(path)
    runs = list(_RUN.finditer(sample))
    if not runs or not all(_PAIRS.fullmatch(run.group()) for run in runs):
        return
    odd = [run for run in runs if _is_odd(sample, run)]
    if 2 * len(odd) <= len(runs):
        return
    rivals = [rival for rival in RIVALS if all(_is_frequent(run.group(), rival) for run in odd)]
    if rivals and _has_known_headers(path, rivals[0]):
        _refuse(name, sample, line, odd[0].span(), ("utf-8", *rivals))


def refuse_close(path: Path, name: str, scores: Mapping[str, float], readable: list[str]) -> None:
    """FileError where two of the encodings that read the file are equally likely, and few signs
    are there to tell them apart."""
    close = [
        encoding
        for encoding in readable
        if scores[encoding] >= max(LEAST_PLAUSIBLE, scores[readable[0]] - CLOSE)
    ]
    if len(close) < len(RIVALS):
        return
    sample, line = _sample(path)
    text = sample.decode(close[0], "replace")
    if len({char for char in text if char >= "\x80"}) > FEW:
        return
    run = _RUN.search(sample)
    if run and len({run.group().decode(encoding, "replace") for encoding in close}) > 1:
        _refuse(name, sample, line, run.span(), tuple(close))


def _refuse(
    name: str, sample: bytes, line: int, span: tuple[int, int], encodings: tuple[str, ...]
) -> None:
    start, end = span
    readings = [
        f"{sample[start:end].decode(encoding, 'replace')} ({encoding})" for encoding in encodings
    ]
    row = line + sample.count(b"\n", 0, start)
    facts = {"readings": " / ".join(readings), "encoding": encodings[1]}
    raise FileError("encoding_ambiguous", file=name, row=row, **facts)


def _sample(path: Path) -> tuple[bytes, int]:
    """The lines from the first byte beyond ASCII on, and the 1-based number of their first."""
    with path.open("rb") as file:
        before = 0
        while (chunk := file.read(CHUNK)) and chunk.isascii():
            before += len(chunk)
    if not chunk:
        return b"", 1
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        match = _RUN.search(data, before)
        start = data.rfind(b"\n", 0, match.start() if match else before) + 1
        sample = data[start : start + SAMPLE_BYTES]
        return sample, data[:start].count(b"\n") + 1


def _has_known_headers(path: Path, encoding: str) -> bool:
    """Whether the top of the file names columns of orders or answers: a list of letters of the
    phonetic alphabet is nobody's sales."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES).decode(encoding, "replace")
    cells = {normalise(cell) for cell in _CELL_ENDS.split(head)} - {""}
    return len(cells & known_headers().keys()) >= LEAST_HEADERS


def _is_odd(sample: bytes, run: re.Match[bytes]) -> bool:
    """Whether no person writes these letters here: alone, of several scripts at once, or large
    after a small one. Signs (a currency, a degree) stand anywhere."""
    text = run.group().decode("utf-8")
    if not all(char.isalpha() for char in text):
        return False
    scripts = {unicodedata.name(char, "").partition(" ")[0] for char in text}
    if len(scripts) > 1:
        return True
    before = chr(sample[run.start() - 1]) if run.start() else ""
    after = chr(sample[run.end()]) if run.end() < len(sample) else ""
    if scripts != {"LATIN"}:
        return len(text) < WORD
    if not (before.isalpha() or after.isalpha()):
        return True
    return before.islower() and text[0].isupper()


def _is_frequent(raw: bytes, encoding: str) -> bool:
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return plausibility(text, encoding) >= 1
