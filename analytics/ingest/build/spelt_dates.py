"""Dates that carry words, other counts of years or other digits, as plain dates.

Only for cells that were not read without it. A date whose order of day and month is open stays so:
its words go, its numbers stay where they stand, and the column's order decides.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from analytics.ingest.build import word_tables
from analytics.ingest.build.clocks import Clock
from analytics.ingest.build.word_tables import GUARDS, any_of, folded

if TYPE_CHECKING:
    from analytics.ingest.build.word_tables import Era

ZONE, GUARD = "zone", "guard"
PIVOT = 68
"""Two digits up to here are years of this century."""
_THAI = re.compile(r"[\u0e00-\u0e7f]")
_OFFSET = r"(?:(?:gmt|utc)\s*[-+]\d{1,2}(?::?\d{2})?|(?<=[\d\sm])[-+]\d{2}:?\d{2})"
_DIGITAL = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2})(\.\d{1,9})?)?(?![\d:])")
_ISO_MARK = re.compile(r"(?<=\d)t$")
EARLIEST, LATEST = 1950, 2100
"""Years that a date is read in."""
_YEAR_FIRST = re.compile(r"(\d{2,4})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})[\s.]*")
_PACKED = re.compile(r"(\d{3})(\d{2})(\d{2})")
_SHORT = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{2,4})")
_DAY_MONTH = re.compile(r"(\d{1,2})[\s.,/-]*m(\d{2})[\s.,/-]*(\d{2,4})")
_MONTH_DAY = re.compile(r"m(\d{2})[\s./-]*(\d{1,2})[\s.,/-]+(\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[\s.,/-]*m(\d{2})[\s.,/-]*(\d{1,2})[\s.]*")


@dataclass(frozen=True)
class SpeltDate:
    """A cell as the queries read it, and what was done to it beside finding its words."""

    plain: str
    treatments: tuple[str, ...]
    """zone, guard, or the key of an era."""
    unmarked: str = ""
    """The era that its year alone speaks for."""


@dataclass(frozen=True)
class _Day:
    text: str
    eras: tuple[str, ...] = ()
    unmarked: str = ""


@dataclass(frozen=True)
class _Parsed:
    day: _Day
    clock: Clock | None
    treatments: tuple[str, ...]


@dataclass(frozen=True)
class _Patterns:
    clock: re.Pattern[str]
    first_clock: re.Pattern[str]
    dotted: re.Pattern[str]
    zone: re.Pattern[str]
    am: re.Pattern[str]
    noon: re.Pattern[str]
    months: re.Pattern[str]
    noise: re.Pattern[str]
    weekday_first: re.Pattern[str]
    units: tuple[tuple[re.Pattern[str], str], ...]


def read(written: str) -> SpeltDate | None:
    """The plain form of a cell; None where it is no date."""
    text = folded(written)
    digits = _DIGITAL.search(text)
    # Days and words come again and again where clocks do not: they are looked at once.
    shape = f"{text[: digits.start()]}1:01:01{text[digits.end() :]}" if digits else text
    parsed = _parsed(shape, date.today().year)
    if parsed is None:
        return None
    clock = parsed.clock
    if digits and clock:
        hour, minute, second, fraction = digits.groups()
        clock = replace(
            clock,
            hour=int(hour),
            minute=int(minute),
            second=int(second or 0),
            fraction=fraction or "",
        )
    clock_text = clock.text() if clock else ""
    if clock_text is None:
        return None
    plain = f"{parsed.day.text} {clock_text}".strip()
    return SpeltDate(plain, parsed.treatments, parsed.day.unmarked)


@lru_cache(maxsize=10_000)
def _parsed(text: str, this_year: int) -> _Parsed | None:
    bare = text.lstrip(GUARDS)
    treatments = [GUARD] if bare != text and bare else []
    zoneless = _without_zone(bare)
    if zoneless != bare:
        treatments.append(ZONE)
    for day_text, clock in _cuts(zoneless):
        day = _day(day_text, this_year)
        if day:
            return _Parsed(day, clock, (*treatments, *day.eras))
    return None


@cache
def _patterns() -> _Patterns:
    words = word_tables.dates()
    clock, units, noise = words["clock"], words["units"], words["noise"]
    half = any_of([*clock["am"], *clock["pm"], *clock["noon"]])
    hour, minute, second = (any_of(units[name]) for name in ("hour", "minute", "second"))
    numbers = (
        rf"(?P<hour>\d{{1,2}})(?:\s*(?::|{hour})\s*(?:(?P<minute>\d{{1,2}})"
        rf"(?:\s*(?::|{minute})\s*(?:(?P<second>\d{{1,2}})(?:[.,](?P<fraction>\d{{1,9}}))?"
        rf"\s*(?:{second})?)?)?)?)?"
    )
    whole = (
        rf"(?:(?P<before>{half})[\s.,]*)?(?<!\d)(?<![\d.,]:){numbers}(?:\s*(?P<after>{half})\.?)?"
        rf"(?:\s*{any_of(clock['tail'])}\.?)?"
    )
    dotted = r"(?<=[\s,])(?P<hour>\d{1,2})\.(?P<minute>\d{2})(?:\.(?P<second>\d{2}))?$"
    zones = any_of(words["zones"]["names"])
    weekdays = any_of(noise["weekdays"])
    return _Patterns(
        re.compile(rf"{whole}$"),
        re.compile(rf"^{whole}(?=[\s,])"),
        re.compile(dotted),
        re.compile(
            rf"\s*[\[(]?(?:{_OFFSET}|(?<=[\d\sm.(\[)])\s*{zones})[\])]?(?:\s*\([^()\d]*\))?$"
        ),
        re.compile(any_of(clock["am"])),
        re.compile(any_of(clock["noon"])),
        re.compile(any_of(word_tables.months())),
        re.compile(rf"\((?:{weekdays}|\w)\)|{any_of([*noise['joins'], *noise['weekdays']])}\.?"),
        re.compile(r"^m\d{2}\b[\s.,]*(?=.*m\d{2})"),
        (
            (re.compile(rf"(?<=\d)\s*{any_of(units['year'])}\s*(?=[\dm])"), "-"),
            (re.compile(rf"(?<=\d)\s*{any_of(units['month'])}\s*(?=\d)"), "-"),
            (re.compile(rf"(?<=\d)\s*{any_of(units['day'])}"), " "),
        ),
    )


def _without_zone(text: str) -> str:
    """Without the zone behind a clock; a date alone has none."""
    patterns = _patterns()
    match = patterns.zone.search(text)
    if match is None or ":" not in text[: match.start()]:
        return text
    rest = text[: match.start()].rstrip()
    return _without_zone(rest) if rest != text else rest


def _cuts(text: str) -> list[tuple[str, Clock | None]]:
    """The ways to cut a text into a date and a clock, the likelier first."""
    patterns = _patterns()
    cuts: list[tuple[str, Clock | None]] = []
    for pattern in (patterns.clock, patterns.first_clock, patterns.dotted):
        match = pattern.search(text)
        clock = _clock(match) if match else None
        if match and clock:
            rest = f"{text[: match.start()]} {text[match.end() :]}".strip(" ,")
            cuts.append((_ISO_MARK.sub("", rest), clock))
    return [*cuts, (text, None)]


def _clock(match: re.Match[str]) -> Clock | None:
    """The clock of a match; None for a lone number."""
    groups, patterns = match.groupdict(), _patterns()
    half = groups.get("before") or groups.get("after") or ""
    if groups["minute"] is None and not half:
        return None
    if half:
        is_noon, is_am = patterns.noon.fullmatch(half), patterns.am.fullmatch(half)
        half = "noon" if is_noon else "am" if is_am else "pm"
    fraction = f".{groups['fraction']}" if groups.get("fraction") else ""
    return Clock(
        int(groups["hour"]),
        int(groups["minute"] or 0),
        int(groups["second"] or 0),
        fraction,
        half,
    )


def _day(text: str, this_year: int) -> _Day | None:
    """The date without its clock, years in common count."""
    patterns, eras = _patterns(), []
    text, key = _marked_year(text)
    if key:
        eras.append(key)
    is_thai = bool(_THAI.search(text))
    text = patterns.months.sub(lambda match: f" m{word_tables.months()[match[0]]:02} ", text)
    text = patterns.weekday_first.sub("", text.strip())
    text = patterns.noise.sub(" ", text)
    for pattern, plain in patterns.units:
        text = pattern.sub(plain, text)
    text = " ".join(text.split()).strip(" ,.")
    numbers = _numbers(text)
    if numbers is None:
        return _short(text, eras)
    year_text, month, day = numbers
    year = _year(int(year_text), len(year_text), is_thai, this_year)
    unmarked = "" if eras else _unmarked(year)
    if unmarked:
        year += next(era.offset for era in word_tables.eras() if era.key == unmarked)
        eras.append(unmarked)
    if not EARLIEST <= year < LATEST:
        return None
    try:
        return _Day(date(year, month, day).isoformat(), tuple(eras), unmarked)
    except ValueError:
        return None


def _marked_year(text: str) -> tuple[str, str]:
    """Years of a named count as common ones, and the key of the count; "" without one."""
    for era in word_tables.eras():
        pattern, letter = _era_patterns(era)
        match = pattern.search(text) or (letter.match(text) if letter else None)
        if match:
            count = next(group for group in match.groups() if group)
            year = (1 if count == "\u5143" else int(count)) + era.offset
            return f"{text[: match.start()]} {year:04} {text[match.end() :]}".strip(), era.key
    return text, ""


@cache
def _era_patterns(era: Era) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    marks = any_of(era.marks)
    named = re.compile(rf"{marks}\.?\s*(\d{{1,4}}|\u5143)|(\d{{4}})\s*{marks}\.?")
    letter = re.compile(rf"{era.letter}\.?\s*(\d{{1,2}})(?=\s*[-./\u5e74])") if era.letter else None
    return named, letter


def _numbers(text: str) -> tuple[str, int, int] | None:
    """Year as written, month and day of a text whose order is certain."""
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day = match.groups()
        return (year, int(month), int(day)) if len(year) > 2 else None  # noqa: PLR2004 - two digits
    if match := _DAY_MONTH.fullmatch(text):
        day, month, year = match.groups()
    elif match := _MONTH_DAY.fullmatch(text):
        month, day, year = match.groups()
    elif match := _YEAR_MONTH.fullmatch(text) or _PACKED.fullmatch(text):
        year, month, day = match.groups()
    else:
        return None
    return year, int(month), int(day)


def _year(count: int, digits: int, is_thai: bool, this_year: int) -> int:
    if digits > 2:  # noqa: PLR2004 - written out
        return count
    if is_thai and (in_thai := count + 2500 - 543) <= this_year and count > this_year % 100:
        return in_thai
    return count + (2000 if count <= PIVOT else 1900)


def _unmarked(year: int) -> str:
    return next((era.key for era in word_tables.eras() if year in era.years), "")


def _short(text: str, eras: list[str]) -> _Day | None:
    """A date whose order is open, its year in common count."""
    match = _SHORT.fullmatch(text)
    if match is None:
        return None
    first, _, second, year_text = match.groups()
    year, unmarked = int(year_text), ""
    if len(year_text) > 2:  # noqa: PLR2004 - two digits stay as they are
        unmarked = "" if eras else _unmarked(year)
        if unmarked:
            year += next(era.offset for era in word_tables.eras() if era.key == unmarked)
        year_text = f"{year:04}"
    applied = (*eras, unmarked) if unmarked else tuple(eras)
    return _Day(f"{first}/{second}/{year_text}", applied, unmarked)
