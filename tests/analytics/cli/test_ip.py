"""`ip`: every figure with n, interval and refusals as codes."""

import json
from argparse import Namespace
from typing import get_args

import pytest

from analytics.cli.imported import Imported
from analytics.cli.playbook import ip
from analytics.ip.base import Code
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset


def test_the_sample_brand(brand: Dataset) -> None:
    answer = ip.run(Imported(brand.store, brand.manifest, (), "en"), Namespace())
    json.dumps(answer, allow_nan=False)
    assert answer["refusal"] is None
    assert answer["brought"] == sum(row["new"] for row in answer["ips"])
    assert answer["brought"] == sum(cell["new"] for cell in answer["cells"])
    held = answer["dependence"]
    assert held["without"]["lost_most"] == max(row["new"] for row in answer["ips"])
    assert held["share"]["low"] < held["share"]["value"] < held["share"]["high"]
    for row in answer["ips"]:
        price = row["per_kept"]
        assert price["value"] == pytest.approx(row["cost"] / row["kept"])
        assert price["low"] < price["value"] < price["high"]
    for lang in LANGUAGES:
        [table] = ip.table(answer, words(lang))
        assert table.row_count == len(answer["ips"])
        assert "{" not in str(table.caption)


def test_files_without_codes_or_touchpoints_are_refused_by_a_code(
    command: Command, tmp_path
) -> None:
    file = tmp_path / "orders.csv"
    file.write_text(
        "order_id,ordered_at,customer_id,amount,referrer_id,referrer_kind\n"
        "1,2026-03-01,a,10,LIN,ip\n2,2026-03-02,b,10,,\n"
    )
    answer = command("ip", file).body
    assert answer["refusal"]["code"] == "no_touchpoints"
    assert answer["left_out"]["unowned"] == {"LIN": 1}
    file.write_text("order_id,ordered_at,customer_id,amount\n1,2026-03-01,a,10\n")
    assert command("ip", file).body["refusal"]["code"] == "no_codes"


def test_every_code_of_a_refusal_stands_in_the_contract_and_has_a_phrase() -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    for code in get_args(Code):
        assert f"`{code}`" in contract, code
        for lang in LANGUAGES:
            assert words(lang).has(f"ip.refusal.{code}"), code
