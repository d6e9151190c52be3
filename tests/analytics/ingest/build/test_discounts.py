"""Discounts beside a price, and lines that are called one: what was paid, or what is said."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.ingest.build import deductions, discounts
from tests.conftest import Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "discounts.toml").read_text("utf-8"))
CODES = {*discounts.CODES, *deductions.CODES}


def total(dataset: Reading) -> Decimal:
    return sum((line["amount"] for line in dataset.lines()), Decimal())


def codes(dataset: Reading) -> set[str]:
    return {code for _, _, code, _ in dataset.problems()}


@pytest.mark.parametrize("kind", CASES["taken"])
def test_what_was_taken_off_is_taken_off_and_said(workshop: Workshop, kind: str) -> None:
    case = CASES["taken"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert codes(dataset) == {case.get("code", "discount_taken")}


@pytest.mark.parametrize("kind", CASES["taken"])
def test_a_person_may_leave_the_money(workshop: Workshop, kind: str) -> None:
    case = CASES["taken"][kind]
    (part,) = workshop.look(case["file"].lstrip())
    draft = workshop.check([part.with_as_written(["discounts"])])
    assert draft.totals["amount"] == pytest.approx(float(case["written"]))
    assert not CODES & {*draft.problems()["code"]}


@pytest.mark.parametrize("kind", CASES["none"])
def test_money_without_a_discount_to_take_stands(workshop: Workshop, kind: str) -> None:
    case = CASES["none"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert not codes(dataset) & CODES


@pytest.mark.parametrize("kind", CASES["said"])
def test_what_stays_open_is_said(workshop: Workshop, kind: str) -> None:
    case = CASES["said"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert codes(dataset) == {*case["codes"]}


def test_a_share_taken_off_gives_the_list_price(workshop: Workshop) -> None:
    dataset = workshop.read(CASES["taken"]["tenths left to pay"]["file"].lstrip())
    assert [line["list_price"] for line in dataset.lines()] == [50, 50, 50]
    assert [line["unit_price"] for line in dataset.lines()] == [
        45,
        Decimal("42.5"),
        Decimal("44.25"),
    ]
