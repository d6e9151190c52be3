"""`margins`: every figure of where money goes, refusals as codes, and a table for people."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

import pytest

from analytics.cli.imported import Imported
from analytics.cli.playbook import margins
from analytics.margins.base import Code
from analytics.margins.change import PARTS
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset


def test_the_sample_brand(brand: Dataset) -> None:
    answer = margins.run(Imported(brand.store, brand.manifest, (), "en"), Namespace())
    waterfall = answer["waterfall"]
    taken = sum(loss["amount"] or 0 for loss in waterfall["losses"])
    assert waterfall["listed"] - taken == pytest.approx(waterfall["contribution"], abs=0.005)
    assert waterfall["without"] == ["commission"]
    change = answer["change"]
    assert set(change["parts"]) == set(PARTS)
    assert sum(change["parts"].values()) == pytest.approx(change["after"] - change["before"])
    assert answer["unit_costs"]["refusal"]["code"] == "same_cost"
    assert {row["sku"] for row in answer["room"]["products"]} == {
        row["sku"] for row in answer["products"]
    }
    json.dumps(answer, allow_nan=False)
    [table] = margins.table(answer, words("en"))
    assert table.row_count == 1 + len(waterfall["losses"]) + 1


def test_a_file_without_costs_is_refused_in_words(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,ordered_at,sku,amount\n1,2024-01-02,A,10\n", "utf-8")
    answer = command("margins", file)
    assert answer.code == 0
    assert answer.body["waterfall"]["refusal"]["code"] == "no_costs"
    assert answer.body["waterfall"]["contribution"] is None
    assert answer.body["change"]["refusal"]["code"] == "short_history"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_a_sentence(lang: str) -> None:
    unsaid = {"former_release", "same_cost", "few_changes"}
    assert all(words(lang).has(f"money.refusal.{code}") for code in {*get_args(Code)} - unsaid)
    assert all(words(lang).has(f"money.costs.{code}") for code in ("same_cost", "few_changes"))


def test_the_contract_names_every_refusal() -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    line = next(line for line in contract.splitlines() if line.startswith("| `margins "))
    assert all(f"`{code}`" in line for code in get_args(Code))
