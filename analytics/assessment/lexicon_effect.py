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
from analytics.view import View

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.filters import Filters
    from analytics.storage.versions import Store

MOST = 5_000
"""Texts read twice while a person waits; of more, evenly spaced ones."""


@dataclass(frozen=True)
class Effect:
    """`hits`: one row per term that is new or changed: term, reviews that hold it, share,
    is_common, quotes. `heard`: one row per dimension: mentions and net before and after.
    `before`, `after`:
    who judges which super how, as `measures.voice` counts it. `texts` were read of `of`."""

    hits: pl.DataFrame
    heard: pl.DataFrame
    before: pl.DataFrame
    after: pl.DataFrame
    texts: int
    of: int


def packed(rows: pl.DataFrame) -> str:
    """A list's rows as one text, for keys of answers."""
    return json.dumps(lexicon_store.tidy(rows).rows())


def effect(store: Store, version: str, asked: tuple[Filters, str, str]) -> Effect:
    """What the rows `asked` for (filters, id of the list in use, `packed` rows) would change.

    Each text is read twice, so of many only MOST are taken, the same each time. Without a text
    everything is empty. The rows must be free of what `checks.problems` calls fatal.
    """
    filters, saved, rows = asked
    own = pl.DataFrame(json.loads(rows), schema=lexicon_store.SCHEMA, orient="row")
    written = readings.feedback(store, version, filters).filter(pl.col("text") != "")
    taken = written.gather_every(max(1, -(-written.height // MOST)))
    now = lexicon_store.fitted(store, version, saved)
    then = lexicon_store.fitted(store, version, "")
    then = lexicon.with_rows(then, own) if own.height else then
    known = lexicon_store.find(store, saved).rows
    new = own.join(
        known, on=lexicon_store.COLUMNS, how="anti", nulls_equal=True, maintain_order="left"
    )
    before, after = reading.read(taken, now), reading.read(taken, then)
    people = store.run("feedback/review_rows", version, **filters.params())
    return Effect(
        checks.hits(taken, new.unique("term", maintain_order=True)),
        checks.heard(before, after),
        by_person(before.mentions, people),
        by_person(after.mentions, people),
        taken.height,
        written.height,
    )


def scores(found: Assessment, store: Store, what: Effect) -> pl.DataFrame:
    """One row per super that reviews speak for: key, share, share_after (of texts that judge it,
    those that do so kindly), score, score_after; null where too few speak of it.

    Both sides rest on the texts that were read for the effect, not on all.
    """
    rows = []
    for one in found.definition.supers:
        if any(use.measure.take is voice_share for use in one.measures):
            old, new = (_super(found, store, one.key, side) for side in (what.before, what.after))
            rows.append((one.key, old[0], new[0], old[1], new[1]))
    names = ("share", "share_after", "score", "score_after")
    schema = {"key": pl.String, **dict.fromkeys(names, pl.Float64)}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _super(
    found: Assessment, store: Store, key: str, judged: pl.DataFrame
) -> tuple[float | None, float | None]:
    """The share of kind texts and the score of a super with these texts in place of all."""
    view = View(store, found.manifest, found.filters, memo={"voice": judged})
    was, share = found.super_score(key), None
    measures = []
    for use, kept in zip(found.super_of(key).measures, was.measures, strict=True):
        if use.measure.take is voice_share:
            taken = voice_share(replace(view, options=use.options))
            share, kept = taken.value, score_use(use, taken)  # noqa: PLW2901
        measures.append(kept)
    return share, score_super(key, was.weight, measures).score
