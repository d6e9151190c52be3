"""`prices`: every figure with n, interval and refusals as codes, from orders, answers or both."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

import pytest

from analytics.cli import prices
from analytics.cli.imported import Imported
from analytics.pricing.base import Code
from analytics.pricing.ruler import Key
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset


def test_the_sample_brand_and_a_candidate(brand: Dataset) -> None:
    imported = Imported(brand.store, brand.manifest, (), "en")
    answer = prices.run(imported, Namespace(sku="QY-001", price=309.0))
    surveys = {survey["sku"]: survey for survey in answer["survey"]}
    survey = surveys["QY-001"]
    points = {point["key"]: point for point in survey["points"]}
    assert survey["certainty"] == "sound"
    assert set(points) == {"pmc", "pme", "idp", "opp", "pmc_narrow", "pme_narrow"}
    for point in points.values():
        assert point["low"] <= point["value"] <= point["high"]
    curves = points["opp"]["falling"], points["opp"]["rising"]
    assert curves == ("too_cheap", "too_expensive")
    assert answer["elasticity"]["refusal"] == {"code": "few_products", "have": 0, "least": 8}
    assert (answer["elasticity"]["rival"], answer["elasticity"]["rival_refusal"]) == (None, None)
    decision = answer["decision"]
    assert decision["candidate"]["price"] == 309
    assert {source["key"] for source in decision["sources"]} <= set(get_args(Key))
    assert decision["candidate"]["refusal"]["code"] == "few_products"
    json.dumps(answer, allow_nan=False)


def test_answers_alone_are_enough(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "prices.csv"
    lines = [f"p{n},{50 + n},{90 + n},{120 + n},{160 + n}" for n in range(40)]
    file.write_text("\n".join(["customer_id,too_cheap,cheap,expensive,too_expensive", *lines]))
    answer = command("prices", file)
    assert answer.code == 0
    (survey,) = answer.body["survey"]
    assert (survey["n"], survey["certainty"], survey["sku"]) == (40, "indicative", None)
    assert survey["reach"]["refusal"]["code"] == "no_intents"
    assert answer.body["decision"] is None
    assert answer.body["moves"] == []


def test_a_product_that_does_not_sell_and_no_price_are_refused(
    command: Command, tmp_path: Path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text("order_id,date,sku,quantity,amount\n1,2024-01-05,soap,1,10\n")
    assert command("prices", file, "--sku", "comb").error == "bad_option"
    assert command("prices", file, "--price", "free").error == "bad_option"
    assert command("prices", file, "--price", "-3").error == "bad_option"
    assert command("prices", file).body["decision"]["sku"] == "soap"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_and_source_has_a_sentence(lang: str) -> None:
    text = words(lang)
    assert all(text.has(f"pricing.refusal.{code}") for code in get_args(Code))
    assert all(text.has(f"pricing.source.{key}") for key in get_args(Key))


def test_the_contract_names_every_refusal() -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    assert all(f"`{code}`" in contract for code in get_args(Code))
