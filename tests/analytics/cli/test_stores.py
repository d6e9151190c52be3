"""`stores`: every figure with n, interval and refusals as codes."""

import json
from argparse import Namespace
from pathlib import Path
from typing import get_args

import pytest

from analytics.cli.imported import Imported
from analytics.cli.playbook import stores
from analytics.errors import UsageError
from analytics.stores.base import Code
from analytics.words import LANGUAGES, words
from tests.conftest import PROJECT, Command, Dataset


@pytest.fixture
def imported(brand: Dataset) -> Imported:
    return Imported(brand.store, brand.manifest, (), "en")


def test_the_sample_brand_s_salons(imported: Imported) -> None:
    answer = stores.run(imported, Namespace(pool=None))
    assert (answer["refusal"], answer["guests"]["code"]) == (None, answer["pools"][0]["code"])
    guests = answer["guests"]
    gap = guests["difference"]
    # Guests of the sample were drawn so that those who come back are more among them.
    assert 0 < gap["low"] < gap["value"] < gap["high"]
    assert guests["verdict"] == "better"
    assert guests["before"]["were_alike"]
    assert gap["n"] + guests["alone"] <= answer["pools"][0]["guests"]
    assert answer["costs"]["back"]["refusal"] == {"code": "no_cost", "have": 0, "least": 3}
    assert len(answer["stores"]) == 3
    assert answer["identified"]["n"] > 2000
    json.dumps(answer, allow_nan=False)
    [table] = stores.table(answer, words("en"))
    assert table.row_count == 2
    assert "more often" in str(table.caption)


def test_a_young_event_is_refused_in_words(imported: Imported) -> None:
    answer = stores.run(imported, Namespace(pool="event.E10"))
    assert answer["guests"]["refusal"] == {"code": "too_early", "have": 49, "least": 90}
    assert answer["costs"]["back"]["refusal"] is not None
    [table] = stores.table(answer, words("en"))
    assert "49 days" in str(table.caption)


def test_an_unknown_pool_is_refused_with_those_there_are(imported: Imported) -> None:
    with pytest.raises(UsageError) as refused:
        stores.run(imported, Namespace(pool="kind.none"))
    assert "event.E10" in str(refused.value.facts)


def test_without_guests_or_without_days(command: Command, tmp_path: Path) -> None:
    orders, guests, events = (tmp_path / f"{name}.csv" for name in ("o", "g", "e"))
    orders.write_text("order_id,customer_id,ordered_at,amount\n1,a,2025-01-01,10\n")
    guests.write_text("event_id,customer_id\nE1,a\n")
    events.write_text("event_id,kind,starts_on\nE1,salon,\n")
    assert command("stores", orders).body["refusal"]["code"] == "no_guests"
    call = ("stores", orders, "--event_attendance", guests, "--events", events)
    assert command(*call).body["refusal"]["code"] == "no_days"


def test_every_refusal_is_in_the_contract_and_in_every_language() -> None:
    contract = (PROJECT / "docs" / "contracts.md").read_text("utf-8")
    for code in get_args(Code):
        assert f"`{code}`" in contract
        assert all(words(lang).has(f"stores.refusal.{code}") for lang in LANGUAGES)
