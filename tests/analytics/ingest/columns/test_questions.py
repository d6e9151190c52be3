"""Surveys with a column for each question: which table they make, and what each column is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analytics.ingest.columns import questions
from analytics.ingest.columns.match import recognise, remap

with (Path(__file__).parent / "questions.toml").open("rb") as _file:
    SURVEYS: list[dict[str, Any]] = tomllib.load(_file)["surveys"]
NAMES = [survey["name"] for survey in SURVEYS]


@pytest.mark.parametrize("survey", SURVEYS, ids=NAMES)
def test_a_survey_is_taken_for_what_it_asks(survey: dict[str, Any]) -> None:
    match = recognise(survey["headers"])
    assert match.table == survey.get("table")
    assert [f"{each.column}: {each.about}" for each in match.asked] == survey["asked"]
    for column, index in survey.get("mapping", {}).items():
        assert match.mapping[column] == index


@pytest.mark.parametrize("survey", SURVEYS, ids=NAMES)
def test_questions_may_stand_in_any_order(survey: dict[str, Any]) -> None:
    for seed in range(5):
        headers = Random(seed).sample(survey["headers"], len(survey["headers"]))
        match = recognise(headers)
        asked = {f"{each.column}: {each.about}" for each in match.asked}
        assert (match.table, asked) == (survey.get("table"), set(survey["asked"]))
        used = [*match.mapping.values(), *(each.index for each in match.asked)]
        assert sorted([*used, *match.unused]) == list(range(len(headers)))


def test_a_person_may_take_a_question_for_a_column() -> None:
    headers = SURVEYS[0]["headers"]
    match = remap(headers, "price_answers", {"price": headers[6]})
    assert match.mapping["price"] == 6
    assert not match.asked


@pytest.mark.parametrize(
    ("header", "scale"),
    [
        ("importance (1-5)", (1.0, 5.0)),
        ("importance 0-10", (0.0, 10.0)),
        ("satisfaction (1 to 7)", (1.0, 7.0)),
        ("3. importance", None),
        ("children of 3-10 years", None),
    ],
)
def test_the_scale_of_a_header(header: str, scale: tuple[float, float] | None) -> None:
    assert questions.scale_of(header) == scale
