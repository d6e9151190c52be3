"""Sentences about three voices, computed from an assessment."""

import pytest

from analytics.assessment.assessment import Assessment
from analytics.assessment.voices import compare
from analytics.assessment.votes import Votes
from analytics.feedback.scales import Problem
from analytics.stats.intervals import Estimate
from tests.ui.figures import TEXTS
from ui.text import Text
from ui.views.assessment import voices as view

EN = Text("en")
NOBODY = Votes({})


@pytest.fixture(scope="module")
def assessment(brand_assessment: Assessment) -> Assessment:
    return brand_assessment


def voted(**means: float) -> Votes:
    return Votes({key: Estimate(mean, mean - 0.2, mean + 0.2, 9) for key, mean in means.items()})


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("votes", [NOBODY, voted(creativity=9.5, reputation=0.5, looks=6)])
def test_every_sentence_is_filled_in_each_language(
    assessment: Assessment, votes: Votes, text: Text
):
    all_voices = compare(assessment, votes)
    sentence = view.sentence(all_voices, assessment, text)
    assert sentence
    assert "{" not in sentence
    frame = view.lanes(all_voices, assessment, text)
    assert frame.height == 9
    assert all(frame["gap_text"])


def test_the_widest_clear_gap_is_told_with_both_voices(assessment: Assessment) -> None:
    sentence = view.sentence(compare(assessment, voted(creativity=9.9)), assessment, EN)
    measured = assessment.super_score("creativity").score
    assert f"**Super creativity**: the team says 100, the data say {measured:.0f}" in sentence
    sentence = view.sentence(compare(assessment, voted(reputation=0.1)), assessment, EN)
    assert "**Super word of mouth**: the team says only 0" in sentence


def test_the_counts_add_up_to_all_supers(assessment: Assessment) -> None:
    all_voices = compare(assessment, NOBODY)
    codes = [super_voices.gap.code for super_voices in all_voices]
    clear = sum(code in view.CLEAR for code in codes)
    assert view.sentence(all_voices, assessment, EN).startswith(
        f"Of 9 supers: {clear} with a clear gap"
    )


def test_where_nothing_can_be_compared_that_is_all_that_is_said(assessment: Assessment) -> None:
    from dataclasses import replace

    silent = tuple(
        replace(super_, status="unassessed", score=None, measures=())
        for super_ in assessment.supers
    )
    all_voices = compare(replace(assessment, supers=silent), NOBODY)
    assert view.sentence(all_voices, assessment, EN) == EN("voices.all_alone")


@pytest.mark.parametrize("text", TEXTS)
def test_votes_that_do_not_count_are_told(text: Text) -> None:
    for code, facts in (
        ("shorter", {"n": 27, "bottom": 1, "top": 5}),
        ("from_one", {"n": 27, "ones": 12}),
        ("beyond", {"n": 27, "count": 20, "most": 90}),
    ):
        (sentence,) = view.votes_sentences(Votes({}, 0, 20, Problem(code, facts)), text)
        assert "27" in sentence
    assert len(view.votes_sentences(Votes({}, 2, 3), text)) == 2
    assert view.votes_sentences(NOBODY, text) == []
