"""What pages state, held against what stands beside it.

Every picture that a page shows through `ui.widgets` is noted with its sentence and the tables
behind it, on whatever visit a test makes; a page joins by being opened. `unfounded` are the numbers
of a sentence that are neither in the picture nor in a table, nor the difference of two others.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import polars as pl
import pytest

from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.scoring.thresholds import MIN_CUSTOMERS
from ui import widgets

NUMBER = re.compile(
    r"(?<![\w.\u00b1])\d[\d,]*(?:\.\d+)?(?:%|[MKB](?!\w)|[\u4e07\u842c\u4ebf\u5104])?(?!\w)"
)
DATES = re.compile(
    r"[A-Z][a-z]{2} (\d{1,2}, )?\d{4}|Q\d \d{4}|\d{4} Q\d"
    r"|\d{4}\u5e74(\d{1,2}\u6708)?(\d{1,2}\u65e5)?(\u7b2c?\d\u5b63\u5ea6?)?"
)
SCALES = {
    "%": (1.0, 100.0),
    "K": (1e-3,),
    "M": (1e-6,),
    "B": (1e-9,),
    "\u4e07": (1e-4,),
    "\u842c": (1e-4,),
    "\u4ebf": (1e-8,),
    "\u5104": (1e-8,),
}
LINES = {str(FLOOR), str(MIN_CUSTOMERS)}
"""From how many on anything is said; a line drawn by hand stands behind a plus-minus sign."""
WHOLES = {
    "channels.flow": "all other places together; the flow shows each",
    "channels.months": "halves of the period and whole places; the panels are months",
    "channels.waits": "how likely chance is",
    "channels.worth": "the difference between two ways, which are drawn one by one",
    "container.total": "the band is drawn, the geometric mean is a mark",
    "container.whatif": "what was entered; the picture shows what comes of it",
    "customers.discount_curve": "the difference of the two curves",
    "customers.flows": "twelve months together; the bars are months",
    "customers.groups": "the means that divide the groups",
    "customers.held": "the range of the forecast and what came",
    "customers.journey": "everybody who was watched; the flow shows where they went",
    "customers.lorenz": "how many people the curve is of",
    "customers.moved": "who stands higher, over all rungs",
    "customers.return_cohorts": "the whole period; the dots are months",
    "customers.rungs": "everybody",
    "gate.history": "the mean of several weeks",
    "gate.public_months": "the whole year; the bars are months",
    "gate.terms": "the special terms together, and the gate's own difference",
    "money.room": "the room of all products together; the bars are products",
    "notes.results": "how many there are, and the share that is to be expected of many more",
    "positioning.rivals": "how much of all differences the two directions of the map show",
    "private.stay": "how likely chance is",
    "referrals.tree": "how many trees are not shown",
    "repurchase.ages": "from how many customers on a period counts",
    "repurchase.curve": "those watched for the whole window, as in every other rate",
    "repurchase.improving": "halves of the period; the dots are months",
    "repurchase.triangle": "the mean of all cohorts; the cells are cohorts",
    "supers.against": "the names of the sides are periods",
    "supers.measures": "the super, of which the picture shows the measures",
    "supers.survey_missed": "how many answered; the picture shows each answer",
    "supers.survey_promoters": "promoters less detractors, which are drawn",
    "supers.time": "on what both quarters have, which is said",
    "supers.voices": "the gap between two voices, which are drawn",
    "voice.topics": "shares of the mentions that are drawn",
}
"""Pictures whose sentence also states a whole that is not drawn, and which."""


@dataclass
class Statement:
    """A sentence under a picture, and the tables that the page puts behind its pictures."""

    key: str
    figure: Any
    sentence: str
    tables: list[pl.DataFrame] = field(default_factory=list)


@dataclass
class Record:
    """The statements of the pages opened so far."""

    statements: list[Statement] = field(default_factory=list)
    looked_at: set[tuple[str, str, int]] = field(default_factory=set)

    def noting(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """From now on what pages show is noted."""
        chart, clickable, rows_behind = widgets.chart, widgets.clickable, widgets.rows_behind

        def note(show: Any) -> Any:
            def noted(page: Any, name: str, figure: Any, sentence: str, *rest: Any, **look: Any):
                self.statements.append(Statement(f"{page.key}.{name}", figure, sentence))
                return show(page, name, figure, sentence, *rest, **look)

            return noted

        def behind(page: Any, name: str, frame: pl.DataFrame, *rest: Any, **look: Any) -> None:
            for statement in self.statements:
                if statement.key.startswith(f"{page.key}."):
                    statement.tables.append(frame)
            rows_behind(page, name, frame, *rest, **look)

        monkeypatch.setattr(widgets, "chart", note(chart))
        monkeypatch.setattr(widgets, "clickable", note(clickable))
        monkeypatch.setattr(widgets, "rows_behind", behind)

    def contradictions(self) -> list[str]:
        """Sentences with a number that nothing beside them holds, and which numbers."""
        remarks = []
        for statement in self.statements:
            mark = (statement.key, statement.sentence, id(statement.figure))
            if mark in self.looked_at or _is_whole(statement.key):
                continue
            self.looked_at.add(mark)
            if numbers := unfounded(statement):
                remarks.append(f"{statement.key}: {', '.join(numbers)} of: {statement.sentence}")
        self.statements.clear()
        return remarks


def _is_whole(key: str) -> bool:
    return any(key == whole or key.startswith((f"{whole}.", f"{whole}_")) for whole in WHOLES)


def unfounded(statement: Statement) -> list[str]:
    """The numbers of a sentence that neither its picture nor a table behind it holds, and that are
    no difference of two others of the sentence."""
    spoken = list(written(statement.sentence))
    texts, values = _drawn(statement.figure)
    for table in statement.tables:
        table_texts, table_values = _listed(table)
        texts |= table_texts
        values |= table_values
    lacking = [number for number in spoken if not _is_among(number, texts, values)]
    return [number for number in lacking if not _is_difference(number, spoken)]


def written(sentence: str) -> Iterator[str]:
    """The numbers of a text as written, without dates and without digits inside words."""
    for match in NUMBER.finditer(DATES.sub(" ", sentence)):
        yield match.group().replace(",", "")


def _is_among(number: str, texts: set[str], values: set[float]) -> bool:
    if number in texts or number in LINES or number.rstrip("%") in texts:
        return True
    size, decimals = _parsed(number)
    scales = SCALES.get(number[-1], (1.0,))
    reach = 0.5000001 * 10.0**-decimals
    return any(abs(abs(value) * scale - size) <= reach for value in values for scale in scales)


def _is_difference(number: str, spoken: list[str]) -> bool:
    size, decimals = _parsed(number)
    sizes = [other for other, places in map(_parsed, spoken) if places == decimals]
    return any(round(abs(first - second), decimals) == size for first in sizes for second in sizes)


def _parsed(number: str) -> tuple[float, int]:
    digits = number.rstrip("".join(SCALES))
    return float(digits), len(digits.partition(".")[2])


def _drawn(figure: Any) -> tuple[set[str], set[float]]:
    """What a figure says in words, and every number it is drawn from, limits among them."""
    traces = [trace.to_plotly_json() for trace in figure.data]
    notes = figure.layout.to_plotly_json().get("annotations", [])
    texts = {number for text in _texts([traces, notes]) for number in written(text)}
    values = {value for trace in traces for value in _floats(list(trace.values()))}
    for trace in traces:
        for along in ("x", "y"):
            ends = trace.get(f"error_{along}") or {}
            for name, sign in (("array", 1), ("arrayminus", -1)):
                pairs = zip(_floats(trace.get(along)), _floats(ends.get(name)), strict=False)
                values |= {value + sign * reach for value, reach in pairs}
    return texts, values


def _listed(table: pl.DataFrame) -> tuple[set[str], set[float]]:
    """The numbers of a table, its sums and its length among them."""
    texts, values = set[str](), {float(table.height)}
    for column in table.get_columns():
        cells = column.drop_nulls()
        if column.dtype.is_numeric():
            values |= {float(cell) for cell in cells} | {float(cells.sum())}
        elif column.dtype == pl.String:
            texts |= {number for cell in cells for number in written(cell)}
    return texts, values


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        yield from _texts(list(part.values()))
    elif isinstance(part, (list, tuple)):
        for piece in part:
            yield from _texts(piece)


def _floats(part: Any) -> Iterator[float]:
    if isinstance(part, (int, float)) and not isinstance(part, bool):
        yield float(part)
    elif isinstance(part, dict):
        yield from _floats(list(part.values()))
    elif isinstance(part, (list, tuple)):
        for piece in part:
            yield from _floats(piece)
    elif hasattr(part, "tolist"):
        yield from _floats(part.tolist())
