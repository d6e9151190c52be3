"""Who the IPs are: spellings, codes, and what a sheet of touchpoints leaves open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ip.roster import Owner, roster
from analytics.ip.spelling import key_of, known_platform, platform_key
from analytics.words import LANGUAGES
from tests.analytics.ip.books import point, sheet

FULL_WIDTH = "\uff24\uff2f\uff35\uff39\uff29\uff2e"
DOUYIN = "\u6296\u97f3"


@pytest.mark.parametrize("written", ["Douyin", " douyin ", DOUYIN, FULL_WIDTH, "DOU YIN", "dy"])
def test_a_platform_is_one_however_it_is_written(written: str) -> None:
    assert platform_key(written) == "douyin"


def test_douyin_and_tiktok_are_two_and_an_unknown_platform_is_itself() -> None:
    assert platform_key("TikTok") == platform_key("tik tok") != platform_key(DOUYIN)
    assert platform_key(" My  Forum ") == "myforum"
    assert known_platform("myforum") is None
    platform = known_platform("douyin")
    assert platform is not None
    assert set(platform.name) == set(LANGUAGES)


@given(st.text(max_size=12))
def test_a_key_is_its_own_key(written: str) -> None:
    assert key_of(key_of(written)) == key_of(written)
    assert key_of(f" {written} ") == key_of(written)


def test_an_owner_is_found_whatever_the_case_width_and_blanks() -> None:
    people = roster(sheet(point("Lin Yu", "LIN-1"), point("lin  yu", "lin-1 ")))
    assert people.names == {"lin yu": "Lin Yu"}
    for code in ("LIN-1", " lin-1", "\uff2c\uff29\uff2e-1"):
        assert people.owner(code) == Owner("lin yu", "douyin")
    assert people.owner("Lin Yu") == Owner("lin yu", None)
    assert people.owner("nobody") is None
    assert people.owner(None) is None


def test_what_a_sheet_leaves_open_is_named_and_counted() -> None:
    people = roster(
        sheet(
            point("Ann", "A", ip_kind="brand"),
            point("Ann", "A", ip_kind="personal", platform=DOUYIN, happened_on=None),
            point("Ann", "A", ip_kind="personal", platform="Weibo", engaged=2000),
            point("Bob", "SHARED", cost=-5.0),
            point("Cat", "shared"),
            point(None, "A"),
            point(None, "D"),
            point(None, None),
        )
    )
    faults = people.faults
    assert faults.shared_codes == ("SHARED",)
    assert faults.several_platforms == ("A",)
    assert faults.two_kinds == ("Ann",)
    assert faults.spellings == (("douyin", DOUYIN),)
    assert (faults.nameless, faults.undated) == (1, 1)
    assert (faults.engaged_above_reach, faults.negative_costs) == (1, 1)
    assert people.owner("shared") is None
    assert people.owner("A") == Owner("ann", None)
    assert people.owner("D") == Owner("d", "douyin")
    assert people.kinds["ann"] == "personal"
    assert people.points.filter(ip="ann").height == 4
    assert people.points["cost"].null_count() == 1
    assert people.points["engaged"].null_count() == 1


def test_an_empty_sheet_is_an_empty_roster() -> None:
    people = roster(sheet())
    assert people.points.is_empty()
    assert not people.names
    assert people.owner("x") is None
    assert roster(sheet(point("Ann", None, happened_on=date(2025, 1, 1)))).owners == {}
