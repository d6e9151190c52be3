"""The summary of one version's reviews through the shared filters: sums and a few quotes.

Whatever grows with the number of reviews stays in `store`; a summary is small.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon.lexicon import DIMENSIONS
from analytics.feedback.reviews import (
    clean,
    honesty,
    mention_counts,
    pain_points,
    quotes,
    reading,
)
from analytics.feedback.reviews import store as review_store
from analytics.feedback.reviews.clean import plain
from analytics.filters import Filters
from analytics.stats.intervals import Estimate, wilson

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.feedback.reviews.reading import Reading
    from analytics.storage.versions import Store

ALL = "all"
"""Stands beside the dimensions for whole reviews."""
GROUPINGS = ("product", "channel", "rating", "source")
GROUPS = 12
DISPUTED = 200
TEMPLATES = 20
CUT = 600
COUNTED = 60_000
"""Most judged mentions that words are counted in: more change no word's rank, and take memory."""
READING_SHARE, ADDING_SHARE = 0.8, 0.9
"""Progress (0-1) reported when all is read, and when adding up begins."""


@dataclass(frozen=True)
class ReviewQuery:
    """Which reviews, read by which word list (its id; `words` is the list itself), and whether
    those with a sign of being arranged are left out (`is_without`)."""

    filters: Filters = Filters()
    lexicon: str = ""
    is_without: bool = False
    words: Lexicon | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True)
class ReviewSummary:
    """What the reviews say.

    `overall`: see `mention_counts.overall`; `languages`: reviews read by language; `garbled`:
    reviews with signs of a wrong encoding. `dimensions`, `topics`: see `mention_counts`. `quotes`:
    see `quotes.typical`, with the columns PLACED. `pains`, `delights`: see `pain_points.telling`;
    `emerging`: those of the month `emerging_on`; `counted` is the share of clauses they were
    counted in. `months`, `groups`: one row per dimension (`all` for whole reviews) and period, by
    grouping. `disputed`: one row per review whose stars and text disagree, at most DISPUTED;
    `disputes` is their share of the reviews whose stars and text both take a side. `signs`: see
    `honesty`, without its flags; `templates`, `shared`: see `honesty`; `effect`: one row per
    dimension with net over all reviews (`net_all`) and over those without a sign (`net_without`);
    `flagged`: the number of reviews with a sign.
    """

    lexicon: Lexicon
    overall: dict[str, int]
    languages: dict[str, int]
    garbled: int
    dimensions: pl.DataFrame
    topics: pl.DataFrame
    quotes: pl.DataFrame
    pains: pl.DataFrame
    delights: pl.DataFrame
    emerging: pl.DataFrame
    emerging_on: date | None
    counted: float
    months: pl.DataFrame
    groups: dict[str, pl.DataFrame]
    disputed: pl.DataFrame
    disputes: Estimate
    signs: honesty.Honesty
    templates: pl.DataFrame
    shared: Estimate
    effect: pl.DataFrame
    flagged: int


PLACED = ("rating", "rating_max", "submitted_at", "channel", "sku")


def summarise(
    store: Store,
    version: str,
    query: ReviewQuery,
    say: Callable[[float], None] = reading.no_progress,
) -> ReviewSummary:
    """What the reviews of a version say; no reviews give zeros and empty frames."""
    read = review_store.read(store, version, query.words, lambda share: say(READING_SHARE * share))
    feedback = review_store.feedback(store, version, query.filters).with_columns(
        pl.col("row").cast(pl.UInt32)
    )
    whole = _within(read, feedback.select("row"))
    signs = honesty.report(feedback)
    honest = _honest(whole, signs)
    say(ADDING_SHARE)
    in_scope = honest if query.is_without else whole
    return _summary(in_scope, feedback, signs, _effect(whole, honest), whole)


def reading_of(
    store: Store,
    version: str,
    query: ReviewQuery,
    say: Callable[[float], None] = reading.no_progress,
) -> Reading:
    """The reading of the reviews that a query selects."""
    read = review_store.read(store, version, query.words, say)
    feedback = review_store.feedback(store, version, query.filters)
    whole = _within(read, feedback.select("row"))
    return _honest(whole, honesty.report(feedback)) if query.is_without else whole


def _honest(whole: Reading, signs: honesty.Honesty) -> Reading:
    is_flagged = pl.col("is_repeated") | pl.col("is_paid")
    return _within(whole, signs.flags.filter(~is_flagged).select("row"))


def _within(read: Reading, rows: pl.DataFrame) -> Reading:
    keys = rows.with_columns(pl.col("row").cast(pl.UInt32))
    return replace(
        read,
        reviews=read.reviews.join(keys, on="row", how="semi", maintain_order="left"),
        mentions=read.mentions.join(keys, on="row", how="semi", maintain_order="left"),
    )


def _summary(
    in_scope: Reading,
    feedback: pl.DataFrame,
    signs: honesty.Honesty,
    effect: pl.DataFrame,
    whole: Reading,
) -> ReviewSummary:
    overall: dict[str, int] = mention_counts.overall(in_scope).to_dicts()[0]
    judgements, mentions = spoken(in_scope), in_scope.mentions
    months = feedback.select("row", period=pl.col("month_on"))
    counted, share = _evenly(mentions)
    latest = _latest(counted, months)
    return ReviewSummary(
        lexicon=in_scope.lexicon,
        overall=overall,
        languages={lang: int((in_scope.reviews["kind"] == lang).sum()) for lang in clean.READ},
        garbled=int(feedback.select(clean.is_garbled(pl.col("text")).sum()).item()),
        dimensions=mention_counts.by_dimension(mentions, overall["analysed"]),
        topics=mention_counts.by_topic(mentions),
        quotes=_placed(quotes.typical(mentions), feedback),
        pains=pain_points.distinctive_words(counted, "negative"),
        delights=pain_points.distinctive_words(counted, "positive"),
        emerging=pain_points.emerging(counted, months, latest)
        if latest
        else pain_points.distinctive_words(counted[:0]),
        emerging_on=latest,
        counted=share,
        months=mention_counts.by_period(judgements, months),
        groups={by: _grouped(judgements, feedback, by) for by in GROUPINGS},
        disputed=_disputed(in_scope, feedback),
        disputes=_disputes(in_scope),
        signs=replace(signs, flags=signs.flags.head(0)),
        templates=honesty.templated(whole.mentions).head(TEMPLATES),
        shared=honesty.shared(whole.mentions),
        effect=effect,
        flagged=int((signs.flags["is_repeated"] | signs.flags["is_paid"]).sum()),
    )


def spoken(read: Reading) -> pl.DataFrame:
    """One row per review and dimension it judges, and one with the dimension `all` for the review
    itself: row, dimension, polarity."""
    mentions = read.mentions.select("row", pl.col("dimension").cast(pl.String), "polarity")
    reviews = read.reviews.filter(pl.col("sentiment").is_not_null()).select(
        "row", pl.lit(ALL).alias("dimension"), pl.col("sentiment").alias("polarity")
    )
    return pl.concat([mentions, reviews])


def _grouped(judgements: pl.DataFrame, feedback: pl.DataFrame, by: str) -> pl.DataFrame:
    """Counts and net by dimension and group, the GROUPS largest; `period` names the group."""
    values = {
        "product": pl.col("sku"),
        "channel": pl.col("channel"),
        "source": pl.col("source"),
        "rating": stars().cast(pl.String),
    }
    named = feedback.select("row", period=values[by].cast(pl.String)).drop_nulls()
    largest = named.group_by("period").len().sort(["len", "period"], descending=[True, False])
    return mention_counts.by_period(
        judgements, named.join(largest.head(GROUPS), on="period", how="semi")
    )


def stars() -> pl.Expr:
    """Whole stars of five, whatever the scale."""
    five = pl.col("rating").cast(pl.Float64) / pl.col("rating_max").cast(pl.Float64) * 5
    return five.round().clip(1, 5).cast(pl.Int64)


def _evenly(mentions: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Judged mentions of evenly chosen reviews, and the share they are."""
    judged = mentions.filter(pl.col("polarity") != "unclear")
    step = -(-judged.height // COUNTED) or 1
    sample = judged if step == 1 else judged.filter(pl.col("row") % step == 0)
    return sample, sample.height / judged.height if judged.height else 1.0


def _latest(mentions: pl.DataFrame, months: pl.DataFrame) -> date | None:
    """The last month with mentions before the running one; None with fewer than three months."""
    dated = months.join(mentions.select("row").unique(), on="row", how="semi")[
        "period"
    ].drop_nulls()
    ordered = dated.unique().sort().to_list()
    return ordered[-2] if len(ordered) > 2 else None  # noqa: PLR2004


def _placed(quoted: pl.DataFrame, feedback: pl.DataFrame) -> pl.DataFrame:
    return quoted.join(feedback.select("row", *PLACED), on="row", how="left", maintain_order="left")


def _disputed(read: Reading, feedback: pl.DataFrame) -> pl.DataFrame:
    """row, score, sentiment of the stars, text (cut to CUT characters) and PLACED."""
    disputed = mention_counts.disputed(read).head(DISPUTED).select("row", "score", "sentiment")
    texts = feedback.select("row", plain(pl.col("text")).str.slice(0, CUT), *PLACED)
    return disputed.join(texts, on="row", how="left", maintain_order="left")


def _disputes(read: Reading) -> Estimate:
    """The share of disagreement among reviews whose stars and text both take a side."""
    both = read.reviews.filter(
        (pl.col("by") == "stars")
        & (pl.col("sentiment") != "unclear")
        & (pl.col("score").abs() >= reading.UNCLEAR)
    )
    return wilson(int(both["is_disputed"].sum()), both.height)


def _effect(whole: Reading, honest: Reading) -> pl.DataFrame:
    """dimension, n_all, net_all, n_without, net_without, `all` first."""
    effect = pl.DataFrame({"dimension": [ALL, *DIMENSIONS]})
    for name, read in (("all", whole), ("without", honest)):
        judged = (pl.col("positive") + pl.col("negative")).alias(f"n_{name}")
        counted = mention_counts.net_of(spoken(read), ["dimension"]).select(
            "dimension", judged, pl.col("net").alias(f"net_{name}")
        )
        effect = effect.join(counted, on="dimension", how="left", maintain_order="left")
    return effect
