"""A room's votes leave as the sheet that an import reads, and a pasted table comes in."""

from pathlib import Path

import pytest

from analytics.assessment.votes import count, of_dataset
from analytics.definitions.definition import built_in
from analytics.ingest import drafts
from analytics.storage.versions import Store
from analytics.workshop.errors import WorkshopError
from analytics.workshop.sheet import as_sheet, pasted
from analytics.workshop.store import Workshops
from tests.conftest import Workshop

SUPERS = tuple(super_.key for super_ in built_in().supers)


def test_what_leaves_is_counted_as_the_room_counted_it(tmp_path: Path) -> None:
    workshops = Workshops(Store(tmp_path))
    room = workshops.open_room("Team", version="v", definition="d", supers=SUPERS)
    workshops.open_round(room.code)
    for number in range(6):
        workshops.vote(room.code, 1, f"person {number}", {"looks": 9, "ip": number})
    workshops.close_round(room.code)
    workshops.open_round(room.code)
    for number in range(6):
        workshops.vote(room.code, 2, f"person {number}", {"looks": 5 + number % 3})
    sheet = as_sheet(room, workshops.votes(room.code))
    assert sheet.columns == ["voter", "super", "score", "round", "voted_on"]
    assert not any("person" in voter for voter in sheet["voter"])
    means = count(sheet, built_in())
    assert (means.of("looks").value, means.of("looks").n) == (6.0, 6)
    assert means.of("ip").value == 2.5


def test_the_sheet_is_recognised_by_an_import(workshop: Workshop, tmp_path: Path) -> None:
    workshops = Workshops(Store(tmp_path))
    room = workshops.open_room("Team", version="v", definition="d", supers=SUPERS)
    workshops.open_round(room.code)
    workshops.vote(room.code, 1, "a", dict.fromkeys(SUPERS, 7))
    orders = "order_id,ordered_at,customer_id,amount\n1,2026-01-01,a,10\n2,2026-01-02,b,20\n"
    sheet = as_sheet(room, workshops.votes(room.code)).write_csv()
    texts = {"orders.csv": orders, "votes.csv": sheet}
    parts = [part for name, text in texts.items() for part in workshop.look(text, name)]
    with workshop.quick():
        manifest = drafts.import_parts(workshop.store, parts, label="", keep_originals=False)
    means = of_dataset(workshop.store, manifest, built_in()).means
    assert {key: mean.value for key, mean in means.items()} == dict.fromkeys(SUPERS, 7.0)


@pytest.mark.parametrize("gap", ["\t", ",", ";", "\uff0c"])
def test_a_pasted_table_has_a_row_a_person_and_a_column_a_super(gap: str) -> None:
    looks = built_in().super_of("looks").name["zh-Hans"]
    lines = [["who", looks, "IP", "remark"], ["Lin", "7", "", "-"], ["", "3", "10", ""]]
    text = "\n".join(gap.join(line) for line in lines)
    first, second = pasted(text, built_in(), SUPERS)
    assert (first.voter, first.scores) == ("Lin", {"looks": 7})
    assert (second.voter, second.scores) == ("row 2", {"looks": 3, "ip": 10})


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("who\tprice\nLin\t7", "workshop_no_such_super"),
        ("looks\n7.5", "workshop_no_such_score"),
        ("looks\nseven", "workshop_no_such_score"),
    ],
)
def test_what_is_no_table_of_votes_is_refused(text: str, code: str) -> None:
    with pytest.raises(WorkshopError) as refused:
        pasted(text, built_in(), SUPERS)
    assert refused.value.code == code


def test_an_empty_paste_holds_nobody() -> None:
    assert pasted("  \n ", built_in(), SUPERS) == ()
