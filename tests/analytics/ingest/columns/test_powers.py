"""Money whose header counts in thousands or more is multiplied, and nothing else is."""

from __future__ import annotations

import tomllib
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.ingest.columns.formats import normalise, power_of
from tests.conftest import Dataset, Workshop

POWERS = tomllib.loads((Path(__file__).parents[1] / "manners.toml").read_text("utf-8"))["powers"]
FEW = settings(max_examples=5, deadline=None)


def load(workshop: Workshop, header: str, cells: list[str]) -> Dataset:
    rows = [f"{number},2024-01-05,{cell}" for number, cell in enumerate(cells, 1)]
    return workshop.load("\n".join([f"order_id,date,{header}", *rows, ""]))


def amounts(dataset: Dataset) -> list[float | None]:
    return [None if line["amount"] is None else float(line["amount"]) for line in dataset.lines()]


@pytest.mark.parametrize(("header", "power"), POWERS["headers"])
def test_a_header_says_in_how_many_it_counts(header: str, power: int) -> None:
    assert power_of(header) == power


def test_it_is_the_same_column_with_and_without() -> None:
    assert {normalise(header) for header, _ in POWERS["counted"]} == {normalise(POWERS["plain"])}


@FEW
@given(st.lists(st.integers(-500_000, 500_000), min_size=1, max_size=8), st.booleans())
def test_the_same_money_is_the_same_dataset(
    workshop: Workshop, cents: list[int], is_larger: bool
) -> None:
    """In hundreds, so that no amount needs more decimals than are kept."""
    header, power = POWERS["counted"][is_larger]
    plain = load(workshop, POWERS["plain"], [str(cent) for cent in cents])
    counted = load(workshop, header, [f"{cent / power:.8f}" for cent in cents])
    assert counted.manifest.fingerprint == plain.manifest.fingerprint
    assert counted.manifest.files[0]["counted_in"] == {"amount": power}


def test_a_cell_with_a_unit_of_its_own_keeps_it(workshop: Workshop) -> None:
    header, _ = POWERS["counted"][0]
    assert amounts(load(workshop, header, POWERS["own"])) == POWERS["own_amounts"]


def test_decimal_commas_and_a_power_go_together(workshop: Workshop) -> None:
    header, _ = POWERS["counted"][0]
    dataset = load(workshop, header, ['"1,5"', '"2,25"', '"0,5"'])
    assert amounts(dataset) == [15_000, 22_500, 5_000]


def test_extra_sheets_are_multiplied_too(workshop: Workshop) -> None:
    dataset = workshop.load(
        "sku,rival,price (USD k),seen_on\nA,Other,1.5,2024-01-05\n", "rivals.csv"
    )
    assert dataset.manifest.files[0]["counted_in"] == {"price": 1000}
    folder = dataset.store.versions_folder / dataset.version
    (read,) = folder.glob("competitor_prices-*.parquet")
    assert pl.read_parquet(read)["price"].to_list() == [1500.0]
