"""What if: the assumptions a link may carry, their sliders, and the sentences about them."""

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.assessment import whatif
from analytics.assessment.assessment import Assessment
from analytics.scoring.scoring import Goalposts
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.assessment import container
from ui.views.assessment import whatif as view

EN = Text("en")
MOVED = "repurchase.back_within_90"


@pytest.fixture(scope="module")
def assessment(brand_assessment: Assessment) -> Assessment:
    return brand_assessment


def sentence_of(assessment: Assessment, weights=None, values=None, text: Text = EN) -> str:
    changed = whatif.change(assessment, weights or {}, values or {}, draws=100)
    return view.sentence(assessment, changed, weights or {}, values or {}, text)


def test_every_slider_starts_within_a_step_of_what_was_measured(assessment: Assessment) -> None:
    for super_ in assessment.supers:
        sliders = view.sliders(assessment, super_.key, EN)
        assert len(sliders) == sum(score.score is not None for score in super_.measures)
        values = {score.key: score.estimate.value for score in super_.measures}
        for slider in sliders:
            assert slider.low <= slider.start <= slider.high
            assert abs(slider.start / slider.factor - values[slider.key]) <= slider.step
            assert (slider.high - slider.low) / slider.step <= 2 * view.TICKS
            assert slider.format % slider.start


def test_a_measure_whose_scale_leaves_no_room_has_no_slider(assessment: Assessment) -> None:
    definition = assessment.definition
    ends = Goalposts(2.0, 3.0)
    supers = tuple(
        replace(super_, measures=tuple(replace(use, goalposts=ends) for use in super_.measures))
        for super_ in definition.supers
    )
    full = tuple(
        replace(
            super_,
            measures=tuple(
                replace(score, estimate=replace(score.estimate, value=1.0))
                for score in super_.measures
            ),
        )
        for super_ in assessment.supers
    )
    odd = replace(assessment, definition=replace(definition, supers=supers), supers=full)
    shares = {
        use.key for use in definition.super_of("repurchase").measures if use.measure.unit == "share"
    }
    assert shares
    assert not shares & {slider.key for slider in view.sliders(odd, "repurchase", EN)}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(written=st.one_of(st.text(max_size=12), st.floats().map(str)))
def test_whatever_a_link_says_becomes_a_number_on_the_scale_or_nothing(assessment, written) -> None:
    weights, values = view.assumed(assessment, lambda _: written)
    assert all(0 <= weight <= view.MOST_WEIGHT for weight in weights.values())
    bounds = {
        f"{super_.key}.{use.key}": use.measure.bounds
        for super_ in assessment.definition.supers
        for use in super_.measures
    }
    for key, value in values.items():
        assert math.isfinite(value)
        assert bounds[key][0] <= value <= bounds[key][1]


def test_every_assumption_has_its_own_code(assessment: Assessment) -> None:
    codes = view.codes(assessment)
    assert len(set(codes)) == len(codes)
    weights, values = view.assumed(assessment, lambda code: "1" if code in codes else "")
    assert len(weights) + len(values) == len(codes)


@pytest.mark.parametrize("text", TEXTS)
def test_the_sentence_says_what_was_assumed_and_where_it_leads(
    text, assessment: Assessment
) -> None:
    up, down = (
        sentence_of(assessment, values={MOVED: 0.5}, text=text),
        sentence_of(assessment, values={MOVED: 0.0}, text=text),
    )
    assert "50.0%" in up
    assert up != down
    assert not UNFILLED.search(up + down)


def test_rising_falling_and_staying_are_told_apart(assessment: Assessment) -> None:
    assert "would rise" in sentence_of(assessment, values={MOVED: 0.5})
    assert "would fall" in sentence_of(assessment, values={MOVED: 0.0})
    now = assessment.super_score("repurchase").measures[0].estimate.value
    assert "would stay at about" in sentence_of(assessment, values={MOVED: now})
    assert sentence_of(assessment) == EN("whatif.nothing")


def test_another_shortest_stave_is_named(assessment: Assessment) -> None:
    assert "The shortest would be **Super repurchase**" in sentence_of(
        assessment,
        values={
            f"repurchase.{score.key}": 0.0
            for score in assessment.super_score("repurchase").measures
        },
    )
    assert "The shortest would still be Super creativity" in sentence_of(assessment, {"looks": 2.0})


def test_many_assumptions_are_counted(assessment: Assessment) -> None:
    assert "all 4 changes" in sentence_of(
        assessment, dict.fromkeys(("ip", "looks", "moat", "value"), 2.0)
    )


def test_without_weights_there_is_nothing_to_compare(assessment: Assessment) -> None:
    no_weights = {super_.key: 0.0 for super_ in assessment.supers}
    assert sentence_of(assessment, no_weights) == EN("whatif.no_weight")


def test_what_the_container_holds_moves_with_the_sliders(assessment: Assessment) -> None:
    """The headline, the picture, the figure and the sentence say the same level."""
    values = {
        f"creativity.{score.key}": 10.0 if score.key == "creativity_item" else 0.4
        for score in assessment.super_score("creativity").measures
    }
    changed = whatif.change(assessment, values=values)
    shown = f"would hold {changed.container.level:.0f}."
    assert changed.container.level > assessment.container.level
    assert f"holds {changed.container.level:.0f} of" in container.headline(changed, EN)
    picture = container.staves(changed, EN)
    assert picture.filter("is_shortest")["score"].min() == changed.container.level
    assert sentence_of(assessment, values=values).endswith(shown)
