"""The three sentences of the first screen: what they claim follows from the numbers."""

from dataclasses import replace

import polars as pl
import pytest

from analytics.assessment import advice, value_of_information
from analytics.assessment.assessment import Assessment
from analytics.scoring.scoring import Hint, compose
from analytics.scoring.uncertainty import Shares
from tests.ui.figures import TEXTS, UNFILLED
from ui import format as fmt
from ui.text import Text
from ui.views.assessment import container, gate, key_findings, questions
from ui.views.shared import provenance
from ui.views.shared.sentences import chance

EN = Text("en")
SURE = Shares(0.1, 0.2, 0.7)


@pytest.fixture(scope="module")
def assessment(brand_assessment: Assessment) -> Assessment:
    return brand_assessment


def likely(assessment: Assessment, **chances: float) -> Assessment:
    return replace(assessment, band=replace(assessment.band, weakest=chances))


def without(assessment: Assessment, *keys: str) -> Assessment:
    supers = tuple(
        replace(super_, score=None, low=None, high=None, status="unassessed")
        if super_.key in keys
        else super_
        for super_ in assessment.supers
    )
    return replace(assessment, supers=supers, container=compose(supers))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("open_supers", [(), ("ip",), ("ip", "looks", "moat", "value")])
def test_every_sentence_is_filled_in(text: Text, open_supers, assessment: Assessment) -> None:
    partial = without(assessment, *open_supers)
    worths = value_of_information.worth(partial)
    spoken = [
        container.headline(partial, text),
        container.staves_sentence(partial, text),
        container.total_sentence(partial, text),
        key_findings.weakest(partial, text),
        key_findings.sure(partial, 60, 0.4, text),
        *(key_findings.worth_sentence(worth, partial, text) for worth in worths),
        *(
            container.step_sentence(step, partial, text)
            for step in advice.next_steps(partial, worths)
        ),
        *gate.sentences(partial.gate, text),
        questions.brand(partial.gate, text),
        questions.back(partial, text),
    ]
    for sentence in spoken:
        assert sentence
        assert not UNFILLED.search(sentence)


@pytest.mark.parametrize("text", TEXTS)
def test_nothing_assessed_is_said_and_not_scored(text: Text, assessment: Assessment) -> None:
    unassessed = without(assessment, *(super_.key for super_ in assessment.supers))
    assert key_findings.weakest(unassessed, text) == text("container.staves_nothing")
    assert key_findings.sure(unassessed, 60, None, text) == text("container.sure_nothing")
    assert container.headline(unassessed, text) == text("container.headline_nothing")
    assert key_findings.value("weakest", unassessed, text) == key_findings.value(
        "sure", unassessed, text
    )


def test_the_runner_up_is_the_likeliest_of_the_others(assessment: Assessment) -> None:
    sentence = key_findings.weakest(likely(assessment, creativity=0.6, value=0.3, moat=0.1), EN)
    assert "60%" in sentence
    assert "Super value for price, with 30%" in sentence
    assert "hard to imitate" not in sentence


def standing(assessment: Assessment, **scores: float) -> Assessment:
    """The assessment with some supers at other scores."""
    supers = tuple(
        replace(super_, score=scores.get(super_.key, super_.score)) for super_ in assessment.supers
    )
    return replace(assessment, supers=supers, container=compose(supers))


@pytest.mark.parametrize(
    ("chances", "scores", "names"),
    [
        ({"creativity": 0.9, "value": 0.1}, {"creativity": 23, "value": 26}, ["creativity"]),
        ({"creativity": 0.46, "value": 0.54}, {}, ["value", "creativity"]),
        (
            {"creativity": 0.23, "value": 0.77},
            {"creativity": 23, "value": 26},
            ["value", "creativity"],
        ),
    ],
    ids=["named", "tied", "the lowest as drawn is not the likeliest"],
)
@pytest.mark.parametrize("text", TEXTS)
def test_headline_picture_figure_and_findings_name_the_same_staves_and_the_same_level(
    text: Text, chances, scores, names, assessment: Assessment
) -> None:
    case = likely(standing(assessment, **scores), **chances)
    assert list(case.shortest) == names
    shown = fmt.score(case.container.level, text.lang)
    assert not scores or shown == "23"
    picture = container.staves(case, text)
    drawn = picture.filter("is_shortest")
    assert set(drawn["key"]) == set(names)
    assert drawn["score"].min() == case.container.level == picture["score"].min()
    figures = {name: value for name, _, value, _ in container.figures(case, text)}
    assert figures["water"] == shown
    for sentence in (container.headline(case, text), container.staves_sentence(case, text)):
        assert shown in sentence
        for key in names:
            assert text.pick(case.super_of(key).name) in sentence
    spoken = key_findings.weakest(case, text)
    assert all(text.pick(case.super_of(key).name) in spoken for key in names)
    step = next(step for step in advice.next_steps(case, ()) if step.kind == "weakest")
    assert step.supers == tuple(names)


def test_one_super_alone_is_not_the_weakest_of_one(assessment: Assessment) -> None:
    others = [super_.key for super_ in assessment.supers if super_.key != "value"]
    alone = without(assessment, *others)
    assert alone.shortest == ()
    assert not container.staves(alone, EN)["is_shortest"].any()
    assert "cannot be told yet" in key_findings.weakest(alone, EN)
    assert "is assessed so far" in container.headline(alone, EN)
    assert [step.kind for step in advice.next_steps(alone, ())] == ["gate"]


def test_a_hint_is_said_and_shown_and_no_stave(assessment: Assessment) -> None:
    open_supers = without(assessment, "value")
    hinted = replace(
        open_supers,
        supers=tuple(
            replace(super_, hint=Hint(100, 95, 100)) if super_.key == "value" else super_
            for super_ in open_supers.supers
        ),
    )
    sentence = container.staves_sentence(hinted, EN)
    assert EN("container.staves_hinted", names="Super value for price") in sentence
    row = container.staves(hinted, EN).row(by_predicate=pl.col("key") == "value", named=True)
    assert (row["score"], row["hint"], row["is_shortest"]) == (None, 100, False)


def test_a_chance_is_never_told_as_certain() -> None:
    assert [chance(share, EN) for share in (0, 0.004, 0.5, 0.996, 1)] == [
        "under 1%",
        "under 1%",
        "50%",
        "over 99%",
        "over 99%",
    ]


@pytest.mark.parametrize("source", ["sampling", "weights", "goalposts"])
def test_the_largest_source_of_doubt_is_named(source, assessment: Assessment) -> None:
    shares = Shares(**{name: 0.7 if name == source else 0.1 for name in vars(SURE)})
    sentence = key_findings.sure(
        replace(assessment, band=replace(assessment.band, find_shares=lambda: shares)), 60, 0.2, EN
    )
    assert EN(f"container.doubt_{source}") in sentence


def test_it_is_not_too_few_data_only_where_they_hardly_matter(assessment: Assessment) -> None:
    mixed = Shares(sampling=0.38, weights=0.1, goalposts=0.45)
    sentence = key_findings.sure(
        replace(assessment, band=replace(assessment.band, find_shares=lambda: mixed)), 60, 0.2, EN
    )
    assert EN("container.doubt_goalposts_first") in sentence
    assert EN("container.doubt_also_data") in sentence
    assert "cannot settle" not in sentence


def test_a_dataset_of_the_former_release_says_what_its_range_leaves_out(
    assessment: Assessment,
) -> None:
    former = replace(assessment, manifest=replace(assessment.manifest, layout=4))
    caveat = EN("container.doubt_former_layout")
    assert caveat in key_findings.sure(former, 60, 0.2, EN)
    assert caveat not in key_findings.sure(assessment, 60, 0.2, EN)


@pytest.mark.parametrize(
    ("line", "key"), [(99, "line_never"), (50, "line_open"), (1, "line_always")]
)
def test_of_an_open_total_only_what_must_hold_is_said(line, key, assessment: Assessment) -> None:
    partial = without(assessment, "ip", "looks", "moat", "value")
    assert EN(f"container.{key}", line=str(line)) in key_findings.sure(partial, line, 0.5, EN)
    assert key_findings.figure("sure", partial) == "open"


@pytest.mark.parametrize("written", ["", "abc", "nan", "inf", "-1", "101", "1e9"])
def test_a_line_off_the_scale_is_the_usual_one(written: str) -> None:
    assert key_findings.line(written) == key_findings.LINE
    assert key_findings.line("75") == 75


def test_many_supers_are_counted_and_few_are_named(assessment: Assessment) -> None:
    many = value_of_information.Worth("sheet", "feedback", opens=("ip", "looks", "moat", "value"))
    few = value_of_information.Worth("sheet", "feedback", opens=("ip", "looks"))
    assert "4 supers (Super IP, Super looks" in key_findings.worth_sentence(many, assessment, EN)
    assert "looks can then be assessed" in key_findings.worth_sentence(few, assessment, EN)


def test_how_many_more_is_rounded_up_to_two_digits(assessment: Assessment) -> None:
    measure = assessment.super_score("endorsement").measures[1]
    sentences = [
        key_findings.worth_sentence(
            value_of_information.Worth(
                "more", adds=("endorsement",), measure=measure, more=more, before=20, after=10
            ),
            assessment,
            EN,
        )
        for more in (37, 1234)
    ]
    assert "37 more" in sentences[0]
    assert "1,300 more" in sentences[1]
    assert "twice as sure" in sentences[0]


def test_the_gate_opened_names_no_super_since_none_goes_in(assessment: Assessment) -> None:
    opened = provenance.figure("gate", "failed", "Qingyu", assessment, EN)
    assert len(opened.facts) == 2
    assert EN("container.behind.goes_in") not in dict(opened.facts)


def test_the_gain_is_told_of_the_whole_range(assessment: Assessment) -> None:
    candidate = value_of_information.Worth(
        "sheet", "feedback", opens=("ip",), narrows=11.11, range=30.2
    )
    assert key_findings.gain(candidate, EN) == EN(
        "container.value_collect", range="30.2", points="11.1"
    )


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    "name",
    ["arithmetic", "open", "water", "geometric", "assessed", "weakest", "sure", "gauge", "collect"],
)
def test_a_figure_opened_names_its_definition_and_its_data(
    name: str, text: Text, assessment: Assessment
) -> None:
    opened = provenance.figure(name, "53", "Qingyu", assessment, text)
    assert opened.formula
    assert assessment.definition.id in opened.citation
    assert assessment.manifest.fingerprint[:12] in opened.citation
    assert "Qingyu" in opened.citation
    assert len(opened.facts) == 3
    assert not any(UNFILLED.search(content) for _, content in opened.facts)
