"""`positioning`: every figure with n, interval and refusals as codes, from sheets, reviews or
orders alone."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

import pytest

from analytics.cli.imported import Imported
from analytics.cli.playbook import positioning
from analytics.positioning.base import Code
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset

TARGET = 'name = "Regulars"\n[rule]\nleast_orders = 3\n'


def test_the_sample_brand_and_a_target(brand: Dataset, tmp_path: Path) -> None:
    imported = Imported(brand.store, brand.manifest, (), "en")
    file = tmp_path / "target.toml"
    file.write_text(TARGET, "utf-8")
    call = Namespace(target=str(file), by=None, needs_by="target")
    sides = positioning.run(imported, call)
    assert {need["segment"] for need in sides["needs"]} == {"target", "others"}
    assert (sides["needs_grouping"], sides["answers"]["outside"]) == ("target", 110)
    call.needs_by = "survey"
    answer = positioning.run(imported, call)
    assert answer["grouping"] == "target"
    target = answer["target"]
    assert target["name"] == "Regulars"
    assert target["low"] < target["share"] < target["high"]
    assert 0 < target["members"] < target["people"] == target["n"] == 9000
    assert [need["need"] for need in answer["needs"] if need["is_underserved"]] == [
        "\u6e05\u723d\u4e0d\u9ecf\uff0c\u5438\u6536\u5feb"
    ]
    contradicted = [topic["topic"] for topic in answer["claims"] if topic["contradicted"]]
    assert contradicted == ["packaging"]
    assert {pain["source"] for pain in answer["pains"]} == {"reviews", "needs"}
    assert len(answer["rivals"]["points"]) == 10
    json.dumps(answer, allow_nan=False)
    for lang in LANGUAGES:
        needs, claims = positioning.table(answer, words(lang))
        assert (needs.row_count, claims.row_count) == (16, 5)


def test_orders_alone_tell_who_buys(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    lines = [f"{n},2024-01-{1 + n % 28:02d},c{n % 50},soap,1,{10 + n}" for n in range(80)]
    file.write_text("\n".join(["order_id,date,customer_id,sku,quantity,amount", *lines]))
    answer = command("positioning", file)
    assert answer.code == 0
    assert answer.body["target"]["refusal"]["code"] == "no_target"
    assert answer.body["target"]["buyers"][0]["customers"] == 50
    assert answer.body["needs"] == []
    refusals = (answer.body[part] for part in ("answers", "claim_fit", "rivals"))
    codes = [part["refusal"]["code"] for part in refusals]
    assert codes == ["no_answers", "no_claims", "no_ratings"]
    assert command("positioning", file, "--target", str(tmp_path / "none.toml")).error
    bad = tmp_path / "bad.toml"
    bad.write_text("[rule]\nchannel = ['x']", "utf-8")
    assert command("positioning", file, "--target", str(bad)).error == "target_invalid"
    for content in ("", 'name = "Both"\nsegment = "v1"\n[rule]\nleast_orders = 3\n'):
        bad.write_text(content, "utf-8")
        assert command("positioning", file, "--target", str(bad)).error == "target_undecided"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_refusal_has_its_words_and_stands_in_the_contract(lang: str) -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    for code in get_args(Code):
        assert words(lang).get(f"positioning.refusal.{code}")
        assert f"`{code}`" in contract
