"""Refunds with numbers of their own are taken off the order they name."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "originals.toml").read_text("utf-8"))


def total(dataset: Dataset | Reading) -> Decimal:
    return sum((line["amount"] or Decimal() for line in dataset.lines()), Decimal())


@pytest.mark.parametrize("kind", CASES["under"])
def test_a_refund_belongs_to_its_order_customer_and_goods(workshop: Workshop, kind: str) -> None:
    case = CASES["under"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert sorted({line["order_id"] for line in dataset.lines()}) == case["orders"]
    assert "refund_of_original" in {code for _, _, code, _ in dataset.problems()}
    (refund,) = [line for line in dataset.lines() if line["amount"] < 0]
    sold = next(line for line in dataset.lines() if line["order_id"] == refund["order_id"])
    for name in ("customer_id", "sku", "product"):
        assert refund[name] == sold[name]


@pytest.mark.parametrize("kind", CASES["under"])
def test_a_person_may_leave_it_under_its_own_number(workshop: Workshop, kind: str) -> None:
    (part,) = workshop.look(CASES["under"][kind]["file"].lstrip())
    draft = workshop.check([part.with_as_written(["originals"])])
    assert draft.totals["count_orders"] == 3
    assert "refund_of_original" not in draft.problems()["code"]


@pytest.mark.parametrize("kind", CASES["apart"])
def test_what_gives_nothing_back_stays_an_order_and_is_said(workshop: Workshop, kind: str) -> None:
    case = CASES["apart"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert sorted({line["order_id"] for line in dataset.lines()}) == case["orders"]
    assert {code for _, _, code, _ in dataset.problems()} == {"original_named"}
