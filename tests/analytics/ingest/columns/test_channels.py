import tomllib
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.errors import DefinitionError
from analytics.ingest.columns.channels import CODES, PATH, Guess, groups, guess, guesses, load
from analytics.schema import CHOICES
from analytics.words import is_leaf
from tests.conftest import PROJECT

CASES: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "channels.toml").read_text(encoding="utf-8")
)
NOTHING = Guess()
NAMES = sorted({name for group in groups().values() for name, _ in group.patterns})
GROUP = """
[shops]
rank = "place"
domain = "public"
names = ["a b"]
[shops.reason]
zh-Hans = "x"
zh-Hant = "x"
en = "x"
"""


@pytest.mark.parametrize(("channel", "codes"), CASES["told"].items())
def test_a_name_tells(channel: str, codes: list[str]) -> None:
    channel_guess = guess(channel)
    assert [
        channel_guess.domain or "",
        channel_guess.mode or "",
        channel_guess.social_model or "",
    ] == codes
    assert channel_guess.why
    assert channel_guess.groups


@pytest.mark.parametrize("channel", CASES["untold"]["names"])
def test_a_name_that_tells_nothing_is_left_alone(channel: str) -> None:
    assert guess(channel) == NOTHING


def test_why_names_the_patterns_and_their_groups_have_reasons() -> None:
    channel_guess = guess("TIKTOK live-stream")
    assert channel_guess.why == "tiktok + live stream"
    assert channel_guess.groups == ("content_platforms", "live")
    assert all(is_leaf(dict(groups()[key].reason)) for key in channel_guess.groups)


def test_the_sample_brand_s_own_channels_are_never_contradicted() -> None:
    path = PROJECT / "data" / "sample" / "words" / "orders.toml"
    channels = tomllib.loads(path.read_text(encoding="utf-8"))["channels"]
    assert channels
    for channel in channels:
        channel_guess = guess(channel["name"])
        for code in CODES:
            assert getattr(channel_guess, code) in (None, channel[code]), channel["name"]


def test_guesses_are_one_row_a_channel() -> None:
    frame = guesses(["store", "Pinkoi", "store", "?"])
    assert frame.columns == ["channel", "domain", "mode", "social_model", "why", "is_guess"]
    assert frame.rows() == [
        ("store", None, "offline", None, "store", True),
        ("Pinkoi", "public", "online", None, "pinkoi", True),
        ("?", None, None, None, None, False),
    ]


def test_no_channels_give_no_rows_in_the_same_types() -> None:
    assert guesses([]).schema == guesses(["store"]).schema
    assert guesses([]).is_empty()
    assert guesses([]).schema["is_guess"] == pl.Boolean


@given(st.lists(st.one_of(st.sampled_from(NAMES), st.text(max_size=12)), max_size=4).map("".join))
def test_any_name_gives_codes_of_the_schema_and_always_the_same(channel: str) -> None:
    channel_guess = guess(channel)
    assert channel_guess == guess(channel)
    for code in CODES:
        assert getattr(channel_guess, code) in (None, *CHOICES[code])
    assert (
        bool(channel_guess.why)
        == any(getattr(channel_guess, code) for code in CODES)
        == bool(channel_guess.groups)
    )
    assert guesses([channel, channel]).height == 1


@given(st.sampled_from(NAMES), st.sampled_from(["x{}", "{}x", "x{}x"]))
def test_latin_names_are_words(name: str, frame: str) -> None:
    """A name in Latin letters within a longer word is not that name."""
    if name.isascii() and name.replace(" ", "").isalpha():
        assert guess(frame.format(name.replace(" ", ""))) == NOTHING


@given(st.sampled_from(NAMES))
def test_width_case_and_gaps_do_not_count(name: str) -> None:
    channel_guess = guess(name)
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in name)
    for other in (name.upper(), wide, f"  {name} ", name.replace(" ", "-")):
        assert guess(other) == channel_guess


class TestDefinitions:
    def test_the_file_shipped_loads(self) -> None:
        assert load(PATH).keys() == groups().keys()

    @pytest.mark.parametrize(
        ("text", "facts"),
        [
            (GROUP.replace('"public"', '"publick"'), ("shops.domain", "publick", "public")),
            (GROUP.replace("domain", "domian"), ("shops.domian", "domian", "domain")),
            (GROUP.replace('"place"', '"plase"'), ("shops.rank", "plase", "place")),
            (GROUP.replace('rank = "place"', ""), ("shops.rank", "", "kind, place, model, said")),
            (GROUP.replace('["a b"]', '"a b"'), ("shops.names", "a b", "a list of texts")),
            (GROUP.replace('["a b"]', "[]"), ("shops.names", "", "a list of texts")),
            (GROUP.replace('"a b"', '" "'), ("shops", " ", "a name")),
            (GROUP.replace('en = "x"', ""), ("shops.reason", None, "zh-Hans, zh-Hant, en")),
            (GROUP.replace('en = "x"', 'en = ""'), ("shops.reason", None, "zh-Hans, zh-Hant, en")),
            (
                GROUP + GROUP.replace("shops", "malls").replace("a b", "A-B"),
                ("malls", "A-B", "shops"),
            ),
            ("shops = 1", ("shops", "1", "a group of names")),
            ("shops = ", ("", None, "TOML")),
        ],
    )
    def test_what_is_impossible_is_named(
        self, tmp_path: Path, text: str, facts: tuple[str, str | None, str]
    ) -> None:
        path = tmp_path / "channels.toml"
        path.write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load(path)
        error_facts = caught.value.facts
        assert error_facts["file"] == "channels.toml"
        for name, value in zip(("key", "found", "expected"), facts, strict=True):
            assert value is None or error_facts[name] == value
