"""Marks by wave, means as people joined, prices and few strangers, read out in three languages."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.beta import report
from analytics.beta.base import Refusal
from analytics.beta.report import BetaTest
from analytics.beta.rules import Rule
from analytics.beta.two_stages import designs
from analytics.filters import Filters
from analytics.pricing.offers import buy_answers, offers
from analytics.view import View
from tests.analytics.beta.published import WORKED
from tests.analytics.pricing.published import KRISTROM, one_price
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.beta import again, marks, paying, planned, queries, settling, spoken

EN = Text("en")


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


@pytest.fixture(scope="module")
def brand_test(view: View) -> BetaTest:
    return report.beta_test(view, "QY-023")


@pytest.fixture(scope="module")
def silent(view: View) -> BetaTest:
    return report.beta_test(view, "no such")


@pytest.mark.parametrize("text", TEXTS)
def test_every_sentence_is_filled_in(brand_test: BetaTest, silent: BetaTest, text: Text) -> None:
    few = replace(
        brand_test,
        answers=brand_test.answers.head(5),
        groups=[replace(group, refusal=Refusal("nps_scale")) for group in brand_test.groups],
    )
    sentences = [text("beta.no_paying"), again.needed(text)]
    for test in (brand_test, few, silent):
        rows, running = marks.by_wave(test, text), settling.running(test, text)
        sentences += [
            marks.sentence(rows, text),
            settling.settled_sentence(test, running, text),
            settling.friends_sentence(settling.friends(test, text), text),
        ]
        sentences += running["sentence"].to_list()
        sentences += [] if rows.is_empty() else rows["sentence"].to_list()
    sentences += [marks.recommending(test, text) for test in (brand_test, few)]
    for cells in (KRISTROM, KRISTROM[:2]):
        answer = offers(buy_answers(one_price(cells))[0])
        sentences.append(paying.sentence("invited", answer, text))
    for shares in ((0.25, 0.4), (0.25, 0.3)):
        sentences.append(planned.strangers_sentence(designs(*shares), text))
    for part in queries.QUERIES:
        sentences += queries.formulas(part, text).values()
    assert all(sentences)
    assert not any(UNFILLED.search(sentence) for sentence in sentences)
    assert marks.recommending(silent, text) == ""


def test_marks_stand_wave_by_wave_and_kind_by_kind(brand_test: BetaTest) -> None:
    rows = marks.by_wave(brand_test, EN)
    assert rows["label"].to_list() == [
        "Seeds, wave 1",
        "Invited people, wave 2",
        "Those who answer again, wave 2",
    ]
    assert rows["n"].to_list() == [38, 80, 32]
    # The plant: 6.3 before the mend, 7.4 of those invited after it, 7.7 of the same people.
    for (low, high), planted in zip(rows["low", "high"].rows(), (6.3, 7.4, 7.7), strict=True):
        assert low < planted < high
    sentence = marks.sentence(rows, EN)
    assert sentence.startswith("Marks on average: Seeds, wave 1: 6.")


@pytest.mark.parametrize("text", TEXTS)
def test_only_a_number_is_called_a_wave(text: Text) -> None:
    assert marks.wave_title("\u7b2c\u4e8c\u8f6e", text) == "\u7b2c\u4e8c\u8f6e"
    assert marks.wave_name("wave 1", text) == "wave 1"
    assert marks.wave_name("1", EN) == "wave 1"
    assert marks.wave_title("2", EN) == "Wave 2"


def test_a_topic_of_an_own_word_list_is_no_markdown() -> None:
    row = {"kind": "seed", "topic": "*x*", "negative": 2, "texts": 9, "low": 0.06, "high": 0.55}
    sentence = spoken.sentence(pl.DataFrame([row]), EN)
    assert sentence == "Seeds complain most of \\*x\\*: 2 of 9 texts (range 6\u201355%)."


def test_waves_that_nobody_knows_leave_one_row_a_kind(brand_test: BetaTest) -> None:
    waveless = brand_test.answers.with_columns(wave=pl.lit(None, pl.String))
    groups = [group for group in brand_test.groups if group.wave is None]
    rows = marks.by_wave(replace(brand_test, answers=waveless, groups=groups), EN)
    assert rows["label"].to_list() == ["Seeds", "Invited people", "Those who answer again"]


def test_answers_on_another_scale_are_said_not_counted(brand_test: BetaTest) -> None:
    doubtful = [replace(group, refusal=Refusal("nps_scale")) for group in brand_test.groups]
    sentence = marks.recommending(replace(brand_test, groups=doubtful), EN)
    assert sentence == "Answers on recommending do not look like 0 to 10, so they are not counted."


def test_a_mean_that_drifts_is_not_settled(brand_test: BetaTest) -> None:
    settled = settling.settled_sentence(brand_test, settling.running(brand_test, EN), EN)
    assert settled.startswith("Seeds: over the later half of marks the average stayed at")
    drift = pl.when(pl.int_range(pl.len()).over("kind") < 20).then(0.0).otherwise(10.0)
    ordered = brand_test.answers.sort("joined_on", "answered_on", "person", nulls_last=True)
    drifting = replace(brand_test, answers=ordered.with_columns(mark=drift))
    sentence = settling.settled_sentence(drifting, settling.running(drifting, EN), EN)
    assert sentence.count("still moved") == 2


def test_friends_of_each_seed_end_at_their_mean(brand_test: BetaTest) -> None:
    rows = settling.friends(brand_test, EN)
    seeds = settling.by_seed(rows)
    brought = brand_test.answers.filter(kind="invited")
    means = dict(brought.group_by("seed_id").agg(pl.col("mark").mean()).rows())
    assert all(seed["n"] >= 2 for seed in seeds.to_dicts())
    assert dict(seeds.select("seed_id", "mark").rows()) == pytest.approx(
        {seed: means[seed] for seed in seeds["seed_id"]}
    )
    assert settling.friends_sentence(rows, EN).startswith(
        f"Friends of {seeds.height} seeds gave two marks or more. Those of {seeds['seed_id'][0]}"
    )


def test_rules_locked_for_a_product_and_few_strangers() -> None:
    rules = [Rule(WORKED, sku, date(2026, 3, 3)) for sku in ("QY-023", "", "other")]
    assert planned.locked(rules, "QY-023", EN)["go_at"].to_list() == [36, 36]
    assert planned.locked([], None, EN).is_empty()
    no_stop = Rule(replace(WORKED, stop_at=-1), "", date(2026, 3, 3))
    assert planned.locked([no_stop], None, EN)["stop_at"].to_list() == ["\u2014"]
    rows = planned.strangers(designs(0.2, 0.4), EN)  # type: ignore[arg-type]
    assert rows.select("stop_at", "first", "drop_at", "people").rows() == [
        (3, 13, 12, 43),
        (4, 18, 10, 33),
    ]
    sentence = planned.strangers_sentence(designs(0.2, 0.4), EN)
    assert sentence.startswith("Ask 13 first: stop if at most 3 would be very disappointed.")


def test_the_plant_gone_nothing_is_better_and_nothing_is_mended(view: View) -> None:
    """The second answers given back their former marks and texts."""
    own = report.responses(view)
    first = own.filter(wave="1").select("customer_id", former="rating", former_very="disappointed")
    same = own.join(first, "customer_id", "left", maintain_order="left").with_columns(
        rating=pl.coalesce("former", "rating"),
        disappointed=pl.coalesce("former_very", "disappointed"),
    )
    bare = View(view.store, view.manifest, Filters())
    bare.remember("beta responses", lambda: same)
    [comparison] = report.beta_test(bare, "QY-023").comparisons
    assert "no change can be told" in again.change_sentence(comparison, EN)
    assert "no change can be told" in again.very_sentence(comparison, EN)
    # What troubled the first wave, a slippery bottle and pilling, is spoken of by seeds alone.
    test = report.beta_test(view, "QY-023")
    mended = replace(test, answers=test.answers.filter(pl.col("kind") != "seed"))
    complaints = [
        set(report.spoken(view, each).filter(pl.col("negative") > 0)["topic"])
        for each in (test, mended)
    ]
    assert {"packaging", "feel"} <= complaints[0]
    assert not {"packaging", "feel"} & complaints[1]
    assert spoken.sentence(report.complaints(view, test), EN).startswith("Seeds complain most of")
