"""Two sides compared: the frame of the picture, the table and what they say; no streamlit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from analytics.assessment.compare import Comparison, Difference
    from ui.text import Text
    from ui.views.assessment.sides import Kind

CLEAR = ("better", "worse")
VERDICTS = ("better", "worse", "practically_equal", "cannot_tell")


def rows(found: Comparison, text: Text) -> pl.DataFrame:
    """One row per super as `ui.charts.kit.difference.forest` takes it, the container first."""
    listed = [
        {
            "label": name(one, found, text),
            "points": one.points.value,
            "low": one.points.low,
            "high": one.points.high,
            "verdict": one.verdict,
            "verdict_text": verdict(one, text),
            "sentence": f"<b>{name(one, found, text)}</b><br>{_scores(one, text)}",
            "is_total": not one.key,
        }
        for one in (found.container, *found.supers)
    ]
    types = dict.fromkeys(("points", "low", "high"), pl.Float64) | {"verdict": pl.String}
    return pl.DataFrame(listed, schema_overrides=types)


def table(found: Comparison, text: Text) -> pl.DataFrame:
    """One row per super, the container first: name, verdict, and the sentence that says why, in
    Markdown."""
    heads = [text(f"against.column.{one}") for one in ("super", "verdict", "said")]
    lines = [
        (f"**{name(one, found, text)}**", verdict(one, text), said(one, found, text))
        for one in (found.container, *found.supers)
    ]
    return pl.DataFrame(lines, schema=heads, orient="row")


def name(one: Difference, found: Comparison, text: Text) -> str:
    """The super's name, or the container's."""
    if not one.key:
        return text("against.container")
    return text.pick(found.first.super_of(one.key).name)


def verdict(one: Difference, text: Text) -> str:
    """The verdict in a word or two; where nothing compares, that."""
    return text(f"against.verdict.{one.verdict}" if one.verdict else "against.verdict.none")


def said(one: Difference, found: Comparison, text: Text) -> str:
    """Scores and difference in a sentence, and what was left out of it."""
    told = [_scores(one, text)]
    if one.left_out and one.verdict:
        names = text("common.and").join(_left_out(one, found, text))
        key = "against.left_out" if one.key else "against.left_out_supers"
        told.append(text(key, names=names))
    return joined(told, text)


def headline(found: Comparison, first: str, second: str, text: Text) -> str:
    """The container's difference and how many supers are better, worse, equal, or open."""
    facts = _facts(found.container, text) | {"one": literal(first), "other": literal(second)}
    told = [text(f"against.head.{found.container.verdict or 'none'}", **facts)]
    compared = [one for one in found.supers if one.verdict]
    if compared:
        told.append(_counts(compared, text))
    return joined(told, text)


def signed(points: float | None, text: Text) -> str:
    """Whole points with their sign; a difference that rounds to none has no sign."""
    written = fmt.score(points, text.lang)
    return f"+{written}" if points is not None and round(points) > 0 else written


def notes(found: Comparison, kind: Kind, text: Text) -> list[str]:
    """What else to know: chance, independence, the margin, and currencies that differ."""
    clear = [one for one in found.supers if one.verdict in CLEAR]
    told = [text("against.chance", n=sum(one.verdict is not None for one in found.supers))]
    if clear:
        firm = sum(one.is_firm for one in clear)
        told.append(text("against.firm", clear=len(clear), firm=firm))
    paragraphs = [
        joined(told, text),
        text("against.margin_note", margin=fmt.number(found.margin, text.lang)),
        text(f"against.independent.{kind}"),
    ]
    if found.currencies:
        one, other = found.currencies
        paragraphs.append(text("against.currencies", one=one, other=other))
    return paragraphs


def _counts(compared: list[Difference], text: Text) -> str:
    parts = [
        text(f"against.count.{code}", n=count)
        for code in VERDICTS
        if (count := sum(one.verdict == code for one in compared))
    ]
    return text("against.counts", n=len(compared), parts=text("common.and").join(parts))


def _scores(one: Difference, text: Text) -> str:
    if one.verdict is None:
        return text(f"against.absent.{one.absent}")
    return text("against.scores", **_facts(one, text))


def _facts(one: Difference, text: Text) -> dict[str, str]:
    return {
        "first": fmt.score(one.first, text.lang),
        "second": fmt.score(one.second, text.lang),
        "points": signed(one.points.value, text),
        "interval": fmt.interval(one.points.low, one.points.high, text.lang),
    }


def _left_out(one: Difference, found: Comparison, text: Text) -> list[str]:
    if not one.key:
        return [text.pick(found.first.super_of(key).name) for key in one.left_out]
    uses = {use.key: use for use in found.first.super_of(one.key).measures}
    return [values.measure_name(uses[key], text) for key in one.left_out]
