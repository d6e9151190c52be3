"""Numbers, money and dates as a reader of the app's language writes them; no streamlit.

Babel strings, because Streamlit's and Plotly's own formats follow the browser instead of the app.
Nothing measured (None or NaN) is an em dash, never a zero. Rates come in as 0-1 and leave as
percent. `lang` is one of `analytics.words.LANGUAGES`.
"""

import math
from datetime import date
from decimal import Decimal
from functools import cache
from typing import cast

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    format_compact_currency,
    format_compact_decimal,
    format_currency,
    format_decimal,
    get_currency_name,
)

from analytics.words import words

# Hong Kong's compact numbers fall back to 1.2M in Babel, so Taiwan's locale speaks for both.
LOCALES = {"zh-Hans": "zh_Hans_CN", "zh-Hant": "zh_Hant_TW"}
"""Where the locale is more than the language itself."""
MINUS = "-\u2060"
"""A minus that stays with what follows."""
COMPACT_FROM = 10_000
WHOLE_MONEY_FROM = 1_000
EXACT_BELOW = 1e15
"""Numbers whose digits a float holds."""

Number = float | Decimal


def locale(lang: str) -> str:
    """The name by which Babel knows a language of the product."""
    return LOCALES.get(lang, lang)


def number(value: Number | None, lang: str, digits: int = 0) -> str:
    """`value` with grouped thousands and exactly `digits` decimals."""
    if missing(value):
        return dash(lang)
    # Adding zero turns the minus zero of -0.04 into a plain zero.
    rounded = round(float(cast(Number, value)), digits) + 0.0
    if abs(rounded) < EXACT_BELOW and _has_plain_marks(lang):
        return f"{rounded:,.{digits}f}"
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return format_decimal(rounded, pattern, locale=locale(lang))


@cache
def _has_plain_marks(lang: str) -> bool:
    """Whether numbers are written as Python does: a curve speaks thousands, and Babel takes a
    hundred times as long for each."""
    return format_decimal(-1234.5, "#,##0.0", locale=locale(lang)) == f"{-1234.5:,.1f}"


def count(value: Number | None, lang: str, *, compact: bool = False) -> str:
    """A whole number; `compact` shortens from ten thousand on (1.2 in units of wan in Chinese)."""
    if missing(value):
        return dash(lang)
    whole = round(cast(Number, value))
    if compact and abs(whole) >= COMPACT_FROM:
        return format_compact_decimal(whole, fraction_digits=1, locale=locale(lang))
    return number(float(whole), lang)


def percent(rate: Number | None, lang: str, digits: int = 1) -> str:
    """The 0-1 `rate` as a percentage."""
    if missing(rate):
        return dash(lang)
    return f"{number(_hundredfold(rate), lang, digits)}%"


def points(difference: Number | None, lang: str, digits: int = 1) -> str:
    """The difference of two 0-1 rates in percentage points, with its sign and its unit."""
    if missing(difference):
        return dash(lang)
    value = number(_hundredfold(difference), lang, digits)
    signed = value if value.startswith("-") else f"+{value}"
    return words(lang).get("charts.unit.points", value=signed)


def apart(first: Number | None, second: Number | None, digits: int = 0) -> float | None:
    """The first less the second as both are written with `digits` decimals: where two numbers stand
    beside their difference, a reader takes one from the other. None where either is missing."""
    if missing(first) or missing(second):
        return None
    ends = [round(float(cast(Number, number)), digits) for number in (first, second)]
    return round(ends[0] - ends[1], digits)


def rates_apart(first: Number | None, second: Number | None) -> float | None:
    """`apart` of two 0-1 rates that are written as per cent with one decimal; 0-1."""
    if missing(first) or missing(second):
        return None
    gap = apart(_hundredfold(first), _hundredfold(second), 1)
    return None if gap is None else gap / 100


def score(value: Number | None, lang: str) -> str:
    """A position between the goalposts, 0-100, without decimals."""
    return number(value, lang)


def money(
    amount: Number | None,
    lang: str,
    currency: str | None = None,
    *,
    compact: bool = False,
    whole: bool = False,
) -> str:
    """An amount in `currency` (ISO 4217, None: unknown); whole units from a thousand on, with
    `whole` always."""
    if missing(amount):
        return dash(lang)
    value = Decimal(round(cast(Number, amount))) if whole else Decimal(str(amount))
    # A line could end between a minus and the sign of a currency.
    written = _money(value, lang, currency, compact=compact, whole=whole)
    return written.replace("-", MINUS, 1)


def currency_name(code: str, lang: str) -> str:
    """A currency (ISO 4217) as the reader calls it."""
    return str(get_currency_name(code, locale=locale(lang)))


def _money(value: Decimal, lang: str, currency: str | None, *, compact: bool, whole: bool) -> str:
    if compact and abs(value) >= COMPACT_FROM:
        return _compact_money(value, lang, currency)
    digits = 0 if whole or abs(value) >= WHOLE_MONEY_FROM or not value else 2
    return _full_money(value, lang, currency, digits) if currency else number(value, lang, digits)


def interval(
    low: Number | None, high: Number | None, lang: str, *, rate: bool = False, digits: int = 0
) -> str:
    """Both ends of an interval, `62-71` with an en dash; `rate` takes 0-1 and writes percent."""
    if missing(low) or missing(high):
        return dash(lang)
    scale = _hundredfold if rate else float
    ends = [number(scale(cast(Number, end)), lang, digits) for end in (low, high)]
    # A dash between two numbers reads as a minus when one of them already carries one.
    key = "charts.unit.from_to" if ends[0].startswith("-") else "charts.unit.interval"
    return words(lang).get(key, low=ends[0], high=f"{ends[1]}%" if rate else ends[1])


def day(value: date | None, lang: str) -> str:
    """The day with its year."""
    return format_date(value, "medium", locale=locale(lang)) if value else dash(lang)


def month(value: date | None, lang: str) -> str:
    """The month with its year."""
    return _skeleton("yMMM", value, lang)


def month_name(value: date | None, lang: str) -> str:
    """The month without its year, as short as the language has it."""
    return _skeleton("MMM", value, lang)


def period(start: date | None, grain: str, lang: str) -> str:
    """The period that begins at `start`; `grain` is day, week, month, quarter or year."""
    if start is None:
        return dash(lang)
    if grain == "week":
        return words(lang).get("charts.unit.week_of", day=day(start, lang))
    if grain == "day":
        return day(start, lang)
    return _skeleton({"month": "yMMM", "quarter": "yQQQ", "year": "y"}[grain], start, lang)


def dash(lang: str) -> str:
    """What stands where nothing was measured."""
    return words(lang).get("charts.unit.missing")


def missing(value: Number | None) -> bool:
    """Whether there is no number to show."""
    return value is None or math.isnan(value)


def _hundredfold(rate: Number | None) -> float:
    return float(cast(Number, rate)) * 100


def _skeleton(skeleton: str, value: date | None, lang: str) -> str:
    return format_skeleton(skeleton, value, locale=locale(lang)) if value else dash(lang)


def _compact_money(amount: Decimal, lang: str, currency: str | None) -> str:
    if currency is None:
        return format_compact_decimal(amount, fraction_digits=1, locale=locale(lang))
    return format_compact_currency(amount, currency, fraction_digits=1, locale=locale(lang))


def _full_money(amount: Decimal, lang: str, currency: str, digits: int) -> str:
    if digits:
        return format_currency(amount, currency, locale=locale(lang))
    return format_currency(
        amount, currency, _whole_pattern(lang), locale=locale(lang), currency_digits=False
    )


@cache
def _whole_pattern(lang: str) -> str:
    """The language's pattern for money, without its decimals."""
    pattern = Locale.parse(locale(lang)).currency_formats["standard"].pattern
    return cast(str, pattern).split(".", maxsplit=1)[0]
