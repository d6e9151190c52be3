"""Sheets beside the orders that nobody reads are named, returns with what they would change."""

import pytest

from analytics.ingest import left_out
from analytics.words import LANGUAGES
from tests.conftest import Workshop


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("\u9000\u8d27.csv", "order,yes\nA1,1\n", left_out.RETURNS),
        ("a.csv", "order,Returned?\nA1,yes\n", left_out.RETURNS),
        ("a.csv", "colour,shape\nred,round\nblue,flat\n", ""),
        ("a.csv", "order_id,order date,customer,amount,returned\nA,2025-01-01,C,1,0\n", ""),
    ],
)
def test_what_is_left_out_is_named(name: str, content: str, code: str, workshop: Workshop) -> None:
    (part,) = workshop.look(content, name)
    assert left_out.code_of(part) == code
    for lang in LANGUAGES:
        messages = [notice["message"] for notice in left_out.of_part(part, lang)]
        assert len(messages) == bool(code)
        assert all(part.name in message for message in messages)


def test_what_a_person_leaves_out_needs_no_word(workshop: Workshop) -> None:
    (part,) = workshop.look("order_id,date,customer,refund,amount\nA,2025-01-01,C,0,1\n")
    assert left_out.code_of(part.left_out()) == ""
