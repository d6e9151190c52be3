"""The supers quarter by quarter, on the same goalposts throughout.

Every quarter is an assessment of its own, seen through a period filter of its three months: what is
sold, said or sent back counts where it happened, and who came back counts for the quarter of the
first purchase, followed to the end of the data. A quarter too young for a window has no number for
it, never 0. Its scores may then rest on fewer measures than those of older quarters, so every
point says what it rests on, and a change is told on what both ends have.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.assessment import compare
from analytics.assessment.assessment import Assessment, assess
from analytics.filters import Filters

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analytics.definitions.definition import Definition
    from analytics.scoring.scoring import SuperScore
    from analytics.storage.versions import Manifest, Store

MOST = 12
MONTHS = 3
YEAR_MONTHS = 12
CONTAINER = "container"
SCHEMA: dict[str, Any] = {
    "quarter_on": pl.Date,
    "super": pl.String,
    "score": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "badge": pl.String,
    "n": pl.Int64,
    "assessed_weight": pl.Float64,
    "measures": pl.String,
    "is_usual": pl.Boolean,
    "is_complete": pl.Boolean,
    "definition": pl.String,
    "fingerprint": pl.String,
}


@dataclass(frozen=True)
class Quarter:
    """A quarter and its assessment; `is_complete`: all its days are in the data and in the period
    of the filters."""

    starts_on: date
    is_complete: bool
    found: Assessment


@dataclass(frozen=True)
class Change:
    """From one quarter to a later one: `difference` is later less earlier, on what both have.
    `is_usual`: that is all that either of them rests on."""

    since: date
    until: date
    is_usual: bool
    difference: compare.Difference


def quarters(
    store: Store, manifest: Manifest, filters: Filters, definition: Definition | None = None
) -> pl.DataFrame:
    """The frame of `tabled` for the last 12 quarters under the filters."""
    return as_frame(assess_quarters(store, manifest, filters, definition))


def assess_quarters(
    store: Store, manifest: Manifest, filters: Filters, definition: Definition | None = None
) -> tuple[Quarter, ...]:
    """The last 12 quarters of the period, oldest first, each assessed by the same definition. A
    dataset without orders has none."""
    if not manifest.about["first_on"]:
        return ()
    first, last = _ends(manifest, filters)
    months = range(_number(first) // MONTHS * MONTHS, _number(last) + 1, MONTHS)[-MOST:]
    return tuple(
        Quarter(
            _month(start),
            _is_complete(start, manifest, filters),
            assess(store, manifest, _within(start, filters), definition),
        )
        for start in months
    )


def as_frame(timeline: Sequence[Quarter]) -> pl.DataFrame:
    """One row per quarter and super, and one for the container (`super` is "container").

    score, low, high 0-100, null where unassessed; badge, and n, the units behind the thinnest
    measure that counts (both null for the container); assessed_weight, the share 0-1 of the weight
    that is measured; measures, what the score rests on; is_usual, whether that is what it mostly
    rests on here; is_complete; definition; fingerprint of the dataset. No quarter gives no row.
    """
    rows = [row for quarter in timeline for row in _rows(quarter)]
    usual = {key: _usual(rows, key) for key in {row["super"] for row in rows}}
    marked = [row | {"is_usual": row["measures"] == usual[row["super"]]} for row in rows]
    return pl.DataFrame(marked, schema=SCHEMA)


def changes(timeline: Sequence[Quarter], key: str) -> tuple[Change, ...]:
    """How a super, or the container, moved since the first complete quarter it is assessed in.

    First between the first and the last complete quarters that rest on the usual measures, whose
    scores are those of `tabled`. Then up to the last complete quarter of all, if that is another,
    on the measures that both ends have: more recent, on less. None of these: empty.
    """
    rows = as_frame(timeline).filter(pl.col("super") == key, pl.col("score").is_not_null())
    whole = rows.filter("is_complete")
    spans = [_span(span_rows) for span_rows in (whole.filter("is_usual"), whole)]
    if spans[0] and spans[1] and spans[0][1] == spans[1][1]:
        spans.pop()
    moved = [
        _moved(timeline, key, *span, is_usual=is_usual)
        for span, is_usual in zip(spans, (True, False), strict=False)
        if span
    ]
    return tuple(change for change in moved if change is not None)


def _ends(manifest: Manifest, filters: Filters) -> tuple[date, date]:
    """The first and the last day that are both in the data and in the period."""
    first = date.fromisoformat(manifest.about["first_on"])
    last = date.fromisoformat(manifest.about["as_of"])
    return max(first, filters.start or first), min(last, filters.last_on or last)


def _is_complete(start: int, manifest: Manifest, filters: Filters) -> bool:
    """A quarter whose first month is in the data from its first sale on counts from its start."""
    first, last = _ends(manifest, filters)
    end = Filters(end=_month(start + MONTHS - 1)).last_on
    return _number(first) <= start and end is not None and last >= end


def _within(start: int, filters: Filters) -> Filters:
    """The filters with the quarter as their period, as far as it lies in theirs."""
    first, last = _month(start), _month(start + MONTHS - 1)
    return replace(
        filters,
        start=max(first, filters.start or first),
        end=min(last, filters.end or last),
    )


def _number(day: date) -> int:
    """Months since the year 0."""
    return day.year * YEAR_MONTHS + day.month - 1


def _month(number: int) -> date:
    return date(number // YEAR_MONTHS, number % YEAR_MONTHS + 1, 1)


def _rows(quarter: Quarter) -> list[dict[str, Any]]:
    assessment = quarter.found
    common = {
        "quarter_on": quarter.starts_on,
        "is_complete": quarter.is_complete,
        "definition": assessment.definition.id,
        "fingerprint": assessment.manifest.fingerprint,
    }
    return [
        *(common | _super_row(score) for score in assessment.supers),
        common | _container_row(assessment),
    ]


def _super_row(score: SuperScore) -> dict[str, Any]:
    counted = score.counted if score.score is not None else []
    total = sum(measure.weight for measure in score.measures)
    return {
        "super": score.key,
        "score": score.score,
        "low": score.low,
        "high": score.high,
        "badge": score.badge if counted else None,
        "n": min((measure.estimate.n for measure in counted), default=None),
        "assessed_weight": sum(measure.weight for measure in counted) / total if total else 0.0,
        "measures": _joined(measure.key for measure in counted),
    }


def _container_row(assessment: Assessment) -> dict[str, Any]:
    return {
        "super": CONTAINER,
        "score": assessment.container.arithmetic,
        "low": assessment.band.low,
        "high": assessment.band.high,
        "badge": None,
        "n": None,
        "assessed_weight": assessment.container.assessed_weight,
        "measures": _joined(
            f"{score.key}.{measure.key}"
            for score in assessment.supers
            for measure in score.counted
            if score.score is not None
        ),
    }


def _joined(keys: Iterable[str]) -> str:
    return " ".join(sorted(keys))


def _usual(rows: Sequence[dict[str, Any]], key: str) -> str:
    """What a score mostly rests on; of equally common sets the larger."""
    sets = Counter(row["measures"] for row in rows if row["super"] == key and row["measures"])
    return max(sets, key=lambda measures: (sets[measures], len(measures), measures)) if sets else ""


def _span(rows: pl.DataFrame) -> tuple[date, date] | None:
    """The first and the last quarter; None where there are no two."""
    starts: list[date] = rows["quarter_on"].to_list()
    return (starts[0], starts[-1]) if len(starts) > 1 else None


def _moved(
    timeline: Sequence[Quarter], key: str, since: date, until: date, *, is_usual: bool
) -> Change | None:
    assessments = {quarter.starts_on: quarter.found for quarter in timeline}
    comparison = compare.compare(assessments[until], assessments[since])
    difference = comparison.container if key == CONTAINER else comparison.super_difference(key)
    return None if difference.points.value is None else Change(since, until, is_usual, difference)
