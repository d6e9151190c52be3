"""Answers on needs, brands and prices as exported, and the rows they become."""

from __future__ import annotations

import hashlib
import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.ingest.build import build, sheets
from analytics.schema import NEWER, TABLES
from tests.conftest import Workshop

with (Path(__file__).parent / "answer_rows.toml").open("rb") as _file:
    SHEETS: list[dict[str, Any]] = tomllib.load(_file)["sheets"]


def plain(cell: Any) -> Any:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else cell


@pytest.mark.parametrize("sheet", SHEETS, ids=[sheet["name"] for sheet in SHEETS])
def test_a_sheet_becomes_these_rows(sheet: dict[str, Any], workshop: Workshop) -> None:
    reading = workshop.read(sheet["content"].lstrip(), f"{sheet['name']}.csv")
    report = reading.files[0]
    assert report["table"] == sheet["table"]
    path = next(reading.folder.glob(f"{sheet['table']}-*.parquet"))
    rows = pl.read_parquet(path, glob=False).select(sheet["columns"]).rows()
    assert [[plain(cell) for cell in row] for row in rows] == sheet["rows"]
    problems = pl.read_parquet(reading.folder / "problems.parquet", glob=False)
    listed = problems.select("row", "header", "code").rows()
    assert sorted(map(list, listed)) == sorted(sheet.get("problems", []))
    assert report["rows_read"] == report["rows_kept"] + report["rows_set_aside"]


def test_questions_besides_those_that_are_read_are_named(workshop: Workshop) -> None:
    content = (
        "submitted_at,nps,importance - fast,importance - safe,"
        "Would you buy at $19?,Would you buy at $24?\n"
        "2026-03-05,9,5,4,yes,no\n"
    )
    reading = workshop.read(content, "both.csv")
    assert reading.files[0]["table"] == "feedback"
    assert {code for _, _, code, _ in reading.problems()} == {"questions_left_out"}
    assert len(reading.problems()) == 2


def test_a_wave_beside_a_response_is_kept(workshop: Workshop) -> None:
    reading = workshop.read("submitted_at,source,rating,wave\n2026-03-05,beta,8,2\n", "wave.csv")
    path = next(reading.folder.glob("feedback-0*.parquet"))
    assert pl.read_parquet(path, glob=False)["wave"].to_list() == ["2"]


class TestFingerprint:
    """What former releases did not have changes no fingerprint until there is something in it."""

    LINES = FEEDBACK = pl.DataFrame({"count_rows": [1], "digest": ["1"]})

    def of(self, **frames: pl.DataFrame) -> str:
        return build._fingerprint(self.LINES, self.FEEDBACK, frames)

    def test_without_anything_new(self) -> None:
        names = ("products", "competitor_prices", "events", "stores")
        news = {name: sheets.empty(TABLES[name]) for name in NEWER}
        product = news["products"].clear(1).with_columns(sku=pl.lit("A"))
        before = {name: news[name].drop(NEWER[name]) for name in names}
        before["products"] = product.drop(NEWER["products"], "source_file", "source_row")
        digest = hashlib.sha256(
            repr(self.LINES.rows()).encode() + repr(self.FEEDBACK.rows()).encode()
        )
        for name in sorted(names):
            rows = sorted(json.dumps(row, default=str) for row in before[name].rows())
            digest.update(json.dumps([name, rows]).encode())
        assert self.of(**{**news, "products": product}) == digest.hexdigest()

    def test_with_a_size_or_a_claim(self) -> None:
        news = {name: sheets.empty(TABLES[name]) for name in NEWER}
        sized = news["products"].clear(1).with_columns(size=pl.lit(30.0))
        claimed = news["claims"].clear(1).with_columns(claim=pl.lit("light"))
        blank = {**news, "products": news["products"].clear(1)}
        prints = {
            self.of(**blank),
            self.of(**{**news, "products": sized}),
            self.of(**{**blank, "claims": claimed}),
        }
        assert len(prints) == 3
