"""`alerts`: its exit status for schedules, its messages, and the notes that reset it."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.alerts.weekly import MEASURES
from analytics.cli.playbook import alerts
from analytics.notes import store as notes
from analytics.notes.note import Note
from analytics.storage import versions
from analytics.words import LANGUAGES, words
from tests.analytics.alerts.receivers import chat
from tests.conftest import Command

MONDAY, WEEKS, RISE = date(2025, 1, 6), 70, 45


@pytest.fixture
def orders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Orders of guests, 120 a week, 6 of them paid back; from the 45th week on 18."""
    monkeypatch.setenv(versions.HOME, str(tmp_path / "store"))
    rows = ["order_id,ordered_at,amount,quantity"]
    for week in range(WEEKS):
        for number in range(120):
            day = MONDAY + timedelta(days=7 * week + number % 7)
            rows.append(f"{week}-{number},{day},{50},1")
            if number < (6 if week < RISE else 18):
                rows.append(f"R{week}-{number},{day},-50,-1")
    path = tmp_path / "orders.csv"
    path.write_text("\n".join(rows))
    return path


def test_a_rise_ends_with_three_and_a_note_resets_it(command: Command, orders: Path) -> None:
    answer = command("alerts", orders)
    assert answer.code == 3
    (alert,) = answer.body["alerts"]
    assert (alert["measure"], alert["side"], alert["is_bad"]) == ("refunds", "above", True)
    assert alert["since_on"] == (MONDAY + timedelta(days=7 * RISE)).isoformat()
    assert (alert["now"]["value"], alert["normal"]) == (pytest.approx(0.15), pytest.approx(0.05))
    measures = {measure["key"]: measure for measure in answer.body["measures"]}
    assert set(measures) == {measure.key for measure in MEASURES}
    assert measures["refunds"]["base"]["from"] == MONDAY.isoformat()
    assert measures["back_90"]["refusal"]["code"] == "not_there"
    assert answer.body["false_alarms_a_year"] == pytest.approx(
        sum(measure["false_alarms_a_year"] for measure in measures.values())
    )
    store = versions.open_store()
    reset = Note("New courier", MONDAY + timedelta(days=7 * RISE), resets="refunds")
    notes.save(store, reset)
    again = command("alerts", orders)
    assert (again.code, again.body["alerts"]) == (0, [])


def test_messages_go_out_once_and_one_that_fails_ends_with_four(
    command: Command, orders: Path, tmp_path: Path
) -> None:
    secrets = tmp_path / "secrets.toml"
    with chat() as received:
        secrets.write_text(f'[dingtalk]\nurl = "{received.url}"\n')
        call = ("alerts", orders, "--send", "dingtalk", "--secrets", secrets)
        received.answer = '{"errcode": 310000, "errmsg": "keywords not in content"}'
        failed = command(*call)
        assert failed.code == 4
        assert "keywords not in content" in failed.message
        assert "SECRET" not in failed.message + json.dumps(failed.body)
        received.answer = '{"errcode": 0, "errmsg": "ok"}'
        for status in ("sent", "nothing_new"):
            answer = command(*call)
            assert (answer.code, answer.message) == (3, "")
            assert answer.body["sent"] == [{"to": "dingtalk", "status": status, "error": None}]
    assert len(received.bodies) == 2


def test_a_call_without_an_address_says_what_is_missing(command: Command, orders: Path) -> None:
    answer = command("alerts", orders, "--send", "feishu")
    assert answer.code == 4
    assert "NINE_SUPERS_FEISHU_URL" in answer.message


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_table_is_written_in_every_language(command: Command, orders: Path, lang: str) -> None:
    answer = command("alerts", orders)
    (table,) = alerts.table(answer.body, words(lang))
    assert table.row_count == len(MEASURES)


def test_without_files_the_open_dataset_of_the_store_is_read(
    command: Command, orders: Path
) -> None:
    assert command("alerts").error == "no_files"
    saved = command("import", orders, "--save").body["version"]
    by_file, stored = command("alerts", orders), command("alerts")
    assert (stored.code, stored.body["alerts"]) == (3, by_file.body["alerts"])
    assert command("alerts", "--dataset", saved).body == stored.body
    assert command("alerts", "--dataset", "v_20260101_000000_00000000").error
    assert command("alerts", orders, "--dataset", saved).error == "bad_option"
    assert command("alerts", "--as-of", "2026-01-01").error == "bad_option"


@pytest.mark.parametrize("name", ["alerts", "repurchase"])
def test_notes_on_the_days_of_the_data_stand_beside_an_answer(
    name: str, command: Command, orders: Path
) -> None:
    store = versions.open_store()
    inside = notes.save(store, Note("<New> courier", MONDAY, tags=("courier",)))
    over = notes.save(store, Note("Sale", date(2024, 12, 1), MONDAY, scope="channel", about="x"))
    notes.save(store, Note("Before", date(2024, 12, 1)))
    notes.save(store, Note("After", date(2030, 1, 1)))
    brought = orders.with_name("named.csv")
    brought.write_text(orders.read_text().replace("order_id,", "order_id,customer_id,", 1))
    lines = brought.read_text().splitlines()
    named = [
        lines[0],
        *(line.replace(",", f",c{place % 90},", 1) for place, line in enumerate(lines[1:])),
    ]
    brought.write_text("\n".join(named))
    answer = command(name, brought)
    assert [note["id"] for note in answer.body["notes"]] == [over.id, inside.id]
    assert (answer.body["notes"][0]["scope"], answer.body["notes"][1]["text"]) == (
        *("channel", "<New> courier"),
    )
    assert "notes" not in command("import", brought).body
