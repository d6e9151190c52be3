"""The word list's part of the Settings page: what is in it, what is wrong, what it would change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from analytics.assessment import lexicon_effect
from analytics.feedback.lexicon import checks
from analytics.feedback.lexicon.sheet import WRITTEN
from ui import format as fmt
from ui.text import literal, verbatim

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.assessment.assessment import Assessment
    from analytics.assessment.lexicon_effect import Effect
    from analytics.feedback.lexicon.store import SavedLexicon
    from analytics.storage.versions import Store
    from ui.text import Text

MOST_TOLD = 20
AROUND = 60
"""Characters of a quote on either side of the term."""
EFFECT = ("mentions", "mentions_after", "share", "share_after", "score", "score_after")


def head(saved: SavedLexicon, text: Text) -> str:
    """Which list is in use."""
    if not saved.is_own:
        return text("lexicon.in_use_built_in")
    count = fmt.count(saved.rows.height, text.lang)
    return text(
        "lexicon.in_use", name=name(saved, text), count=count, told=_saved_note(saved, text)
    )


def name(saved: SavedLexicon, text: Text) -> str:
    """A list's name as it may be shown."""
    return literal(saved.name) if saved.is_own else text("lexicon.built_in")


def description(saved: SavedLexicon, text: Text) -> str:
    """Day, id and rows; nothing of the product's own."""
    return _saved_note(saved, text) if saved.is_own else ""


def _saved_note(saved: SavedLexicon, text: Text) -> str:
    day = fmt.day(date.fromisoformat(saved.saved_on), text.lang)
    rows = fmt.count(saved.rows.height, text.lang)
    return text("lexicon.told", day=day, id=saved.id, count=rows)


def grid(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a grid takes them: `row` in the sheet, then all cells as text."""
    cells = [
        pl.col(column).cast(pl.String).fill_null("").str.strip_suffix(".0")
        if column in rows.columns
        else pl.lit("").alias(column)
        for column in WRITTEN
    ]
    place = pl.col("row") if "row" in rows.columns else pl.int_range(2, pl.len() + 2).alias("row")
    return rows.select(place.cast(pl.UInt32), *cells)


def taken(edited: pl.DataFrame) -> pl.DataFrame:
    """The rows of the grid without empty ones; an added row is numbered below the others."""
    texts = edited.with_columns(pl.col(WRITTEN).cast(pl.String).fill_null(""))
    below = pl.col("row").max().fill_null(1) + pl.col("row").is_null().cum_sum()
    return texts.with_columns(pl.coalesce("row", below).cast(pl.UInt32)).filter(
        pl.any_horizontal(pl.col(WRITTEN).str.strip_chars() != "")
    )


def headers(text: Text) -> dict[str, str]:
    """The names of the grid's columns."""
    return {column: text(f"lexicon.column.{column}") for column in WRITTEN}


def proposed(row: Mapping[str, object], text: Text) -> str:
    """A proposed row of the word list in one line."""
    kind, dimension = str(row.get("kind") or ""), str(row.get("dimension") or "")
    return text(
        "lexicon.proposed",
        term=verbatim(str(row.get("term") or "")),
        kind=word(text, "kind", kind),
        dimension=word(text, "dimension", dimension),
        value=_value(row.get("value"), text),
    )


def _value(value: object, text: Text) -> str:
    """A number without needless decimals; anything else as written."""
    if isinstance(value, float) and value.is_integer():
        return fmt.number(value, text.lang)
    return literal("" if value is None else str(value))


def word(text: Text, family: str, code: str) -> str:
    """The name of a kind or dimension; an unknown code as written."""
    key = f"lexicon.{family}.{code}"
    return text(key) if code and text.has(key) else literal(code)


def problems(frame: pl.DataFrame, text: Text) -> list[str]:
    """One sentence per problem with its row and column; of many the first MOST_TOLD."""
    sentences = [
        text(
            "lexicon.place",
            row=row["row"],
            column=text(f"lexicon.column.{checks.COLUMN[row['code']]}"),
            term=verbatim(shortened(row["term"])),
            told=text(f"lexicon.problem.{row['code']}"),
        )
        for row in frame.head(MOST_TOLD).to_dicts()
    ]
    more = frame.height - MOST_TOLD
    return [*sentences, text("lexicon.more_problems", count=more)] if more > 0 else sentences


def shortened(term: str) -> str:
    """A term cut to `checks.LONGEST` characters."""
    return term if len(term) <= checks.LONGEST else f"{term[: checks.LONGEST]}\u2026"


def based_on(effect: Effect, text: Text) -> str:
    """On how many texts the effect rests."""
    key = "lexicon.based_on" if effect.texts == effect.of else "lexicon.based_on_some"
    texts, of = fmt.count(effect.texts, text.lang), fmt.count(effect.of, text.lang)
    return text(key, texts=texts, **({} if effect.texts == effect.of else {"of": of}))


def hits(effect: Effect, text: Text) -> list[tuple[str, list[str]]]:
    """A title and quotes for each new term that occurs in a review, at most the MOST_TOLD
    commonest."""
    terms = effect.hits.filter(pl.col("reviews") > 0).sort(
        "reviews", descending=True, maintain_order=True
    )
    return [
        (_hit(row, text), [quote(excerpt, row["term"]) for excerpt in row["quotes"]])
        for row in terms.head(MOST_TOLD).to_dicts()
    ]


def silent(effect: Effect, text: Text) -> str:
    """The new terms that occur in no review, and how many further terms are left out."""
    nowhere = effect.hits.filter(pl.col("reviews") == 0)["term"]
    more = effect.hits.height - len(nowhere) - MOST_TOLD
    terms = text("common.and").join(verbatim(term) for term in nowhere.head(MOST_TOLD))
    sentences = [text("lexicon.hit_none", terms=terms, count=len(nowhere))] if terms else []
    return " ".join([*sentences, *([text("lexicon.more_hits", count=more)] if more > 0 else [])])


def _hit(row: Mapping[str, object], text: Text) -> str:
    term = verbatim(str(row["term"]))
    share, reviews = fmt.percent(float(str(row["share"])), text.lang), int(str(row["reviews"]))
    return text("lexicon.hit", term=term, reviews=fmt.count(reviews, text.lang), share=share)


def common(effect: Effect, text: Text) -> list[str]:
    """A warning for each term that occurs in too many texts."""
    return [
        text(
            "lexicon.common",
            term=verbatim(row["term"]),
            share=fmt.percent(row["share"], text.lang, 0),
        )
        for row in effect.hits.filter("is_common").to_dicts()
    ]


def quote(excerpt: str, term: str) -> str:
    """The text within AROUND characters of the term, as it was written."""
    place = max(excerpt.lower().find(term), 0)
    start, end = max(place - AROUND, 0), place + len(term) + AROUND
    cut = ("\u2026" if start else "", "\u2026" if end < len(excerpt) else "")
    return verbatim(f"{cut[0]}{excerpt[start:end]}{cut[1]}")


def moved(effect: Effect, assessment: Assessment, store: Store) -> pl.DataFrame:
    """One row per dimension whose mentions or score would change, the largest change of a score
    first: key, mentions, mentions_after, share, share_after, score, score_after."""
    scores = lexicon_effect.scores(assessment, store, effect)
    mentions = effect.heard.select(
        pl.col("dimension").alias("key"), "mentions", "mentions_after", "net", "net_after"
    )
    every = mentions.join(scores, on="key", how="left", maintain_order="left")
    is_same = pl.all_horizontal(
        pl.col(column).eq_missing(pl.col(f"{column}_after"))
        for column in ("mentions", "net", "share", "score")
    )
    shift = (pl.col("score_after") - pl.col("score")).abs()
    rows = every.filter(~is_same).sort(shift, descending=True, nulls_last=True, maintain_order=True)
    return rows.select("key", *EFFECT)


def sentence(rows: pl.DataFrame, text: Text) -> str:
    """What the list would move most."""
    if rows.is_empty():
        return text("lexicon.no_change")
    first = rows.row(0, named=True)
    scores = [_shown(first[column], text) for column in ("score", "score_after")]
    if None not in scores and scores[0] != scores[1]:
        return _sides("lexicon.changed", first, scores, text)
    grown = pl.col("mentions_after").cast(pl.Int64) - pl.col("mentions")
    most = rows.sort(grown.abs()).row(-1, named=True)
    if most["mentions"] != most["mentions_after"]:
        counts = [fmt.count(most[column], text.lang) for column in ("mentions", "mentions_after")]
        return _sides("lexicon.changed_mentions", most, counts, text)
    shift = (pl.col("share_after") - pl.col("share")).abs().fill_null(0)
    most = rows.sort(shift).row(-1, named=True)
    shares = [fmt.percent(most[column], text.lang) for column in ("share", "share_after")]
    key = "lexicon.changed_share" if shares[0] != shares[1] else "lexicon.changed_little"
    return _sides(key, most, shares, text)


def _shown(score: float | None, text: Text) -> str | None:
    """A score as the table shows it."""
    return None if score is None else fmt.number(round(score, 1), text.lang, 1)


def _sides(key: str, row: Mapping[str, object], sides: Sequence[object], text: Text) -> str:
    name = text(f"lexicon.dimension.{row['key']}")
    if key == "lexicon.changed_little":
        return text(key, name=name)
    return text(key, name=name, before=sides[0], after=sides[1])


def table(rows: pl.DataFrame, text: Text) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows under readable headers, shares as percentages."""
    names = {key: text(f"lexicon.dimension.{key}") for key in rows["key"].to_list()}
    shares = {
        column: pl.Series([fmt.percent(cell, text.lang) for cell in rows[column]], dtype=pl.String)
        for column in ("share", "share_after")
    }
    scores = pl.col("score", "score_after").round(1)
    shown = rows.with_columns(scores, **shares).select(
        pl.col("key").replace(names).alias("name"), *EFFECT
    )
    return shown, {column: text(f"lexicon.effect.{column}") for column in ("name", *EFFECT)}


def file_name(saved: SavedLexicon, ending: str) -> str:
    """What a list's file is called."""
    return f"nine-supers-words{'-' if saved.is_own else ''}{saved.id}.{ending}"


def options(codes: Sequence[str], column: pl.Series) -> list[str]:
    """The codes a cell may take, and those that an upload brought besides."""
    extra = [code for code in column.unique(maintain_order=True).to_list() if code not in codes]
    return [*codes, *extra] if "" in extra else ["", *codes, *extra]
