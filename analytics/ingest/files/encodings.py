"""Which encoding a text file is in, judged on the whole file.

GB18030, Big5 and Shift-JIS read one another's bytes, so being readable proves little. Each of the
three keeps its frequent characters in one block of codes; text read in the wrong one of them falls
outside that block. What known headers read as counts beside it, which settles short files.
"""

from __future__ import annotations

import codecs
import mmap
import re
from typing import TYPE_CHECKING

from analytics.errors import FileError, UsageError
from analytics.ingest.errors import DamagedText
from analytics.ingest.files import ambiguous
from analytics.ingest.files.encoding_score import LEAST_PLAUSIBLE, plausibility
from analytics.ingest.files.mixed_encodings import LEAST_SOUND, count_sound, line_text

if TYPE_CHECKING:
    from pathlib import Path

CHUNK = 1 << 22
SAMPLE_BYTES = 1 << 16
SMALL = 1 << 25
_NAMES = {
    "utf-8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gb18030": "gb18030",
    "gbk": "gb18030",
    "gb2312": "gb18030",
    "cp950": "cp950",
    "big5": "cp950",
    "big5hkscs": "big5hkscs",
    "cp932": "cp932",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "cp949": "cp949",
    "euc-kr": "cp949",
    "ks_c_5601-1987": "cp949",
    "cp1252": "cp1252",
}
EAST_ASIAN = ("gb18030", "cp950", "big5hkscs", "cp932")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_PRINTABLE = frozenset({*range(0x20, 0x7F), *b"\t\r\n"})
_FOREIGN = re.compile(rb"[\x80-\xff]")


def codec_of(encoding: str) -> str:
    """The encoding under the name used here; UsageError for one that is not read."""
    codec = _NAMES.get(encoding.strip().lower().replace("_", "-"), _NAMES.get(encoding.lower()))
    if codec is None:
        raise UsageError.bad_option("encoding", encoding, ", ".join(dict.fromkeys(_NAMES.values())))
    return codec


def encoding_of(path: Path, name: str) -> str:
    """The encoding that reads the whole file, the most plausible where several do."""
    return candidates(path, name)[0]


def candidates(path: Path, name: str) -> tuple[str, ...]:
    """The encoding to read the file in, then the others that read it, the likelier first.

    Byte-order mark first, then UTF-16 without one, strict UTF-8, and what is left by plausibility.
    FileError with the line that cannot be read when there is none.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    if head.startswith(codecs.BOM_UTF8):
        return (_certain(path, name, "utf-8-sig"),)
    if head.startswith(_UTF16):
        return (_certain(path, name, "utf-16"),)
    wide = guess_utf16(head) if b"\0" in head else None
    if wide:
        return (_certain(path, name, wide),)
    bad = first_bad_line(path, "utf-8")
    if bad is None:
        ambiguous.refuse_lone_letters(path, name)
        return ("utf-8",)
    sound = count_sound(path, bad)
    if sound >= LEAST_SOUND:
        raise DamagedText.mixed_encoding(name, bad, line_text(path, bad))
    ranked = _ranked(path, name)
    if not ranked:
        raise FileError.encoding(name, bad, line_text(path, bad))
    return ranked


def demanded(path: Path, name: str, encoding: str) -> str:
    """The encoding chosen by a person; FileError with the line it cannot read."""
    codec = codec_of(encoding)
    bad = first_bad_line(path, codec)
    if bad is not None:
        raise FileError.wrong_encoding(name, bad, codec, line_text(path, bad))
    return codec


def of_bytes(raw: bytes) -> str:
    """A short text of unknown encoding, such as a name inside an archive; cp437, the default of
    archives, where nothing else is plausible."""
    if _reads(raw, "utf-8"):
        return raw.decode("utf-8")
    readable = [encoding for encoding in EAST_ASIAN if _reads(raw, encoding)]
    best = max(
        readable, key=lambda encoding: plausibility(raw.decode(encoding), encoding), default=""
    )
    if best and plausibility(raw.decode(best), best) >= LEAST_PLAUSIBLE:
        return raw.decode(best)
    return raw.decode("cp437")


def _ranked(path: Path, name: str) -> tuple[str, ...]:
    """Those that read the file, likeliest first; Western where nothing is plausible.

    In a large file only the first is tried on the whole of it. HKSCS adds to Big5 and is tried
    only where plain Big5 fails.
    """
    sample, is_small = _sample(path), path.stat().st_size <= SMALL
    scores = {encoding: _score(sample, encoding) for encoding in (*EAST_ASIAN, "cp949", "cp1252")}
    if scores["cp949"] < LEAST_PLAUSIBLE:
        del scores["cp949"]  # it reads much of what the others write, and is no choice then
    readable: list[str] = []
    for encoding in sorted(scores, key=lambda encoding: -scores[encoding]):
        is_candidate = scores[encoding] >= 0 and not (
            encoding == "big5hkscs" and "cp950" in readable
        )
        if is_candidate and ((readable and not is_small) or first_bad_line(path, encoding) is None):
            readable.append(encoding)
    if readable and scores[readable[0]] < LEAST_PLAUSIBLE and "cp1252" in readable:
        readable.sort(key=lambda encoding: encoding != "cp1252")
    elif readable:
        ambiguous.refuse_close(path, name, scores, readable)
    return tuple(readable)


def _score(sample: bytes, encoding: str) -> float:
    """The plausibility of the sample, -1 when the encoding cannot read it."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError:
        return -1.0
    return plausibility(text, encoding)


def _sample(path: Path) -> bytes:
    """The lines from the top, and those around the first byte beyond ASCII."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        match = _FOREIGN.search(data)
        start = data.rfind(b"\n", 0, match.start() if match else 0) + 1
        return data[start : start + SAMPLE_BYTES]


def guess_utf16(head: bytes) -> str | None:
    """UTF-16 without a mark: zeros on one side only, each beside a printable ASCII character."""
    sample = head[:4096]
    for encoding, zeros, others in (
        ("utf-16-le", sample[1::2], sample[0::2]),
        ("utf-16-be", sample[0::2], sample[1::2]),
    ):
        beside = [other for zero, other in zip(zeros, others, strict=False) if zero == 0]
        printable = sum(other in _PRINTABLE for other in beside)
        # A tenth of the signs of the most Chinese of tables are its commas and line ends.
        is_enough = 40 * printable > len(sample) and printable > 2 * others.count(0)
        if is_enough and printable == len(beside):
            return encoding
    return None


def _certain(path: Path, name: str, encoding: str) -> str:
    bad = first_bad_line(path, encoding)
    if bad is not None:
        raise FileError.encoding(name, bad, line_text(path, bad))
    return encoding


def _reads(raw: bytes, encoding: str) -> bool:
    try:
        raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def first_bad_line(path: Path, encoding: str) -> int | None:
    """The 1-based line that cannot be decoded, or None when all of it can."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    # Plain ASCII reads the same in all of them, and telling is ten times as fast as decoding.
    is_plain = not encoding.startswith("utf-16")
    read = 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            pending = len(decoder.getstate()[0])
            try:
                if not (is_plain and not pending and chunk.isascii()):
                    decoder.decode(chunk)
            except UnicodeError as error:
                start = error.start if isinstance(error, UnicodeDecodeError) else 0
                return _line_at(path, max(0, read - pending + start))
            read += len(chunk)
    try:
        decoder.decode(b"", final=True)
    except UnicodeError:
        return _line_at(path, read)
    return None


def _line_at(path: Path, offset: int) -> int:
    """The 1-based line of the byte at `offset`."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data[:offset].count(b"\n") + 1
