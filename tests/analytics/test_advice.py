"""What to do next, on the sample brand and on datasets with gaps."""

from dataclasses import replace

from analytics import advice
from analytics.assessment import assess
from tests.conftest import Dataset


def test_the_sample_is_told_of_its_gate_then_of_its_weakest_stave(brand: Dataset) -> None:
    steps = advice.next_steps(assess(brand.store, brand.manifest))
    assert [step.kind for step in steps[:2]] == ["gate", "weakest"]
    assert steps[1].supers == ("creativity",)
    assert steps[1].measure is not None
    assert steps[1].measure.key == "vitality"
    assert len(steps) <= advice.MOST_STEPS


def test_a_missing_table_is_named_with_the_supers_it_opens(brand: Dataset) -> None:
    without = [file for file in brand.manifest.files if file["table"] != "endorsements"]
    found = assess(brand.store, brand.manifest)
    bare = replace(found.super_score("endorsement"), status="unassessed", score=None)
    others = tuple(bare if one.key == "endorsement" else one for one in found.supers)
    gap = replace(found, supers=others, manifest=replace(brand.manifest, files=without))
    unlocks = [step for step in advice.next_steps(gap) if step.kind == "unlock"]
    assert [(step.need, step.supers) for step in unlocks] == [("endorsements", ("endorsement",))]


def test_nothing_is_urged_on_a_stave_that_is_nearly_full(brand: Dataset) -> None:
    found = assess(brand.store, brand.manifest)
    full = tuple(replace(one, score=95.0) for one in found.supers)
    kinds = {step.kind for step in advice.next_steps(replace(found, supers=full))}
    assert "weakest" not in kinds
