"""The Positioning page: its parts, what was planted and is said, a target declared on screen."""

from datetime import date

import polars as pl
import pytest

from analytics.customers import segments
from analytics.customers.segments import SegmentChoice
from analytics.feedback import answer_sheets
from analytics.filters import Filters
from analytics.ingest import drafts
from analytics.positioning import declared, report
from analytics.positioning.declared import Rule, Target
from analytics.positioning.membership import SHEET_GROUPINGS
from analytics.storage import versions as datasets
from analytics.view import View
from scripts.sample.truth_opinions import claimed as planted_claim
from scripts.sample.truth_opinions import needed as planted_need
from tests.conftest import Dataset, Workshop
from tests.pages.conftest import HOSTILE, Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"whom": 1, "needs": 1, "pains": 2, "claims": 1, "rivals": 1}
NEED = {fact.key: str(fact.value) for fact in planted_need()}
CLAIM = {fact.key: str(fact.value) for fact in planted_claim()}


@pytest.fixture(scope="module")
def contented(brand: Dataset, home: Home, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The sample brand's survey, claims and reviews without what was planted: the need is met as
    much as it matters, and of three who complain of the packaging one is left."""
    store, version = brand.store, brand.version
    is_planted = pl.col("need") == NEED["unmet"]
    met = pl.when(is_planted).then("importance").otherwise("satisfaction")
    needs = answer_sheets.needs(store, version).with_columns(met.alias("satisfaction"))
    mentions = report.mentions(View(store, brand.manifest))
    blames = (pl.col("topic") == CLAIM["topic"]) & (pl.col("polarity") == "negative")
    gone = mentions.filter(blames & (pl.col("row") % 3 != 0))["row"].to_list()
    reviews = store.run("feedback/reviews", version, **View(store, brand.manifest).filters.params())
    others = reviews.filter(~pl.col("response_key").is_in(gone)).select(
        "rating", "text", "submitted_at"
    )
    sheets = {
        "needs": needs.drop("customer_id"),
        # Without the days: of late customers do complain more of another claim.
        "claims": answer_sheets.claims(store, version).drop("since"),
        "reviews": others,
    }
    workshop = Workshop(tmp_path_factory.mktemp("contented"))
    workshop.store = datasets.Store(home.root)
    parts = [
        part
        for name, rows in sheets.items()
        for part in workshop.look(rows.write_csv(), f"{name}.csv")
    ]
    with workshop.quick():
        return drafts.import_parts(
            workshop.store, parts, label="contented", as_of=None, keep_originals=False
        ).version


def page_text(app) -> str:
    """All that is written on the page, without its marks of Markdown."""
    return "\n".join(page_texts(app)).replace("\\", "")


def figures(app) -> str:
    """All that is drawn on the page, as it is sent."""
    return " ".join(chart.proto.spec for chart in app.get("plotly_chart"))


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("positioning", lang="zh-Hant", position_part=part)
    assert not app.exception
    assert not app.error
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("part", CHARTS)
@pytest.mark.parametrize("dataset", ["hostile", "no_customers", "reviews", "price_survey"])
def test_every_part_stands_on_odd_data(dataset: str, part: str, home: Home, opened: Opener) -> None:
    query = {"position_part": part, "need_segment": "=x", "pains_by": "x", "target": "x"}
    app = opened("positioning", lang="en", data=home.versions[dataset], **query)
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


@pytest.mark.parametrize("grouping", SHEET_GROUPINGS)
def test_needs_by_every_grouping(grouping: str, opened: Opener) -> None:
    app = opened("positioning", lang="en", position_part="needs", needs_by=grouping)
    assert not app.exception
    assert not app.error
    is_refused = grouping == "target"
    assert len(app.get("plotly_chart")) == (0 if is_refused else 1)
    assert ("no target has been declared" in page_text(app)) == is_refused


def test_a_saved_segment_divides_people_and_reviews(opened_alone: Opener) -> None:
    store = datasets.open_store()
    whole = store.manifest(str(store.current()))
    view = View(store, whole, Filters())
    scope = Filters(channels=tuple(report.traits(view)["channel"][:4]))
    chosen = SegmentChoice("filters", date.fromisoformat(whole.about["as_of"]), scope)
    segment = segments.save(store, whole.version, chosen, "Shops")
    code = f"segment.{segment.version}"
    answer = report.landscape(view, "target", Target("Shops", segment=segment.version))
    assert {need.segment for need in answer.needs} == {"target", "others"}
    app = opened_alone("positioning", lang="en", position_part="needs", needs_by=code)
    assert not app.exception
    assert not app.error
    assert "Shops" in figures(app)
    app = opened_alone("positioning", lang="en", position_part="pains", pains_by=code)
    assert not app.exception
    assert not app.error
    assert "Shops" in figures(app)


def test_the_planted_need_and_the_contradicted_claim_are_page_text(opened: Opener) -> None:
    needs = page_text(opened("positioning", lang="zh-Hans", position_part="needs"))
    assert f"\u53ea\u6709\u201c{NEED['unmet']}\u201d" in needs
    assert NEED["segment"] in needs
    claims = page_text(opened("positioning", lang="zh-Hans", position_part="claims"))
    assert f"\u201c{CLAIM['contradicted']}\u201d\u6b63\u88ab\u5ba2\u6237\u53cd\u9a73" in claims


def test_without_the_plant_neither_is_said(contented: str, opened: Opener) -> None:
    needs = opened("positioning", lang="en", position_part="needs", data=contented)
    assert "Of 8 needs, none is clearly met badly" in page_text(needs)
    claims = opened("positioning", lang="en", position_part="claims", data=contented)
    assert "Customers clearly contradict none of the claims." in page_text(claims)


def test_orders_and_reviews_alone_say_what_they_can_and_what_to_bring(
    home: Home, opened: Opener
) -> None:
    orders = {"data": home.versions["hostile"], "lang": "en"}
    app = opened("positioning", **orders)
    assert app.subheader[0].value.startswith("Nobody has said whom it is for; those who first")
    for part, sheet in (("needs", "Customer needs"), ("claims", "Brand claims")):
        app = opened("positioning", position_part=part, **orders)
        assert any(f'"{sheet}" sheet' in box.value for box in app.info)
    nothing = opened("positioning", lang="en", data=home.versions["price_survey"])
    assert '"Customer needs" sheet' in nothing.info[0].value


def test_a_target_is_declared_on_the_page_and_taken_back(opened_alone: Opener) -> None:
    app = opened_alone("positioning", lang="en")
    store = datasets.open_store()
    assert declared.current(store) is None
    app.button(key="aim.open").click().run()
    app.text_input(key="w.aim.name.en").set_value("Regulars").run()
    app.number_input(key="w.aim.least_orders.en").set_value(3).run()
    assert "customers meet this" in page_text(app)
    app.button(key="aim.save").click().run()
    assert not app.exception
    assert not app.error
    target = declared.current(store)
    assert target is not None
    assert (target.name, target.rule) == ("Regulars", Rule(least_orders=3))
    assert app.query_params["target"] in (target.id, [target.id])
    headline = app.subheader[0].value
    assert headline.startswith('"Regulars" bring ')
    assert app.run().subheader[0].value == headline
    assert opened_alone("positioning", lang="en").subheader[0].value == headline

    # Changed, it is another version; the earlier one is looked at by its link.
    app.button(key="aim.open").click().run()
    assert app.number_input(key="w.aim.least_orders.en").value == 3
    app.number_input(key="w.aim.least_orders.en").set_value(2).run()
    app.button(key="aim.save").click().run()
    second = declared.current(store)
    assert second is not None
    assert len(declared.library(store).targets) == 2
    earlier = opened_alone("positioning", lang="en", target=target.id)
    assert earlier.subheader[0].value == headline
    assert "is not the target declared now" in page_text(earlier)
    app.button(key=f"aim.withdraw.{second.id}").click().run()
    assert not app.exception
    assert declared.current(store) is None
    assert len(declared.library(store).targets) == 2
    assert app.subheader[0].value.startswith("Nobody has said whom it is for")


def test_a_target_without_a_name_or_a_condition_is_refused(opened_alone: Opener) -> None:
    app = opened_alone("positioning", lang="en")
    app.button(key="aim.open").click().run()
    app.button(key="aim.save").click().run()
    assert [box.value for box in app.error] == [
        "The target has no name. Give it one, then save it."
    ]
    app.text_input(key="w.aim.name.en").set_value(HOSTILE["channel"]).run()
    app.button(key="aim.save").click().run()
    assert "needs either a saved segment or conditions" in app.error[0].value
    assert not LIVE.search(OUR_OWN.sub("", app.error[0].value))
    assert declared.library(datasets.open_store()).targets == ()


def test_a_hostile_name_only_shows(opened_alone: Opener) -> None:
    store = datasets.open_store()
    rule = Rule(channels=(HOSTILE["channel"],), products=("no such product",))
    target = declared.save(store, Target(HOSTILE["channel"], rule))
    declared.make_current(store, target.id)
    app = opened_alone("positioning", lang="en")
    assert not app.exception
    assert "<b>shop</b>" in page_text(app)
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


def test_a_damaged_target_is_told_and_can_be_taken_back(opened_alone: Opener) -> None:
    opened_alone("positioning", lang="en")
    store = datasets.open_store()
    saved = declared.save(store, Target("Regulars", Rule(least_orders=3)))
    declared.make_current(store, saved.id)
    (store.root / declared.FOLDER / f"{saved.id}.toml").write_text("name = ", "utf-8")
    app = opened_alone("positioning", lang="en")
    assert not app.exception
    assert app.subheader[0].value == "The declared target cannot be read"
    assert all("cannot be read as TOML" in error.value for error in app.error)
    app.button(key="aim.withdraw").click().run()
    assert app.subheader[0].value.startswith("Nobody has said whom it is for")
