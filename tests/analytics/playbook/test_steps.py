"""How far the steps are: the sample brand's, orders alone, and every line that a step crosses."""

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from analytics.assessment.assessment import Assessment, assess
from analytics.feedback import answer_sheets
from analytics.ingest import drafts
from analytics.playbook.base import Step
from analytics.playbook.evidence import Evidence, evidence
from analytics.playbook.steps import answers_needed, steps
from analytics.pricing import report
from analytics.view import View
from tests.conftest import Command, Dataset, Workshop

NOTHING = Evidence(**dict.fromkeys(Evidence.__dataclass_fields__, 0))


def by_key(counts: Evidence, supers: Any = ()) -> Mapping[str, Step]:
    return {step.key: step for step in steps(counts, supers)}


@pytest.fixture(scope="module")
def counts(brand: Dataset) -> Evidence:
    return evidence(brand.store, brand.version)


def test_the_steps_of_the_sample_brand(counts: Evidence, brand_assessment: Assessment) -> None:
    """Two segments of 120 marked their needs; of 40 seeds and 110 people whom they brought 38 and
    80 answered; 300 answered about one price, with 4 in 100 planted to contradict."""
    by_step = by_key(counts, brand_assessment.supers)
    assert {key: (step.status, step.action) for key, step in by_step.items()} == {
        "positioning": ("sound", "read"),
        "container": ("sound", "read"),
        "beta": ("indicative", "more_answers"),
        "pricing": ("sound", "read"),
        "launch": ("sound", "read_launch"),
        "stores": ("sound", "read"),
        "ip": ("sound", "read"),
        "money": ("indicative", "add_commissions"),
    }
    assert [step.number for step in by_step.values()] == [1, 2, 3, 4, 5, 6, 7, None]
    assert (by_step["positioning"].n, by_step["beta"].n) == (120, 118)
    assert (counts.seeds, counts.brought) == (38, 80)


def test_prices_count_whom_the_page_counts(counts: Evidence, brand: Dataset) -> None:
    surveys = report.surveys(View(brand.store, brand.manifest))
    offers = report.offer_answers(View(brand.store, brand.manifest))
    assert counts.price_people == max(survey.strict.n for survey in surveys)
    assert counts.offered == max(offer.demand.height for offer in offers.values())
    assert counts.offer_answers == max(min(offer.demand["n"]) for offer in offers.values())


def test_orders_alone_begin_no_step_but_the_container(workshop: Workshop) -> None:
    rows = [
        {"order_id": number, "ordered_at": f"2024-0{1 + number % 6}-1{number % 10}",
         "customer_id": f"c{number % 40}", "product": "Soap", "amount": 9}
        for number in range(200)
    ]  # fmt: skip
    dataset = workshop.rows(rows)
    supers = assess(dataset.store, dataset.manifest).supers
    by_step = by_key(evidence(dataset.store, dataset.version), supers)
    begun = {key for key, step in by_step.items() if step.status != "not_begun"}
    assert begun <= {"container"}
    sheets = {sheet.partition(".")[0] for step in by_step.values() for sheet in step.sheets}
    assert {"needs", "beta_testers", "price_answers", "launch_tasks", "touchpoints"} <= sheets


def test_a_version_of_a_former_release_counts_what_it_has(
    brand: Dataset, counts: Evidence, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its facts have no tables for needs, claims, ratings of brands and answers on prices; prices
    asked for within a survey it has."""
    former = replace(brand.manifest, layout=5)
    monkeypatch.setattr(type(brand.store), "manifest", lambda *_: former)
    former_counts = evidence(brand.store, brand.version)
    absent = dict.fromkeys(("need_people", "claims", "rated_brands", "offered", "offer_answers"), 0)
    assert former_counts == replace(counts, price_people=former_counts.price_people, **absent)
    assert 0 < former_counts.price_people < counts.price_people


@pytest.mark.parametrize(
    ("key", "changes", "status", "action"),
    [
        ("positioning", {"need_people": 29}, "not_begun", "ask_needs"),
        ("positioning", {"need_people": 30}, "indicative", "more_needs"),
        ("positioning", {"need_people": 100}, "sound", "write_claims"),
        ("positioning", {"need_people": 100, "claims": 1}, "sound", "rate_brands"),
        ("positioning", {"need_people": 100, "claims": 1, "rated_brands": 3}, "sound", "read"),
        ("beta", {"seeds": 40}, "not_begun", "list_testers"),
        ("beta", {"testers": 40, "seeds": 19}, "not_begun", "gather_answers"),
        ("beta", {"testers": 40, "seeds": 20}, "indicative", "more_answers"),
        ("pricing", {"price_people": 29}, "not_begun", "ask_prices"),
        ("pricing", {"price_people": 30}, "indicative", "more_prices"),
        ("pricing", {"price_people": 100}, "sound", "read"),
        ("pricing", {"offered": 3, "offer_answers": 100}, "not_begun", "ask_prices"),
        ("pricing", {"offered": 4, "offer_answers": 20}, "indicative", "more_offers"),
        ("pricing", {"offered": 4, "offer_answers": 100}, "sound", "read_offers"),
        ("launch", {"launches": 2}, "not_begun", "list_tasks"),
        ("launch", {"launch_tasks": 9}, "not_begun", "launch_one"),
        ("launch", {"launch_tasks": 9, "launches": 4}, "indicative", "read_launch"),
        ("launch", {"launch_tasks": 9, "launches": 5}, "sound", "read_launch"),
        ("stores", {"guests": 29}, "not_begun", "note_guests"),
        ("stores", {"guests": 30}, "indicative", "more_guests"),
        ("stores", {"guests": 100}, "sound", "read"),
        ("ip", {"ip_customers": 500, "ips": 9}, "not_begun", "list_touchpoints"),
        ("ip", {"touchpoints": 9, "ip_customers": 500, "ips": 2}, "not_begun", "more_ips"),
        ("ip", {"touchpoints": 9, "ip_customers": 49, "ips": 2}, "not_begun", "bring_customers"),
        ("ip", {"touchpoints": 9, "ip_customers": 50, "ips": 3}, "indicative", "more_customers"),
        ("ip", {"touchpoints": 9, "ip_customers": 200, "ips": 3}, "sound", "read"),
        ("money", {"costed_share": 0.79}, "not_begun", "add_costs"),
        ("money", {"costed_share": 0.8}, "indicative", "add_commissions"),
        ("money", {"costed_share": 0.8, "charged_share": 0.8}, "sound", "read"),
    ],
)
def test_a_step_is_what_its_evidence_carries(
    key: str, changes: dict[str, Any], status: str, action: str
) -> None:
    step = by_key(replace(NOTHING, **changes))[key]
    assert (step.status, step.action) == (status, action)


def test_answers_to_ten_points_are_those_of_the_published_design_effects() -> None:
    """Of the worked design: 93, 125 and 185 answers at 40 % for design effects 1, 1.35 and 2."""
    for effect, published in ((1.0, 93), (1.35, 125), (2.0, 185)):
        brought = 1_000_000
        squares = brought * (1 + (effect - 1) / 0.1)
        needed = answers_needed(brought, round(0.4 * brought), round(squares))
        assert needed == pytest.approx(published, abs=1)
    assert answers_needed(0, 0, 0) == math.ceil(0.25 * (1.959964 / 0.1) ** 2)


def test_enough_friends_make_a_beta_test_sound() -> None:
    enough = replace(NOTHING, testers=140, brought=140, brought_very=56, brought_squares=140)
    assert by_key(enough)["beta"].status == "sound"
    crowded = replace(enough, brought_squares=140 * 28)
    assert by_key(crowded)["beta"].status == "indicative"


def test_the_container_is_sound_where_every_super_is(brand_assessment: Assessment) -> None:
    sound = [replace(score, badge="sound") for score in brand_assessment.supers]
    assert by_key(NOTHING, sound)["container"].status == "sound"
    one_open = [replace(sound[0], score=None, status="unassessed"), *sound[1:]]
    assert by_key(NOTHING, one_open)["container"].action == "assess_rest"
    nothing = [replace(score, score=None, status="unassessed") for score in sound]
    assert by_key(NOTHING, nothing)["container"].status == "not_begun"


def test_the_command_says_the_same(command: Command, tmp_path: Any) -> None:
    path = tmp_path / "needs.csv"
    marks = "\n".join(f"r{number},Gentle,{number % 11},{number % 7}" for number in range(40))
    path.write_text(f"respondent,need,importance,satisfaction\n{marks}\n", "utf-8")
    orders = tmp_path / "orders.csv"
    orders.write_text("order_id,ordered_at,amount\n1,2024-01-01,5\n2,2024-02-01,6\n", "utf-8")
    answer = command("playbook", path, orders).body
    first = answer["steps"][0]
    assert (first["number"], first["key"], first["status"]) == (1, "positioning", "indicative")
    assert (first["n"], answer["counts"]["need_people"]) == (40, 40)
    assert first["next"] == {"code": "more_needs", "have": 40, "least": 100, "sheets": ["needs"]}


def test_many_prices_with_an_answer_each_do_not_hide_a_product_asked_well(
    workshop: Workshop,
) -> None:
    few = [f"r{n},few,{10 * n},yes" for n in range(1, 10)]
    many = [f"p{n},many,{10 * price},yes" for price in range(1, 6) for n in range(30)]
    content = "\n".join(["respondent,sku,price,answer", *few, *many])
    dataset = workshop.load(content, "offers.csv")
    counts = evidence(dataset.store, dataset.version)
    assert (counts.offered, counts.offer_answers) == (5, 30)
    assert by_key(counts)["pricing"].action == "more_offers"


def test_marks_on_another_scale_and_brands_without_a_high_mark_are_no_evidence(
    workshop: Workshop, brand: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page refuses them: so must the step."""
    rated = [
        f"b{rival},Light,r{n},{9 if rival == 0 else n % 8}" for rival in range(4) for n in range(40)
    ]
    dataset = workshop.load("\n".join(["brand,attribute,respondent,score", *rated]), "ratings.csv")
    assert evidence(dataset.store, dataset.version).rated_brands == 1
    off = [(f"r{n}", None, "a", "Gentle", 50.0 + n % 40, 60.0, None) for n in range(120)]
    frame = pl.DataFrame(off, schema=answer_sheets.NEEDS, orient="row")
    monkeypatch.setattr(answer_sheets, "needs", lambda *_: frame)
    assert evidence(brand.store, brand.version).need_people == 0


def test_beta_answers_count_as_the_page_counts_them(workshop: Workshop) -> None:
    """By customers without tester numbers, whatever the case of a name, without circles; friends
    of friends are their seed's."""
    people = ["T1,S1,", ",F1,s1", ",F2,f1", ",C1,C2", ",C2,C1"]
    testers = "\n".join(["tester_id,customer_id,invited_by,wave", *(f"{row},1" for row in people)])
    answers = [f"2026-03-0{n},beta,{name},very" for n, name in
               enumerate(("s1", "f1", "F2", "c1", "stranger"), start=1)]  # fmt: skip
    feedback = "\n".join(["submitted_at,source,customer_id,disappointed", *answers])
    parts = [*workshop.look(testers, "testers.csv"), *workshop.look(feedback, "beta.csv")]
    with workshop.quick():
        manifest = drafts.import_parts(
            workshop.store, parts, label="beta", as_of=None, keep_originals=False
        )
    counts = evidence(workshop.store, manifest.version)
    assert (counts.testers, counts.seeds, counts.brought) == (5, 1, 2)
    assert (counts.brought_very, counts.brought_squares) == (2, 4)
