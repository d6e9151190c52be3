"""What if: the arithmetic redone by hand, what is left out, and what stays as it was measured."""

import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.assessment import whatif
from analytics.assessment.assessment import Assessment
from analytics.scoring.scoring import FEWEST_UNITS
from analytics.stats.intervals import UNMEASURED, Estimate


def measure(assessment: Assessment, key: str, name: str):
    return next(score for score in assessment.super_score(key).measures if score.key == name)


def test_nothing_changed_is_the_assessment_itself(brand_assessment: Assessment) -> None:
    assert whatif.change(brand_assessment) is brand_assessment
    assert (
        whatif.change(brand_assessment, {"looks": math.nan, "ip": -1}, {"looks.x": math.inf})
        is brand_assessment
    )


def test_other_weights_make_the_mean_that_numpy_makes(brand_assessment: Assessment) -> None:
    weights = {"repurchase": 3.0, "looks": 0.0, "moat": 0.5}
    changed = whatif.change(brand_assessment, weights)
    scores = [score.score for score in brand_assessment.supers]
    by_hand = np.average(
        scores, weights=[weights.get(score.key, score.weight) for score in brand_assessment.supers]
    )
    assert changed.container.arithmetic == pytest.approx(by_hand)
    assert [score.score for score in changed.supers] == scores
    assert {super_.key: super_.weight for super_ in changed.definition.supers}["repurchase"] == 3


def test_an_assumed_value_keeps_its_width_and_its_n_and_moves_only_its_super(
    brand_assessment: Assessment,
) -> None:
    before = measure(brand_assessment, "repurchase", "back_within_90")
    changed = whatif.change(brand_assessment, values={"repurchase.back_within_90": 0.3})
    after = measure(changed, "repurchase", "back_within_90")
    assert after.estimate.value == 0.3
    assert after.estimate.n == before.estimate.n
    widths = [score.estimate.high - score.estimate.low for score in (before, after)]
    assert widths[1] == pytest.approx(widths[0])
    span = before.goalposts.good - before.goalposts.bad
    assert after.score == pytest.approx(100 * (0.3 - before.goalposts.bad) / span)
    moved = {
        new.key
        for old, new in zip(brand_assessment.supers, changed.supers, strict=True)
        if old != new
    }
    assert moved == {"repurchase"}
    assert changed.gate == brand_assessment.gate
    assert changed.container.arithmetic > brand_assessment.container.arithmetic


def test_what_is_assumed_stays_on_its_scale() -> None:
    there = Estimate(0.5, 0.4, 0.7, 50)
    assert whatif.assumed(there, 0.95, (0, 1)) == Estimate(0.95, pytest.approx(0.85), 1, 50)
    assert whatif.assumed(there, 7, (0, 1)).value == 1
    assert whatif.assumed(Estimate(0.5, None, None, 4), 0.6, (0, 1)) == Estimate(0.6, None, None, 4)


def test_what_is_not_measured_cannot_be_assumed(brand_assessment: Assessment) -> None:
    looks = brand_assessment.super_score("looks")
    bare = tuple(
        replace(score, estimate=UNMEASURED, score=None, low=None, high=None)
        for score in looks.measures
    )
    gap = replace(looks, measures=bare, status="unassessed", score=None)
    without = replace(
        brand_assessment,
        supers=tuple(gap if score.key == "looks" else score for score in brand_assessment.supers),
    )
    changed = whatif.change(without, {"ip": 2}, {f"looks.{bare[0].key}": 0.5, "no.such": 1.0})
    assert changed.super_score("looks").score is None
    assert all(score.estimate.n < FEWEST_UNITS for score in changed.super_score("looks").measures)


def test_without_any_weight_there_is_no_container(brand_assessment: Assessment) -> None:
    none = whatif.change(brand_assessment, {score.key: 0.0 for score in brand_assessment.supers})
    assert none.container.arithmetic is None
    assert none.band.low is None


def test_a_slider_ends_beyond_the_goalposts_but_on_the_scale(brand_assessment: Assessment) -> None:
    for super_ in brand_assessment.definition.supers:
        for use in super_.measures:
            for value in use.measure.bounds:
                low, high = whatif.ends(use, value)
                assert use.measure.bounds[0] <= low <= value <= high <= use.measure.bounds[1]
                assert low <= min(use.goalposts.bad, use.goalposts.good)
                assert high >= max(use.goalposts.bad, use.goalposts.good)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    values=st.tuples(st.floats(0, 1), st.floats(0, 1)).map(sorted),
    weights=st.dictionaries(st.sampled_from(["looks", "ip", "moat"]), st.floats(0, 3)),
)
def test_a_better_measure_never_makes_a_worse_container(brand_assessment, values, weights) -> None:
    low, high = (
        whatif.change(brand_assessment, weights, {"repurchase.back_within_90": value}, draws=50)
        for value in values
    )
    assert high.container.arithmetic >= low.container.arithmetic - 1e-9
    assert low.container.geometric <= low.container.arithmetic
