"""Formats and spellings: everything in them is possible, and what is not is named."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from analytics.errors import DefinitionError
from analytics.ingest.columns.formats import (
    FOLDER,
    formats,
    known_headers,
    load,
    load_spellings,
    normalise,
    spellings,
)
from analytics.schema import CHOICES, TABLES
from analytics.words import DATA, LANGUAGES, words

if TYPE_CHECKING:
    from pathlib import Path

NAME = 'name = {zh-Hans = "a", zh-Hant = "b", en = "c"}\n'
GENERAL = f'key = "orders"\ntable = "orders"\n{NAME}[headers]\namount = ["total"]\nsku = ["sku"]\n'
NAMED = f'key = "shop"\ntable = "orders"\nmarks = ["Shop"]\n{NAME}[headers]\n'


def column_labels() -> list[tuple[str, str, str]]:
    with (DATA / "text" / "shared" / "columns.toml").open("rb") as file:
        tables = tomllib.load(file)
    return [
        (table, column, label)
        for table, columns in tables.items()
        for column, leaf in columns.items()
        for label in leaf.values()
    ]


def test_every_table_has_a_general_format_for_every_column() -> None:
    general = {form.key: form for form in formats() if not form.marks}
    assert set(general) == set(TABLES)
    assert all(set(form.accepted) == set(TABLES[form.table].names) for form in general.values())


def test_canonical_names_are_accepted_as_they_are() -> None:
    for form in formats():
        if not form.marks:
            for column, accepted in form.accepted.items():
                assert normalise(column) in accepted


@pytest.mark.parametrize(("table", "column", "label"), column_labels())
def test_the_label_of_a_column_is_one_of_its_headers(table: str, column: str, label: str) -> None:
    accepted = next(form.accepted for form in formats() if form.key == table)
    assert normalise(label) in accepted[column]


def test_every_table_and_column_has_words() -> None:
    for lang in LANGUAGES:
        for table in TABLES.values():
            assert words(lang).get(f"tables.{table.name}.name")
            assert words(lang).get(f"tables.{table.name}.unlocks")
            assert all(words(lang).get(f"columns.{table.name}.{c}") for c in table.names)


def test_no_words_for_what_the_schema_does_not_have() -> None:
    schema_columns = {(table.name, column) for table in TABLES.values() for column in table.names}
    assert {(table, column) for table, column, _ in column_labels()} == schema_columns


def test_marks_and_headers_are_known_to_the_header_search() -> None:
    for form in formats():
        assert form.marks <= set(known_headers())


def test_spellings_reach_every_code_and_nothing_else() -> None:
    codes = {(key.partition(":")[0], code) for key, code in spellings().items()}
    assert codes == {(c, code) for c, many in CHOICES.items() for code in many} | {
        *(("void", "void"), ("entry_kind", "refund"), ("entry_kind", "no_sale")),
    }


@pytest.mark.parametrize(
    ("spelling", "code"),
    [
        ("domain:private", "private"),
        ("social_model:group-buy", "group_buy"),
        ("mode:web", "online"),
    ],
)
def test_a_spelling_stands_for_its_code(spelling: str, code: str) -> None:
    assert spellings()[spelling] == code


def test_undone_orders_are_void_and_part_refunds_are_not() -> None:
    for status in ("cancelled", "canceled", "voided", "refunded", "unpaid"):
        assert spellings()[f"void:{status}"] == "void"
    for status in ("partially_refunded", "partially refunded", "paid", "pending", "delivered"):
        assert f"void:{status}" not in spellings()


def test_spellings_are_lower_case_and_trimmed() -> None:
    assert all(key == key.lower() and key == key.strip() for key in spellings())


def test_the_definitions_shipped_load_from_their_folder() -> None:
    assert load(FOLDER) == formats()


def test_a_named_format_speaks_for_its_columns_and_leaves_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "orders", GENERAL + 'product = ["item", "goods"]\n')
    write(tmp_path, "shop", NAMED + 'amount = []\nquantity = ["goods"]\n')
    general, named = load(tmp_path)
    assert named.accepted["amount"] == ()
    assert named.accepted["product"] == ("item",)
    assert named.accepted["quantity"] == ("goods",)
    assert general.accepted["product"] == ("item", "goods")


@pytest.mark.parametrize(
    ("key", "text", "facts"),
    [
        ("shop", NAMED.replace('"orders"', '"order"'), ("table", "order", "orders")),
        ("shop", NAMED + 'amout = ["x"]\n', ("headers.amout", "amout", "amount")),
        ("shop", NAMED + 'sku = ["A b"]\nproduct = ["a_B"]\n', ("headers.product", "a_B", "sku")),
        ("shop", NAMED + 'sku = ["--"]\n', ("headers.sku", "--", "a header")),
        ("shop", NAMED + 'sku = "code"\n', ("headers.sku", "code", "a list of texts")),
        ("shop", NAMED.replace("zh-Hant", "zh-Hong"), ("name", None, "zh-Hans, zh-Hant, en")),
        ("shop", NAMED.replace('"b"', '""'), ("name", None, "zh-Hans, zh-Hant, en")),
        ("shop", NAMED.replace('marks = ["Shop"]', ""), ("marks", "", "headers")),
        ("shop", NAMED.replace("marks", "mark"), ("mark", "mark", "marks")),
        ("shop", 'date_order = "iso"\n' + NAMED, ("date_order", "iso", "mdy, dmy")),
        ("shop", NAMED.replace("[headers]", ""), ("headers", "None", None)),
        ("store", NAMED, ("key", "shop", "store")),
        ("shop", "key = ", ("", None, "TOML")),
    ],
)
def test_what_is_impossible_is_named(
    tmp_path: Path, key: str, text: str, facts: tuple[str, str | None, str | None]
) -> None:
    write(tmp_path, key, text)
    with pytest.raises(DefinitionError) as caught:
        load(tmp_path)
    error_facts = caught.value.facts
    assert error_facts["file"] == f"{key}.toml"
    for name, value in zip(("key", "found", "expected"), facts, strict=True):
        assert value is None or error_facts[name] == value


@pytest.mark.parametrize(
    ("text", "key", "expected"),
    [
        ('[domian]\npublic = ["x"]\n', "domian", "domain"),
        ('[domain]\npublick = ["x"]\n', "domain.publick", "public"),
        ('[domain]\npublic = ["x"]\nprivate = ["X "]\n', "domain.private", "domain.public"),
        ('[mode]\nonline = ["Offline"]\n', "mode.offline", "mode.online"),
    ],
)
def test_impossible_spellings_are_named(tmp_path: Path, text: str, key: str, expected: str) -> None:
    (tmp_path / "_values.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as caught:
        load_spellings(tmp_path / "_values.toml")
    assert caught.value.facts["key"] == key
    assert caught.value.facts["expected"] == expected


def write(folder: Path, key: str, text: str) -> None:
    (folder / f"{key}.toml").write_text(text, encoding="utf-8")
