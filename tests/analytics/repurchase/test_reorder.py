"""When a product is bought again, against histories made to show it."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from analytics.filters import Filters
from analytics.repurchase import caveats, reorder, repurchase, robustness
from tests.conftest import Dataset, Workshop

START, END = date(2023, 1, 1), date(2024, 12, 31)


@pytest.fixture(scope="module")
def shop(workshop: Workshop) -> Dataset:
    """Coffee again after about 30 days, lamps at any time, a poster never."""
    chance = np.random.default_rng(8)
    rows = []
    for number in range(240):
        day = START + timedelta(days=int(chance.integers(0, 500)))
        product = ("coffee", "lamp")[number % 2]
        while day <= END:
            who = {"customer_id": f"c{number}", "amount": 10}
            rows.append({"date": day, "product": product, **who})
            mean = {"coffee": 30 + 3 * chance.normal(), "lamp": chance.exponential(150)}
            day += timedelta(days=max(1, round(mean[product])))
            if chance.random() < 0.3:
                break
        rows.append({"date": START, "product": "poster", "customer_id": f"p{number}", "amount": 1})
    rows.append({"date": END, "product": "bag", "customer_id": "last", "amount": 1})
    return workshop.rows(rows)


def test_a_moment_stands_out_where_there_is_one(shop: Dataset) -> None:
    moments = reorder.moments(shop.store, shop.version, Filters())
    assert moments["product"].to_list() == ["coffee", "lamp"]
    coffee, lamp = moments.to_dicts()
    assert (coffee["first_day"], coffee["last_day"]) == (29, 56)
    assert 26 <= coffee["early"] <= coffee["middle"] <= coffee["late"] <= 33
    assert lamp["last_day"] - lamp["first_day"] > 90


def test_the_share_is_the_one_of_a_peer(shop: Dataset) -> None:
    """scipy's Kaplan-Meier over the same waits, one by one."""
    counts = shop.store.run("repurchase/reorder_waits", shop.version, most=9, **Filters().params())
    for row in reorder.moments(shop.store, shop.version, Filters()).to_dicts():
        waits = counts.filter(product=row["product"]).to_dicts()
        ended, open_ = (
            [
                wait["days"]
                for wait in waits
                for _ in range(wait["customers"])
                if wait["is_event"] == is_event
            ]
            for is_event in (True, False)
        )
        assert (row["waits"], row["events"]) == (len(ended) + len(open_), len(ended))
        peer = ecdf(CensoredData(uncensored=ended, right=open_)).cdf.evaluate(reorder.YEAR)
        assert row["share"] == pytest.approx(float(peer))


def test_few_waits_name_no_moment(workshop: Workshop) -> None:
    rows = [{"date": START, "product": "tea", "customer_id": "a", "amount": 1}]
    dataset = workshop.rows([*rows, {**rows[0], "date": END}])
    assert reorder.moments(dataset.store, dataset.version, Filters()).is_empty()


def beside_something_dearer(workshop: Workshop) -> Dataset:
    """Tea, then tea again and again, each time in the basket of a dearer kettle."""
    return workshop.rows(
        {"order_id": f"{who}{turn}", "date": START + timedelta(days=30 * turn),
         "product": product, "customer_id": f"c{who}", "amount": amount}
        for who in range(40)
        for turn in range(3)
        for product, amount in (("tea", 5), ("kettle", 90))[: 1 if turn == 0 else 2]
    )  # fmt: skip


def test_what_else_was_bought_that_day_does_not_matter(workshop: Workshop) -> None:
    dataset = beside_something_dearer(workshop)
    moments = reorder.moments(dataset.store, dataset.version, Filters())
    tea = moments.filter(product="tea").to_dicts()[0]
    assert (tea["waits"], tea["events"], tea["middle"], tea["one_in"]) == (120, 80, 30, 1)
    assert measured_again(dataset) == (40, 40)


def measured_again(dataset: Dataset) -> tuple[int, int]:
    """Customers who came back to the product of their first purchase within 30 days, of how many
    watched, as the repurchase page and the twelve definitions say it alike."""
    query = repurchase.RepurchaseQuery(again="same_product")
    page = repurchase.within(dataset.store, dataset.version, query, [30]).to_dicts()[0]
    outcomes = robustness.outcomes(dataset.store, dataset.version, query, 30)
    assert outcomes["same_product"].sum() == page["repeaters"]
    return page["repeaters"], page["eligible"]


def test_a_gift_or_what_was_given_back_is_not_bought_again(workshop: Workshop) -> None:
    first = {"order_id": "1", "date": START, "product": "tea", "customer_id": "a", "amount": 5}
    later = {**first, "order_id": "2", "date": START + timedelta(days=9)}
    rows = [
        first,
        {**later, "product": "kettle", "amount": 90},
        {**later, "amount": 0},
        {**first, "order_id": "9", "date": END, "product": "bag", "customer_id": "z"},
    ]
    assert measured_again(workshop.rows(rows)) == (0, 1)


def test_a_second_shop_on_the_same_day_is_a_return_to_the_channel(workshop: Workshop) -> None:
    rows = [
        {"order_id": "1", "date": START, "channel": "tmall"},
        {"order_id": "2", "date": f"{START + timedelta(days=9)} 09:00", "channel": "store"},
        {"order_id": "3", "date": f"{START + timedelta(days=9)} 10:00", "channel": "tmall"},
        {"order_id": "4", "date": END, "channel": "store"},
    ]
    dataset = workshop.rows({**row, "customer_id": "a", "amount": 5} for row in rows)
    query = repurchase.RepurchaseQuery(again="same_channel")
    row = repurchase.within(dataset.store, dataset.version, query, [30]).to_dicts()[0]
    assert (row["repeaters"], row["eligible"]) == (1, 1)
    outcomes = robustness.outcomes(dataset.store, dataset.version, query, 30)
    assert outcomes["same_channel"].sum() == 1


def test_a_version_of_the_first_release_answers_by_the_dearest_product_and_says_so(
    workshop: Workshop,
) -> None:
    dataset = beside_something_dearer(workshop)
    about = {
        key: count for key, count in dataset.manifest.about.items() if key != "count_product_days"
    }
    former = replace(dataset.manifest, about=about)
    assert caveats.is_dearest_only(former)
    assert not caveats.is_dearest_only(dataset.manifest)
    codes = [caveat.code for caveat in caveats.about(dataset.store, former)]
    assert "dearest_only" in codes
    counts = dataset.run("repurchase/reorder_waits_by_dearest", most=9, **Filters().params())
    assert counts.filter(product="tea", is_event=True).is_empty()
