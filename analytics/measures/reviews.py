"""How kindly reviews and answers judge a super in their own words, read by a word list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import store as review_store
from analytics.feedback.reviews.mention_counts import FLOOR
from analytics.measures import people
from analytics.measures.base import measure
from analytics.stats.intervals import Estimate, wilson_at
from analytics.view import View

if TYPE_CHECKING:
    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.measures.people import Numbers


def _writing(view: View) -> Numbers | None:
    judged: pl.DataFrame = view.remember("voice", lambda: _judged(view))
    if "replicate" not in judged.columns:
        return None
    own = judged.filter(pl.col("dimension") == view.options["dimension"])
    return people.ratio(own, pl.col("kind"), pl.col("texts"))


@measure(
    unit="share",
    bounds=(0.0, 1.0),
    needs=("feedback.text",),
    window="answers",
    interval="wilson_people",
    source="Kish 1965, Survey Sampling; Hu and Liu 2004, KDD '04",
    is_own=True,
    query="feedback/review_rows",
    rows="evidence/feedback",
    people=_writing,
)
def voice_share(view: View) -> Estimate:
    """Of the texts that judge the super named by the option `dimension`, the share that judges it
    kindly. A text counts once, however often it does so; one that leaves it open does not count.

    Wilson limits at Kish's effective number of people: all that one customer wrote may be one
    opinion, so it is taken as one. n is the people. Below 30 of them there is no value: the reading
    itself errs too often for fewer.

    The first time the texts of a version are read, some 15,000 a second (a million take more than a
    minute on one core); later ones find the reading kept beside the version. Held the truth of 900
    simulated brands 95.4 to 96.2 % of the time.
    """
    judged: pl.DataFrame = view.remember("voice", lambda: _judged(view))
    own = judged.filter(pl.col("dimension") == view.options["dimension"])
    if own.height < FLOOR:
        return Estimate(None, None, None, own.height)
    texts = float(own["texts"].sum())
    share, people = float(own["kind"].sum()) / texts, texts**2 / float((own["texts"] ** 2).sum())
    return wilson_at(share, people, own.height)


def words_of(view: View) -> str:
    """The id of the word list that the texts of a dataset are read by; "" without a text."""
    return words.id if (words := _words(view)) else ""


def _words(view: View) -> Lexicon | None:
    def find() -> Lexicon | None:
        if not view.manifest.has("feedback"):
            return None
        if not lexicon_store.has_texts(view.store, view.manifest.version):
            return None
        return lexicon_store.fitted(view.store, view.manifest.version, view.lexicon)

    lexicon: Lexicon | None = view.remember("lexicon", find)
    return lexicon


def _judged(view: View) -> pl.DataFrame:
    words = _words(view)
    if words is None:
        return pl.DataFrame(schema={"dimension": pl.String, "texts": pl.Float64, "kind": pl.UInt32})
    mentions = review_store.polarities(view.store, view.manifest.version, words)
    writers = view.rows("feedback/review_rows")
    groups = people.rows(view, "measures/replicate_responses")
    return by_person(mentions, writers if groups is None else writers.join(groups, on="row"))


def by_person(mentions: pl.DataFrame, writers: pl.DataFrame) -> pl.DataFrame:
    """One row per dimension and person: texts that judge it, and how many of them are kind.

    `mentions`: row, dimension and polarity; `writers`: row and customer_id, of the rows that count,
    and `replicate`, their group, where there is one. A text without a customer_id counts as one
    person.
    """
    group = [pl.col("replicate").first()] if "replicate" in writers.columns else []
    is_kind = pl.col("polarity").cast(pl.String) == "positive"
    return (
        mentions.filter(pl.col("polarity").cast(pl.String) != "unclear")
        .join(writers, on="row")
        .group_by(
            pl.col("dimension").cast(pl.String),
            "customer_id",
            pl.when(pl.col("customer_id").is_null()).then("row").alias("nobody"),
        )
        .agg(pl.len().cast(pl.Float64).alias("texts"), is_kind.sum().alias("kind"), *group)
    )
