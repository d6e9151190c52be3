"""What to do next, on the sample brand and on datasets with gaps."""

from dataclasses import replace

from analytics.assessment import advice, value_of_information
from analytics.assessment.assessment import Assessment
from tests.conftest import Dataset


def next_steps(assessment: Assessment) -> tuple[advice.Step, ...]:
    return advice.next_steps(assessment, value_of_information.worth(assessment))


def test_the_sample_is_told_of_its_gate_then_of_its_weakest_stave(
    brand_assessment: Assessment,
) -> None:
    steps = next_steps(brand_assessment)
    assert [step.kind for step in steps[:2]] == ["gate", "weakest"]
    assert steps[1].supers == ("creativity",)
    assert steps[1].measure is not None
    assert steps[1].measure.key == "vitality"
    assert len(steps) <= advice.MOST_STEPS


def test_a_missing_table_is_named_with_the_supers_it_opens(
    brand: Dataset, brand_assessment: Assessment
) -> None:
    without = [file for file in brand.manifest.files if file["table"] != "endorsements"]
    there = brand_assessment.super_score("endorsement")
    measures = tuple(replace(measure, score=None) for measure in there.measures)
    bare = replace(there, status="unassessed", score=None, measures=measures)
    others = tuple(
        bare if score.key == "endorsement" else score for score in brand_assessment.supers
    )
    gap = replace(brand_assessment, supers=others, manifest=replace(brand.manifest, files=without))
    unlocks = [step for step in next_steps(gap) if step.kind == "unlock"]
    assert [(step.worth.need, step.supers) for step in unlocks if step.worth] == [
        ("endorsements", ("endorsement",))
    ]


def test_nothing_is_urged_on_a_stave_that_is_nearly_full(brand_assessment: Assessment) -> None:
    full = tuple(replace(score, score=95.0) for score in brand_assessment.supers)
    kinds = {step.kind for step in next_steps(replace(brand_assessment, supers=full))}
    assert "weakest" not in kinds


def test_what_to_collect_comes_last_and_in_order_of_its_worth(brand_assessment: Assessment) -> None:
    steps = next_steps(brand_assessment)
    kinds = [step.kind for step in steps]
    assert kinds == sorted(kinds, key=["gate", "weakest", "unlock", "collect"].index)
    assert [step.worth for step in steps[2:]] == list(value_of_information.worth(brand_assessment))[
        : len(steps) - 2
    ]
