"""Every value of the address is anybody's: no page ends in an exception over one."""

import os

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.pages.conftest import Opener
from ui import address
from ui.pages import PAGES

EXAMPLES = int(os.environ.get("NINE_SUPERS_EXAMPLES", "0"))
"""More by hand: NINE_SUPERS_EXAMPLES=30 pytest tests/pages/test_address.py"""
KEYS = (
    *("lang", "data", "definition", "from", "to", "channel", "product", "against", "line", "super"),
    *(
        "part",
        "measure",
        "by",
        "grain",
        "show",
        "split",
        "word",
        "without",
        "node",
        "first",
        "second",
    ),
    *("referral_days", "lines_note", "min_orders", "horizon", "edited", "events", "w.ip", "until"),
    *("group", "task", "days", "who", "stage", "month", "cell", "step", "view", "", "\U0001f600"),
)
SHARP = (
    *(
        "0001-01",
        "9999-12",
        "1899-12",
        "2200-01",
        "2025-00",
        "-001-01",
        "2025-13",
        "2025-1",
        "10000-01",
    ),
    *(
        "0",
        "-1",
        "1e999",
        "nan",
        "-inf",
        "0x1f",
        "1_000",
        "\u0661\u0662",
        "9" * 400,
        "1e-400",
        "true",
    ),
    *("", " ", "\0", "\U0001f600", "\u202e", "'; drop table x; --", "<script>", "../../etc/passwd"),
    *("%s", "{page}", "[1]*", "None", "v_20200101_000000_00000000", "a" * 12, "all", "x" * 100_000),
    *(
        "container",
        "period",
        "dataset",
        "product",
        "channel",
        "2025-01~2024-01",
        "2025-01..9999-12",
    ),
)
CODES = st.one_of(
    st.sampled_from(SHARP), st.text(max_size=20), st.dates().map(lambda day: f"{day:%Y-%m}")
)
VALUES = st.lists(CODES, min_size=1, max_size=4)


def whole(values: list[str]) -> dict[str, str | list[str]]:
    """Every key with each of the values in turn, one of them repeated."""
    return {key: [values[place % len(values)]] * (1 + place % 2) for place, key in enumerate(KEYS)}


@pytest.mark.parametrize("page", PAGES)
def test_months_beyond_any_calendar_leave_every_page_whole(page, opened: Opener):
    app = opened(
        page, lang="en", line="nan", referral_days="1e9", **{"from": "0001-01", "to": "9999-12"}
    )
    assert not app.exception
    assert app.title


@pytest.mark.parametrize("page", PAGES)
def test_an_address_full_of_anything_opens_every_page(page, opened: Opener):
    turned = {"from": "2199-12", "to": "1900-01", "data": "", "definition": "", "lang": "en"}
    app = opened(page, **{**whole(list(SHARP)), **turned})
    assert not app.exception
    assert app.title


@pytest.mark.skipif(not EXAMPLES, reason="by hand: it opens every page many times")
@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=EXAMPLES or 1, deadline=None, suppress_health_check=list(HealthCheck))
@given(query=st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=12))
def test_any_address_opens_every_page(page, opened: Opener, query):
    app = opened(page, **{key: value for key, value in query.items() if key})
    assert not app.exception


class TestBounded:
    def test_it_is_what_the_address_says(self) -> None:
        said = {"from": ["2025-01"], "channel": ["a", "b"]}
        assert address.bounded(said, said.__getitem__) == said

    def test_what_is_too_long_or_too_much_is_left_out(self) -> None:
        said = {"word": ["x" * 100_000, "y"], "k" * 1_000: ["z"], "product": ["p"] * 10_000}
        view = address.bounded(said, said.__getitem__)
        assert view == {"word": ["y"], "product": ["p"] * address.MOST_VALUES}
        many = {str(number): ["x"] for number in range(10_000)}
        assert len(address.bounded(many, many.__getitem__)) == address.MOST_KEYS

    def test_half_a_sign_is_no_text(self) -> None:
        said = {"word": ["\ud800", "y"], "\udfff": ["z"]}
        assert address.bounded(said, said.__getitem__) == {"word": ["y"]}


class TestPeriod:
    @pytest.mark.parametrize(
        "text", ["0001-01", "9999-12", "1899-12", "2200-01", "\u0662025-01", "x"]
    )
    def test_a_month_of_no_ledger_is_none(self, text: str) -> None:
        assert address.period(text, text) == (None, None)

    def test_ends_the_wrong_way_round_are_turned(self) -> None:
        assert address.period("2025-03", "2024-11") == address.period("2024-11", "2025-03")

    @given(start=st.text(max_size=9), end=st.dates())
    def test_whatever_is_written_is_a_period_with_room(self, start, end) -> None:
        ends = [day for day in address.period(start, f"{end:%Y-%m}") if day]
        assert all(1900 <= day.year <= 2199 for day in ends)
