"""JSON lines, or one JSON array of objects, as rows of text cells.

One object a row. Columns are the keys in the order in which they are first seen; keys of an object
inside an object are joined by dots. Numbers stay as they are written.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from analytics.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KEY_LIMIT = 16_384
ARRAY_LIMIT_MB = 200
"""An array is decoded whole; lines are read one by one."""
LINE_LIMIT = 20_000_000
_BEGIN = re.compile(r"\ufeff?\s*(?:\{\s*[\"}]|\[\s*[{\]])")
_SPACE = re.compile(r"[\s,]*")
_DECODER = json.JSONDecoder(
    parse_int=str, parse_float=str, parse_constant=lambda _: "", strict=False
)


def begins(text: str) -> bool:
    """Whether a text begins like an object or an array of objects."""
    return _BEGIN.match(text) is not None


def rows(path: Path, name: str, encoding: str) -> Iterator[tuple[int, dict[str, str]]]:
    """Number and flat cells of every object: its line, or in an array its place, from 1.

    FileError with the number of the first that is no object.
    """
    with path.open(encoding=encoding) as file:
        start = file.read(4096).lstrip("\ufeff").lstrip()[:1]
    objects = _of_array(path, name, encoding) if start == "[" else _of_lines(path, name, encoding)
    for number, value in objects:
        if not isinstance(value, dict):
            raise FileError.json_line(name, number, str(value))
        try:
            yield number, _flat(value)
        except RecursionError as error:
            raise FileError.json_line(name, number, "{") from error


def table(path: Path, name: str, encoding: str) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of every object, each as wide as the columns seen until then."""
    columns: dict[str, int] = {}
    for number, cells in rows(path, name, encoding):
        for key in cells:
            columns.setdefault(key, len(columns))
        yield number, [cells.get(key, "") for key in columns]


def columns(path: Path, name: str, encoding: str) -> tuple[list[str], int]:
    """Every key in the order first seen, and how many objects there are."""
    keys: dict[str, None] = {}
    count = 0
    for _, cells in rows(path, name, encoding):
        keys.update(dict.fromkeys(cells))
        count += 1
        if len(keys) > KEY_LIMIT:
            raise FileError.too_wide(name, len(keys), KEY_LIMIT)
    return list(keys), count


def _of_lines(path: Path, name: str, encoding: str) -> Iterator[tuple[int, Any]]:
    with path.open(encoding=encoding, newline="\n") as file:
        number = 0
        while line := file.readline(LINE_LIMIT):
            number += 1
            if len(line) == LINE_LIMIT:
                raise FileError.cell_too_long(name, number, LINE_LIMIT, line)
            text = line.strip("\ufeff \t\r\n")
            if text:
                yield number, _decoded(text, name, number)


def _decoded(text: str, name: str, number: int) -> Any:
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise FileError.json_line(name, number, text) from error


def _of_array(path: Path, name: str, encoding: str) -> Iterator[tuple[int, Any]]:
    size_mb = path.stat().st_size >> 20
    if size_mb > ARRAY_LIMIT_MB:
        raise FileError.too_large(name, size_mb, ARRAY_LIMIT_MB)
    text = path.read_text(encoding=encoding).rstrip()
    at, number = _after_space(text, text.index("[") + 1), 1
    while at < len(text) and text[at] != "]":
        try:
            value, at = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise FileError.json_line(name, number, text[at : at + LINE_LIMIT]) from error
        yield number, value
        at, number = _after_space(text, at), number + 1
    if text[at : at + 2] != "]":
        raise FileError.json_line(name, number, text[at:] or text[-1:])


def _after_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _flat(value: dict[str, Any], prefix: str = "") -> dict[str, str]:
    cells: dict[str, str] = {}
    for key, inner in value.items():
        if isinstance(inner, dict) and inner:
            cells.update(_flat(inner, f"{prefix}{key}."))
        else:
            cells[f"{prefix}{key}"] = _text(inner)
    return cells


def _text(value: Any) -> str:
    if value is None or value == {}:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        if any(isinstance(inner, (dict, list)) for inner in value):
            return json.dumps(value, ensure_ascii=False)
        return ", ".join(_text(inner) for inner in value)
    return str(value).replace("\0", "")
