"""The Nine supers page: one super opened, down to the rows and the SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import super_unlocked_by, unlocked_by
from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.measures.reviews import voice_share
from analytics.storage import engine
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.shared import provenance

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.filters import Filters
    from analytics.scoring.scoring import MeasureScore, SuperScore
    from ui.text import Text


def overview(found: Assessment, text: Text) -> pl.DataFrame:
    """One row per super: name, score, interval, evidence."""
    rows = [
        (
            text.pick(found.super_of(one.key).name),
            None if one.score is None else round(one.score),
            fmt.interval(one.low, one.high, text.lang),
            text(f"common.badge.{one.badge}")
            if one.score is not None
            else text("common.unassessed"),
        )
        for one in found.supers
    ]
    columns = ("name", "score", "interval", "evidence")
    heads = [text(f"supers.column.{column}") for column in columns]
    return pl.DataFrame(rows, schema=heads, orient="row")


def measures(score: SuperScore, definition: Super, text: Text) -> pl.DataFrame:
    """One row per measure for the chart: label, score, low, high, badge, grade, value_text,
    weight, n."""
    uses = {use.key: use for use in definition.measures}
    rows = [
        {
            "label": values.measure_name(uses[one.key], text),
            "score": one.score,
            "low": one.low,
            "high": one.high,
            "badge": one.badge,
            "grade": one.grade,
            "value_text": values.value(one.estimate.value, uses[one.key].measure.unit, text),
            "weight": one.weight,
            "n": one.estimate.n,
        }
        for one in score.measures
    ]
    types = dict.fromkeys(("score", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=types)


def sentence(score: SuperScore, definition: Super, found: Assessment, text: Text) -> str:
    """What the super's measures say together."""
    name = text.pick(definition.name)
    if score.score is None:
        need = super_unlocked_by(definition, found.manifest)
        key = "supers.unassessed" if need else "supers.filtered_out"
        return text(key, name=name, sheet=values.need_name(need, text) if need else "")
    known = [one for one in score.measures if one.score is not None]
    best = max(known, key=lambda one: one.score or 0.0)
    worst = min(known, key=lambda one: one.score or 0.0)
    uses = {use.key: use for use in definition.measures}
    key = "supers.sentence_one" if len(known) == 1 else "supers.sentence"
    return text(
        key,
        name=name,
        score=fmt.score(score.score, text.lang),
        interval=fmt.interval(score.low, score.high, text.lang),
        best=values.measure_name(uses[best.key], text),
        best_score=fmt.score(best.score, text.lang),
        worst=values.measure_name(uses[worst.key], text),
        worst_score=fmt.score(worst.score, text.lang),
    )


def costliest(score: SuperScore) -> str | None:
    """The measure that takes most points off its super: the one to open first."""
    known = [one for one in score.measures if one.score is not None]
    lost = {one.key: one.weight * (100.0 - (one.score or 0.0)) for one in known}
    return max(lost, key=lambda key: lost[key]) if lost else None


def facts(
    one: MeasureScore, use: MeasureUse, found: Assessment, text: Text
) -> list[tuple[str, str]]:
    """Label and content of everything that stands behind one number."""
    unit = use.measure.unit
    told = [
        ("formula", values.formula(use.measure, text)),
        ("value", values.spoken(one.estimate, unit, text)),
        ("window", text(f"measures.window.{use.measure.window}")),
        ("interval", text(f"measures.interval.{use.measure.interval}")),
        ("source", values.source(use.measure, text)),
        ("goalposts", values.scale(use.goalposts, unit, text)),
        ("reason", literal(text.pick(use.reason))),
        ("grade", text(f"common.grade.{use.grade}")),
        (
            "evidence",
            text(
                "supers.thresholds",
                badge=text(f"common.badge.{one.badge}"),
                indicative=fmt.count(use.n_indicative, text.lang),
                sound=fmt.count(use.n_sound, text.lang),
            ),
        ),
    ]
    if _is_read(use) and found.lexicon:
        told.append(("words", text("lexicon.read_by", id=found.lexicon)))
    need = "" if one.score is not None else unlocked_by(use.measure, found.manifest)
    if need:
        told.append(("unlock", text("supers.unlock", sheet=values.need_name(need, text))))
    elif one.score is None and one.estimate.n and _is_read(use):
        n = fmt.count(one.estimate.n, text.lang)
        told.append(("unlock", text("lexicon.too_few", n=n, floor=fmt.count(FLOOR, text.lang))))
    elif one.score is None and one.estimate.value is not None:
        told.append(("unlock", text("supers.too_few", n=fmt.count(one.estimate.n, text.lang))))
    elif one.score is None and one.estimate.n and use.measure.voice == "customers":
        told.append(("unlock", text("supers.doubted", n=fmt.count(one.estimate.n, text.lang))))
    return [(text(f"supers.fact.{name}"), content) for name, content in told]


def _is_read(use: MeasureUse) -> bool:
    """Whether words decide what a measure says."""
    return use.measure.take is voice_share


def sql_of(use: MeasureUse, asked: Filters) -> str:
    """The SQL behind the number, what was asked of it above as comments."""
    return sql_with(use.measure.query, {**asked.params(), **use.measure.params})


def sql_with(query: str, given: Mapping[str, object]) -> str:
    """A query, what it is asked above it as comments."""
    wanted = engine.parameters(query)
    lines = [f"-- ${name} = {_literal(given[name])}" for name in sorted(wanted & given.keys())]
    return "\n".join([*lines, engine.sql(query).strip()])


def _literal(value: object) -> str:
    """A parameter as SQL writes it."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(_literal(one) for one in value)}]"
    written = value.isoformat() if isinstance(value, date) else str(value)
    return written if isinstance(value, int) else "'{}'".format(written.replace("'", "''"))


def rows_title(before: int, count: int, text: Text) -> str:
    """Which of the rows behind a number are on screen."""
    if not count:
        return text("supers.rows_none")
    first, last = (fmt.count(place, text.lang) for place in (before + 1, before + count))
    return text("supers.rows_title", first=first, last=last)


def citation(one: MeasureScore, use: MeasureUse, found: Assessment, text: Text) -> str:
    """One line to paste beside the number: what, value, n, data, as-of day, and the words that
    texts were read by."""
    cited = text(
        "supers.citation",
        measure=values.measure_name(use, text),
        value=values.spoken(one.estimate, use.measure.unit, text),
        as_of=fmt.day(_as_of(found), text.lang),
        fingerprint=found.manifest.fingerprint[:12],
        definition=provenance.definition(found, text),
    )
    return text("lexicon.cited", cited=cited, id=found.lexicon) if _is_read(use) else cited


def _as_of(found: Assessment) -> date:
    return date.fromisoformat(found.manifest.about["as_of"])


def row_headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """Readable headers for the rows behind a number."""
    return {column: text(f"supers.row.{column}") for column in frame.columns}
