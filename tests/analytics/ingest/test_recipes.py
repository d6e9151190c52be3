"""What was decided about one file settles the next of its shape."""

import json

import pytest

from analytics.errors import UsageError
from analytics.ingest import recipes
from analytics.ingest.corrections import Corrections
from tests.conftest import Workshop

FEBRUARY = """when,who,ref,goods,paid,shop
3/5/2025,C1,A1,P1,10,Tmall
4/5/2025,C2,A2,P1,free,Tmall
"""
MAPPING = {"ordered_at": "when", "order_id": "ref", "customer_id": "who", "sku": "goods"}
MAPPING |= {"amount": "paid", "channel": "shop"}
PLACE = {"channel": "Tmall", "domain": "private", "mode": "online", "social_model": None}


@pytest.fixture
def recipe(workshop: Workshop) -> recipes.Recipe:
    (part,) = workshop.look(FEBRUARY, "feb.csv")
    part = part.as_table("orders").with_mapping(MAPPING).with_date_order("dmy")
    part = part.with_mends(Corrections({"amount": {"free": "0"}}))
    draft = workshop.check([part])
    return recipes.recipe_of(part, draft.files[0], draft, [PLACE])


def test_a_recipe_survives_its_file(recipe: recipes.Recipe, workshop: Workshop):
    again = recipes.parse(recipes.as_text(recipe).encode(), "r.json")
    assert again == recipe
    recipes.save(workshop.store, recipe)
    assert recipe in recipes.saved_recipes(workshop.store)


def test_the_next_file_of_the_shape_is_read_as_the_first(
    recipe: recipes.Recipe, workshop: Workshop
):
    march = FEBRUARY.replace("4/5/2025,C2,A2,P1,free,Tmall", "2/4/2025,C2,A9,P2,free,JD")
    march = march.replace("shop\n", "shop,remark\n").replace("Tmall\n", "Tmall,x\n")
    (part,) = workshop.look(march, "mar.csv")
    assert recipes.find([recipe], part) is recipe
    settled, changes = recipes.replay(recipe, part)
    assert {column: settled.headers[at] for column, at in settled.match.mapping.items()} == MAPPING
    assert settled.date_order == "dmy"
    assert changes == (recipes.Change("new_column", "remark"),)
    draft = workshop.check([settled])
    assert draft.files[0]["rows_kept"] == 2
    assert draft.totals["first_on"] == "2025-04-02"
    assert recipes.Change("new_channel", "JD") in recipes.changes_in(recipe, draft)


def test_a_column_that_is_gone_is_told_and_the_rest_is_read(
    recipe: recipes.Recipe, workshop: Workshop
):
    (part,) = workshop.look("when,who,ref,goods,paid\n3/5/2025,C1,A1,P1,10\n", "apr.csv")
    settled, changes = recipes.replay(recipe, part)
    assert recipes.Change("lost_column", "shop") in changes
    assert "channel" not in settled.match.mapping
    assert settled.match.mapping["amount"] == 4


def test_amounts_in_another_unit_are_noticed(recipe: recipes.Recipe, workshop: Workshop):
    (part,) = workshop.look(FEBRUARY.replace(",10,", ",1000,"), "cents.csv")
    settled, _ = recipes.replay(recipe, part)
    changes = recipes.changes_in(recipe, workshop.check([settled]))
    assert [change.kind for change in changes] == ["unit"]


def test_files_of_another_shape_find_no_recipe(recipe: recipes.Recipe, workshop: Workshop):
    (part,) = workshop.look("order_id,date,amount,customer\n1,2025-01-01,3,C\n", "other.csv")
    assert recipes.find([recipe], part) is None


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "something"},
        {"table": "no_such_table"},
        {"mapping": {"no_such_column": "x"}},
        {"mapping": ["x"]},
        {"headers": 3},
        {"date_order": "ymd; drop table"},
        {"channels": [{"channel": "x", "domain": "elsewhere"}]},
        {"values": {"amount": {"x": 1}}},
        {"more": 1},
    ],
)
def test_a_recipe_that_cannot_be_is_refused_in_words(recipe: recipes.Recipe, change: dict):
    raw = {**json.loads(recipes.as_text(recipe)), **change}
    with pytest.raises(UsageError) as caught:
        recipes.parse(json.dumps(raw).encode(), "theirs.json")
    assert caught.value.code == "bad_recipe"


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 100_000])
def test_what_is_no_json_is_refused_too(content: bytes):
    with pytest.raises(UsageError):
        recipes.parse(content, "theirs.json")


def test_a_header_row_said_by_hand_is_found_by_itself_the_next_time(workshop: Workshop):
    above = "a,b,c,d,e,f\n"
    (part,) = workshop.look(above + FEBRUARY, "feb.csv")
    part = part.with_header_row(2).as_table("orders").with_mapping(MAPPING).with_date_order("dmy")
    draft = workshop.check([part])
    february_recipe = recipes.recipe_of(part, draft.files[0], draft, [])
    (again,) = workshop.look(above + FEBRUARY.replace("C1", "C7"), "mar.csv")
    assert recipes.find([february_recipe], again.with_header_row(1)) is february_recipe
    settled, changes = recipes.replay(february_recipe, again.with_header_row(1))
    assert (settled.header_row, changes) == (2, ())
