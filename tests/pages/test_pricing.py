"""The Pricing page: its parts, its link, and what it says where the data cannot tell."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_datasets import LIVE, page_texts
from tests.pages.test_gate import OUR_OWN

CHARTS = {"decide": 1, "paid": 3, "moved": 0, "rivals": 3}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("pricing", lang="zh-Hant", price_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


@pytest.mark.parametrize("part", CHARTS)
@pytest.mark.parametrize("dataset", ["hostile", "one_day", "no_customers"])
def test_every_part_stands_on_odd_data(dataset: str, part: str, home: Home, opened: Opener) -> None:
    app = opened("pricing", lang="en", price_part=part, data=home.versions[dataset])
    assert not app.exception
    assert not app.error
    texts = [OUR_OWN.sub("", text) for text in page_texts(app)]
    assert [text for text in texts if LIVE.search(text)] == []


def test_the_first_line_says_what_price_and_how_sure(opened: Opener) -> None:
    heads = [
        opened("pricing", lang="en", **query).subheader[0].value
        for query in ({}, {"sku": "QY-001"}, {"sku": "QY-003"})
    ]
    assert heads == [
        "Of the prices asked about, 309 earns the most profit; it sells at 327 on average today",
        "By how likely people say they would buy, 260 (251\u2013268) earns the most profit; "
        "it sells at 271 on average today",
        "No price can be named yet: nobody has answered a price question yet",
    ]


def test_the_link_holds_part_product_and_candidate(opened: Opener) -> None:
    app = opened("pricing", lang="en", sku="QY-001", price="309")
    assert app.slider[0].value == 309
    assert "15%" in [box.value for box in app.metric]
    app.slider[0].set_value(250.0).run()
    assert not app.exception
    assert app.query_params["price"] == "250"
    app.selectbox[0].set_value("QY-002").run()
    assert not app.exception
    assert app.query_params["sku"] == "QY-002"
    assert "price" not in app.query_params


@pytest.mark.parametrize("price", ["nan", "inf", "-5", "much", "1e99"])
def test_a_link_with_no_price_opens_all_the_same(price: str, opened: Opener) -> None:
    app = opened("pricing", lang="en", sku="nothing", price=price, price_part="x", price_curve="x")
    assert not app.exception
    assert not app.error
    assert app.slider[0].min <= app.slider[0].value <= app.slider[0].max


def test_without_orders_the_survey_alone_names_the_price(home: Home, opened: Opener) -> None:
    for part, count in {"decide": 1, "paid": 3, "moved": 0, "rivals": 0}.items():
        app = opened("pricing", lang="en", data=home.versions["price_survey"], price_part=part)
        assert not app.exception
        assert len(app.get("plotly_chart")) == count, part
        assert app.subheader[0].value.startswith(
            "Of the prices asked about, 80 (60\u2013100) brings the most revenue"
        )
        assert not app.main.selectbox
    assert any("This part rests on orders" in box.value for box in app.info)


def test_without_prices_it_says_which_sheet_to_bring(home: Home, opened: Opener) -> None:
    app = opened("pricing", lang="en", data=home.versions["feedback"])
    assert not app.exception
    assert '"Price survey" sheet' in app.info[0].value
    orders = opened("pricing", lang="en", data=home.versions["no_customers"], price_part="paid")
    assert any('"Price survey" sheet' in box.value for box in orders.info)
