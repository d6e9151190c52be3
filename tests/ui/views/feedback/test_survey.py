"""What the survey's page says, as sentences computed from answers."""

from random import Random

import pytest

from analytics.assessment.assessment import assess
from analytics.definitions.definition import built_in
from analytics.feedback import survey
from analytics.feedback.survey import Survey
from analytics.schema import SUPERS
from tests.conftest import Workshop, as_csv
from tests.ui.figures import TEXTS
from ui.text import Text
from ui.views.assessment import supers
from ui.views.feedback import survey as view

EN = Text("en")


def load(workshop: Workshop, rows: list[dict[str, object]]) -> Survey:
    loaded = workshop.load(as_csv(rows), "answers.csv")
    return survey.check(loaded.store, loaded.manifest)


def answered(n: int = 40, **own: object) -> list[dict[str, object]]:
    chance = Random(5)
    return [
        {"submitted_at": "2025-03-01", "customer_id": f"C{i}", "source": "survey"}
        | {key: chance.randint(5, 10) for key in SUPERS}
        | {"nps": 10 if i % 2 else 7, "disappointed": "very" if i % 2 else "not"}
        | own
        for i in range(n)
    ]


@pytest.fixture(scope="module")
def troubled(workshop: Workshop) -> Survey:
    """Looks and IP on 1-5, the moat beyond ten, one customer twice, nobody on value."""
    rows = [
        {**row, "looks": 3 + i % 3, "ip": 1 + i % 5, "moat": 10 * (i % 10), "value": None}
        for i, row in enumerate(answered())
    ]
    return load(workshop, [*rows, {**rows[0], "submitted_at": "2025-04-01"}])


def test_like_trouble_of_several_questions_is_told_once(troubled: Survey) -> None:
    remarks = view.problems(troubled, built_in(), EN)
    warnings = [sentence for gravity, sentence in remarks if gravity == "warning"]
    assert warnings[0].startswith("Super hard to imitate: of ")
    assert warnings[1].startswith("Super looks, Super IP: every answer lies within 1\u20135")
    assert len(warnings) == 2
    notes = [sentence for gravity, sentence in remarks if gravity == "info"]
    assert any("Super value for price: nobody answered" in note for note in notes)
    assert any("answered more than once: 1." in note for note in notes)


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_filled_in_each_language(troubled: Survey, text: Text) -> None:
    sentences = [sentence for _, sentence in view.problems(troubled, built_in(), text)]
    sentences += [
        view.sentence(troubled, built_in(), text),
        view.promoters_sentence(troubled, text),
        view.missed_sentence(troubled, text),
        view.reliability(troubled, text),
    ]
    assert all(
        sentence and "{" not in sentence and "None" not in sentence for sentence in sentences
    )


def test_a_doubted_question_has_words_instead_of_a_mean(troubled: Survey) -> None:
    rows = {row["label"]: row for row in view.answers(troubled, built_in(), EN).to_dicts()}
    assert rows["Super looks"]["mean"] is None
    assert rows["Super looks"]["doubt"] == EN("survey.doubt.shorter")
    assert rows["Super efficacy"]["doubt"] is None
    assert "Questions not scored, for the reasons above: 4 of 10." in view.sentence(
        troubled, built_in(), EN
    )


@pytest.mark.parametrize(("very", "side"), [(38, "above"), (2, "below"), (17, "open")])
def test_the_share_is_held_against_forty_percent_with_its_interval(
    workshop: Workshop, very: int, side: str
) -> None:
    rows = [
        {**row, "disappointed": "very" if i < very else "somewhat"}
        for i, row in enumerate(answered())
    ]
    sentence = view.missed_sentence(load(workshop, rows), EN)
    words = {"above": "clearly above", "below": "clearly below", "open": "cannot be told"}
    assert words[side] in sentence


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_answers_are_told_as_too_few(workshop: Workshop, n: int) -> None:
    summary = load(workshop, answered(n))
    assert f"Only {n} answered" in view.missed_sentence(summary, EN)
    assert f"only {n} answered" in view.promoters_sentence(summary, EN)
    assert "2 questions on which answers differ" in view.reliability(summary, EN)


def test_parts_add_up_to_everybody(workshop: Workshop) -> None:
    summary = load(workshop, answered())
    assert view.promoters(summary, EN)["count"].to_list() == [20, 20, 0]
    assert view.missed(summary, EN)["count"].to_list() == [20, 0, 20]


def test_straight_lines_are_told_with_their_interval(workshop: Workshop) -> None:
    level = [{**row, **dict.fromkeys(SUPERS, 8)} for row in answered(10)]
    rows = answered(30) + [{**row, "customer_id": f"L{i}"} for i, row in enumerate(level)]
    (sentence,) = [sentence for _, sentence in view.problems(load(workshop, rows), built_in(), EN)]
    assert "25.0%" in sentence
    assert "40 counted" in sentence


def test_each_question_stands_among_the_others(workshop: Workshop) -> None:
    frame = view.fits(load(workshop, answered()), built_in(), EN)
    assert frame.height == len(SUPERS)
    assert frame[EN("survey.column.item")][0] == "Super endorsement"


def test_a_super_says_why_its_question_is_not_scored(workshop: Workshop) -> None:
    rows = [{**row, "moat": 3 + i % 3} for i, row in enumerate(answered())]
    loaded = workshop.load(as_csv(rows), "answers.csv")
    assessment = assess(loaded.store, loaded.manifest)
    score, definition = assessment.super_score("moat"), assessment.super_of("moat")
    uses = {use.key: use for use in definition.measures}
    measure = next(measure for measure in score.measures if measure.key == "moat_item")
    facts = dict(supers.facts(measure, uses["moat_item"], assessment, (), EN))
    assert EN("supers.doubted", n="40") in facts.values()
