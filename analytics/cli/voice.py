"""`voice`: what reviews say by super, with pain points; with `--rows` each of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.cli import tables
from analytics.cli.command import Command
from analytics.errors import FileError, UsageError
from analytics.feedback.lexicon import checks, lexicon, sheet
from analytics.feedback.reviews import clean, honesty, mention_counts, pain_points, reading
from analytics.filters import Filters
from analytics.words import words

if TYPE_CHECKING:
    import argparse

    from rich.table import Table

    from analytics.cli.imported import Imported
    from analytics.feedback.lexicon.lexicon import Lexicon
    from analytics.feedback.reviews.reading import Reading
    from analytics.words import Words

PACKS = ("auto", "none", *lexicon.PACKS)
MOSTLY = 0.5
"""Beyond this share of numbers a column was hardly meant as text."""
MOST_TOPICS = 5


def options(parser: argparse.ArgumentParser) -> None:
    """Which words reviews are read by, and whether each review is returned."""
    parser.add_argument("--rows", action="store_true")
    parser.add_argument("--pack", choices=PACKS, default="auto")
    parser.add_argument("--lexicon", default=None, metavar="CSV")


def run(imported: Imported, call: argparse.Namespace) -> dict[str, Any]:
    """Counts, net sentiment by super, pain points and signs of arranged reviews."""
    feedback = _feedback(imported)
    word_list = _lexicon(call, feedback["text"], words(imported.lang))
    reviews = reading.read(feedback, word_list)
    overall = mention_counts.overall(reviews).to_dicts()[0]
    answer = {
        "reviews": overall["reviews"],
        "analysed": overall["analysed"],
        "not_analysed": {kind: overall[kind] for kind in clean.UNREAD},
        "cut": overall["cut"],
        "warnings": _warnings(overall),
        "lexicon": {"id": word_list.id, "packs": list(word_list.packs)},
        "overall": {
            **{sign: overall[sign] for sign in ("positive", "negative", "unclear")},
            "disputed": overall["disputed"],
        },
        "by_super": _by_super(reviews, overall["analysed"]),
        "pain_points": _points(reviews, "negative"),
        "delights": _points(reviews, "positive"),
        "honesty": _honesty(honesty.report(feedback)),
    }
    return {**answer, **(_rows(reviews, feedback) if call.rows else {})}


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


def _lexicon(call: argparse.Namespace, texts: pl.Series, catalogue: Words) -> Lexicon:
    pack = reading.fitting_pack(texts) if call.pack == "auto" else call.pack
    shipped = lexicon.shipped(None if pack in (None, "none") else pack)
    if call.lexicon is None:
        return shipped
    path = Path(call.lexicon)
    try:
        own_rows = sheet.read(path.read_bytes(), path.name)
    except OSError as error:
        raise FileError.missing(path.name) from error
    fatal = checks.problems(own_rows, shipped).filter("is_fatal")
    for problem in fatal.head(1).to_dicts():
        place = f"{path.name}, {problem['row']}: {problem['term']}"
        reason = catalogue.get(f"cli.lexicon_{problem['code']}")
        raise UsageError.bad_option("--lexicon", place, reason)
    return lexicon.with_rows(shipped, own_rows)


def _warnings(overall: dict[str, Any]) -> list[str]:
    is_numbers = overall["numbers"] > MOSTLY * max(overall["reviews"], 1)
    warnings = (("numbers", is_numbers), ("nothing_analysed", not overall["analysed"]))
    return [name for name, is_so in warnings if is_so]


def _by_super(reviews: Reading, analysed: int) -> list[dict[str, Any]]:
    columns = ("topic", "mentions", "positive", "negative")
    by_topic = mention_counts.by_topic(reviews.mentions).filter(pl.col("topic").is_not_null())
    topics = by_topic.select("dimension", *columns).to_dicts()
    rows = mention_counts.by_dimension(reviews.mentions, analysed).to_dicts()
    return [
        {
            "key": row.pop("dimension"),
            **row,
            "topics": [
                {name: topic[name] for name in columns}
                for topic in topics
                if topic["dimension"] == key
            ][:MOST_TOPICS],
        }
        for row in rows
        for key in (row["dimension"],)
    ]


def _points(reviews: Reading, side: str) -> list[dict[str, Any]]:
    points = pain_points.distinctive_words(reviews.mentions, side)
    return points.select("term", "phrase", "dimension", "topic", "count", "z", "quotes").to_dicts()


def _honesty(signs: honesty.Honesty) -> dict[str, Any]:
    shares = {"repeated": signs.repeated, "incentivised": signs.paid}
    return {
        **{
            name: {
                "share": estimate.value,
                "low": estimate.low,
                "high": estimate.high,
                "n": estimate.n,
            }
            for name, estimate in shares.items()
        },
        "bursts": signs.bursts.with_columns(pl.col("day").cast(pl.String)).to_dicts(),
        "stars": signs.shape.to_dicts(),
        "is_j_shaped": signs.is_j,
    }


def _rows(reviews: Reading, feedback: pl.DataFrame) -> dict[str, Any]:
    """Rows by where they stand in their file, not by the key of the version."""
    places = feedback.select(pl.col("row").cast(pl.UInt32), "source_file", "source_row")
    mentions = reviews.mentions.join(places, on="row", how="left", maintain_order="left")
    sentiments = reviews.reviews.join(places, on="row", how="left", maintain_order="left")
    where = (pl.col("source_file").alias("file"), pl.col("source_row").alias("row"))
    return {
        "rows": mentions.select(
            *where,
            *("dimension", "topic", "polarity", "score"),
            pl.col("terms").str.split(" | "),
            *("clause", "source"),
        ).to_dicts(),
        "sentiments": sentiments.select(
            *where, "kind", "sentiment", "score", "by", "is_disputed"
        ).to_dicts(),
    }


def table(answer: dict[str, Any], words: Words) -> list[Table]:
    """Net sentiment by super, and under it the pain points with a quote each."""
    counts = {name: answer[name] for name in ("reviews", "analysed")}
    title = words.get("cli.voiced", **counts, **answer["overall"])
    columns = ("super", "mentions", "positive", "negative", "net", "interval")
    rows = tables.new(words, title, columns)
    for super_ in answer["by_super"]:
        name = words.get(f"cli.heard_{super_['key']}")
        judged = [str(super_[key]) for key in ("mentions", "positive", "negative")]
        if super_["is_enough"]:
            interval = f"{super_['low']:+.2f}..{super_['high']:+.2f}"
            rows.add_row(name, *judged, f"{super_['net']:+.2f}", interval)
        else:
            rows.add_row(name, *judged, "", words.get("cli.too_few"))
    points = tables.new(words, words.get("cli.pain_points"), ("term", "count", "evidence"))
    for point in answer["pain_points"]:
        quote = tables.plain(point["quotes"][0])
        points.add_row(tables.plain(point["term"]), str(point["count"]), quote)
    return [rows, points] if points.row_count else [rows]


COMMAND = Command("voice", run, table, options)
