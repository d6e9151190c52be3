"""What is offered for headers that nobody listed, and what never is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.ingest.columns.formats import formats, known_headers
from analytics.ingest.columns.match import recognise, remap
from analytics.ingest.columns.suggest import FLOOR, suggest
from analytics.schema import TABLES

with (Path(__file__).parent / "suggestions.toml").open("rb") as _file:
    CASES: dict[str, dict[str, Any]] = {c["name"]: c for c in tomllib.load(_file)["cases"]}
KNOWN = sorted(known_headers())
SPELT = st.one_of(
    st.sampled_from(KNOWN),
    st.text(max_size=8),
    st.builds(
        lambda name, cut: name[:cut] + name[cut + 1 :], st.sampled_from(KNOWN), st.integers(0, 6)
    ),
    st.builds(lambda name, sign: name + sign, st.sampled_from(KNOWN), st.text(max_size=2)),
)
HEADERS = st.lists(SPELT, max_size=20)


def offered(headers: list[str], table: str | None = None) -> dict[str, str]:
    return {s.column: headers[s.index] for s in suggest(headers, recognise(headers, table))}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_what_is_offered(case: dict[str, Any]) -> None:
    assert offered(case["headers"], case["table"]) == case.get("offers", {})


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_surest_comes_first(case: dict[str, Any]) -> None:
    suggestions = suggest(case["headers"], recognise(case["headers"], case["table"]))
    assert [s.confidence for s in suggestions] == sorted(
        (s.confidence for s in suggestions), reverse=True
    )


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_the_order_of_columns_changes_no_offer(case: dict[str, Any]) -> None:
    for seed in range(5):
        headers = Random(seed).sample(case["headers"], len(case["headers"]))
        assert offered(headers, case["table"]) == case.get("offers", {})


def test_nothing_is_applied() -> None:
    headers = CASES["a longer word for the time"]["headers"]
    match = recognise(headers, "orders")
    before = dict(match.mapping)
    suggest(headers, match)
    assert match.mapping == before
    assert match.missing == ("ordered_at",)


def test_a_taken_offer_is_not_made_again() -> None:
    headers = CASES["a longer word for the time"]["headers"]
    settled = remap(headers, "orders", {"ordered_at": headers[1]})
    assert suggest(headers, settled) == ()


def test_a_file_of_no_kind_gets_no_offers() -> None:
    headers = ["foo", "bar"]
    assert suggest(headers, recognise(headers)) == ()
    assert suggest([], recognise([])) == ()


def test_sheets_written_with_listed_headers_need_no_offers() -> None:
    for form in formats():
        for nth in (0, -1):
            headers = [spelt[nth] for spelt in form.headers.values() if spelt]
            match = recognise(headers, form.table)
            assert form.marks or suggest(headers, match) == ()


@given(headers=HEADERS, table=st.sampled_from([None, *TABLES]))
def test_laws_of_every_offer(headers: list[str], table: str | None) -> None:
    match = recognise(headers, table)
    suggestions = suggest(headers, match)
    assert suggestions == suggest(headers, match)
    assert all(FLOOR <= s.confidence < 1 for s in suggestions)
    assert {s.index for s in suggestions} <= set(match.unused)
    assert not {s.column for s in suggestions} & set(match.mapping)
    assert (
        len({s.column for s in suggestions})
        == len({s.index for s in suggestions})
        == len(suggestions)
    )
    assert not suggestions or {s.column for s in suggestions} <= set(
        TABLES[match.table or ""].names
    )
