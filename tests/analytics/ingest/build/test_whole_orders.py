"""Money of a whole order on each of its lines, refunds given twice, and what bills write instead of
a minus."""

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from analytics.ingest.build.whole_orders import CODES
from tests.conftest import Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "whole_orders.toml").read_text("utf-8"))


def total(dataset: Dataset | Reading) -> Decimal:
    """What counts: nothing of a line that was cancelled."""
    return sum((line["amount"] for line in dataset.lines() if not line["is_void"]), Decimal())


def codes(dataset: Dataset | Reading) -> set[str]:
    return {code for _, _, code, _ in dataset.problems()}


@pytest.mark.parametrize("kind", CASES["repeated"])
def test_what_is_repeated_counts_once_and_is_said(workshop: Workshop, kind: str) -> None:
    case = CASES["repeated"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["once"])
    assert codes(dataset) >= {case["code"]}


@pytest.mark.parametrize("kind", CASES["repeated"])
def test_a_person_may_have_it_as_written(workshop: Workshop, kind: str) -> None:
    case = CASES["repeated"][kind]
    (part,) = workshop.look(case["file"].lstrip())
    draft = workshop.check([part.with_as_written(["totals"])])
    assert draft.totals["amount"] == pytest.approx(float(case["written"]))
    assert case["code"] not in draft.problems()["code"]


@pytest.mark.parametrize("kind", CASES["plain"])
def test_what_is_no_repetition_counts_as_it_stands(workshop: Workshop, kind: str) -> None:
    case = CASES["plain"][kind]
    dataset = workshop.read(case["file"].lstrip())
    assert total(dataset) == Decimal(case["amount"])
    assert not codes(dataset) & {*CODES}
