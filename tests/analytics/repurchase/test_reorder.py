"""When a product is bought again, against histories made to show it."""

from datetime import date, timedelta

import numpy as np
import pytest
from scipy.stats import CensoredData, ecdf

from analytics.filters import Filters
from analytics.repurchase import reorder
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
