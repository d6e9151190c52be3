"""Versions merged by the earlier rule: told apart, what they may lack, and built anew."""

import pytest

from analytics.errors import DatasetError
from analytics.ingest import history, rebuild
from tests.analytics.ingest import old_rule
from tests.conftest import Dataset, Workshop

Row = dict[str, object]


def line(order: int, day: str, amount: float, quantity: int = 1) -> Row:
    return {
        "order_id": f"O{order}",
        "ordered_at": f"2025-{day}",
        "customer_id": f"C{order}",
        "sku": "P1",
        "quantity": quantity,
        "amount": amount,
        "channel": "Tmall",
    }


SEPTEMBER = [line(1, "09-05", 100), line(2, "09-06", 100)]
OCTOBER = [line(1, "10-03", -50, -1), line(3, "10-08", 100)]
NOVEMBER = [line(3, "11-02", -100, -1), line(4, "11-05", 70)]


@pytest.fixture(scope="module")
def september(workshop: Workshop) -> Dataset:
    return old_rule.forgotten(workshop.rows(SEPTEMBER), None)


@pytest.fixture(scope="module")
def october(workshop: Workshop, september: Dataset) -> Dataset:
    return old_rule.update(workshop, OCTOBER, september)


@pytest.fixture(scope="module")
def november(workshop: Workshop, october: Dataset) -> Dataset:
    return old_rule.update(workshop, NOVEMBER, october)


def lacking(dataset: Dataset) -> history.Loss:
    return history.loss(dataset.store, history.of_version(dataset.store, dataset.manifest))


def test_the_fixture_lost_what_the_former_release_lost(october: Dataset) -> None:
    assert october.manifest.about["amount"] == 150
    assert october.manifest.about["count_customers"] == 2


def test_a_version_merged_by_the_earlier_rule_is_told_apart(
    workshop: Workshop, september: Dataset, october: Dataset, november: Dataset
) -> None:
    assert history.rule_of(september.manifest) == history.RULE
    assert [history.rule_of(version.manifest) for version in (october, november)] == [1, 1]
    later = workshop.rows([line(9, "12-01", 5)], base=november.version, mode="update")
    assert history.rule_of(later.manifest) == 1
    clean = workshop.rows([line(9, "12-01", 5)], base=september.version, mode="update")
    assert history.rule_of(clean.manifest) == history.RULE
    replaced = workshop.rows(SEPTEMBER, base=november.version, mode="replace")
    assert history.rule_of(replaced.manifest) == history.RULE
    assert lacking(replaced) == history.Loss(0, 0, is_most=False)


def test_what_it_may_lack_is_counted(october: Dataset, november: Dataset) -> None:
    assert lacking(october) == history.Loss(1, 100, is_most=False)
    assert lacking(november) == history.Loss(2, 200, is_most=False)


def test_an_update_that_replaced_nothing_wrongly_lacks_nothing(
    workshop: Workshop, september: Dataset
) -> None:
    again = old_rule.update(workshop, [*SEPTEMBER, line(3, "09-08", 1)], september)
    assert history.rule_of(again.manifest) == 1
    assert lacking(again) == history.Loss(0, 0, is_most=False)


def test_it_is_built_anew_from_every_import(workshop: Workshop, november: Dataset) -> None:
    with workshop.quick():
        manifest = rebuild.rebuild(workshop.store, november.version)
    at_once = workshop.rows([*SEPTEMBER, *OCTOBER, *NOVEMBER])
    assert manifest.fingerprint == at_once.manifest.fingerprint
    assert manifest.about == at_once.manifest.about
    assert [file["rows_kept"] for file in manifest.files] == [2, 2, 2]
    assert history.rule_of(manifest) == history.RULE
    assert lacking(Dataset(workshop.store, manifest)) == history.Loss(0, 0, is_most=False)
    assert workshop.store.manifest(november.version) == november.manifest


def test_a_rebuilt_version_has_the_originals_of_every_import(workshop: Workshop) -> None:
    first = workshop.rows(SEPTEMBER)
    both = workshop.rows(OCTOBER, base=first.version, mode="update")
    for dataset, content in ((first, "September"), (both, "October")):
        folder = workshop.store.versions_folder / dataset.version / rebuild.ORIGINALS
        folder.mkdir()
        (folder / "001-orders.csv").write_text(content)
    with workshop.quick():
        manifest = rebuild.rebuild(workshop.store, both.version)
    workshop.store.delete(both.version)
    workshop.store.delete(first.version)
    folder = workshop.store.versions_folder / manifest.version / rebuild.ORIGINALS
    contents = {path.name: path.read_text() for path in folder.iterdir()}
    assert contents == {"001-orders.csv": "September", "002-orders.csv": "October"}


def test_a_tables_replacement_stays_one(workshop: Workshop, september: Dataset) -> None:
    """Only what the last replacement left is merged again."""
    replaced = old_rule.forgotten(
        workshop.rows(OCTOBER, base=september.version, mode="replace"), september
    )
    both = old_rule.update(workshop, NOVEMBER, replaced)
    assert lacking(both) == history.Loss(1, 100, is_most=False)
    with workshop.quick():
        manifest = rebuild.rebuild(workshop.store, both.version)
    at_once = workshop.rows([*OCTOBER, *NOVEMBER])
    assert manifest.fingerprint == at_once.manifest.fingerprint


def test_an_import_that_was_deleted_is_named(workshop: Workshop) -> None:
    first = old_rule.forgotten(workshop.rows(SEPTEMBER), None)
    both = old_rule.update(workshop, OCTOBER, first)
    workshop.store.delete(first.version)
    assert history.of_version(workshop.store, both.manifest).missing == first.version
    assert lacking(both) == history.Loss(1, 0, is_most=True)
    with workshop.quick(), pytest.raises(DatasetError) as refusal:
        rebuild.rebuild(workshop.store, both.version)
    assert refusal.value.facts["version"] == first.version
