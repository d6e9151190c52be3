"""Curves of people who did something against people alike who did not, from the same day on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import polars as pl

from analytics.stats import survival, survival_points
from analytics.stats.intervals import CONFIDENCE, Estimate, limited
from analytics.stats.quantiles import student_t, z

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

CURVE = {
    "group": pl.String,
    "day": pl.Int64,
    "at_risk": pl.Int64,
    "events": pl.Int64,
    "repurchased": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
}
MATCHED, ALIKE = "guests", "others"
FEW_LEFT = 1e-12


@dataclass(frozen=True)
class MatchedCurves:
    """`curve` as `survival.kaplan_meier` of the groups MATCHED and ALIKE, the latter weighted to be
    alike (at_risk and events are its people). The shares back by `day`, their difference (0-1; its
    n is the matched), and how many had nobody alike. Unmeasured where a side is empty or nobody was
    watched for so long."""

    day: int
    curve: pl.DataFrame
    matched: Estimate
    alike: Estimate
    difference: Estimate
    alone: int


@dataclass(frozen=True)
class _Side:
    """Cells of people: their kind, days watched, whether it ended in an event, people, weight."""

    kind: NDArray[np.intp]
    days: NDArray[np.int64]
    is_event: NDArray[np.bool_]
    people: Numbers
    weight: Numbers


def matched_curves(counts: pl.DataFrame, day: int) -> MatchedCurves:
    """Rows: kind, is_guest, days, is_event, people; days from one day on, the same for both sides.

    Coarsened exact matching (Iacus, King and Porro 2012, Political Analysis 20): kinds without
    people on both sides are left out, the others weigh by their guests, so that the answer is about
    those. Kaplan-Meier under these weights; what a person pulls on it is (d - its own hazard so
    far) / (at risk - events), whose squares add up to Greenwood's variance where weights are equal.
    The difference counts of each person what lies off the people of its kind, for the weights are
    themselves counted; somebody alone in a kind, what lies off all. Student's t of the smaller
    side less one.

    Where nothing happens at an event, the interval of the difference leaves 0 out in 4 to 6 of 100
    events of 30 to 300 guests, and it holds an effect of a tenth in 94 to 96
    (`python -m tests.bench.attendance --rounds 800`).
    """
    sizes = counts.group_by("kind").agg(
        guests=pl.col("people").filter("is_guest").sum().cast(pl.Float64),
        others=pl.col("people").filter(~pl.col("is_guest")).sum().cast(pl.Float64),
    )
    both = sizes.filter((pl.col("guests") > 0) & (pl.col("others") > 0)).sort("kind")
    guests = float(both["guests"].sum())
    alone = int(float(sizes["guests"].sum()) - guests)
    n = Estimate(None, None, None, int(guests))
    if both.is_empty():
        return MatchedCurves(day, pl.DataFrame(schema=CURVE), n, n, n, alone)
    rows = counts.join(both.with_row_index("place"), "kind")
    first, second = _side(rows, is_guest=True), _side(rows, is_guest=False)
    curve = pl.concat([_plain(first), _weighted(second)])
    watched = survival.at_day(curve, [day])["repurchased"]
    if watched.null_count() or len(watched) < 2:  # noqa: PLR2004
        return MatchedCurves(day, curve, n, n, n, alone)
    points = survival_points.on_day(curve, day)
    own, other = points[MATCHED], points[ALIKE]
    gap = float(own.value or 0) - float(other.value or 0)
    fewer = max(min(float(first.people.sum()), float(second.people.sum())), 2.0)
    spread = math.sqrt(_variance(first, second, day, both))
    reach = student_t(int(fewer) - 1, CONFIDENCE) * spread
    difference = limited(gap, gap - reach, gap + reach, n.n, (-1.0, 1.0))
    return MatchedCurves(day, curve, own, other, difference, alone)


def _side(rows: pl.DataFrame, *, is_guest: bool) -> _Side:
    own = rows.filter(pl.col("is_guest") == is_guest).sort("days", "is_event", "place")
    return _Side(
        own["place"].to_numpy().astype(np.intp),
        own["days"].to_numpy().astype(np.int64),
        own["is_event"].to_numpy(),
        own["people"].to_numpy().astype(float),
        np.ones(own.height) if is_guest else (own["guests"] / own["others"]).to_numpy(),
    )


def _plain(side: _Side) -> pl.DataFrame:
    people = pl.DataFrame(
        {"days": side.days, "is_event": side.is_event, "customers": side.people.astype(int)}
    ).with_columns(group=pl.lit(MATCHED))
    return survival.kaplan_meier(people).cast(CURVE)  # type: ignore[arg-type]


def _weighted(side: _Side) -> pl.DataFrame:
    """The curve under the weights, with log-log limits by the squares of the pulls."""
    days, risk, events = _table(side, side.weight * side.people)
    _, watched, people = _table(side, side.people)
    left, hazard = _left(risk, events)
    place = np.searchsorted(days, side.days)
    pull = _ended(side, place, risk, events) - hazard[place]
    squares = side.weight**2 * side.people
    gone = np.cumsum(np.bincount(place, squares * pull**2, len(days)))
    staying = squares.sum() - np.cumsum(np.bincount(place, squares, len(days)))
    spread = np.sqrt(gone + hazard**2 * staying)
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = np.exp(z(CONFIDENCE) * spread / np.abs(np.log(left)))
        low, high = 1 - left ** (1 / factor), 1 - left**factor
    is_start = left >= 1
    nobody = z(CONFIDENCE) ** 2 / (watched + z(CONFIDENCE) ** 2)
    return pl.DataFrame(
        {
            "group": [ALIKE] * len(days),
            "day": days,
            "at_risk": watched.astype(int),
            "events": people.astype(int),
            "repurchased": 1 - left,
            "low": np.where(is_start, 0.0, np.nan_to_num(low, nan=0.0)),
            "high": np.where(is_start, nobody, np.nan_to_num(high, nan=1.0)),
        },
        schema=CURVE,
    )


def _table(side: _Side, size: Numbers) -> tuple[NDArray[np.int64], Numbers, Numbers]:
    """Days on which anybody came or went, with the people at risk and the events of each."""
    days, place = np.unique(side.days, return_inverse=True)
    went: Numbers = np.bincount(place, size, len(days)).astype(float)
    events: Numbers = np.bincount(place, size * side.is_event, len(days)).astype(float)
    risk: Numbers = went[::-1].cumsum()[::-1]
    return days, risk, events


def _left(risk: Numbers, events: Numbers) -> tuple[Numbers, Numbers]:
    """The share not back by each day, and the sum of hazard over those left behind."""
    behind = np.maximum(risk - events, FEW_LEFT * risk)
    left: Numbers = np.cumprod(1 - events / risk).astype(float)
    hazard: Numbers = np.cumsum(events / risk / behind)
    return left, hazard


def _ended(side: _Side, place: NDArray[np.intp], risk: Numbers, events: Numbers) -> Numbers:
    behind = np.maximum(risk - events, FEW_LEFT * risk)
    ended: Numbers = side.is_event / behind[place]
    return ended


def _pulls(side: _Side, day: int) -> Numbers:
    """How each person of a cell pulls on the share back by the day."""
    days, risk, events = _table(side, side.weight * side.people)
    left, hazard = _left(risk, events)
    last = int(np.searchsorted(days, day, side="right")) - 1
    if last < 0:
        return np.zeros(len(side.days))
    place = np.searchsorted(days, side.days)
    until = np.minimum(place, last)
    ended = np.where(place <= last, _ended(side, place, risk, events), 0.0)
    pulls: Numbers = left[last] * (ended - hazard[until])
    return pulls


def _variance(first: _Side, second: _Side, day: int, both: pl.DataFrame) -> float:
    """Of the difference: each person off the mean of those alike."""
    count = both.height
    own, other = _pulls(first, day), _pulls(second, day)
    alike = both["others"].to_numpy()
    mean = np.bincount(second.kind, second.people * other, count) / alike
    weights = both["guests"].to_numpy() / alike
    # A guest also makes the weight of its kind: the mean there, by so many as the weight counts.
    guests = (first.people * (own - mean[first.kind]) ** 2).sum()
    off = np.where(alike[second.kind] > 1, other - mean[second.kind], other)
    factor = np.where(alike > 1, alike / np.maximum(alike - 1, 1), 1.0)
    others = (second.people * (weights[second.kind] * off) ** 2 * factor[second.kind]).sum()
    return float(guests + others)
