"""What `voice` of the headless command answers, as `contracts.md` lays down."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.errors import FileError, UsageError
from analytics.feedback.lexicon import checks, lexicon, sheet
from analytics.feedback.reviews import honesty, mention_counts, pain_points, reading
from analytics.filters import Filters
from analytics.words import words

if TYPE_CHECKING:
    import argparse

    from analytics.cli.imported import Imported
    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.feedback.reviews.reading import Reading
    from analytics.words import Words

PACKS = ("auto", "none", *lexicon.PACKS)
MOSTLY = 0.5
"""Beyond this share of numbers a column was hardly meant as text."""
MOST_TOPICS = 5


def voice(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """`voice`: what the reviews say by super, with pain points; with `--rows` each of them."""
    feedback = _feedback(imported)
    known = _lexicon(call, feedback["text"], words(imported.lang))
    found = reading.read(feedback, known)
    whole = mention_counts.overall(found).to_dicts()[0]
    answer = {
        "reviews": whole["reviews"],
        "analysed": whole["analysed"],
        "not_analysed": {
            kind: whole[kind] for kind in ("empty", "signs", "numbers", "other_language")
        },
        "cut": whole["cut"],
        "warnings": _warnings(whole),
        "lexicon": {"id": known.id, "packs": list(known.packs)},
        "overall": {
            **{sign: whole[sign] for sign in ("positive", "negative", "unclear")},
            "disputed": whole["disputed"],
        },
        "by_super": _by_super(found, whole["analysed"]),
        "pain_points": _points(found, "negative"),
        "delights": _points(found, "positive"),
        "honesty": _honesty(honesty.look(feedback)),
    }
    return {**answer, **(_rows(found, feedback) if call.rows else {})}


def _feedback(imported: Imported) -> pl.DataFrame:
    """`row, text` and what stands beside it; UsageError where no file holds a text."""
    if imported.manifest.has("feedback"):
        version = imported.manifest.version
        rows = imported.store.run("feedback/reviews", version, **Filters().params())
        if rows["text"].null_count() < rows.height:
            return rows.with_columns(pl.col("text").fill_null("")).rename({"response_key": "row"})
    names = ", ".join(sorted({str(file["file"]) for file in imported.manifest.files}))
    expected = words(imported.lang).get("cli.voice_needs")
    raise UsageError.bad_option("FILE", names, expected)


def _lexicon(call: argparse.Namespace, texts: pl.Series, said: Words) -> Lexicon:
    chosen = reading.fitting_pack(texts) if call.pack == "auto" else call.pack
    known = lexicon.shipped(None if chosen in (None, "none") else chosen)
    if call.lexicon is None:
        return known
    path = Path(call.lexicon)
    try:
        own = sheet.read(path.read_bytes(), path.name)
    except OSError as error:
        raise FileError.missing(path.name) from error
    wrong = checks.problems(own, known).filter("is_fatal")
    for first in wrong.head(1).to_dicts():
        found = f"{path.name}, {first['row']}: {first['term']}"
        raise UsageError.bad_option("--lexicon", found, said.get(f"cli.lexicon_{first['code']}"))
    return lexicon.with_rows(known, own)


def _warnings(whole: dict[str, Any]) -> list[str]:
    is_numbers = whole["numbers"] > MOSTLY * max(whole["reviews"], 1)
    named = (("numbers", is_numbers), ("nothing_analysed", not whole["analysed"]))
    return [name for name, is_so in named if is_so]


def _by_super(found: Reading, analysed: int) -> list[dict[str, Any]]:
    topics = mention_counts.by_topic(found.mentions).filter(pl.col("topic").is_not_null())
    said = topics.select("dimension", "topic", "mentions", "positive", "negative").to_dicts()
    rows = mention_counts.by_dimension(found.mentions, analysed).to_dicts()
    return [
        {
            "key": row.pop("dimension"),
            **row,
            "topics": [
                {name: topic[name] for name in ("topic", "mentions", "positive", "negative")}
                for topic in said
                if topic["dimension"] == key
            ][:MOST_TOPICS],
        }
        for row in rows
        for key in (row["dimension"],)
    ]


def _points(found: Reading, side: str) -> list[dict[str, Any]]:
    told = pain_points.telling(found.mentions, side)
    return told.select("term", "phrase", "dimension", "topic", "count", "z", "quotes").to_dicts()


def _honesty(signs: honesty.Honesty) -> dict[str, Any]:
    return {
        **{
            name: {"share": one.value, "low": one.low, "high": one.high, "n": one.n}
            for name, one in (("repeated", signs.repeated), ("incentivised", signs.paid))
        },
        "bursts": signs.bursts.with_columns(pl.col("day").cast(pl.String)).to_dicts(),
        "stars": signs.shape.to_dicts(),
        "is_j_shaped": signs.is_j,
    }


def _rows(found: Reading, feedback: pl.DataFrame) -> dict[str, Any]:
    """Rows by where they stand in their file, not by the key of the version."""
    places = feedback.select(pl.col("row").cast(pl.UInt32), "source_file", "source_row")
    mentions = found.mentions.join(places, on="row", how="left", maintain_order="left")
    reviews = found.reviews.join(places, on="row", how="left", maintain_order="left")
    where = (pl.col("source_file").alias("file"), pl.col("source_row").alias("row"))
    return {
        "rows": mentions.select(
            *where,
            *("dimension", "topic", "polarity", "score"),
            pl.col("terms").str.split(" | "),
            *("clause", "source"),
        ).to_dicts(),
        "sentiments": reviews.select(
            *where, "kind", "sentiment", "score", "by", "is_disputed"
        ).to_dicts(),
    }
