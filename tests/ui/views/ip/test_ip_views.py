"""What the IP page says: every fault, every refusal and every verdict, in three languages."""

import re
from dataclasses import replace
from datetime import date
from typing import get_args

import pytest

from analytics.filters import Filters
from analytics.ip import report
from analytics.ip.base import Code, Refusal
from analytics.ip.dependence import Dependence
from analytics.ip.leaks import CodeUse, Jump
from analytics.ip.report import Brought
from analytics.ip.roster import Faults, Roster
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View
from tests.conftest import Dataset
from tests.ui.figures import TEXTS
from ui.text import Text
from ui.views.ip import answer as heads
from ui.views.ip import codes, cost, depend, names, who

EN = Text("en")
BLANK = re.compile(r"\{\w+\}|None|nan")


@pytest.fixture(scope="module")
def sample(brand: Dataset) -> Brought:
    return report.brought(View(brand.store, brand.manifest, Filters()))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("code", get_args(Code))
def test_every_refusal_has_a_reason_and_a_way_out(code: Code, text: Text) -> None:
    refusal = Refusal(code, 3, 30)
    for sentence in (names.reason(refusal, text), names.remedy(refusal, text)):
        assert sentence
        assert not BLANK.search(sentence)


@pytest.mark.parametrize("text", TEXTS)
def test_what_the_sheets_leave_open_is_said_with_numbers_and_escaped(
    text: Text, sample: Brought
) -> None:
    faults = Faults(("A*",), ("B_1",), ("Ann",), (("a", "b"),), 1, 2, 3, 4)
    answer = replace(
        sample, roster=replace(sample.roster, faults=faults), unowned={"X": 3}, shared={"A*": 1}
    )
    sentences = heads.faults(answer, text)
    assert len(sentences) == 9
    assert "A\\*" in sentences[0]
    assert not any(BLANK.search(sentence) for sentence in sentences)
    assert heads.faults(sample, text) == []


@pytest.mark.parametrize("text", TEXTS)
def test_the_first_line_for_every_verdict_and_refusal(text: Text, sample: Brought) -> None:
    for verdict in ("no_less", "less", "cannot_tell"):
        held = replace(sample.dependence, without=verdict)
        assert "56%" in heads.headline(replace(sample, dependence=held), text)
    few = Dependence(9, 2, refusal=Refusal("few_ips", 2, 3))
    refused = replace(sample, dependence=few)
    assert not BLANK.search(heads.headline(refused, text))
    assert heads.badge(refused) == "insufficient"
    assert len(depend.what_if(refused, text)) == 2
    nobody = replace(sample, refusal=Refusal("no_codes", 0))
    assert not BLANK.search(heads.headline(nobody, text))
    assert heads.under(nobody, "CNY", text) == ""


def test_an_ip_that_is_apart_is_told_in_the_second_line(sample: Brought) -> None:
    standings = tuple(
        replace(one, is_apart=place == 3) for place, one in enumerate(sample.stays.standings)
    )
    answer = replace(sample, stays=replace(sample.stays, standings=standings))
    assert "clearly come back less: 15%" in heads.under(answer, "CNY", EN)


def test_a_matrix_has_a_row_per_ip_and_platform_and_kinds_together(sample: Brought) -> None:
    rows = who.matrix(sample, EN)
    assert rows.height == len(sample.stays.cells)
    kinds = rows["kind"].to_list()
    assert kinds == sorted(kinds, key=["Brand IP", "Industry IP", "Personal IP"].index)
    table = who.table(sample, EN)
    assert table.height == rows.height + len(sample.stays.whole) + 1
    assert table["new"].to_list()[0] == rows["new"].sum()


def test_prices_stand_cheapest_first_and_silent_ips_last(sample: Brought) -> None:
    chains = list(sample.chains)
    chains[0] = replace(chains[0], per_kept=UNMEASURED, refusal=Refusal("part_cost", 3, 9))
    rows = cost.dots(replace(sample, chains=tuple(chains)), "CNY", EN)
    prices = rows["value"].drop_nulls().to_list()
    assert prices == sorted(prices)
    assert rows["value"][-1] is None
    assert "3 of 9 touchpoints" in rows["reason"][-1]
    assert cost.remedies(replace(sample, chains=tuple(chains)), EN)


@pytest.mark.parametrize("text", TEXTS)
def test_leaks_are_said_code_by_code(text: Text) -> None:
    some = Estimate(0.75, 0.7, 0.8, 80)
    leaking = CodeUse(
        "A", "ann", 90, Jump(date(2026, 3, 2), 30, 2.0, 0.001), None, some, some, 0.001, None, False
    )
    quiet = CodeUse(
        "B", "ann", 9, None, Refusal("no_quiet_weeks", 0), UNMEASURED, UNMEASURED, None, None, False
    )
    lost = CodeUse("<X>", None, 5, None, None, UNMEASURED, UNMEASURED, None, None, True)
    said = codes.sentences([leaking, quiet, lost], Roster(who_points()), text)
    assert len(said) == 5
    assert not any(BLANK.search(sentence) for sentence in said)
    assert codes.table([leaking, quiet, lost], Roster(who_points()), text).height == 3
    assert len(codes.sentences([], Roster(who_points()), text)) == 1
    assert codes.sentences([replace(quiet, jump_refusal=None)], Roster(who_points()), EN) == [
        "No code shows a leak."
    ]


def who_points():
    """No touchpoints."""
    from analytics.ip.roster import roster
    from tests.analytics.ip.books import sheet

    return roster(sheet()).points


def test_several_platforms_have_no_capital_within_a_sentence(sample: Brought) -> None:
    roster, first = sample.roster, sample.stays.cells[0]
    cells = (replace(first, platform=None), *sample.stays.cells[1:])
    mixed = replace(sample, stays=replace(sample.stays, cells=cells))
    assert names.platform_name(None, roster, EN) == "Several platforms"
    assert " on several platforms brings most" in who.sentence(mixed, EN)
