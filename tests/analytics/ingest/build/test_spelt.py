"""Dates and amounts with words: a table of readings, and round trips against Unicode CLDR."""

import tomllib
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from babel.dates import format_date, format_datetime
from babel.numbers import format_currency
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest.build import spelt_dates, spelt_numbers

CELLS = tomllib.loads((Path(__file__).parent / "spelt.toml").read_text("utf-8"))
LANGUAGES = [
    "de",
    "fr",
    "es",
    "it",
    "pt",
    "nl",
    "pl",
    "sv",
    "da",
    "nb",
    "tr",
    "id",
    "ms",
    "vi",
    "th",
    "ru",
    "cs",
    "ja",
    "ko",
    "hu",
    "ro",
    "uk",
]
CURRENCIES = [
    "MYR",
    "IDR",
    "INR",
    "CHF",
    "SEK",
    "PLN",
    "TRY",
    "VND",
    "THB",
    "ZAR",
    "PHP",
    "AED",
    "BRL",
    "CZK",
    "HUF",
]
LOCALES = [
    "en_MY",
    "id_ID",
    "de_CH",
    "sv_SE",
    "pl_PL",
    "tr_TR",
    "vi_VN",
    "th_TH",
    "en_ZA",
    "en_PH",
    "pt_BR",
    "cs_CZ",
    "hu_HU",
]
SHARED = {"SEK": ("kr",), "INR": ("Rs",)}
moments = st.datetimes(datetime(2000, 1, 1), datetime(2026, 1, 1))


@pytest.mark.parametrize(("written", "plain"), CELLS["dates"].items())
def test_a_date_is_read_as_it_was_meant(written: str, plain: str) -> None:
    spelt = spelt_dates.read(written)
    assert (spelt.plain if spelt else "") == plain


@pytest.mark.parametrize(("written", "plain"), CELLS["numbers"].items())
def test_an_amount_is_read_as_it_was_meant(written: str, plain: str) -> None:
    spelt = spelt_numbers.read([written]).get(written)
    assert (f"{spelt.shown} {spelt.currency}" if spelt else "") == plain


@pytest.mark.parametrize("language", LANGUAGES)
@settings(deadline=None)  # the words are put into patterns once
@given(moment=moments)
def test_every_language_writes_a_day_that_is_read_back(language: str, moment: datetime) -> None:
    for length in ("long", "full"):
        spelt = spelt_dates.read(format_date(moment, length, locale=language))
        assert spelt is not None
        assert spelt.plain == moment.date().isoformat()


@pytest.mark.parametrize("language", [name for name in LANGUAGES if name not in ("ja", "ko")])
@settings(deadline=None)  # the words are put into patterns once
@given(moment=moments)
def test_every_language_writes_a_clock_that_is_read_back(language: str, moment: datetime) -> None:
    spelt = spelt_dates.read(format_datetime(moment, "d MMMM y h:mm:ss a", locale=language))
    assert spelt is not None
    assert spelt.plain == f"{moment:%Y-%m-%d %H:%M:%S}"


@pytest.mark.parametrize("locale", LOCALES)
@settings(deadline=None)  # the words are put into patterns once
@given(cents=st.integers(-(10**9), 10**9))
def test_every_currency_writes_amounts_that_are_read_back(locale: str, cents: int) -> None:
    for currency in CURRENCIES:
        amount = Decimal(cents) / 100
        written = format_currency(amount, currency, locale=locale, currency_digits=False)
        spelt = spelt_numbers.read([written]).get(written)
        assert spelt is not None, written
        assert Decimal(spelt.plain) == round(amount, 2)
        assert spelt.currency in (currency, *SHARED.get(currency, ()))


def test_one_column_shows_what_three_digits_are() -> None:
    as_thousands = spelt_numbers.read(["1.234 kr", "1.234,50 kr"])
    as_decimals = spelt_numbers.read(["RM 1.234", "RM 1.25"])
    assert as_thousands["1.234 kr"].shown == "1234"
    assert as_decimals["RM 1.234"].shown == "1.234"
