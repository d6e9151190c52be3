"""Positioning read out in three languages: every sentence is filled in and says what the numbers
say, of the sample brand and of one that has nothing to say."""

from dataclasses import replace

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.positioning import report
from analytics.positioning.base import Refusal
from analytics.positioning.claims import claim_fit
from analytics.positioning.declared import Rule, Target
from analytics.positioning.derived import Derived
from analytics.positioning.marks import MARKS, marks
from analytics.positioning.needs import landscape
from analytics.positioning.pains import VOICES, by_segment
from analytics.positioning.rival_map import rival_map
from analytics.positioning.target import CUSTOMERS, TargetShare, buyers, groups_of
from analytics.stats.intervals import UNMEASURED, Estimate
from analytics.view import View
from tests.analytics.positioning.test_claims import NAMES, SHEET, mentions
from tests.analytics.positioning.test_rival_map import ratings
from tests.conftest import Dataset, Workshop
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.positioning import claims, needs, pains, rivals, whom

EN = Text("en")
REGULARS = Target("Regulars", Rule(least_orders=3))
SIDES = {"target": "the target", "others": "other customers"}


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
        *complaints(report.pains_by(view), text),
        *claims.spoken(report.claimed(view), text),
        *rivals.spoken(report.rivals(view), text),
    ]


def complaints(answer: report.Pains, text: Text) -> list[str]:
    """Of reviews, then of the survey where there is one."""
    if answer.refusal is not None:
        return [pains.refused(answer.refusal, text)]
    of_needs = pains.apart(answer.needs, {}, text) if answer.needs else []
    return [
        *pains.apart(answer.reviews, {}, text),
        *pains.outside(answer.outside, "reviews", text),
        *of_needs,
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
    assert "opportunity score is 12.1 (10.2\u201313.6; above 10" in headline
    assert headline.endswith("from 120 answers.")


def test_claims_say_which_customers_contradict_and_what_nobody_claims(view: View) -> None:
    contradicted, fit, unclaimed, unpraised = claims.spoken(report.claimed(view), EN)
    assert "38% (34\u201343%)" in contradicted
    assert "against 18% elsewhere" in contradicted
    assert fit.startswith("Of what customers praise, ")
    assert unclaimed == "Customers often praise buying again, and no claim speaks of it."
    assert unpraised == "You claim authenticity, and customers seldom praise it."


def test_a_pain_that_sets_a_group_apart_is_said_with_its_share() -> None:
    rows = [
        (f"{side}{n}", None, side, topic, n < count)
        for side, sticky in (("target", 60), ("others", 4))
        for topic, count in (("smell", sticky), ("price", 20), ("look", 20))
        for n in range(200)
    ]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews")
    assert pains.apart(cells, SIDES, EN) == [
        '"the target" complain more often of smell: 30% (24\u201337%) of 200 reviews.'
    ]


def test_a_group_that_complains_clearly_less_than_two_others_is_said() -> None:
    rows = [
        (f"{side}{n}", None, side, topic, n < count)
        for side, smells in (("a", 60), ("b", 60), ("c", 4))
        for topic, count in (("smell", smells), ("price", 20))
        for n in range(200)
    ]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews")
    apart = [cell for cell in cells if cell.is_apart and cell.topic == "smell"]
    quiet = [replace(cell, is_apart=cell.segment == "c") for cell in apart]
    assert pains.apart(quiet, {}, EN) == [
        '"c" complain less of smell: 2% (1\u20135%) of 200 reviews.'
    ]
    assert pains.outside(1, "reviews", EN) == ["1 review belongs to no group and does not count."]
    assert pains.outside(0, "reviews", EN) == []


def test_a_channel_called_like_a_side_of_the_target_keeps_its_name() -> None:
    rows = [("v", None, side, "smell", True) for side in ("target", "others")]
    cells = by_segment(pl.DataFrame(rows, schema=VOICES, orient="row"), "reviews", least=1)
    assert pains.heatmap(cells, EN)["segment"].to_list() == ["others", "target"]
    shown = pains.heatmap(cells, EN, SIDES)["segment"].to_list()
    assert shown == ["other customers", "the target"]


def test_what_a_target_asks_is_said_in_words() -> None:
    rule = Rule(("Shop", "Live"), least_orders=1, least_amount=1200.0)
    asks = whom.conditions(Target("x", rule), {}, EN)
    assert asks == "first bought in Shop, Live, and placed 1 order or more, and paid 1,200 or more"
    cents = Target("x", Rule(least_amount=0.4))
    assert whom.conditions(cents, {}, EN) == "paid 0.40 or more"
    assert whom.conditions(cents, {}, EN, "USD") == "paid $0.40 or more"
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
    nothing = [
        Derived("dry", Estimate(0.1, -0.1, 0.3, 120)),
        Derived("light", Estimate(-0.5, -0.64, -0.33, 120)),
    ]
    assert needs.closest(nothing, EN) == [
        "Satisfaction with none of the needs clearly goes with recommending."
    ]


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


def badly_met(segments: dict[str, str | None]) -> report.Landscape:
    """Forty people each mark a need 10, and how well it is met 0; `segments`: who is in which."""
    rows = [
        (f"{name}{n}", segment, "light", 10.0, 0.0, None)
        for name, segment in segments.items()
        for n in range(40)
    ]
    answers = marks(pl.DataFrame(rows, schema=MARKS, orient="row"))
    return report.Landscape(landscape(answers), answers)


def test_people_in_no_group_are_everybody_only_where_nobody_is_in_one() -> None:
    alone = needs.headline(badly_met({"p": None}), EN)
    assert alone.startswith('Of 1 needs, only "light" is clearly not met well. Its opportunity')
    beside = badly_met({"p": None, "q": "oily"})
    named = needs.landscape_points(beside.needs, EN, is_beside=True)["segment"].to_list()
    assert named == ["oily", "people in no group"]
    only = replace(beside, needs=[need for need in beside.needs if need.segment is None])
    assert 'among "people in no group"' in needs.headline(only, EN)


def test_who_brings_most_is_said_with_its_range_and_of_enough_customers_alone() -> None:
    people = pl.DataFrame(
        [(f"c{n}", "shop" if n % 3 else "live", None, None, 1, 10.0) for n in range(40)],
        schema=CUSTOMERS,
        orient="row",
    )
    nobody = TargetShare(UNMEASURED, UNMEASURED, 0, 40, refusal=Refusal("no_target"))
    for count, headline, sentence in (
        (40, "(65%, range 49\u201378%)", "65% (range 49\u201378%) of what"),
        (3, "Nobody has said whom it is for", "fewer than 30 identified customers"),
    ):
        frame = buyers(groups_of(people.head(count), "channel"))
        answer = report.Whom(None, nobody, frame.rename({"group": "channel"}))
        assert whom.headline(answer, EN).endswith(headline)
        rows = whom.buyers(frame, {}, EN)
        assert sentence in whom.buyers_sentence(rows, "channel", EN)


def test_claims_of_no_known_topic_are_named_up_to_three() -> None:
    sheet = pl.DataFrame(
        [("Safe", "box", None), ("Wise", None, "value")]
        + [(f"claim {n}", "?", None) for n in range(5)],
        schema=SHEET,
        orient="row",
    )
    frame = mentions(box=(20, 100), feel=(600, 40))
    answer = claim_fit(frame, sheet, NAMES, {"value": "value"})
    spoken = claims.spoken(answer, EN)
    assert not any("Wise" in sentence for sentence in spoken)
    assert [sentence for sentence in spoken if "no known topic" in sentence] == [
        *(f'"claim {n}" names no known topic and does not count.' for n in range(3)),
        "2 more claims name no known topic and do not count.",
    ]
    assert "You claim box, and customers seldom praise it." in spoken


def test_every_claimed_topic_is_drawn_however_many() -> None:
    rows = pl.DataFrame(
        [(f"t{n}", 0.1, int(n < 20)) for n in range(30)],
        ["topic", "praised", "claims"],
        orient="row",
    )
    assert claims.leading(rows, 15)["claims"].to_list() == [1] * 20


def test_marks_that_do_not_count_and_brands_not_drawn_are_said_with_the_map() -> None:
    few = ratings(5).filter(pl.col("brand") == "b0")
    many = [few.with_columns(brand=pl.lit(f"new{n}")) for n in range(7)]
    odd = ratings(40).head(2).with_columns(score=pl.lit(70.0), respondent=pl.lit("x"))
    answer = rival_map(pl.concat([ratings(40), odd, *many, *many[:1]]))
    assert rivals.spoken(answer, EN)[1:] == [
        "Too few raters or no high marks, so not on the map: "
        "new0, new1, new2, new3, new4, and 2 more.",
        "15 earlier marks were given again; the last one counts.",
        "2 marks lie outside 0-10 and do not count.",
    ]


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
