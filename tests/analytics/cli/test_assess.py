"""The whole answer of `assess`: what every super, doubt and next step says as plain data."""

from __future__ import annotations

import json

import pytest

from analytics.assessment import assessment
from analytics.assessment.assessment import Assessment
from analytics.cli import assess
from tests.conftest import Command, Dataset, Workshop


@pytest.fixture(scope="module")
def answer(brand: Dataset, brand_assessment: Assessment) -> dict[str, object]:
    return assess.whole(brand_assessment, brand.store, lang="en", is_by_quarter=True)


def test_it_is_the_contracts_answer_and_more(
    brand_assessment: Assessment, answer: dict[str, object]
) -> None:
    short = assessment.as_json(brand_assessment)
    assert set(short) < set(answer)
    for one, other in zip(short["supers"], answer["supers"], strict=True):  # type: ignore[call-overload]
        assert {key: other[key] for key in one if key != "measures"} == {
            key: one[key] for key in one if key != "measures"
        }
        for measure, told in zip(one["measures"], other["measures"], strict=True):
            assert measure.items() <= told.items()
            assert told["formula"]
            assert told["source"]
            assert told["voice"] in ("behaviour", "customers")


def test_it_is_plain_data_and_the_same_twice(brand: Dataset, answer: dict[str, object]) -> None:
    found = assessment.assess(brand.store, brand.manifest)
    again = assess.whole(found, brand.store, lang="en")
    assert json.dumps({key: answer[key] for key in again}) == json.dumps(again)
    assert json.dumps(answer["quarters"])


def test_the_doubt_adds_up(answer: dict[str, dict[str, object]]) -> None:
    told = answer["container"]
    chances = told["weakest_probability"]
    assert isinstance(chances, dict)
    assert sum(chances.values()) == pytest.approx(1)
    assert told["weakest"] in chances
    assert told["low"] <= told["median"] <= told["high"]  # type: ignore[operator]


def test_a_higher_line_is_reached_less_often(brand: Dataset, brand_assessment: Assessment) -> None:
    reached = [
        assess.whole(brand_assessment, brand.store, lang="en", line=line)["container"]["above"][
            "probability"
        ]
        for line in (0.0, 55.0, 100.0)
    ]
    assert reached[0] == 1
    assert reached == sorted(reached, reverse=True)


def test_orders_alone_have_no_survey_and_name_what_to_collect(workshop: Workshop) -> None:
    found = workshop.load("order_id,ordered_at,amount\n1,2024-01-01,5\n2,2024-02-01,6\n")
    answer = assess.whole(
        assessment.assess(found.store, found.manifest), found.store, lang="zh-Hans"
    )
    assert answer["survey"] is None
    assert "quarters" not in answer
    assert {one["kind"] for one in answer["next"]} == {"sheet", "answers"}
    assert all(one["gap"]["code"] for one in (each["voices"] for each in answer["supers"]))


@pytest.mark.parametrize("line", ["much", "nan", "-1", "101"])
def test_a_line_off_the_scale_is_refused(command: Command, line: str) -> None:
    assert command("assess", "nowhere.csv", "--line", line).error == "bad_option"
