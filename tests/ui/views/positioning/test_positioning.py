"""Positioning read out in three languages: every sentence is filled in and says what the numbers
say, of the sample brand and of one that has nothing to say."""

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.positioning import report
from analytics.positioning.base import Refusal
from analytics.positioning.declared import Rule, Target
from analytics.positioning.derived import Derived
from analytics.positioning.marks import MARKS, marks
from analytics.positioning.needs import landscape
from analytics.positioning.pains import VOICES, by_segment
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View
from tests.conftest import Dataset, Workshop
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.positioning import claims, needs, pains, rivals, whom

EN = Text("en")
REGULARS = Target("Regulars", Rule(least_orders=3))


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


def sentences(view: View, target: Target | None, text: Text) -> list[str]:
    """Everything that is said."""
    shown = report.landscape(view)
    return [
        needs.headline(shown, text),
        *needs.lost(shown.marks.quality, text),
        *needs.chances(shown.needs, text),
        *whom_sentences(view, target, text),
        *pains.spoken(report.pains_by(view), text),
        *claims.spoken(report.claimed(view), text),
        *rivals.spoken(report.rivals(view), text),
    ]


def whom_sentences(view: View, target: Target | None, text: Text) -> list[str]:
    """Below the headline: what the target brings, what to bear in mind, and who buys anyway."""
    answer = report.whom(view, target)
    rows = whom.buyers(report.buyers_by(view), {}, text)
    brings = whom.brings(answer, text)
    return [
        *([brings] if brings else []),
        *whom.beside(answer, text),
        whom.buyers_sentence(rows, "channel", text),
    ]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_every_sentence_of_the_sample_brand_is_filled_in(view: View, text: Text) -> None:
    for sentence in sentences(view, REGULARS, text):
        assert not UNFILLED.search(sentence), sentence
        assert sentence.endswith((".", "\u3002"))
    points = needs.landscape_points(report.landscape(view).needs, text)
    assert points["is_underserved"].sum() == 1
    assert points.height == needs.table(report.landscape(view).needs, text).height == 16
    for frame in (
        pains.heatmap(report.pains_by(view).reviews, text),
        claims.dumbbell(report.claimed(view), text),
    ):
        assert not frame.is_empty()


def test_the_headline_names_the_need_the_group_and_how_sure(view: View) -> None:
    headline = needs.headline(report.landscape(view), EN)
    assert headline.startswith("Of 8 needs, only ")
    assert "12.1 (10.2\u201313.6" in headline
    assert headline.endswith("from 120 answers.")


def test_claims_say_which_customers_contradict_and_what_nobody_claims(view: View) -> None:
    contradicted, fit, unclaimed = claims.spoken(report.claimed(view), EN)
    assert "39% (35\u201343%)" in contradicted
    assert "against 18% elsewhere" in contradicted
    assert fit.startswith("Of what customers praise, ")
    assert unclaimed == "Customers often praise buying again, and no claim speaks of it."


def test_a_pain_that_sets_a_group_apart_is_said_with_its_share() -> None:
    rows = [
        (f"{side}{n}", None, side, topic, n < count)
        for side, sticky in (("target", 60), ("others", 4))
        for topic, count in (("smell", sticky), ("price", 20), ("look", 20))
        for n in range(200)
    ]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews")
    (sentence, *_) = pains.spoken(report.Pains("target", cells, []), EN)
    assert (
        sentence == '"the target" complain more often of smell: 30% (24\u201337%) of 200 reviews.'
    )


def test_a_channel_called_like_a_side_of_the_target_keeps_its_name() -> None:
    rows = [("v", None, side, "smell", True) for side in ("target", "others")]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews", least=1)
    assert pains.heatmap(cells, EN)["segment"].to_list() == ["others", "target"]
    shown = pains.heatmap(cells, EN, "target")["segment"].to_list()
    assert shown == ["other customers", "the target"]


def test_what_a_target_asks_is_said_in_words() -> None:
    rule = Rule(("Shop", "Live"), least_orders=1, least_amount=1200.0)
    asks = whom.conditions(Target("x", rule), {}, EN)
    assert asks == "first bought in Shop, Live, and placed 1 order or more, and paid 1,200 or more"
    saved = whom.conditions(Target("x", segment="v1"), {"v1": "*Steel* fans"}, EN)
    assert saved == r'customers in the saved segment "\*Steel\* fans"'
    assert "has been deleted" in whom.conditions(Target("x", segment="v2"), {}, EN)


def test_where_importance_was_not_asked_it_says_what_goes_with_recommending() -> None:
    marks_of = pl.DataFrame(
        [("p1", "a", "light", None, 9.0, None)] * 40, schema=MARKS, orient="row"
    ).with_columns(respondent=pl.int_range(40).cast(pl.String))
    answers = marks(marks_of)
    assert needs.lacks_importance(report.Landscape(landscape(answers), answers))
    item = Derived("light", Estimate(0.5, 0.33, 0.64, 120))
    first, second = needs.closest([item, Derived("dry", UNMEASURED, Refusal("few_answers"))], EN)
    assert "0.50 (0.33\u20130.64, where 1 is in full step), over 120 people" in first
    assert second.startswith("It says that the two go together")
    assert needs.closest_table([item], EN)["people"].to_list() == [120]
    assert needs.closest([], EN) == []


def test_answers_that_do_not_count_are_said() -> None:
    rows = [
        ("p1", "a", "light", 9.0, 9.0),
        ("p1", "a", "light", 8.0, 8.0),
        ("p2", "a", "light", 99.0, 4.0),
        ("p3", None, "light", 8.0, None),
    ]
    frame = pl.DataFrame([(*row, None) for row in rows], schema=MARKS, orient="row")
    answers = marks(frame)
    assert needs.lost(answers.quality, EN) == [
        "1 earlier answer was given again; the last one counts.",
        "1 mark lies outside 0-10 and does not count.",
        "1 answer gives importance or satisfaction alone and does not count.",
        "1 person is in no segment and is shown as a group of its own.",
    ]
    refused = report.Landscape(landscape(answers), answers)
    assert "too few people answered" in needs.headline(refused, EN)


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.lang)
def test_orders_alone_say_who_buys_and_why_the_rest_cannot_be_told(
    workshop: Workshop, text: Text
) -> None:
    rows = "".join(f"o{n},2026-0{1 + n % 6}-03,c{n},soap,1,{20 + n},Shop\n" for n in range(60))
    header = "order_id,ordered_at,customer_id,sku,quantity,amount,channel\n"
    dataset = workshop.load(header + rows)
    alone = View(dataset.store, dataset.manifest, Filters())
    spoken_alone = sentences(alone, None, text)
    assert len(spoken_alone) == 6
    assert "Shop" in whom.headline(report.whom(alone), text)
    assert not any(UNFILLED.search(sentence) for sentence in spoken_alone)
    assert any("Shop" in sentence and "100%" in sentence for sentence in spoken_alone)
