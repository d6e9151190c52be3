"""The sample brand's built-in truth is found; what has no evidence stays unassessed."""

import json
import math
import random
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.assessment import assessment
from analytics.assessment.assessment import Assessment, assess
from analytics.cli import assess as answers
from analytics.definitions.supers import supers
from analytics.filters import Filters
from analytics.repurchase import repurchase
from analytics.repurchase.repurchase import RepurchaseQuery
from analytics.schema import SUPERS
from analytics.stats.intervals import Estimate
from tests.conftest import PROJECT, Command, Dataset, Workshop

TRUTH = tomllib.loads((PROJECT / "data" / "sample" / "truth.toml").read_text("utf-8"))
ALMOST = 0.002
"""Definitions of a year's or a month's first day differ a little from the generator's."""


def estimates(assessed: Assessment) -> dict[str, Estimate]:
    return {
        measure.key: measure.estimate for score in assessed.supers for measure in score.measures
    }


class TestSampleBrand:
    def test_every_super_is_scored_with_limits_around_its_score(
        self, brand_assessment: Assessment
    ) -> None:
        assert [score.key for score in brand_assessment.supers] == list(SUPERS)
        for score in brand_assessment.supers:
            assert score.status == "scored"
            assert score.score is not None
            assert score.low is not None
            assert score.high is not None
            assert 0 <= score.low <= score.score <= score.high <= 100

    def test_the_planted_weak_stave_is_the_shortest(self, brand_assessment: Assessment) -> None:
        assert brand_assessment.shortest == (TRUTH["weak_stave"]["key"],) == ("creativity",)
        lowest = min(score.score or 0.0 for score in brand_assessment.supers)
        assert brand_assessment.container.level == lowest

    def test_the_container_is_between_its_staves_and_inside_its_band(
        self, brand_assessment: Assessment
    ) -> None:
        whole, scores = (
            brand_assessment.container,
            [score.score for score in brand_assessment.supers],
        )
        assert whole.assessed_weight == 1
        assert min(scores) < whole.geometric < whole.arithmetic < max(scores)
        assert brand_assessment.band.low < whole.arithmetic < brand_assessment.band.high
        assert whole.worst == pytest.approx(whole.arithmetic) == pytest.approx(whole.best)

    def test_the_planted_price_break_fails_the_gate(self, brand_assessment: Assessment) -> None:
        price, place, manner = brand_assessment.gate.conditions
        assert brand_assessment.gate.verdict == price.verdict == "fail"
        planted = math.exp(TRUTH["price_break"]["log_ratio"]) - 1
        assert price.estimate.value == pytest.approx(planted, abs=0.005)
        assert price.estimate.low <= price.estimate.value <= price.estimate.high
        assert (price.key, place.key, place.verdict) == ("same_price", "sold_in_public", "pass")
        assert (manner.key, manner.verdict) == ("same_manner", "pass")

    @pytest.mark.parametrize("days", [90, 365])
    def test_repurchase_of_all_customers_holds_the_planted_rate(
        self, brand_assessment: Assessment, days: int
    ) -> None:
        key = {90: "back_within_90", 365: "back_within_year"}[days]
        estimate = estimates(brand_assessment)[key]
        assert estimate.low < TRUTH["repurchase"]["overall"][f"within_{days}"] < estimate.high
        assert estimate.n == TRUTH["counts"]["customers"]

    @pytest.mark.parametrize("days", [30, 60, 90, 180, 365])
    def test_repurchase_by_domain_holds_the_planted_rates(self, brand: Dataset, days: int) -> None:
        question = RepurchaseQuery(by="domain")
        rows = repurchase.within(brand.store, brand.version, question, [days]).to_dicts()
        assert [row["group"] for row in rows] == ["private", "public"]
        for row in rows:
            assert row["low"] < TRUTH["repurchase"][row["group"]][f"within_{days}"] < row["high"]
        eligible = TRUTH["repurchase"]["overall_observed"][f"eligible_{days}"]
        assert sum(row["eligible"] for row in rows) == pytest.approx(eligible, rel=0.005)

    def test_measures_of_the_survey_are_what_its_answers_say(
        self, brand_assessment: Assessment
    ) -> None:
        by_key = estimates(brand_assessment)
        survey = TRUTH["survey"]
        for key, planted in survey["items"].items():
            estimate = by_key[f"{key}_item"]
            assert estimate.value == pytest.approx(planted, abs=0.2)
            assert estimate.n == survey["answers"]
        realised = TRUTH["weak_stave"]["item_mean_realised"]
        assert by_key["creativity_item"].value == pytest.approx(realised, abs=1e-6)

    def test_vitality_and_referrals_are_what_the_sheets_say(
        self, brand_assessment: Assessment
    ) -> None:
        by_key = estimates(brand_assessment)
        planted = TRUTH["weak_stave"]["vitality_realised"]
        assert by_key["vitality"].value == pytest.approx(planted, abs=ALMOST)
        unpaid = TRUTH["new_customers"]["unpaid_referral_realised"]
        assert by_key["unpaid_referrals"].value == pytest.approx(unpaid, abs=3 * ALMOST)
        through_ip = TRUTH["new_customers"]["ip_realised"]
        assert by_key["ip_new_customers"].value == pytest.approx(through_ip, abs=3 * ALMOST)

    def test_every_row_of_the_sheets_is_kept(self, brand: Dataset) -> None:
        counts, about = TRUTH["counts"], brand.manifest.about
        assert about["count_lines"] == counts["order_lines"]
        assert about["count_customers"] == counts["customers"]
        assert about["count_lines"] - about["count_customer_lines"] == counts["guest_lines"]
        kinds = ("beta", "community", "review", "survey")
        assert about["count_feedback"] == sum(counts[f"feedback_{kind}"] for kind in kinds)
        assert about["as_of"] == TRUTH["sample"]["as_of"].isoformat()
        assert all(file["rows_set_aside"] == 0 for file in brand.manifest.files)
        assert brand.manifest.is_sample

    def test_limits_lie_around_the_value_and_inside_what_can_be(
        self, brand_assessment: Assessment
    ) -> None:
        for score in brand_assessment.supers:
            for measure in score.measures:
                value, low, high = (
                    measure.estimate.value,
                    measure.estimate.low,
                    measure.estimate.high,
                )
                assert value is not None
                assert low is not None
                assert high is not None
                assert measure.bounds[0] <= low <= value <= high <= measure.bounds[1]

    def test_asking_twice_gives_the_same_bytes(
        self, brand: Dataset, brand_assessment: Assessment
    ) -> None:
        again = assess(brand.store, brand.manifest)
        first, second = (
            json.dumps(assessment.as_json(result)) for result in (brand_assessment, again)
        )
        assert first == second


class TestFilters:
    def test_a_channel_alone_is_assessed_on_its_own_rows(
        self, brand: Dataset, brand_assessment: Assessment
    ) -> None:
        (channel, *_) = brand.run("shared/choices").filter(pl.col("kind") == "channel")["code"]
        part = assess(brand.store, brand.manifest, Filters(channels=(channel,)))
        assert part.gate == brand_assessment.gate
        assert estimates(part)["back_within_90"].n < estimates(brand_assessment)["back_within_90"].n

    def test_filters_that_leave_nothing_leave_nothing_to_score(self, brand: Dataset) -> None:
        nothing = assess(brand.store, brand.manifest, Filters(channels=("nowhere",)))
        for score in nothing.supers:
            for measure in score.measures:
                assert measure.estimate.value is None or measure.estimate.n > 0
        assert nothing.super_score("repurchase").status == "unassessed"


class TestCommand:
    def test_a_second_import_gives_the_same_bytes(
        self,
        command: Command,
        brand: Dataset,
        brand_assessment: Assessment,
        brand_files: Sequence[Path],
    ) -> None:
        body = command("assess", *brand_files).body
        assert body.pop("notes") == []
        assert body["fingerprint"] == brand.manifest.fingerprint
        whole = answers.whole(brand_assessment, brand.store, lang="en")
        assert json.dumps(body) == json.dumps(json.loads(json.dumps(whole)))

    def test_the_answer_has_the_keys_of_the_contract(self, brand_assessment: Assessment) -> None:
        answer = assessment.as_json(brand_assessment)
        assert answer.keys() >= {"as_of", "fingerprint", "container", "gate", "supers"}
        assert answer["container"].keys() >= {
            *("arithmetic", "geometric", "weakest", "low", "high", "assessed_weight"),
        }
        assert answer["gate"].keys() >= {"verdict", "measures"}
        for super_ in answer["supers"]:
            assert super_.keys() >= {
                *("key", "status", "score", "low", "high", "badge", "unlocks", "measures"),
            }
            for measure in super_["measures"]:
                assert measure.keys() >= {
                    *("key", "value", "low", "high", "n", "unit", "grade", "score"),
                    *("goalposts", "weight"),
                }


def orders(**more: str) -> str:
    """Forty customers, every other one back after a month, with more columns of one value."""
    header = ",".join(["order_id", "date", "customer_id", "amount", *more])
    rest = "".join(f",{value}" for value in more.values())
    rows = [f"{n},2023-01-{n % 28 + 1:02},c{n},10{rest}" for n in range(40)]
    rows += [f"{n}b,2023-02-{n % 28 + 1:02},c{n},10{rest}" for n in range(0, 40, 2)]
    return "\n".join([header, *rows, f"end,2024-06-30,c0,10{rest}"]) + "\n"


def test_the_order_of_the_rows_changes_nothing(workshop: Workshop) -> None:
    columns = {"list_price": "12", "sku": "P1", "referrer_id": "r1", "referrer_kind": "ip"}
    header, *rows = orders(**columns).splitlines()
    shuffled = [*rows]
    random.Random(5).shuffle(shuffled)
    assert shuffled != rows
    dataset, reordered = (
        workshop.load("\n".join([header, *body]), as_of=date(2024, 6, 30))
        for body in (rows, shuffled)
    )
    first, second = (assess(load.store, load.manifest) for load in (dataset, reordered))
    assert first.supers == second.supers
    assert first.container == second.container
    assert first.band == second.band


def scores(dataset: Dataset) -> dict[str, Any]:
    answer = assessment.as_json(assess(dataset.store, dataset.manifest))
    return answer | {"by_key": {super_["key"]: super_ for super_ in answer["supers"]}}


class TestUnassessed:
    def test_orders_alone_leave_most_supers_open_and_say_what_would_open_them(
        self, workshop: Workshop
    ) -> None:
        answer = scores(workshop.load(orders()))
        scored = {key for key, super_ in answer["by_key"].items() if super_["status"] == "scored"}
        assert scored == {"repurchase"}
        for key in set(SUPERS) - scored:
            super_ = answer["by_key"][key]
            assert super_["status"] == "unassessed"
            assert super_["score"] is super_["low"] is super_["high"] is None
            assert super_["badge"] == "insufficient"
            assert super_["unlocks"]
            assert all(measure["score"] is None for measure in super_["measures"])

    def test_what_is_open_is_in_no_mean_and_never_the_weakest(self, workshop: Workshop) -> None:
        answer = scores(workshop.load(orders()))
        whole, only = answer["container"], answer["by_key"]["repurchase"]["score"]
        assert only > 0
        assert whole["arithmetic"] == whole["geometric"] == pytest.approx(only)
        assert (whole["weakest"], whole["shortest"], whole["level"]) == (None, [], None)
        assert whole["assessed_weight"] == pytest.approx(1 / 9)
        assert whole["worst"] == pytest.approx(only / 9)
        assert whole["best"] == pytest.approx(only / 9 + 100 * 8 / 9)

    def test_without_customers_nothing_is_scored_and_the_file_to_add_is_named(
        self, workshop: Workshop
    ) -> None:
        answer = scores(workshop.load("order_id,date,amount\n1,2024-01-05,10\n2,2024-02-05,10\n"))
        assert answer["container"]["arithmetic"] is None
        assert answer["container"]["weakest"] is None
        assert answer["container"]["assessed_weight"] == 0
        assert answer["by_key"]["repurchase"]["unlocks"] == "orders.customer_id"

    def test_a_first_period_too_young_is_open_and_not_a_zero(self, workshop: Workshop) -> None:
        rows = "".join(f"{n},2024-01-{n % 9 + 1:02},c{n},10\n" for n in range(40))
        answer = scores(workshop.load(f"order_id,date,customer_id,amount\n{rows}"))
        measures = {
            measure["key"]: measure for measure in answer["by_key"]["repurchase"]["measures"]
        }
        assert measures["back_within_90"]["value"] is None
        assert answer["by_key"]["repurchase"]["status"] == "unassessed"

    def test_each_named_lack_is_a_table_or_a_column_of_one(self, workshop: Workshop) -> None:
        from analytics.schema import TABLES

        answer = scores(workshop.load(orders()))
        for super_ in answer["supers"]:
            for part in (super_, *super_["measures"]):
                if part["unlocks"]:
                    table, _, column = part["unlocks"].partition(".")
                    assert not column or column == "item" or column in TABLES[table].names

    @pytest.mark.parametrize(
        ("more", "key"),
        [
            ({"list_price": "12"}, "value"),
            ({"referrer_id": "c1", "referrer_kind": "customer"}, "ip"),
        ],
    )
    def test_a_column_more_opens_the_super_it_unlocks(
        self, workshop: Workshop, more: dict[str, str], key: str
    ) -> None:
        before = scores(workshop.load(orders()))["by_key"][key]
        after = scores(workshop.load(orders(**more)))["by_key"][key]
        assert before["status"] == "unassessed"
        assert any(
            new["value"] is not None or new["unlocks"] != old["unlocks"]
            for new, old in zip(after["measures"], before["measures"], strict=True)
        )

    def test_feedback_alone_is_assessed_without_orders(self, workshop: Workshop) -> None:
        rows = "".join(f"f{n},2024-01-05,{n % 5 + 6},{n % 3 + 7}\n" for n in range(40))
        content = f"feedback_id,submitted_at,nps,looks\n{rows}"
        answer = scores(workshop.load(content, "feedback.csv"))
        assert answer["by_key"]["looks"]["status"] == "scored"
        assert answer["by_key"]["repurchase"]["status"] == "unassessed"
        reputation = answer["by_key"]["reputation"]
        assert (reputation["status"], reputation["score"]) == ("unassessed", None)
        assert reputation["hint"]["low"] < reputation["hint"]["score"] < reputation["hint"]["high"]

    def test_list_prices_alone_are_a_hint_of_value_and_no_super_at_its_best(
        self, workshop: Workshop
    ) -> None:
        """A file whose list price is what was paid says nothing of what customers think of it."""
        lately = "".join(f"late{n},2024-06-0{n},c{n},10,10\n" for n in range(1, 9))
        answer = scores(workshop.load(orders(list_price="10") + lately))
        value = answer["by_key"]["value"]
        assert (value["status"], value["score"]) == ("unassessed", None)
        assert value["hint"]["score"] == 100
        assert value["unlocks"] == "feedback"
        assert answer["container"]["assessed_weight"] == pytest.approx(1 / 9)
        assert answer["container"]["shortest"] == []
        assert answer["gate"]["verdict"] == "insufficient"


def test_the_definitions_hold_nine_supers_of_weight(brand_assessment: Assessment) -> None:
    assert [super_.key for super_ in supers()] == [super_.key for super_ in brand_assessment.supers]
    assert all(super_.weight > 0 for super_ in supers())
