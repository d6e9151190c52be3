"""Which words set complaints apart: weighted log-odds with an informative prior.

Monroe, Colaresi and Quinn, "Fightin' Words" (2008), equations 15, 16 and 22. A word's prior is how
often it stands in all clauses, so that a rare word needs more than luck to come up. Counted are the
reviews that hold a word, not how often, so that one angry page does not make a topic.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.feedback.lexicon.lexicon import marks
from analytics.feedback.reviews.clean import folded

if TYPE_CHECKING:
    from collections.abc import Mapping

PRIOR = 0.1
"""What the prior is worth, as a share of all words counted."""
LEAST_COUNT = 3
LEAST_Z = 1.96
QUOTES = 3
SPARE = 5
"""Candidates per word that is returned: pieces of words fall away."""
MOSTLY = 0.7
OFTEN = 0.4
"""The share of a word's reviews at which two English words stand for the one."""
REACH = 5
GRAM = (2, 3, 4)
ENDING = re.compile(r"(?<=\w{3})(?:ing|ed|es|(?<!s)s)$")
HAN_RUN = r"\p{Han}{2,}"
LATIN_WORD = r"[a-z][a-z']{2,}"
LATIN_PIECE = r"[a-z][a-z']*|[^\sa-z']"
"""Words and what stands between them, so that no phrase goes over a comma."""


def distinctive_words(
    mentions: pl.DataFrame, side: str = "negative", most: int = 20
) -> pl.DataFrame:
    """One row per telling word, the clearest first: term, phrase (the term with what stands beside
    it nearly always), dimension and topic it stands with most, count (reviews of that side), other
    (reviews of the other side), z, quotes (at most QUOTES).

    `side` is `negative` for pain points and `positive` for delights. A word is listed when it
    stands in LEAST_COUNT reviews and its z is at least 1.96. No such word gives an empty frame.
    """
    counted = _counts(mentions, side)
    ranked = (
        counted.filter((pl.col("count") >= LEAST_COUNT) & (pl.col("z") >= LEAST_Z))
        .sort(["z", "count", "term"], descending=[True, True, False])
        .head(most * SPARE)
    )
    on_side = mentions.filter(pl.col("polarity") == side)
    return _quoted(_widest(ranked).head(2 * most), on_side).head(most)


def emerging(
    mentions: pl.DataFrame, periods: pl.DataFrame, period: date | str | int, most: int = 10
) -> pl.DataFrame:
    """One row per word that negative clauses of `period` hold more than those before: columns as
    `telling`. `periods` holds the period of each row (`row, period`)."""
    dated = mentions.filter(pl.col("polarity") == "negative").join(
        periods.with_columns(pl.col("row").cast(pl.UInt32)), on="row"
    )
    now = dated.filter(pl.col("period") <= period).with_columns(
        pl.when(pl.col("period") == period)
        .then(pl.lit("negative"))
        .otherwise(pl.lit("positive"))
        .alias("polarity")
    )
    return distinctive_words(now, "negative", most)


def words(clauses: pl.DataFrame) -> pl.DataFrame:
    """One row per row and word of `row, clause`: runs of 2-4 Han characters, Latin words and two
    of these in a row."""
    even = clauses.select("row", folded(pl.col("clause")).alias("clause"))
    latin = even.select("row", pl.col("clause").str.extract_all(LATIN_WORD).alias("term"))
    runs = even.select("row", pl.col("clause").str.extract_all(HAN_RUN).alias("run")).explode(
        "run", empty_as_null=False
    )
    wide = runs.with_columns(pl.col("run").str.len_chars().alias("length"))
    edges = f"[{marks()['weak_edges']}]"
    edged = f"^{edges}|{edges}$"
    parts = [
        latin.explode("term", empty_as_null=False).filter(
            ~pl.col("term").is_in(marks()["stop_words"])
        ),
        _pairs(even),
    ]
    for size in GRAM:
        grams = (
            wide.filter(pl.col("length") >= size)
            .with_columns(pl.int_ranges(0, pl.col("length") - size + 1).alias("at"))
            .explode("at")
            .select("row", pl.col("run").str.slice(pl.col("at"), size).alias("term"))
        )
        is_word = ~pl.col("term").str.contains(edged) & ~pl.col("term").is_in(marks()["stop_words"])
        parts.append(grams.filter(is_word))
    return pl.concat(parts).unique()


def _pairs(even: pl.DataFrame) -> pl.DataFrame:
    """Two Latin words that follow each other; one of them may be a stop word of `before_latin` or
    `after_latin`."""
    stops, before, after = (marks()[name] for name in ("stop_words", "before_latin", "after_latin"))
    pieces = (
        even.select("row", pl.col("clause").str.extract_all(LATIN_PIECE).alias("first"))
        .with_row_index("at")
        .explode("first", empty_as_null=False)
        .with_columns(pl.col("first").shift(-1).over("at").alias("second"))
    )
    is_allowed = [
        (pl.col(name).str.contains(f"^{LATIN_WORD}$") & ~pl.col(name).is_in(stops))
        | pl.col(name).is_in(allowed)
        for name, allowed in (("first", before), ("second", after))
    ]
    # Two stop words together say nothing.
    is_pair = (
        is_allowed[0]
        & is_allowed[1]
        & ~(pl.col("first").is_in(before) & pl.col("second").is_in(after))
    )
    return pieces.filter(is_pair).select(
        "row", pl.concat_str("first", pl.lit(" "), "second").alias("term")
    )


def _counts(mentions: pl.DataFrame, side: str) -> pl.DataFrame:
    """One row per word: count, other, z of the difference of log-odds."""
    judged = mentions.filter(pl.col("polarity") != "unclear")
    own_counts = words(judged.filter(pl.col("polarity") == side)).group_by("term").len("count")
    other_counts = words(judged.filter(pl.col("polarity") != side)).group_by("term").len("other")
    both = own_counts.join(other_counts, on="term", how="left").with_columns(
        pl.col("count").cast(pl.Float64), pl.col("other").fill_null(0).cast(pl.Float64)
    )
    total, rest = (
        float(int(counts.sum())) for counts in (own_counts["count"], other_counts["other"])
    )
    every = pl.col("count") + pl.col("other")
    prior, prior_total = PRIOR * every, PRIOR * (total + rest)
    here, there = pl.col("count") + prior, pl.col("other") + prior
    odds = (here / (total + prior_total - here)).log() - (
        there / (rest + prior_total - there)
    ).log()
    return both.with_columns((odds / (1 / here + 1 / there).sqrt()).alias("z"))


def _widest(ranked: pl.DataFrame) -> pl.DataFrame:
    """Without pieces of words: a longer term that most of the same reviews hold replaces them, and
    a term that overlaps a clearer one is dropped unless it replaces another."""
    counts = dict(ranked.select("term", "count").iter_rows())
    wholes = {term: _wholes(term, counts) for term in counts}
    heirs = {whole for longer in wholes.values() for whole in longer if " " in whole}
    terms: list[str] = []
    for term, longer in wholes.items():
        is_covered = any(_is_within(term, other) or _is_within(other, term) for other in terms)
        if not longer and (term in heirs or not is_covered):
            terms.append(term)
    return ranked.filter(pl.col("term").is_in(terms))


def _wholes(term: str, counts: Mapping[str, float]) -> list[str]:
    """The longer terms that most of the reviews with this one hold: in English two words for one,
    not another ending of it."""
    return [
        other
        for other, count in counts.items()
        if (" " in other and " " not in term if term.isascii() else term != other)
        and _is_within(term, other)
        and count >= (OFTEN if " " in other else MOSTLY) * counts[term]
    ]


def _quoted(ranked: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """The terms with phrase, dimension, topic and quotes; of terms with the very same quotes the
    longest stays."""
    even = mentions.with_columns(folded(pl.col("clause")).alias("folded"))
    matches = (
        ranked.select("term")
        .with_row_index("rank")
        .join(even, how="cross")
        .filter(pl.col("folded").str.contains(pl.col("term"), literal=True))
        .filter(_is_whole())
        .sort("rank", pl.col("score").abs(), descending=[False, True], maintain_order=True)
    )
    contexts = matches.group_by("rank", maintain_order=True).agg(
        pl.col("term").first(),
        pl.col("dimension").cast(pl.String).mode().sort().first(),
        pl.col("topic").drop_nulls().mode().sort().first(),
        pl.col("clause").unique(maintain_order=True).head(QUOTES).alias("quotes"),
    )
    grown = _grown(matches.filter(pl.col("term").str.contains(r"^\p{Han}+$")))
    joined = ranked.join(contexts, on="term", maintain_order="left").join(
        grown, on="term", how="left", maintain_order="left"
    )
    joined = joined.with_columns(
        pl.coalesce("phrase", "term").alias("phrase"),
        pl.col("quotes").list.join("|").alias("joined_quotes"),
        pl.col("term").str.len_chars().alias("length"),
    )
    longest = joined.sort("length", descending=True, maintain_order=True).unique(
        "joined_quotes", keep="first", maintain_order=True
    )
    return (
        longest.sort("rank")
        .with_columns(pl.col("count").cast(pl.UInt32), pl.col("other").cast(pl.UInt32))
        .select("term", "phrase", "dimension", "topic", "count", "other", "z", "quotes")
    )


def _grown(matches: pl.DataFrame) -> pl.DataFrame:
    """One row per term of `term, folded`: term, phrase. Chinese is cut blindly, so what MOSTLY
    stands on either side belongs to the word."""
    halves = matches.select(
        "term",
        pl.col("folded").str.splitn(pl.col("term"), 2).struct.rename_fields(["before", "after"]),
    ).unnest("folded")
    phrases = halves.select("term").unique(maintain_order=True)
    for side in ("before", "after"):
        phrases = phrases.join(_beside(halves, side), on="term", how="left", maintain_order="left")
    phrases = phrases.with_columns(pl.col("after").str.strip_chars_end(marks()["weak_edges"]))
    return phrases.select("term", pl.concat_str("before", "term", "after").alias("phrase"))


def _is_within(term: str, other: str) -> bool:
    """Whether the one is a piece of the other: English in whole words, whatever their ending,
    Chinese anywhere."""
    if not term.isascii():
        return term in other
    return f" {_stems(term)} " in f" {_stems(other)} "


def _stems(term: str) -> str:
    return " ".join(ENDING.sub("", word) for word in term.split(" "))


def _is_whole() -> pl.Expr:
    """Whether `folded` holds `term`, for an English one as a word: "thin" is not in "think"."""
    written = pl.format(r"(?:^|[^a-z']){}(?:$|[^a-z'])", pl.col("term"))
    is_latin = pl.col("term").str.contains(r"^[a-z]")
    return ~is_latin | pl.col("folded").str.contains(written)


def _beside(halves: pl.DataFrame, side: str) -> pl.DataFrame:
    """One row per term: what most have right before or after it, at most REACH Han characters."""
    run = r"(\p{Han}*)$" if side == "before" else r"^(\p{Han}*)"
    texts = halves.with_columns(pl.col(side).str.extract(run).fill_null(""))
    neighbours = halves.select("term", pl.lit("").alias(side)).unique()
    for size in range(1, REACH + 1):
        part = pl.col(side).str.tail(size) if side == "before" else pl.col(side).str.head(size)
        is_most = pl.len() >= MOSTLY * pl.col("all").first()
        longer = (
            texts.with_columns(part, pl.len().over("term").alias("all"))
            .filter(pl.col(side).str.len_chars() == size)
            .group_by("term", side)
            .agg(is_most.alias("is_most"))
            .filter("is_most")
        )
        neighbours = neighbours.update(longer.select("term", side), on="term", how="left")
    return neighbours
