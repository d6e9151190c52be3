"""What several queries say alike: included once, its blanks filled, or refused with a reason."""

from pathlib import Path

import pytest

from analytics.storage.fragments import SUFFIX, FragmentError, whole_text


def text_of(folder: Path, query: str, **pieces: str) -> str:
    """The whole text of a query beside these fragments."""
    (folder / "query.sql").write_text(query)
    for name, piece in pieces.items():
        (folder / f"{name}{SUFFIX}").write_text(piece)
    return whole_text(folder, "query")


def test_a_query_without_fragments_is_what_is_written(tmp_path: Path) -> None:
    assert text_of(tmp_path, "select 1\n") == "select 1\n"


def test_an_expression_keeps_the_margin_of_its_place(tmp_path: Path) -> None:
    query = "select (\n    -- include price with of = paid\n) as price\n"
    price = "case\n    when {of} > 0 then {of}\nend\n"
    assert text_of(tmp_path, query, price=price) == (
        "select (\n    case\n        when paid > 0 then paid\n    end\n) as price\n"
    )


def test_the_same_expression_may_stand_in_several_places(tmp_path: Path) -> None:
    query = "select\n    -- include one,\n    -- include one\n"
    assert text_of(tmp_path, query, one="1\n") == "select\n    1,\n    1\n"


def test_what_two_ctes_rest_on_comes_once(tmp_path: Path) -> None:
    query = "with\n\n-- include left,\n\n-- include right\n\nselect 1\n"
    sides = {
        side: f"-- include base,\n\n{side}s as (select * from base)\n" for side in ("left", "right")
    }
    assert text_of(tmp_path, query, base="base as (select 1)\n", **sides) == (
        "with\n\nbase as (select 1),\n\nlefts as (select * from base),\n\n"
        "rights as (select * from base)\n\nselect 1\n"
    )


def test_a_fragment_that_is_not_there_is_named_with_who_wants_it(tmp_path: Path) -> None:
    with pytest.raises(FragmentError, match="query includes shared/nowhere: there is no such"):
        text_of(tmp_path, "-- include shared/nowhere\n")


@pytest.mark.parametrize("given", ["", " with side = left", " with day = a, side = b"])
def test_blanks_and_what_fills_them_must_match(tmp_path: Path, given: str) -> None:
    with pytest.raises(FragmentError, match=r"it asks for \['day'\]"):
        text_of(tmp_path, f"-- include rung{given}\n", rung="{day} > 1\n")
