"""The cells of surveys and price lists brought into the form that the sheets are read in.

What cannot stand beside the rest is emptied and named; what is converted is said once a column.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import polars as pl

from analytics.ingest.build import parse_issues, price_cells, scale_cells
from analytics.ingest.build.answer_rows import LEFT_OUT, PLACE
from analytics.ingest.build.price_cells import Cell
from analytics.ingest.columns import questions
from analytics.schema import PRICE_QUESTIONS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from analytics.ingest.build.answer_rows import AnswerRows
    from analytics.ingest.build.parts import Part

SCALED = {"needs": ("importance", "satisfaction"), "rival_ratings": ("score",)}
SURVEYS = ("needs", "rival_ratings", "price_answers")
SIZED = ("products", "competitor_prices")
AGAIN = "respondent_again"
CODES = (
    *(price_cells.OTHER_CURRENCY, price_cells.OTHER_PACK, price_cells.NO_PRICE),
    *(price_cells.OPTION_NUMBERS, price_cells.OTHER_SCALE, scale_cells.CONVERTED, AGAIN),
    LEFT_OUT,
)
"""Of what is said of surveys alone."""
KEYS = {
    "needs": ("respondent", "need"),
    "rival_ratings": ("respondent", "brand", "attribute"),
    "price_answers": ("respondent", "sku", "question"),
}
"""What one respondent answers once."""
SIZE = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*([^\W\d_x\u00d7]*)\s*(?:[x\u00d7*]\s*(\d+)\s*[^\W\d_]*)?\s*"
)
BLANK = ("", "-", "--", "n/a")

Row = tuple[int, str, str, str]
"""Place, canonical column, the cell as written, code."""


def plain(part: Part, rows: AnswerRows) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The cells by place, and one problem per cell emptied or column converted, by place too; the
    place of a column is null."""
    cells, problems = rows.cells, list[Row]()
    if part.table in SURVEYS:
        cells = _with_respondents(part, cells)
    headers = _headers(part, rows)
    for column in SCALED.get(part.table, ()):
        if column in cells.columns:
            cells = _scaled(cells, column, headers, problems)
    if part.table == "price_answers" and {"price", "answer"} <= set(cells.columns):
        for column, read in (("price", price_cells.prices), ("answer", price_cells.intents)):
            cells = _priced(cells, column, headers, read, problems)
    if part.table == "competitor_prices" and "price" in cells.columns:
        cells = _priced(cells, "price", headers, price_cells.monies, problems)
    if part.table in SIZED and "size" in cells.columns:
        cells = _sized(cells)
    return cells, _listed(part, problems)


def repeated(part: Part, frame: pl.DataFrame) -> pl.DataFrame:
    """One problem per row of an answer that the same respondent gives again further down: the
    later one counts."""
    if part.table not in SURVEYS:
        return _listed(part, [])
    question = (
        pl.when(pl.col("answer").is_in(PRICE_QUESTIONS))
        .then("answer")
        .otherwise(pl.col("price").cast(pl.String))
        if part.table == "price_answers"
        else pl.lit("")
    )
    named = frame.with_columns(question=question)
    again = named.filter(~pl.struct(KEYS[part.table]).is_last_distinct())
    rows = again.select("source_row", "respondent").unique(maintain_order=True).rows()
    return _listed(part, [(row, "respondent", who, AGAIN) for row, who in rows])


def _listed(part: Part, rows: Iterable[tuple[int | None, str, str, str]]) -> pl.DataFrame:
    issues = [(part.key, part.name, row, name, cell, code, False) for row, name, cell, code in rows]
    return pl.DataFrame(issues, schema=parse_issues.SCHEMA, orient="row")


def _with_respondents(part: Part, cells: pl.DataFrame) -> pl.DataFrame:
    """The cells with a name for everybody who has none: else two answers alike would be one."""
    nobody = pl.format("{}:{}", pl.lit(part.name), pl.col("source_row"))
    if "respondent" not in cells.columns:
        return cells.with_columns(respondent=nobody)
    name = pl.col("respondent").str.strip_chars()
    is_nobody = name.is_null() | name.str.to_lowercase().is_in(BLANK)
    return cells.with_columns(respondent=pl.when(is_nobody).then(nobody).otherwise(name))


def _headers(part: Part, rows: AnswerRows) -> dict[str, pl.DataFrame | str]:
    """Column -> the header of each place, or the one header of all."""
    headers: dict[str, pl.DataFrame | str] = {
        name: header for name, header in part.header_of.items() if name in rows.cells.columns
    }
    for name in rows.origins.columns:
        if name not in (PLACE, "source_row"):
            header = pl.col(name).replace_strict(part.header_of, default="", return_dtype=pl.String)
            headers[name] = rows.origins.select(PLACE, header.alias("header"))
    return headers


def _counted(
    cells: pl.DataFrame, column: str, headers: Mapping[str, pl.DataFrame | str]
) -> pl.DataFrame:
    """One row per filled cell of a column: place, written, header."""
    filled = cells.select(PLACE, pl.col(column).str.strip_chars().alias("written")).filter(
        pl.col("written").fill_null("") != ""
    )
    header = headers.get(column, "")
    if isinstance(header, str):
        return filled.with_columns(header=pl.lit(header))
    return filled.join(header, on=PLACE, how="left", maintain_order="left")


def _priced(
    cells: pl.DataFrame,
    column: str,
    headers: Mapping[str, pl.DataFrame | str],
    read: Callable[[Mapping[Cell, int]], price_cells.Readings],
    problems: list[Row],
) -> pl.DataFrame:
    written = _counted(cells, column, headers)
    keys = [Cell(text, header or "") for text, header in written.select("written", "header").rows()]
    counts: dict[Cell, int] = {}
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    readings = read(counts)
    places = written[PLACE].to_list()
    problems += [
        (place, column, key.written, readings.left_out[key])
        for place, key in zip(places, keys, strict=True)
        if key in readings.left_out
    ]
    texts = [
        None if key in readings.left_out else readings.plain.get(key, key.written) for key in keys
    ]
    return _replaced(cells, column, places, texts)


def _scaled(
    cells: pl.DataFrame,
    column: str,
    headers: Mapping[str, pl.DataFrame | str],
    problems: list[Row],
) -> pl.DataFrame:
    written = _counted(cells, column, headers)
    counts = dict(written.group_by("written", maintain_order=True).len().rows())
    names = tuple(filter(None, written["header"].unique(maintain_order=True)))
    scaled = scale_cells.scaled(counts, names)
    places, texts = written[PLACE].to_list(), written["written"].to_list()
    if scaled.scale and places:
        low, high = scaled.scale
        problems.append((places[0], column, f"{low:g}-{high:g}", scale_cells.CONVERTED))
    problems += [
        (place, column, text, scale_cells.OUTSIDE)
        for place, text in zip(places, texts, strict=True)
        if text in scaled.outside
    ]
    plain_texts = [
        None if text in scaled.outside else scaled.plain.get(text, text) for text in texts
    ]
    return _replaced(cells, column, places, plain_texts)


def _replaced(
    cells: pl.DataFrame, column: str, places: list[int], texts: list[str | None]
) -> pl.DataFrame:
    texts_by_place = pl.DataFrame(
        {PLACE: places, column: texts}, schema={PLACE: pl.Int64, column: pl.String}
    )
    joined = cells.drop(column).join(texts_by_place, on=PLACE, how="left", maintain_order="left")
    return joined.select(cells.columns)


def _sized(cells: pl.DataFrame) -> pl.DataFrame:
    """Sizes as numbers of ml, g or pieces; a column in which no cell is a size is left alone: it
    names variants."""
    units = {
        unit: (plain_unit, by) for unit, plain_unit, by in questions.words_of("sizes")["units"]
    }
    has_unit, has_packs = "size_unit" in cells.columns, "units_per_pack" in cells.columns
    sizes, names = [], []
    for row in cells.iter_rows(named=True):
        written = unicodedata.normalize("NFKC", row["size"] or "").casefold()
        unit = unicodedata.normalize("NFKC", (row["size_unit"] if has_unit else "") or "").strip()
        match = SIZE.fullmatch(written) if written.strip() else None
        if not match:
            sizes.append(row["size"])
            names.append(unit or None)
            continue
        plain_unit, by = units.get((match[2] or unit).casefold(), (match[2] or unit, 1))
        is_counted = has_packs and (row["units_per_pack"] or "").strip() not in ("", "1")
        packs = 1 if is_counted else int(match[3] or 1)
        sizes.append(f"{float(match[1]) * by * packs:g}")
        names.append(plain_unit or None)
    if not any(re.fullmatch(r"[\d.e+-]+", size or "") for size in sizes):
        return cells.drop("size")
    return cells.with_columns(
        pl.Series("size", sizes, pl.String), pl.Series("size_unit", names, pl.String)
    )
