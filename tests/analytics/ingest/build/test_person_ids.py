"""One person is not several, and several are not one."""

import csv
import io
import json
import tomllib
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics.ingest import drafts, recipes
from tests.conftest import Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "person_ids.toml").read_text("utf-8"))


def orders(ids: Sequence[str], column: str = "customer_id") -> str:
    """One order an identifier, each on a day of its own."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["order_id", "date", column, "amount"])
    for number, written in enumerate(ids, 1):
        writer.writerow([f"O{number}", date(2024, 1, 1) + timedelta(days=number), written, 10])
    return out.getvalue()


def people(dataset: Dataset | Reading) -> list[str | None]:
    return [line["customer_id"] for line in dataset.lines()]


@pytest.mark.parametrize("kind", CASES["alike"])
def test_one_person_in_several_spellings(workshop: Workshop, kind: str) -> None:
    ids = CASES["alike"][kind]
    dataset = workshop.read(orders(ids))
    assert set(people(dataset)) == {ids[0]}
    report = dataset.files[0]["ids"]
    # Blanks at the ends and the quotes of a spreadsheet come off before anything is compared.
    assert 1 <= report["joined"] <= len(ids) - 1
    assert dataset.problems() == []


@pytest.mark.parametrize("kind", CASES["home"])
def test_a_number_of_home_meets_the_one_with_its_country(workshop: Workshop, kind: str) -> None:
    assert len(set(people(workshop.read(orders(CASES["home"][kind]))))) == 1


@pytest.mark.parametrize("kind", CASES["apart"])
def test_two_people_stay_two(workshop: Workshop, kind: str) -> None:
    ids = CASES["apart"][kind]
    dataset = workshop.read(orders(ids))
    assert len(set(people(dataset))) == len(ids)
    assert dataset.files[0]["ids"]["joined"] == 0


def test_a_hidden_buyer_is_nobody_and_the_others_stay(workshop: Workshop) -> None:
    masked = CASES["guests"]["masked"]
    dataset = workshop.read(orders([*masked, "ana", "ana"]))
    assert people(dataset) == [None] * len(masked) + ["ana", "ana"]
    assert dataset.problems() == [(2, "customer_id", "ids_masked", False)]
    report = dataset.files[0]["ids"]
    assert (report["masked"], report["nobody"], report["blank"]) == (len(masked), 0, 0)


def test_a_word_for_nobody_is_a_guest_row_by_row(workshop: Workshop) -> None:
    words = CASES["guests"]["nobody"]
    dataset = workshop.read(orders([*words, "", "ana"]))
    assert people(dataset) == [None] * (len(words) + 1) + ["ana"]
    assert dataset.problems() == [
        (row, "customer_id", "id_nobody", False) for row in range(2, len(words) + 2)
    ]
    report = dataset.files[0]["ids"]
    assert (report["nobody"], report["blank"]) == (len(words), 1)


@pytest.mark.parametrize("kind", CASES["several"])
def test_two_ways_to_reach_somebody_in_one_cell_are_the_person_of_the_first(
    workshop: Workshop, kind: str
) -> None:
    first, *cells = CASES["several"][kind]
    dataset = workshop.load(orders([first, *cells]))
    assert set(people(dataset)) == {first}
    assert {code for _, _, code, _ in dataset.problems()} == {"ids_several"}
    (part,) = workshop.look(orders(cells))
    assert workshop.check([part.with_ids("written")]).problems().is_empty()


def test_a_name_that_resembles_such_a_word_is_somebody(workshop: Workshop) -> None:
    names = CASES["guests"]["somebody"]
    dataset = workshop.read(orders(names))
    assert people(dataset) == names
    assert dataset.problems() == []


def test_sheets_go_on_meeting(workshop: Workshop) -> None:
    text = (
        "order_id,date,customer_id,amount,referrer_id,referrer_kind\n"
        "1,2024-01-01,Ana@X.com,10,,\n2,2024-01-02,bo@x.com,10,ANA@x.com,customer\n"
    )
    feedback = "submitted_at,customer_id,nps\n2024-02-01,ana@x.com ,9\n2024-02-01,t**8,3\n"
    members = "customer_id,route,joined_on\nANA@X.COM,wechat,2024-01-05\n-,wechat,2024-01-05\n"
    parts = [
        *workshop.look(text, "orders.csv"),
        *workshop.look(feedback, "feedback.csv"),
        *workshop.look(members, "members.csv"),
    ]
    draft = workshop.check(parts)
    values = {
        name: pl.read_parquet(draft.folder / f"{part.match.table}-{report['key']}.parquet")[
            name.split(".")[1]
        ].to_list()
        for part, report, name in zip(
            draft.parts,
            draft.files,
            ("orders.referrer_id", "feedback.customer_id", "members.customer_id"),
            strict=True,
        )
    }
    assert values == {
        "orders.referrer_id": [None, "ana@x.com"],
        "feedback.customer_id": ["ana@x.com", None],
        "members.customer_id": ["ana@x.com", None],
    }
    codes = draft.problems()["code"].to_list()
    assert sorted(codes) == ["id_nobody", "ids_masked"]


def test_written_identifiers_stay_and_the_choice_is_remembered(workshop: Workshop) -> None:
    (part,) = workshop.look(orders(["Ana@x.com", "ana@x.com", "t**8", "NULL"]))
    draft = workshop.check([part.with_ids("written")])
    assert draft.files[0]["ids"]["rule"] == "written"
    recipe = recipes.recipe_of(draft.parts[0], draft.files[0], draft, ())
    assert recipes.parse(recipes.as_text(recipe).encode(), "r.json").ids == "written"
    replayed, _ = recipes.replay(recipe, part)
    assert replayed.ids == "written"
    lines = pl.read_parquet(draft.folder / f"orders-{draft.files[0]['key']}.parquet")
    assert lines["customer_id"].to_list() == ["Ana@x.com", "ana@x.com", "t**8", None]


def test_a_recipe_of_the_former_release_folds(workshop: Workshop) -> None:
    (part,) = workshop.look(orders(["ana"]))
    draft = workshop.check([part])
    text = recipes.as_text(recipes.recipe_of(draft.parts[0], draft.files[0], draft, ()))
    raw = json.loads(text)
    del raw["ids"], raw["decimals"]
    assert recipes.parse(json.dumps(raw).encode(), "r.json").ids == "folded"


def test_an_older_dataset_meets_the_newer_file(workshop: Workshop) -> None:
    """A version of the former release holds identifiers as written, and says nothing of them."""
    (part,) = workshop.look(orders(["Ana@x.com", "bo@x.com"]), "january.csv")
    with workshop.quick():
        former = drafts.import_parts(
            workshop.store, [part.with_ids("written")], label="former", keep_originals=False
        )
    path = workshop.store.versions_folder / former.version / "manifest.json"
    manifest = json.loads(path.read_text("utf-8"))
    for file in manifest["files"]:
        del file["ids"], file["decimals"]
    path.write_text(json.dumps(manifest), "utf-8")
    before = (path.parent / "orders-001.parquet").read_bytes()
    text = "order_id,date,customer_id,amount\nO9,2024-03-01,ana@X.com,10\n"
    newer = workshop.load(text, "march.csv", base=former.version, mode="update")
    assert newer.manifest.about["count_customers"] == 2
    assert set(people(newer)) == {"ana@x.com", "bo@x.com"}
    assert (path.parent / "orders-001.parquet").read_bytes() == before
