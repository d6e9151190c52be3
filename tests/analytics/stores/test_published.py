"""The Stanford heart transplants: what a clock that starts too early says, and what ours says."""

import math
from collections.abc import Callable

import numpy as np
import polars as pl
import pytest

from analytics.stats.matching import matched_curves
from tests.analytics.stores.published import STANFORD

LANDMARK = 30
Treated = Callable[[float], list[bool]]


def cox(start: list[float], stop: list[float], died: list[bool], treated: list[bool]) -> tuple:
    """Log hazard ratio of one yes or no, and its standard error: Newton's method on Efron's partial
    likelihood, as R's coxph."""
    begin, end = np.array(start), np.array(stop)
    event, x = np.array(died), np.array(treated, dtype=float)
    beta, information = 0.0, 1.0
    for _ in range(30):
        score, information = 0.0, 0.0
        for now in np.unique(end[event]):
            at_risk, dying = (begin < now) & (end >= now), event & (end == now)
            weight = np.exp(beta * x)
            for place in range(int(dying.sum())):
                fraction = place / dying.sum()
                own = weight * at_risk - fraction * weight * dying
                mean = (own * x).sum() / own.sum()
                score -= mean
                information += (own * x**2).sum() / own.sum() - mean**2
            score += x[dying].sum()
        beta += score / information
    return beta, 1 / math.sqrt(information)


def test_counting_everybody_from_acceptance_on_says_that_transplants_save() -> None:
    """Immortal time: who was to have a transplant could not die before it."""
    zero = [0.0] * len(STANFORD)
    stops, died = [stop for _, stop, _ in STANFORD], [is_death for *_, is_death in STANFORD]
    ever = [wait is not None for wait, *_ in STANFORD]
    assert cox(zero, stops, died, ever) == pytest.approx((-1.323, 0.244), abs=0.001)


def test_counting_each_day_by_what_was_known_on_it_says_nothing() -> None:
    rows = []
    for wait, stop, is_death in STANFORD:
        if wait is None:
            rows.append((0.0, stop, is_death, False))
        else:
            rows += [(0.0, wait, False, False), (wait, stop, is_death, True)]
    columns = [list(column) for column in zip(*rows, strict=True)]
    assert cox(*columns) == pytest.approx((0.127, 0.301), abs=0.001)


def landmark_counts() -> pl.DataFrame:
    """The patients alive after day 30 as `matched_curves` takes them, guests being those who had a
    transplant by then; days from day 30 on. The data count the first day as one."""
    rows = [
        ("patient", wait is not None and wait - 1 <= LANDMARK, int(stop - 1) - LANDMARK, died, 1)
        for wait, stop, died in STANFORD
        if stop - 1 > LANDMARK
    ]
    columns = ["kind", "is_guest", "days", "is_event", "people"]
    return pl.DataFrame(rows, schema=columns, orient="row")


def test_from_a_landmark_on_it_says_nothing_either() -> None:
    counts = landmark_counts()
    assert counts.height == 78
    columns = [counts[name].to_list() for name in ("days", "is_event", "is_guest")]
    fit = cox([0.0] * counts.height, *columns)
    assert fit == pytest.approx((-0.089, 0.282), abs=0.001)
    for day in (90, 180, 365):
        gap = matched_curves(counts, day).difference
        assert gap.low is not None
        assert gap.high is not None
        assert gap.low < 0 < gap.high
