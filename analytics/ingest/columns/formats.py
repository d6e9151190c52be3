"""Upload formats and the spellings of codes, read from `data/formats/*.toml` and checked.

A *general* format, one per table and named like it, lists the headers any file may use. A *named*
format has marks, headers that give away where a file comes from; for the columns it names its own
list counts (an empty list: this file has no such column), for all others the general list.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from analytics.errors import DefinitionError
from analytics.schema import CHOICES, TABLES
from analytics.words import DATA, is_leaf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

FOLDER = DATA / "formats"
DATE_ORDERS = ("mdy", "dmy")
STAND_IN = frozenset({"ordered_at", "paid_at"})
"""Columns that may share headers: the first takes one where it has no better, else the second."""
VOID = "void"
ENTRY_KINDS = ("refund", "no_sale")
"""What a column of kinds of entries may say of a row that is no plain sale."""
_KEYS = ("key", "table", "name", "headers", "marks", "is_alone", "date_order")
_TRAILING_UNIT = re.compile(r"[_\s]+(?:in[_\s]+)?(cents|pence|minor units?)$")
_NUMBERING = re.compile(r"^\s*q?\d{1,3}\s*[.:)\u3001](?!\d)", re.IGNORECASE)


@dataclass(frozen=True)
class Format:
    """One way a table is written down."""

    key: str
    table: str
    name: Mapping[str, str]
    headers: Mapping[str, tuple[str, ...]]
    """Canonical column -> accepted headers as people write them, the preferred one first."""
    accepted: Mapping[str, tuple[str, ...]]
    """The same, normalised, completed from the table's general format."""
    marks: frozenset[str]
    """Normalised headers that a file of this format always has; empty for a general format."""
    is_alone: bool = False
    """The marks mean this format only in a file without other headers."""
    date_order: str | None = None
    """mdy or dmy, for dates that the file itself leaves open."""


@cache
def formats() -> tuple[Format, ...]:
    """Every format, general ones in the order of the tables, then the named by key."""
    return load(FOLDER)


@cache
def spellings() -> dict[str, str]:
    """`"domain:<spelling>"` -> code for every choice column, and `"void:<status>"` -> `"void"`.

    Spellings are lower case; a code is one of its own spellings.
    """
    return load_spellings(FOLDER / "_values.toml")


@cache
def known_headers() -> Mapping[str, frozenset[str]]:
    """Normalised header -> the tables in which it means something."""
    tables_by_header: dict[str, set[str]] = {}
    for form in formats():
        for header in {*form.marks, *_flat(form.accepted)}:
            tables_by_header.setdefault(header, set()).add(form.table)
    return {header: frozenset(tables) for header, tables in tables_by_header.items()}


def normalise(header: str) -> str:
    """What counts of a header: letters and digits, without width, case, numbering and unit."""
    bare = _unit_pattern().sub("", _NUMBERING.sub("", _spelt_out(header)))
    return "".join(sign for sign in bare if unicodedata.category(sign)[0] in "LNM")


def power_of(header: str) -> float:
    """The unit in which a header counts money, e.g. 10,000 or 0.01; 1 for plain money."""
    match = _power_pattern().search(_NUMBERING.sub("", _spelt_out(header)))
    return _powers()[match["in"] or match["end"]] if match else 1


def load(folder: Path) -> tuple[Format, ...]:
    """The formats of a folder; DefinitionError for the first invalid one."""
    paths = [path for path in sorted(folder.glob("*.toml")) if not path.name.startswith("_")]
    raw = {path.name: _checked(path.name, _read(path)) for path in paths}
    general = {form["table"]: form["headers"] for form in raw.values() if not form.get("marks")}
    order = tuple(TABLES)
    parsed_formats = [_format(form, general.get(form["table"], {})) for form in raw.values()]
    return tuple(sorted(parsed_formats, key=lambda f: (bool(f.marks), order.index(f.table), f.key)))


def load_spellings(path: Path) -> dict[str, str]:
    """The spellings of one file, checked against the codes of the schema."""
    raw, file = _read(path), path.name
    codes: dict[str, tuple[str, ...]] = {**CHOICES, VOID: (VOID,), "entry_kind": ENTRY_KINDS}
    _check_names(file, "", raw, codes)
    code_by_spelling: dict[str, str] = {}
    for column, expected in codes.items():
        column_spellings = raw.get(column, {})
        _check_names(file, column, column_spellings, expected)
        for code in expected:
            _add(
                file,
                f"{column}.{code}",
                (code, *_texts(file, f"{column}.{code}", column_spellings)),
                code_by_spelling,
            )
    return code_by_spelling


def _add(file: str, key: str, words: Iterable[str], code_by_spelling: dict[str, str]) -> None:
    column, code = key.split(".")
    for word in words:
        spelling = f"{column}:{word.strip().lower()}"
        if code_by_spelling.setdefault(spelling, code) != code:
            raise DefinitionError.invalid(file, key, word, f"{column}.{code_by_spelling[spelling]}")


def _format(raw: dict[str, Any], general: Mapping[str, list[str]]) -> Format:
    """One checked definition, with general headers for columns it does not list."""
    own = {column: _normalised(headers) for column, headers in raw["headers"].items()}
    rest = {
        column: tuple(h for h in _normalised(headers) if h not in _taken(own, column))
        for column, headers in general.items()
        if column not in own
    }
    merged = {**rest, **own}
    return Format(
        key=raw["key"],
        table=raw["table"],
        name=raw["name"],
        headers={column: tuple(headers) for column, headers in raw["headers"].items()},
        accepted={c: merged[c] for c in TABLES[raw["table"]].names if c in merged},
        marks=frozenset(_normalised(raw.get("marks", []))),
        is_alone=raw.get("is_alone", False),
        date_order=raw.get("date_order"),
    )


def _checked(file: str, raw: dict[str, Any]) -> dict[str, Any]:
    """The definition itself, once everything in it is known to be possible."""
    _check_names(file, "", raw, _KEYS)
    stem = file.removesuffix(".toml")
    _one_of(file, "key", raw.get("key"), (stem,))
    _one_of(file, "table", raw.get("table"), tuple(TABLES))
    if not is_leaf(raw.get("name")) or not all(raw["name"].values()):
        raise DefinitionError.invalid(file, "name", str(raw.get("name")), "zh-Hans, zh-Hant, en")
    if "date_order" in raw:
        _one_of(file, "date_order", raw["date_order"], DATE_ORDERS)
    if not _texts(file, "marks", raw) and raw["key"] != raw["table"]:
        raise DefinitionError.invalid(file, "marks", "", "headers")
    _check_headers(file, raw)
    return raw


def _check_headers(file: str, raw: dict[str, Any]) -> None:
    """Every column belongs to the table, and no header is listed for two of them, but for when an
    order was paid: that stands for when it was placed where nothing else says so."""
    headers: Any = raw.get("headers")
    _check_names(file, "headers", headers, TABLES[raw["table"]].names)
    owner: dict[str, str] = {}
    for column in headers:
        key = f"headers.{column}"
        for header in _texts(file, key, headers):
            name = normalise(header)
            other = owner.setdefault(name, column) if name else None
            if other != column and {other, column} != STAND_IN:
                raise DefinitionError.invalid(file, key, header, owner.get(name, "a header"))


def _check_names(file: str, key: str, table: Any, expected: Collection[str]) -> None:
    """DefinitionError for the first name in a table that is not among the expected."""
    if not isinstance(table, dict):
        raise DefinitionError.invalid(file, key, str(table), ", ".join(expected))
    for name in table:
        _one_of(file, f"{key}.{name}".removeprefix("."), name, expected)


def _one_of(file: str, key: str, actual: Any, expected: Collection[str]) -> None:
    """DefinitionError that names the nearest expected name, or all of them when none is near."""
    if actual not in expected:
        near = get_close_matches(str(actual), expected, n=1) or expected
        raise DefinitionError.invalid(file, key, str(actual or ""), ", ".join(near))


def _texts(file: str, key: str, raw: Mapping[str, Any]) -> list[str]:
    """The list of texts under the last part of a key; nothing when it is absent."""
    texts = raw.get(key.rpartition(".")[2], [])
    if isinstance(texts, list) and all(isinstance(text, str) for text in texts):
        return texts
    raise DefinitionError.invalid(file, key, str(texts), "a list of texts")


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DefinitionError.invalid(path.name, "", str(error), "TOML") from error


def _taken(own: Mapping[str, Sequence[str]], column: str) -> set[str]:
    """The headers of a format that no other column may have."""
    others = STAND_IN if column in STAND_IN else frozenset()
    return {header for name, headers in own.items() if name not in others for header in headers}


def _normalised(headers: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(header) for header in headers))


def _flat(headers: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [header for accepted in headers.values() for header in accepted]


@cache
def _unit_pattern() -> re.Pattern[str]:
    """A unit in brackets, or at the end after a slash or colon."""
    return _unit_regex((*_read(FOLDER / "_headers.toml")["units"], *_powers()))


@cache
def _powers() -> dict[str, float]:
    """Unit in a header -> how many it counts, for all but plain money."""
    units_by_power: dict[str, list[str]] = _read(FOLDER / "_headers.toml")["powers"]
    return {
        _folded(unit): float(power) for power, units in units_by_power.items() for unit in units
    }


@cache
def _power_pattern() -> re.Pattern[str]:
    return _unit_regex(tuple(_powers()))


def _unit_regex(units: Sequence[str]) -> re.Pattern[str]:
    """One of these in brackets, or at the end after a slash or colon."""
    either = "|".join(
        re.escape(unit) for unit in sorted(set(map(_folded, units)), key=len, reverse=True)
    )
    return re.compile(rf"[(\[\u3010]\s*(?P<in>{either})\s*[)\]\u3011]|[/:]\s*(?P<end>{either})\s*$")


def _spelt_out(header: str) -> str:
    """Folded, a unit that programs write behind the name (amount_cents) in brackets."""
    return _TRAILING_UNIT.sub(r" (\1)", _folded(header))


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()
