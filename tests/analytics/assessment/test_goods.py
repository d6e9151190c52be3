"""How often people can need the goods again: read off names, held against waits, followed by the
goalposts."""

import tomllib
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.assessment import goods as reading
from analytics.assessment.assessment import Assessment, assess
from analytics.definitions.definition import GOODS, built_in, parsed, written
from analytics.definitions.goods import for_goods, goods
from analytics.measures import MEASURES
from tests.conftest import Dataset, Workshop


def orders(*products: str, days: tuple[str, ...] = ("2023-01-05", "2023-02-05")) -> str:
    """Forty customers; every other one buys the same again."""
    rows = [
        f"{n}-{place},{day},c{n},{products[n % len(products)]},10\n"
        for n in range(40)
        for place, day in enumerate(days[: 1 + (n % 2)])
    ]
    return "order_id,date,customer_id,product,amount\n" + "".join(rows) + "end,2024-06-30,c0,x,10\n"


NAMES = tomllib.loads(Path(__file__).with_name("goods.toml").read_text("utf-8"))


@pytest.mark.parametrize("kind", NAMES)
def test_the_longest_word_of_a_name_points_to_its_kind(kind: str) -> None:
    matches = [reading.kind_of(text) for text in NAMES[kind]]
    assert [match[0] if match else "none" for match in matches] == [kind] * len(matches)


def read(dataset: Dataset) -> reading.GoodsReading:
    return reading.read(dataset.store, dataset.manifest)


@pytest.mark.parametrize(
    ("content", "kind", "why"),
    [
        (orders("Night serum", NAMES["weeks"][0]), "weeks", "words"),
        (orders("Linen dress", "Wool coat"), "seasons", "words"),
        (orders("Oak desk", "Office chair", days=("2023-01-05", "2024-01-20")), "years", "words"),
        (orders("Oak desk", "Office chair"), "years", "words"),
        (orders("Oak desk", "Green tea"), "", "mixed"),
        (orders("A17", "B4"), "", "unknown"),
        ("order_id,date,amount\n1,2024-01-05,10\n", "", "unknown"),
    ],
    ids=["weeks", "seasons", "years", "few waits prove nothing", "mixed", "unknown", "no product"],
)
def test_a_dataset_is_read_by_its_names(
    workshop: Workshop, content: str, kind: str, why: str
) -> None:
    dataset = workshop.load(content)
    assert (read(dataset).kind, read(dataset).why) == (kind, why)


def test_names_that_the_waits_do_not_bear_out_settle_nothing(workshop: Workshop) -> None:
    monthly = tuple(f"2023-{month:02}-05" for month in range(1, 13))
    rows = "".join(f"{n}-{day},{day},c{n},Oak desk,10\n" for n in range(10) for day in monthly)
    dataset = workshop.load("order_id,date,customer_id,product,amount\n" + rows)
    assert (read(dataset).kind, read(dataset).why) == ("", "waits")
    assert read(dataset).median_days == pytest.approx(31, abs=1)


def test_the_sample_is_read_as_used_up_within_weeks_and_scored_as_ever(
    brand: Dataset, brand_assessment: Assessment
) -> None:
    reading = read(brand)
    assert (reading.kind, reading.why) == ("weeks", "words")
    assert brand_assessment.definition == built_in()


def test_a_desk_nobody_needs_again_is_no_weakness(workshop: Workshop) -> None:
    """Nobody comes back within 90 days or for the same desk; the year alone speaks."""
    dataset = workshop.load(orders("Oak desk", "Office chair", days=("2023-01-05", "2023-11-20")))
    assessment = assess(dataset.store, dataset.manifest)
    assert assessment.definition.goods == "years"
    repurchase = assessment.super_score("repurchase")
    assert [measure.key for measure in repurchase.counted] == ["back_within_year"]
    assert repurchase.score == 100
    assert assessment.super_score("efficacy").hint is None
    as_weeks = assess(
        dataset.store, dataset.manifest, definition=for_goods(built_in(), "weeks")
    ).super_score("repurchase")
    assert as_weeks.score < repurchase.score


def test_every_kind_changes_measures_that_there_are_and_says_why() -> None:
    assert tuple(goods()) == GOODS
    assert for_goods(built_in(), "weeks").supers == built_in().supers
    for kind in goods().values():
        assert kind.words
        for key, change in kind.changes.items():
            assert key in MEASURES
            if change.goalposts:
                low, high = MEASURES[key].bounds
                assert low <= change.goalposts.bad < change.goalposts.good <= high


@pytest.mark.parametrize("kind", GOODS)
def test_a_definition_for_a_kind_of_goods_is_one_like_the_rest(kind: str) -> None:
    definition = for_goods(built_in(), kind)
    assert definition.id != built_in().id
    assert not definition.is_built_in
    again = parsed(written(definition).encode(), "a.toml")
    assert again == definition
    assert again.id == definition.id


def test_going_from_kind_to_kind_leaves_nothing_behind() -> None:
    there = for_goods(built_in(), "years")
    assert for_goods(there, "seasons") == for_goods(built_in(), "seasons")
    assert for_goods(there, "weeks").supers == built_in().supers


def test_a_saved_definition_keeps_its_own_goalposts() -> None:
    own = replace(built_in(), name="Mine", supers=built_in().supers[1:])
    assert reading.fitted(own, "years") is own
