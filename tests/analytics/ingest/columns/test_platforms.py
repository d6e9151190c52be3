"""Exports of platforms: each is known by its marks, and its columns are the right ones."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analytics.ingest.columns.formats import FOLDER, formats, normalise
from analytics.ingest.columns.match import recognise

with (Path(__file__).parent / "platforms.toml").open("rb") as _file:
    _CASES: dict[str, Any] = tomllib.load(_file)
FILES: dict[str, dict[str, Any]] = {case["format"]: case for case in _CASES["files"]}


def named(headers: list[str], mapping: dict[str, int]) -> dict[str, str]:
    return {column: headers[index] for column, index in mapping.items()}


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_an_export_is_taken_for_what_it_is(case: dict[str, Any]) -> None:
    match = recognise(case["headers"])
    assert (match.table, match.format) == (case["table"], case["format"])
    assert named(case["headers"], match.mapping) == case["mapping"]
    assert not match.missing


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_the_order_of_exported_columns_does_not_matter(case: dict[str, Any]) -> None:
    headers = Random(1).sample(case["headers"], len(case["headers"]))
    match = recognise(headers)
    assert match.format == case["format"]
    assert named(headers, match.mapping) == case["mapping"]


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_an_export_that_lacks_a_mark_is_no_longer_taken_for_it(case: dict[str, Any]) -> None:
    form = next(form for form in formats() if form.key == case["format"])
    for mark in form.marks:
        rest = [header for header in case["headers"] if normalise(header) != mark]
        assert recognise(rest, case["table"]).format != case["format"]


@pytest.mark.parametrize("key", _CASES["lines"])
def test_the_money_of_a_line_is_not_that_of_the_order(key: str) -> None:
    mapping = FILES[key]["mapping"]
    money = mapping.get("amount", mapping.get("unit_price"))
    assert money
    assert money not in _CASES["whole"]


@pytest.mark.parametrize("case", FILES.values(), ids=FILES)
def test_nobody_is_known_by_a_masked_phone(case: dict[str, Any]) -> None:
    assert case["mapping"].get("customer_id") not in _CASES["masked"]


def test_every_named_platform_says_where_its_headers_come_from() -> None:
    for key in FILES:
        text = (FOLDER / f"{key}.toml").read_text(encoding="utf-8")
        head = text.partition("key =")[0]
        assert "# Headers: " in head
        assert "GitHub " in head or "https://" in head
