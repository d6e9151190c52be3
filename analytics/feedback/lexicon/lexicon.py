"""The word list: spreadsheets of `term, kind, dimension, topic, value, pack`, merged and checked.

A term is written in folded form (`clean.folded`): lower case, Simplified characters. Its kind says
what it does: `aspect` names a dimension, and with a value judges it too; `opinion` judges whatever
the clause is about; `pair` judges only together with an aspect of its dimension (a low *price*);
`negator` turns what follows, `postnegator` what stands right before it (bought from *others*),
`degree` multiplies what follows; `comparison` says that the dimension named right after it is what
is compared with, not what is judged; `irrealis` marks wishes and "not tried yet";
`block` keeps the words within it from being read (a lot is no judgement, although it holds "good").
"""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

import polars as pl

from analytics.feedback.reviews.clean import folded
from analytics.schema import SUPERS
from analytics.words import DATA

if TYPE_CHECKING:
    from collections.abc import Iterable

FOLDER = DATA / "lexicon"
COLUMNS = ("term", "kind", "dimension", "topic", "value", "pack")
KINDS = (
    *("aspect", "opinion", "pair", "negator", "postnegator", "degree"),
    *("comparison", "irrealis", "block"),
)
OUTSIDE = ("service", "other")
DIMENSIONS = (*SUPERS, *OUTSIDE)
"""What a review may speak of: the nine supers, service and delivery, and everything else."""
ALWAYS = ("english", "base")
PACKS = ("cosmetics", "food", "electronics", "apparel")
"""Words of one trade; a pack overrides the base meaning of a term, and the user's rows both."""
USER = "user"
HIGHEST_DEGREE = 3.0
SCHEMA = {
    "term": pl.String,
    "kind": pl.String,
    "dimension": pl.String,
    "topic": pl.String,
    "value": pl.Float64,
    "pack": pl.String,
}


@dataclass(frozen=True)
class Lexicon:
    """The rows in force, one per term and meaning, and what they come from."""

    rows: pl.DataFrame
    packs: tuple[str, ...]

    @cached_property
    def id(self) -> str:
        """Twelve hex digits of the rows: scores of different ids do not compare."""
        return hashlib.sha256(self.rows.write_csv().encode()).hexdigest()[:12]

    @cached_property
    def patterns(self) -> list[str]:
        """Every term as it is looked for, the longest first, so that it hides what it contains."""
        terms = self.rows.select(spaced(pl.col("term")).alias("term")).unique().sort("term")
        length = pl.col("term").str.len_chars()
        return terms.sort(length, descending=True, maintain_order=True)["term"].to_list()

    @cached_property
    def aspects(self) -> pl.DataFrame:
        """One row per term and dimension: term, dimension, topic, aspect_value (0 = none)."""
        return self._of("aspect").select(
            "term", "dimension", "topic", pl.col("value").fill_null(0).alias("aspect_value")
        )

    @cached_property
    def pairs(self) -> pl.DataFrame:
        """One row per term and dimension: term, dimension, pair_value."""
        return self._of("pair").select("term", "dimension", pl.col("value").alias("pair_value"))

    @cached_property
    def wishes(self) -> pl.DataFrame:
        """One row per irrealis term: term, dimension that it leaves open (null = all)."""
        return self._of("irrealis").select("term", "dimension")

    @cached_property
    def roles(self) -> pl.DataFrame:
        """One row per term: opinion (null = none; an aspect's value stands in), degree, is_negator,
        is_postnegator, is_comparison, is_irrealis, is_block, is_aspect."""
        is_kind = pl.col("kind")
        own = pl.col("value").filter(is_kind == "aspect").first()
        return (
            self.rows.with_columns(spaced(pl.col("term")))
            .group_by("term", maintain_order=True)
            .agg(
                pl.coalesce(pl.col("value").filter(is_kind == "opinion").first(), own).alias(
                    "opinion"
                ),
                pl.col("value").filter(is_kind == "degree").first().alias("degree"),
                (is_kind == "negator").any().alias("is_negator"),
                (is_kind == "postnegator").any().alias("is_postnegator"),
                (is_kind == "comparison").any().alias("is_comparison"),
                (is_kind == "irrealis").any().alias("is_irrealis"),
                (is_kind == "block").any().alias("is_block"),
                (is_kind == "aspect").any().alias("is_aspect"),
            )
            .with_columns(pl.when(~pl.col("is_block")).then("opinion"))
        )

    def _of(self, kind: str) -> pl.DataFrame:
        return self.rows.filter(pl.col("kind") == kind).with_columns(spaced(pl.col("term")))


def spaced(text: pl.Expr) -> pl.Expr:
    """Text with every Latin word between blanks of its own, so that a term is found only whole."""
    return text.str.replace_all(r"[a-z0-9'\-/]*[a-z][a-z0-9'\-/]*", " $0 ")


@cache
def shipped(pack: str | None = None) -> Lexicon:
    """The list as it is delivered, with the words of one trade where `pack` names one."""
    packs = (*ALWAYS, *((pack,) if pack else ()))
    return Lexicon(_merged([_read(name) for name in packs]), packs)


def with_rows(lexicon: Lexicon, own: pl.DataFrame) -> Lexicon:
    """The list with a user's rows over it, columns as COLUMNS; `checks.problems` says whether they
    can be used."""
    user_rows = own.select(
        pl.col(name).cast(kind) if name in own.columns else pl.lit(None, kind).alias(name)
        for name, kind in SCHEMA.items()
    ).with_columns(folded(pl.col("term").str.strip_chars()), pack=pl.lit(USER))
    return Lexicon(_merged([_without(lexicon.rows, user_rows), user_rows]), (*lexicon.packs, USER))


def _without(rows: pl.DataFrame, user_rows: pl.DataFrame) -> pl.DataFrame:
    """The rows but those that contradict a user's: a term the user blocks loses its other meanings,
    and a term the user gives a meaning is no longer blocked."""
    is_block = pl.col("kind") == "block"
    skipped, read = (
        user_rows.filter(selection)["term"].to_list() for selection in (is_block, ~is_block)
    )
    is_gone = pl.col("term").is_in(skipped) & ~is_block | pl.col("term").is_in(read) & is_block
    return rows.filter(~is_gone)


@cache
def marks() -> dict[str, Any]:
    """Words that are no terms of the list, by what they are for: `data/lexicon/marks.toml`."""
    with (FOLDER / "marks.toml").open("rb") as file:
        return tomllib.load(file)


@cache
def _read(name: str) -> pl.DataFrame:
    return pl.read_csv(FOLDER / f"{name}.csv", glob=False, schema_overrides=SCHEMA)


def _merged(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Later parts override a term's meaning of the same kind (for a pair: of its dimension too)."""
    numbered = [part.with_columns(place=pl.lit(place)) for place, part in enumerate(parts)]
    meaning = ["term", "kind", pl.when(pl.col("kind") == "pair").then("dimension").alias("of")]
    return (
        pl.concat(numbered)
        .filter(pl.col("place") == pl.col("place").max().over(meaning))
        .select(COLUMNS)
        .unique(maintain_order=True)
    )
