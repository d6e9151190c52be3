"""The Nine supers page: one super with its measures, their rows and their SQL."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import super_unlocked_by, unlocked_by
from analytics.assessment.voices import QUESTION
from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.feedback.sources import MEASURED
from analytics.measures.efficacy import same_product_again
from analytics.measures.reviews import voice_share
from analytics.repurchase.caveats import is_dearest_only
from analytics.schema import CHOICES, source_params
from analytics.storage import engine
from ui import format as fmt
from ui import values
from ui.text import literal
from ui.views.feedback import sources
from ui.views.shared import provenance
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.feedback.sources import SourceCounts
    from analytics.filters import Filters
    from analytics.scoring.scoring import MeasureScore, SuperScore
    from ui.text import Text

CODED = {
    "source": "voice.source.",
    "disappointed": "survey.parts.",
    "referrer_kind": "common.referrer_kind_",
}
"""Columns of codes in the rows behind a number, and where the words for them stand."""


def overview(assessment: Assessment, text: Text) -> pl.DataFrame:
    """One row per super: name, score, interval, evidence."""
    rows = [
        (
            text.pick(assessment.super_of(super_.key).name),
            None if super_.score is None else round(super_.score),
            fmt.interval(super_.low, super_.high, text.lang),
            text(f"common.badge.{super_.badge}")
            if super_.score is not None
            else text("common.unassessed"),
        )
        for super_ in assessment.supers
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
            "label": values.measure_name(uses[measure.key], text),
            "score": measure.score,
            "low": measure.low,
            "high": measure.high,
            "badge": measure.badge,
            "grade": measure.grade,
            "value_text": values.value(
                measure.estimate.value, uses[measure.key].measure.unit, text
            ),
            "weight": measure.weight,
            "n": measure.estimate.n,
        }
        for measure in score.measures
    ]
    types = dict.fromkeys(("score", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema_overrides=types)


def sentence(score: SuperScore, definition: Super, assessment: Assessment, text: Text) -> str:
    """The super's score with its best and its worst measure, or why it is unassessed."""
    name = text.pick(definition.name)
    if score.score is None:
        return _open_sentence(score, definition, name, assessment, text)
    scored = score.counted
    best = max(scored, key=lambda measure: measure.score or 0.0)
    worst = min(scored, key=lambda measure: measure.score or 0.0)
    uses = {use.key: use for use in definition.measures}
    key = "supers.sentence_one" if len(scored) == 1 else "supers.sentence"
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


def _open_sentence(
    score: SuperScore, definition: Super, name: str, assessment: Assessment, text: Text
) -> str:
    """Why a super is unassessed: nothing measured, or a hint only; and what to add."""
    need = super_unlocked_by(definition, score, assessment.manifest)
    sheet = values.need_name(need, text) if need else ""
    if score.hint is None:
        return text("supers.unassessed" if need else "supers.filtered_out", name=name, sheet=sheet)
    sentence = text(
        "supers.hinted" if need else "supers.hinted_only",
        name=name,
        sheet=sheet,
        count=len(score.counted),
        all=sum(use.weight > 0 for use in definition.measures),
    )
    keys = {measure.key for measure in score.counted}
    is_asked_alone = all(
        use.measure.key == QUESTION for use in definition.measures if use.key in keys
    )
    return joined([sentence, text("supers.asked")], text) if is_asked_alone else sentence


def costliest(score: SuperScore) -> str | None:
    """Key of the measure that costs its super most points, to open first; None without a score."""
    scored = [measure for measure in score.measures if measure.score is not None]
    lost = {measure.key: measure.weight * (100.0 - (measure.score or 0.0)) for measure in scored}
    return max(lost, key=lambda key: lost[key]) if lost else None


def facts(
    measure: MeasureScore,
    use: MeasureUse,
    assessment: Assessment,
    counts: Sequence[SourceCounts],
    text: Text,
) -> list[tuple[str, str]]:
    """Label and content of every fact behind one measure's number; `counts` by source of
    feedback say who was counted in those of feedback."""
    unit = use.measure.unit
    pairs = [
        ("formula", values.formula(use.measure, text)),
        ("value", values.spoken(measure.estimate, unit, text)),
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
                badge=text(f"common.badge.{measure.badge}"),
                indicative=fmt.count(use.n_indicative, text.lang),
                sound=fmt.count(use.n_sound, text.lang),
            ),
        ),
    ]
    if counted := _counted(use, counts, text):
        pairs.append(("counted", counted))
    if use.measure.take is same_product_again and is_dearest_only(assessment.manifest):
        pairs.append(("caveat", text("doubts.dearest_only")))
    if _is_read(use) and assessment.lexicon:
        pairs.append(("words", text("lexicon.read_by", id=assessment.lexicon)))
    need = "" if measure.score is not None else unlocked_by(use.measure, assessment.manifest)
    if need:
        pairs.append(("unlock", text("supers.unlock", sheet=values.need_name(need, text))))
    elif measure.score is None and measure.estimate.n and _is_read(use):
        n = fmt.count(measure.estimate.n, text.lang)
        pairs.append(("unlock", text("lexicon.too_few", n=n, floor=fmt.count(FLOOR, text.lang))))
    elif measure.score is None and measure.estimate.value is not None:
        pairs.append(("unlock", text("supers.too_few", n=fmt.count(measure.estimate.n, text.lang))))
    elif measure.score is None and measure.estimate.n and use.measure.voice == "customers":
        pairs.append(("unlock", text("supers.doubted", n=fmt.count(measure.estimate.n, text.lang))))
    return [(text(f"supers.fact.{name}"), content) for name, content in pairs]


def _counted(use: MeasureUse, counts: Sequence[SourceCounts], text: Text) -> str:
    if use.measure.key not in MEASURED:
        return ""
    return sources.sentence(counts, *MEASURED[use.measure.key], text)


def _is_read(use: MeasureUse) -> bool:
    """Whether the measure is read from texts by a word list."""
    return use.measure.take is voice_share


def sql_of(use: MeasureUse, filters: Filters) -> str:
    """The SQL behind the number, with its parameters above it as comments."""
    return sql_with(use.measure.query, {**filters.params(), **use.measure.params})


def sql_with(query: str, params: Mapping[str, object]) -> str:
    """A query's SQL, with its parameters above it as comments."""
    values = {**source_params(), **params}
    names = engine.parameters(query) & values.keys()
    lines = [f"-- ${name} = {_literal(values[name])}" for name in sorted(names)]
    return "\n".join([*lines, engine.sql(query).strip()])


def _literal(value: object) -> str:
    """A parameter as an SQL literal."""
    if value is None:
        return "null"
    if isinstance(value, list):
        return f"[{', '.join(_literal(element) for element in value)}]"
    written = value.isoformat() if isinstance(value, date) else str(value)
    return written if isinstance(value, int) else "'{}'".format(written.replace("'", "''"))


def rows_title(before: int, count: int, text: Text) -> str:
    """Which of the rows behind a number are shown; `before`: how many precede them."""
    if not count:
        return text("supers.rows_none")
    first, last = (fmt.count(place, text.lang) for place in (before + 1, before + count))
    return text("supers.rows_title", first=first, last=last)


def citation(measure: MeasureScore, use: MeasureUse, assessment: Assessment, text: Text) -> str:
    """One line to paste beside the number: measure, value, n, data, as-of day, and the word list
    where texts were read."""
    line = text(
        "supers.citation",
        measure=values.measure_name(use, text),
        value=values.spoken(measure.estimate, use.measure.unit, text),
        as_of=fmt.day(_as_of(assessment), text.lang),
        fingerprint=assessment.manifest.fingerprint[:12],
        definition=provenance.definition(assessment, text),
    )
    return text("lexicon.cited", cited=line, id=assessment.lexicon) if _is_read(use) else line


def _as_of(assessment: Assessment) -> date:
    return date.fromisoformat(assessment.manifest.about["as_of"])


def row_words(frame: pl.DataFrame, text: Text) -> pl.DataFrame:
    """The rows behind a number with their codes in words."""
    coded = [column for column in CODED if column in frame.columns]
    return frame.with_columns(
        pl.col(column).replace({code: text(f"{CODED[column]}{code}") for code in CHOICES[column]})
        for column in coded
    )


def row_headers(frame: pl.DataFrame, text: Text) -> dict[str, str]:
    """Readable headers for the rows behind a number."""
    return {column: text(f"supers.row.{column}") for column in frame.columns}
