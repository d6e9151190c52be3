import math
from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st

from analytics.words import LANGUAGES
from ui import format as fmt

WAN = {"zh-Hans": chr(0x4E07), "zh-Hant": chr(0x842C)}
DASH = chr(0x2014)
EN_DASH = chr(0x2013)
YEAR, MONTH, DAY = chr(0x5E74), chr(0x6708), chr(0x65E5)
YUAN = chr(0xA5)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("nothing", [None, math.nan])
def test_nothing_measured_is_a_dash_and_never_a_zero(lang: str, nothing: float | None) -> None:
    words = [
        fmt.number(nothing, lang),
        fmt.count(nothing, lang, compact=True),
        fmt.percent(nothing, lang),
        fmt.points(nothing, lang),
        fmt.score(nothing, lang),
        fmt.money(nothing, lang, "CNY"),
        fmt.interval(nothing, 3, lang),
        fmt.interval(3, nothing, lang),
    ]
    assert set(words) == {DASH}
    assert {fmt.day(None, lang), fmt.month(None, lang), fmt.period(None, "week", lang)} == {DASH}


@pytest.mark.parametrize(
    ("value", "digits", "written"),
    [(1234.56, 0, "1,235"), (1234.56, 1, "1,234.6"), (-0.04, 1, "0.0"), (0, 0, "0"), (-3, 0, "-3")],
)
def test_numbers_group_thousands_and_know_no_minus_zero(
    value: float, digits: int, written: str
) -> None:
    assert fmt.number(value, "en", digits) == written


def test_rates_come_in_as_shares_and_leave_as_percent() -> None:
    assert fmt.percent(0.3142, "en") == "31.4%"
    assert fmt.percent(1, "zh-Hans", 0) == "100%"
    assert fmt.percent(Decimal("0.5"), "zh-Hant", 0) == "50%"


def test_points_carry_their_sign_and_their_unit() -> None:
    assert fmt.points(0.032, "en") == "+3.2 percentage points"
    assert fmt.points(-0.032, "zh-Hans").startswith("-3.2 ")


@pytest.mark.parametrize("lang", ["zh-Hans", "zh-Hant"])
def test_chinese_counts_shorten_by_ten_thousands(lang: str) -> None:
    assert fmt.count(12_345, lang, compact=True) == f"1.2{WAN[lang]}"
    assert fmt.count(9_876, lang, compact=True) == "9,876"
    assert fmt.count(12_345, lang) == "12,345"


def test_english_counts_shorten_by_thousands() -> None:
    assert fmt.count(12_345, "en", compact=True) == "12.3K"


@pytest.mark.parametrize(
    ("amount", "lang", "currency", "compact", "written"),
    [
        (Decimal("12345.60"), "zh-Hans", "CNY", False, f"{YUAN}12,346"),
        (Decimal("12.60"), "zh-Hans", "CNY", False, f"{YUAN}12.60"),
        (Decimal("12.60"), "en", None, False, "12.60"),
        (12345.6, "en", None, False, "12,346"),
        (1_234_567, "zh-Hans", "CNY", True, f"{YUAN}123.5{WAN['zh-Hans']}"),
        (1_234_567, "zh-Hant", None, True, f"123.5{WAN['zh-Hant']}"),
        (-1_234_567, "en", "USD", True, "-\u2060$1.2M"),
    ],
)
def test_money_is_whole_from_a_thousand_on(
    amount: float, lang: str, currency: str | None, compact: bool, written: str
) -> None:
    assert fmt.money(amount, lang, currency, compact=compact) == written


def test_an_interval_writes_both_ends_and_one_unit() -> None:
    assert fmt.interval(62, 71, "en") == f"62{EN_DASH}71"
    assert fmt.interval(0.289, 0.331, "en", rate=True, digits=1) == f"28.9{EN_DASH}33.1%"
    assert fmt.interval(-12, 8, "en") == "-12 to 8"


def test_dates_follow_the_app_and_not_the_browser() -> None:
    start = date(2025, 3, 3)
    assert fmt.month(start, "zh-Hans") == f"2025{YEAR}3{MONTH}"
    assert fmt.day(start, "zh-Hant") == f"2025{YEAR}3{MONTH}3{DAY}"
    assert fmt.day(start, "en") == "Mar 3, 2025"


def test_a_period_is_named_by_its_grain() -> None:
    start = date(2025, 1, 1)
    names = {g: fmt.period(start, g, "en") for g in ("day", "week", "month", "quarter", "year")}
    assert names == {
        "day": "Jan 1, 2025",
        "week": "week of Jan 1, 2025",
        "month": "Jan 2025",
        "quarter": "Q1 2025",
        "year": "2025",
    }


@given(st.floats(-1e20, 1e20), st.integers(0, 4), st.sampled_from(LANGUAGES))
def test_numbers_are_written_as_their_locale_writes_them(
    value: float, digits: int, lang: str
) -> None:
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    rounded = round(value, digits) + 0.0
    assert fmt.number(value, lang, digits) == format_decimal(
        rounded, pattern, locale=fmt.locale(lang)
    )
