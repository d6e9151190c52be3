"""Opportunity against the published sums, a plain recomputation, and broken answers."""

from collections import Counter
from datetime import date
from random import Random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.positioning.base import Refusal
from analytics.positioning.marks import MARKS, marks
from analytics.positioning.needs import Need, landscape, opportunity, opportunity_score

DAY = date(2026, 9, 1)


def rows(*answers: tuple[str, str | None, str, float | None, float | None]) -> pl.DataFrame:
    return pl.DataFrame([(*answer, DAY) for answer in answers], schema=MARKS, orient="row")


def survey(people: int, needs: dict[str, tuple[float, float]], segment: str = "a") -> pl.DataFrame:
    """So many people of whom these shares mark a need 10 on either side, else 5."""
    rng = Random(people)
    return rows(
        *(
            (f"{segment}{n}", segment, need, *(10 if rng.random() < x else 5 for x in shares))
            for n in range(people)
            for need, shares in needs.items()
        )
    )


@pytest.mark.parametrize(("important", "satisfied", "score"), [(8, 4, 12), (4, 8, 4)])
def test_the_published_scores(important: float, satisfied: float, score: float) -> None:
    """ryansallison, opportunity-algorithm: O = I + max(I - S, 0) is never below I."""
    assert opportunity_score(important, satisfied) == score


@pytest.mark.parametrize(("people", "reach"), [(30, 3.7), (100, 2.0), (220, 1.4)])
def test_the_interval_is_as_wide_as_the_formula_of_the_variance_says(
    people: int, reach: float
) -> None:
    """var(O) = 100 [4 I (1 - I) + S (1 - S) - 4 cov] / n, at I = .7, S = .4, cov = 0."""
    variance = 100 * (4 * 0.7 * 0.3 + 0.4 * 0.6) / people
    assert round(1.96 * variance**0.5, 1) == reach
    cells = np.round(np.array([0.28, 0.42, 0.12, 0.18]) * people).astype(int)
    important = np.repeat([1.0, 1.0, 0.0, 0.0], cells)
    satisfied = np.repeat([1.0, 0.0, 1.0, 0.0], cells)
    *_, score, _ = opportunity(important, satisfied)
    assert score.low is not None
    assert score.high is not None
    assert (score.high - score.low) / 2 == pytest.approx(reach, rel=0.12)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 2), st.integers(6, 10), st.integers(6, 10)),
        min_size=1,
        max_size=60,
    )
)
def test_shares_agree_with_counting_by_hand(answers: list[tuple[int, int, int, int]]) -> None:
    frame = rows(*((f"p{p}", None, f"need {k}", i, s) for p, k, i, s in answers))
    last = {(p, k): (i, s) for p, k, i, s in answers}
    needs = {need.need: need for need in landscape(marks(frame), least=1)}
    for k, people in Counter(k for _, k in last).items():
        pairs = [pair for (_, need), pair in last.items() if need == k]
        x, y = (sum(mark >= 9 for mark in side) / people for side in zip(*pairs, strict=True))
        need = needs[f"need {k}"]
        assert need.opportunity.value == pytest.approx(10 * (x + max(x - y, 0)))
        assert need.opportunity.n == people
        assert need.opportunity.low is not None
        assert need.opportunity.high is not None
        assert 0 <= need.opportunity.low <= need.opportunity.value <= need.opportunity.high <= 20


def test_places_among_the_top_three_are_three_in_all() -> None:
    shares = {f"need {k}": (0.3 + 0.1 * k, 0.4) for k in range(6)}
    needs = landscape(marks(survey(60, shares)))
    chances = [need.top_three for need in needs]
    assert sum(chance for chance in chances if chance is not None) == pytest.approx(3)
    by_name = {need.need: need.top_three or 0.0 for need in needs}
    assert by_name["need 5"] > 0.9
    assert by_name["need 0"] < 0.05
    few = landscape(marks(survey(60, dict(list(shares.items())[:3]))))
    assert [need.top_three for need in few] == [None] * 3


def refusals(frame: pl.DataFrame) -> dict[str, Refusal | None]:
    return {need.need: need.refusal for need in landscape(marks(frame))}


def test_needs_that_cannot_be_told_are_refused_each_by_its_reason() -> None:
    whole = [(f"p{n}", "a", "whole", 9.0, 4.0) for n in range(40)]
    loud = [(f"p{n}", "a", "unsatisfied", 9.0, None) for n in range(40)]
    mute = [(f"p{n}", "a", "unimportant", None, 9.0) for n in range(40)]
    percent = [(f"p{n}", "a", "percent", 20.0 + n, 80.0) for n in range(40)]
    frame = rows(*whole, *loud, *mute, *percent, ("p1", "a", "lonely", 9.0, 2.0))
    assert refusals(frame) == {
        "whole": None,
        "unsatisfied": Refusal("no_satisfaction", 0, 30),
        "unimportant": Refusal("no_importance", 0, 30),
        "percent": Refusal("other_scale", 0, 30),
        "lonely": Refusal("few_answers", 1, 30),
    }
    unimportant = next(n for n in landscape(marks(frame)) if n.need == "unimportant")
    assert unimportant.satisfaction.value == 10
    assert unimportant.importance.value is None


def test_one_person_many_times_and_marks_outside_the_scale_are_counted() -> None:
    frame = rows(
        ("p1", "a", "light", 9, 9),
        ("p1", "a", "light", 3, 3),
        ("p2", "a", "light", 11, 4),
        ("p3", None, "light", 8, None),
        ("p4", "a", "light", None, None),
    )
    answers = marks(frame)
    quality = answers.quality
    assert (quality.people, quality.superseded, quality.off_scale) == (3, 1, 1)
    assert (quality.half, quality.unplaced) == (1, 1)
    last = answers.rows.filter(pl.col("respondent") == "p1").row(0, named=True)
    assert (last["importance"], last["satisfaction"]) == (3, 3)


def test_segments_are_never_pooled() -> None:
    apart = pl.concat(
        [survey(60, {"light": (0.9, 0.1)}, "oily"), survey(60, {"light": (0.2, 0.8)}, "dry")]
    )
    needs: dict[str | None, Need] = {need.segment: need for need in landscape(marks(apart))}
    assert {need.opportunity.n for need in needs.values()} == {60}
    assert needs["oily"].is_underserved
    assert not needs["dry"].is_underserved


def test_the_ellipse_is_round_where_nothing_goes_together_and_stays_on_the_scale() -> None:
    important = np.repeat([1.0, 1.0, 0.0, 0.0], 25)
    *_, ellipse = opportunity(important, np.tile([1.0, 0.0], 50))
    assert ellipse.cov == pytest.approx(0)
    outline = ellipse.outline()
    distances = np.hypot(outline[:, 0] - ellipse.x, outline[:, 1] - ellipse.y)
    assert distances == pytest.approx(np.full(len(outline), distances[0]))
    assert outline[0] == pytest.approx(outline[-1])
    *_, edge = opportunity(np.ones(30), np.ones(30))
    assert edge.outline().max() <= 10
