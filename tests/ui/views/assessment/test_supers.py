"""What a super's page says where too little is measured for a score."""

from datetime import date

import polars as pl
import pytest

from analytics.assessment.assessment import Assessment, assess
from analytics.schema import CHOICES, SUPERS
from tests.conftest import Workshop, as_csv
from tests.ui.figures import TEXTS
from ui.text import Text
from ui.views.assessment import supers as view

EN = Text("en")


@pytest.fixture(scope="module")
def asked(workshop: Workshop) -> Assessment:
    """A survey of 2,000 who all but agree, and nothing else."""
    rows = [
        {"submitted_at": date(2025, 1, 1), "customer_id": f"C{number}"}
        | dict.fromkeys(SUPERS, 7 + number % 2)
        for number in range(2_000)
    ]
    dataset = workshop.load(as_csv(rows), "survey.csv")
    return assess(dataset.store, dataset.manifest)


def test_a_survey_alone_gives_hints_however_large_but_of_looks(asked: Assessment) -> None:
    answers = {
        super_.key: next(measure for measure in super_.measures if measure.score is not None)
        for super_ in asked.supers
    }
    assert {answer.estimate.n for answer in answers.values()} == {2_000}
    assert all(answer.high - answer.low < 2 for answer in answers.values())
    assert [super_.key for super_ in asked.supers if super_.status == "scored"] == ["looks"]
    assert all(super_.hint for super_ in asked.supers if super_.key != "looks")


def test_a_hint_of_answers_alone_says_what_would_make_it_sure(asked: Assessment) -> None:
    for super_ in asked.supers:
        sentence = view.sentence(super_, asked.super_of(super_.key), asked, EN)
        is_hint = super_.hint is not None
        assert ("until something shows what they do" in sentence) == is_hint, sentence
        assert ("Add " in sentence) == is_hint, sentence


def test_codes_behind_a_number_are_in_words_and_others_as_they_are() -> None:
    codes = {column: [*CHOICES[column], None, "other"] for column in view.CODED}
    for text in TEXTS:
        for column, values in codes.items():
            shown = view.row_words(pl.DataFrame({column: values}), text)[column].to_list()
            assert shown[-2:] == [None, "other"]
            assert not set(shown[:-2]) & set(values)
