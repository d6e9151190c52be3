"""The three sentences of the first screen: what they claim follows from the numbers."""

from dataclasses import replace

import pytest

from analytics.assessment import value_of_information
from analytics.assessment.assessment import Assessment, assess
from analytics.scoring.scoring import compose
from analytics.scoring.uncertainty import Shares
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.assessment import key_findings
from ui.views.shared import provenance

EN = Text("en")
SURE = Shares(0.1, 0.2, 0.7)


@pytest.fixture(scope="module")
def found(brand: Dataset) -> Assessment:
    return assess(brand.store, brand.manifest)


def likely(found: Assessment, **chances: float) -> Assessment:
    return replace(found, band=replace(found.band, weakest=chances))


def without(found: Assessment, *keys: str) -> Assessment:
    supers = tuple(
        replace(one, score=None, low=None, high=None, status="unassessed")
        if one.key in keys
        else one
        for one in found.supers
    )
    return replace(found, supers=supers, container=compose(supers))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("open_supers", [(), ("ip",), ("ip", "looks", "moat", "value")])
def test_every_sentence_is_filled_in(text: Text, open_supers, found: Assessment) -> None:
    some = without(found, *open_supers)
    said = key_findings.told(some, value_of_information.worth(some), 60, 0.4, text)
    assert [name for name, _ in said] == ["weakest", "sure", "collect"]
    for _, sentence in said:
        assert sentence
        assert not UNFILLED.search(sentence)


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_assessed_is_said_and_not_scored(text: Text, found: Assessment) -> None:
    none = without(found, *(one.key for one in found.supers))
    said = dict(key_findings.told(none, (), 60, None, text))
    assert said["weakest"] == text("container.staves_nothing")
    assert said["sure"] == text("container.sure_nothing")
    assert key_findings.value("weakest", none, text) == key_findings.value("sure", none, text)


def test_the_runner_up_is_the_likeliest_of_the_others(found: Assessment) -> None:
    said = key_findings.weakest(likely(found, creativity=0.6, value=0.3, moat=0.1), EN)
    assert "60%" in said
    assert "Super value for price, with 30%" in said
    assert "hard to imitate" not in said


def test_a_chance_is_never_told_as_certain() -> None:
    assert [key_findings.chance(share, EN) for share in (0, 0.004, 0.5, 0.996, 1)] == [
        "under 1%",
        "under 1%",
        "50%",
        "over 99%",
        "over 99%",
    ]


@pytest.mark.parametrize("source", ["sampling", "weights", "goalposts"])
def test_the_largest_source_of_doubt_is_named_with_its_share(source, found: Assessment) -> None:
    shares = Shares(**{name: 0.7 if name == source else 0.1 for name in vars(SURE)})
    said = key_findings.sure(replace(found, band=replace(found.band, shares=shares)), 60, 0.2, EN)
    assert EN(f"container.doubt_{source}", share="70%") in said


@pytest.mark.parametrize(
    ("line", "key"), [(99, "line_never"), (50, "line_open"), (1, "line_always")]
)
def test_of_an_open_total_only_what_must_hold_is_said(line, key, found: Assessment) -> None:
    some = without(found, "ip", "looks", "moat", "value")
    assert EN(f"container.{key}", line=str(line)) in key_findings.sure(some, line, 0.5, EN)
    assert key_findings.figure("sure", some) == "open"


@pytest.mark.parametrize("written", ["", "abc", "nan", "inf", "-1", "101", "1e9"])
def test_a_line_off_the_scale_is_the_usual_one(written: str) -> None:
    assert key_findings.line(written) == key_findings.LINE
    assert key_findings.line("75") == 75


def test_many_supers_are_counted_and_few_are_named(found: Assessment) -> None:
    many = value_of_information.Worth("sheet", "feedback", opens=("ip", "looks", "moat", "value"))
    few = value_of_information.Worth("sheet", "feedback", opens=("ip", "looks"))
    assert "4 supers (Super IP, Super looks" in key_findings.worth(many, found, EN)
    assert "open Super IP, Super looks and" in key_findings.worth(few, found, EN)


def test_how_many_more_is_rounded_up_to_two_digits(found: Assessment) -> None:
    measure = found.super_score("endorsement").measures[1]
    told = [
        key_findings.worth(
            value_of_information.Worth(
                "more", adds=("endorsement",), measure=measure, more=more, before=20, after=10
            ),
            found,
            EN,
        )
        for more in (37, 1234)
    ]
    assert "37 more" in told[0]
    assert "1,300 more" in told[1]
    assert "halve" in told[0]


def test_the_gate_opened_names_no_super_since_none_goes_in(found: Assessment) -> None:
    told = provenance.figure("gate", "failed", "Qingyu", found, EN)
    assert len(told.facts) == 2
    assert EN("container.behind.goes_in") not in dict(told.facts)


def test_the_gain_is_told_of_the_whole_range(found: Assessment) -> None:
    one = value_of_information.Worth("sheet", "feedback", opens=("ip",), narrows=11.11, range=30.2)
    assert key_findings.gain(one, EN) == EN("container.value_collect", range="30.2", points="11.1")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "name",
    ["arithmetic", "open", "water", "geometric", "assessed", "weakest", "sure", "gauge", "collect"],
)
def test_a_figure_opened_names_its_definition_and_its_data(
    name: str, text: Text, found: Assessment
) -> None:
    told = provenance.figure(name, "53", "Qingyu", found, text)
    assert told.formula
    assert found.definition.id in told.citation
    assert found.manifest.fingerprint[:12] in told.citation
    assert "Qingyu" in told.citation
    assert len(told.facts) == 3
    assert not any(UNFILLED.search(content) for _, content in told.facts)
