"""The sample brand's planted truth, gone when the plant is removed; orders alone; what is gone."""

from dataclasses import replace

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.feedback import answer_sheets
from analytics.feedback.lexicon import store as lexicon_store
from analytics.filters import Filters
from analytics.positioning import report
from analytics.positioning.base import Refusal
from analytics.positioning.claims import claim_fit
from analytics.positioning.declared import Rule, Target
from analytics.positioning.marks import marks
from analytics.positioning.membership import customers
from analytics.positioning.needs import landscape
from analytics.positioning.target import TRAITS, buyers, groups_of, members, sums_of, target_share
from analytics.positioning.voices import topic_names
from analytics.stats.intervals import Estimate
from analytics.view import Memo, View
from scripts.sample.truth_opinions import claimed as planted_claim
from scripts.sample.truth_opinions import needed as planted_need
from tests.conftest import Dataset, Workshop


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def test_the_unmet_need_is_found_and_gone_without_the_plant(view: View) -> None:
    truth = {fact.key: fact.value for fact in planted_need()}
    answer = report.landscape(view)
    (unmet,) = [need for need in answer.needs if need.is_underserved]
    assert (unmet.need, unmet.segment) == (truth["unmet"], truth["segment"])
    assert unmet.certainty == "sound"
    assert unmet.opportunity.low is not None
    assert unmet.opportunity.high is not None
    assert unmet.opportunity.low < float(truth["opportunity"]) < unmet.opportunity.high
    assert unmet.top_three == pytest.approx(1, abs=0.01)
    met = pl.when(pl.col("need") == truth["unmet"]).then("importance").otherwise("satisfaction")
    rows = answer.marks.rows.with_columns(met.alias("satisfaction"))
    assert not any(need.is_underserved for need in landscape(marks(rows)))


def test_the_claim_that_reviews_contradict_is_found_and_gone_without_the_plant(view: View) -> None:
    truth = {fact.key: fact.value for fact in planted_claim()}
    answer = report.claimed(view)
    (claim,) = answer.contradicted
    assert (claim.claim, claim.topics) == (truth["contradicted"], (truth["topic"],))
    sheet = answer_sheets.claims(view.store, view.manifest.version)
    bad = (pl.col("topic") == truth["topic"]) & (pl.col("polarity") == "negative")
    mentions = report.mentions(view)
    seldom = mentions.filter(~bad | (pl.col("row") % 3 == 0))
    again = claim_fit(seldom, sheet, topic_names(), {})
    assert again.contradicted == ()


def test_claims_are_read_by_the_word_list_of_the_view(workshop: Workshop) -> None:
    """Not by the one in use, which may be another."""
    texts = [f"2025-0{1 + n % 9}-15,the glimmer is very good {n}" for n in range(40)]
    dataset = workshop.load("\n".join(["submitted_at,text", *texts]), "reviews.csv")
    rows = pl.DataFrame(
        [("glimmer", "aspect", "looks", "look", None)],
        schema=lexicon_store.SCHEMA,
        orient="row",
    )
    words = lexicon_store.save(dataset.store, rows, "Ours")
    plain = View(dataset.store, dataset.manifest)
    ours = View(dataset.store, dataset.manifest, lexicon=words.id)
    lexicon_store.make_current(dataset.store, words.id)
    try:
        assert "look" not in report.mentions(plain)["topic"].to_list()
        assert report.mentions(ours)["topic"].to_list() == ["look"] * 40
    finally:
        lexicon_store.make_current(dataset.store, "")


def test_reviews_without_a_complaint_are_not_called_missing(workshop: Workshop) -> None:
    texts = [f"2025-0{1 + n % 9}-15,the packaging is pretty,5,Shop" for n in range(40)]
    dataset = workshop.load("\n".join(["submitted_at,text,rating,channel", *texts]), "kind.csv")
    view = View(dataset.store, dataset.manifest)
    assert report.pains_by(view).refusal is None
    unknown = report.pains_by(view, "target", Target("Twice", Rule(least_orders=2)))
    assert unknown.refusal == Refusal("few_reviews", 0, 30)
    assert unknown.outside == 40


def test_brands_are_placed_by_what_they_are_marked_for(view: View) -> None:
    answer = report.rivals(view)
    assert answer.refusal is None
    assert set(answer.raters.values()) == {40}
    assert answer.points["kind"].value_counts().sort("kind")["count"].to_list() == [6, 4]


@pytest.mark.parametrize("grouping", ["channel", "category", "target"])
def test_pains_by_each_grouping(view: View, grouping: str) -> None:
    target = Target("Serum", Rule(categories=("\u7cbe\u534e",)))
    answer = report.pains_by(view, grouping, target)  # type: ignore[arg-type]
    assert answer.refusal is None
    assert answer.reviews
    for cell in answer.reviews:
        assert cell.refusal is not None or cell.share.value is not None
    assert {cell.segment for cell in answer.needs} == {
        need.segment for need in report.landscape(view).needs
    }


def test_the_share_of_a_rule_and_its_refusals(view: View) -> None:
    whom = report.whom(view)
    assert whom.target is None
    assert whom.share.refusal == Refusal("no_target")
    assert whom.buyers["share"].sum() == pytest.approx(1)
    everybody = report.whom(view, Target("All", Rule(least_orders=1))).share
    assert everybody.members == everybody.people == 9000
    assert everybody.revenue.value == pytest.approx(1)
    assert everybody.identified is not None
    assert 0.9 < everybody.identified < 1
    gone = report.whom(view, Target("Gone", segment="v_20200101_000000_00000000"))
    assert gone.share.refusal == Refusal("segment_gone")


RULES = (
    Rule(),
    Rule(channels=("\u95e8\u5e97 Stores", "nowhere")),
    Rule(products=("QY-001", "QY-007"), least_orders=2),
    Rule(categories=("\u7cbe\u534e",), least_amount=300.5),
    Rule(least_orders=99),
)


@pytest.mark.parametrize("filters", [Filters(), Filters(products=("QY-001",))])
def test_what_is_summed_where_customers_lie_is_their_plain_sum(
    view: View, filters: Filters
) -> None:
    own = View(view.store, view.manifest, filters)
    people = customers(own)
    for rule in RULES:
        plain = target_share(sums_of(people, set(members(people, rule))))
        share = report.whom(own, Target("Some", rule)).share
        assert (share.members, share.people) == (plain.members, plain.people)
        assert as_tuple(share.revenue) == pytest.approx(as_tuple(plain.revenue))
    for trait in TRAITS:
        expected = buyers(groups_of(people, trait))
        summed = report.buyers_by(own, trait)
        assert summed["group"].to_list() == expected["group"].to_list()
        assert_frame_equal(summed, expected)


def as_tuple(estimate: Estimate) -> tuple[float | None, ...]:
    return estimate.value, estimate.low, estimate.high, estimate.n


def test_a_segment_is_a_target_as_it_was_saved(brand: Dataset, view: View) -> None:
    """A version stands for its own customers, here all of them."""
    whole = report.whom(view, Target("Whole", segment=brand.version)).share
    assert whole.revenue.value == pytest.approx(1)
    part = replace(view, filters=Filters(channels=("\u95e8\u5e97 Stores",)), memo=Memo())
    assert report.whom(part, Target("Whole", segment=brand.version)).share.people < 9000


def test_orders_alone_tell_who_buys_and_refuse_the_rest(workshop: Workshop) -> None:
    rows = "".join(f"o{n},2026-0{1 + n % 6}-0{1 + n % 8},c{n},soap,1,{20 + n}\n" for n in range(60))
    dataset = workshop.load("order_id,ordered_at,customer_id,sku,quantity,amount\n" + rows)
    alone = View(dataset.store, dataset.manifest, Filters())
    share = report.whom(alone, Target("Big", Rule(least_amount=60))).share
    assert share.members == 20
    assert share.revenue.low is not None
    assert report.landscape(alone).refusal == Refusal("no_answers", 0, 1)
    assert report.pains_by(alone).refusal == Refusal("no_reviews", 0, 1)
    assert report.claimed(alone).refusal == Refusal("no_claims", 0, 1)
    assert report.rivals(alone).refusal == Refusal("no_ratings", 0, 1)
