"""`launch`: every figure with n, range and refusals as codes."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

from analytics.cli.imported import Imported
from analytics.cli.playbook import launch
from analytics.launch.base import PHASES, Code
from analytics.launch.buyers import KINDS
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset

TASKS = "launch,phase,task,owner,due_on,done_on\nDawn,teaser,=Poster,Ann,2026-03-01,\n"
ORDERS = "order_id,ordered_at,customer_id,sku,product,quantity,amount\n"


def test_the_sample_brand(brand: Dataset) -> None:
    imported = Imported(brand.store, brand.manifest, (), "en")
    answer = launch.run(imported, Namespace(launch=None))
    assert (answer["launch"], answer["refusal"]) == ("QY-023", None)
    assert answer["ready"] == {"tasks": 18, "done": 17, "late": 1, "done_late": 4}
    assert set(answer["phases"]) == set(PHASES)
    assert set(answer["buyers"]["shares"]) == set(KINDS)
    units = answer["at_age"]["units"]
    assert units["ahead"]["low"] < units["ahead"]["value"] < units["ahead"]["high"]
    assert units["usual"]["launches"] == 4
    assert answer["taken"]["refusal"] is None
    json.dumps(answer, allow_nan=False)
    [table] = launch.table(answer, words("en"))
    assert table.row_count == len(answer["launches"])


def test_a_launch_with_five_orders_is_compared_with_none(command: Command, tmp_path: Path) -> None:
    orders, tasks, products = (tmp_path / name for name in ("o.csv", "t.csv", "p.csv"))
    lines = [f"{n},2026-03-{n:02},c{n},D1,Dawn Serum,1,90" for n in range(1, 6)]
    orders.write_text(ORDERS + "0,2026-01-01,c0,X,Old,1,50\n" + "\n".join(lines) + "\n")
    tasks.write_text(TASKS)
    products.write_text("sku,product,category,launched_on\nD1,Dawn Serum,serum,2026-03-01\n")
    answer = command("launch", orders, tasks, products)
    assert answer.code == 0
    body = answer.body
    assert (body["launch"], body["at_age"]["units"]["total"]) == ("D1", 5)
    assert body["at_age"]["units"]["refusal"]["code"] == "no_earlier"
    assert body["buyers"]["refusal"]["code"] == "few_buyers"
    assert body["taken"]["refusal"]["code"] in {"few_pre_weeks", "few_post_weeks"}
    assert body["ready"]["late"] == 1
    assert command("launch", orders, tasks, "--launch", "Dusk").error == "bad_option"


def test_tasks_alone_have_no_day_zero(command: Command, tmp_path: Path) -> None:
    tasks = tmp_path / "tasks.csv"
    tasks.write_text(TASKS)
    answer = command("launch", tasks)
    assert answer.code == 0
    assert answer.body["faults"]["undated"] == ["Dawn"]


def test_every_refusal_is_a_phrase_and_stands_in_the_contract() -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    for code in get_args(Code):
        assert f"`{code}`" in contract
        assert all(words(lang).has(f"launch.refusal.{code}") for lang in LANGUAGES)
