"""What each bit of `flaws` means stands once: here SQL and Python are held to that table."""

import re

import pytest

from analytics.ingest.build.parse_issues import BITS, BLANK, FATAL, PARSE_ISSUES
from analytics.storage import engine

TABLES = sorted(PARSE_ISSUES)


@pytest.mark.parametrize("table", TABLES)
def test_every_bit_is_one_of_its_own(table: str) -> None:
    bits = list(BITS[table].values())
    assert all(bit.bit_count() == 1 for bit in bits)
    assert len(set(bits)) == len(bits) == len(PARSE_ISSUES[table]) + 1
    assert sum(bits) < 1 << 31


@pytest.mark.parametrize("table", TABLES)
def test_sql_sets_every_bit_and_no_other(table: str) -> None:
    """But for two that whole ranges of rows are given when the part is written."""
    named = set(re.findall(r"bits\['([\w.]+)'\]", engine.sql(f"ingest/parse_{table}")))
    marked = {f"ordered_at.{code}" for code in ("second_table", "summary_line")}
    marked |= {"order_id.order_copied"}
    assert named == set(BITS[table]) - (marked if table == "orders" else set())


@pytest.mark.parametrize("table", TABLES)
def test_a_version_keeps_the_rows_that_no_fatal_bit_sets_aside(table: str) -> None:
    """Its macros live on in it and cannot ask Python, so they hold the sum as a number."""
    macros = dict(
        re.findall(r"macro (\w+)_of\(.*?where flaws & (-?\d+) = 0", engine.sql("facts/lines"), re.S)
    )
    macro = {"orders": "order_lines", "feedback": "feedback"}[table]
    assert int(macros[macro]) == FATAL[table]
    assert FATAL[table] & BLANK


def test_bits_of_versions_on_disk_keep_their_meaning() -> None:
    assert dict(FATAL) == {"orders": -1224539649, "feedback": 1611071552}
    assert BITS["orders"]["sku.id_damaged"] == 1 << 23
    assert BITS["feedback"]["feedback_id.template_example"] == 1 << 18
