"""What a word list would change in a dataset before it is saved: hits, quotes, scores."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment.assessment import score_use
from analytics.feedback.lexicon import checks, lexicon
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import reading
from analytics.feedback.reviews import store as readings
from analytics.measures.reviews import by_person, voice_share
from analytics.scoring.scoring import score_super
from analytics.view import Memo, View

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.filters import Filters
    from analytics.storage.versions import Store

MOST = 5_000
"""Texts read twice while a person waits; of more, evenly spaced ones."""


@dataclass(frozen=True)
class Effect:
    """The effect of a word list on one dataset.

    `hits`: one row per new or changed term: term, reviews that hold it, share, is_common, quotes.
    `heard`: one row per dimension: mentions and net before and after. `before`, `after`: one row
    per judgement of a super by a person, as `measures.reviews` counts it. `texts`: how many were
    read, out of `of`.
    """

    hits: pl.DataFrame
    heard: pl.DataFrame
    before: pl.DataFrame
    after: pl.DataFrame
    texts: int
    of: int


def packed(rows: pl.DataFrame) -> str:
    """A word list's rows as one JSON text, for cache keys."""
    return json.dumps(lexicon_store.tidy(rows).rows())


def effect(store: Store, version: str, request: tuple[Filters, str, str]) -> Effect:
    """What a word list would change; `request`: filters, id of the list in use, `packed` rows.

    Each text is read twice, so of many only MOST are taken, the same each time. Without a text
    everything is empty. The rows must be free of what `checks.problems` calls fatal.
    """
    filters, saved, rows = request
    own = pl.DataFrame(json.loads(rows), schema=lexicon_store.SCHEMA, orient="row")
    written = readings.feedback(store, version, filters).filter(pl.col("text") != "")
    taken = written.gather_every(max(1, -(-written.height // MOST)))
    now = lexicon_store.fitted(store, version, saved)
    then = lexicon_store.fitted(store, version, "")
    then = lexicon.with_rows(then, own) if own.height else then
    saved_rows = lexicon_store.find(store, saved).rows
    new = own.join(
        saved_rows, on=lexicon_store.COLUMNS, how="anti", nulls_equal=True, maintain_order="left"
    )
    before, after = reading.read(taken, now), reading.read(taken, then)
    people = store.run("feedback/review_rows", version, **filters.params())
    return Effect(
        checks.hits(taken, new.unique("term", maintain_order=True)),
        checks.dimension_changes(before, after),
        by_person(before.mentions, people),
        by_person(after.mentions, people),
        taken.height,
        written.height,
    )


def scores(assessment: Assessment, store: Store, word_effect: Effect) -> pl.DataFrame:
    """One row per super with a measure of reviews: key, share and share_after (0-1, kind texts of
    those that judge it), score, score_after; null where too few texts judge it.

    Both sides rest on the texts that were read for the effect, not on all.
    """
    rows = []
    for super_ in assessment.definition.supers:
        if any(use.measure.take is voice_share for use in super_.measures):
            old, new = (
                _super(assessment, store, super_.key, side)
                for side in (word_effect.before, word_effect.after)
            )
            rows.append((super_.key, old[0], new[0], old[1], new[1]))
    names = ("share", "share_after", "score", "score_after")
    schema = {"key": pl.String, **dict.fromkeys(names, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _super(
    assessment: Assessment, store: Store, key: str, judged: pl.DataFrame
) -> tuple[float | None, float | None]:
    """The share of kind texts (0-1) and the score of a super from these judgements alone."""
    view = View(store, assessment.manifest, assessment.filters, memo=Memo({"voice": judged}))
    score, share = assessment.super_score(key), None
    measures = []
    for use, measure in zip(assessment.super_of(key).measures, score.measures, strict=True):
        if use.measure.take is voice_share:
            estimate = voice_share(replace(view, options=use.options))
            share, measure = estimate.value, score_use(use, estimate)  # noqa: PLW2901
        measures.append(measure)
    return share, score_super(key, score.weight, measures).score
