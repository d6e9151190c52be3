"""Which source of feedback counts where, and that whoever is left out is said."""

import pytest

from analytics.cli import assess
from analytics.feedback import sources, survey
from analytics.feedback.sources import MEASURED, USES, SourceCounts
from analytics.measures import MEASURES
from analytics.schema import CHOICES, COUNTED_SOURCES, source_params
from analytics.view import View
from tests.conftest import Dataset, Workshop, as_csv
from ui.text import Text
from ui.views.feedback import sources as source_view

EN = Text("en")
HEAD = ("feedback_id", "submitted_at", "customer_id", "source", "nps", "rating", "text")
ROWS = [
    ("1", "2025-03-01", "a", "beta", 0, 1, "bad"),
    ("2", "2025-03-02", "b", "beta", 0, 1, "bad"),
    ("3", "2025-03-20", "b", "beta", 0, 1, "bad"),
    ("4", "2025-05-01", "a", "survey", 10, None, None),
    ("5", "2025-05-02", "c", "survey", 9, None, None),
    ("6", "2025-06-02", "c", "review", 7, 5, "fine"),
    ("7", "2025-06-03", "d", "community", 9, None, None),
    ("8", "2025-06-04", "e", "review", None, 4, "good"),
]


@pytest.fixture(scope="module")
def answers(workshop: Workshop) -> Dataset:
    rows = [dict(zip(HEAD, row, strict=True)) for row in ROWS]
    return workshop.load(as_csv(rows), "feedback.csv")


def test_beta_testers_are_no_customers_surveyed(answers: Dataset) -> None:
    """Three of three count: a's later answer, c's latest and d's; nobody's from the beta test."""
    checked = survey.check(answers.store, answers.manifest)
    assert checked.promoters.parts == (2, 1, 0)
    assert (checked.respondents, checked.superseded) == (3, 1)


def test_only_reviews_make_stars(answers: Dataset) -> None:
    stars = MEASURES["rating"].take(View(answers.store, answers.manifest))
    assert stars.n == 2


def test_who_is_counted_and_who_is_not_is_said(answers: Dataset) -> None:
    counts = sources.by_source(answers.store, answers.version)
    assert counts == (
        SourceCounts("beta", 3, 3, 0, 3, 0, 3),
        SourceCounts("community", 1, 1, 0, 0, 0, 0),
        SourceCounts("review", 2, 1, 0, 2, 0, 2),
        SourceCounts("survey", 2, 2, 1, 0, 0, 0),
    )
    said = source_view.sentence(counts, "survey", "answers", EN)
    assert "Community 1, Reviews 1" in said
    assert "Survey 1" in said
    assert "Not counted: Beta test 3" in said
    assert "Beta test 3" in source_view.sentence(counts, "text", "texts", EN)
    assert source_view.sentence((), "survey", "answers", EN) == ""


def test_the_json_has_the_counts_and_where_they_count(answers: Dataset) -> None:
    rows = assess._survey(survey.check(answers.store, answers.manifest))["sources"]
    by_source = {row["source"]: row for row in rows}
    assert by_source["beta"]["counts_as"] == ["tester"]
    assert by_source["survey"]["counts_as"] == ["survey", "text"]
    assert (by_source["beta"]["answers"], by_source["survey"]["superseded"]) == (3, 1)


def test_a_survey_of_testers_alone_is_no_empty_survey(workshop: Workshop) -> None:
    rows = [dict(zip(HEAD, row, strict=True)) for row in ROWS[:3]]
    dataset = workshop.load(as_csv(rows), "feedback.csv")
    checked = survey.check(dataset.store, dataset.manifest)
    assert checked.respondents == 0
    assert not checked.is_empty


def test_what_a_file_does_not_say_follows_from_what_was_answered(workshop: Workshop) -> None:
    head = ("feedback_id", "customer_id", "nps", "rating", "text")
    rows = [
        ("1", "a", 9, 5, "with a comment"),
        ("2", "b", None, 4, None),
        ("3", "c", None, None, "words"),
    ]
    unnamed = as_csv(dict(zip(head, row, strict=True)) for row in rows)
    dataset = workshop.load(unnamed, "feedback.csv")
    evidence = dataset.run(
        "evidence/feedback", limit=9, offset=0, start=None, end=None, channels=None, products=None
    )
    said = dict(evidence.select("customer_id", "source").iter_rows())
    assert said == {"a": "survey", "b": "review", "c": "review"}


def test_every_source_counts_somewhere_and_every_measure_of_feedback_says_where() -> None:
    named = {source for counted in COUNTED_SOURCES.values() for source in counted}
    assert named == set(CHOICES["source"])
    assert tuple(COUNTED_SOURCES) == USES
    assert set(source_params()) == {f"{use}_sources" for use in USES}
    of_feedback = {key for key, own in MEASURES.items() if own.needs[0].startswith("feedback.")}
    assert set(MEASURED) == of_feedback


def test_the_sample_brand_leaves_its_beta_testers_out(brand: Dataset) -> None:
    promoters = MEASURES["promoters"].take(View(brand.store, brand.manifest))
    assert (promoters.value, promoters.n) == (pytest.approx(33.8095, abs=1e-4), 420)
