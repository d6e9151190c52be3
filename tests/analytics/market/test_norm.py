"""The own repeat beside what a brand of its size may expect, and what refuses it."""

from dataclasses import replace
from datetime import date

import pytest

from analytics.filters import Filters
from analytics.market.norm import Norm, norm
from analytics.storage.versions import Store
from tests.analytics.market import sheets
from tests.conftest import Dataset, Workshop


def answer(dataset: Dataset, brand: str = "Boots", filters: Filters | None = None) -> Norm:
    return norm(dataset.store, dataset.version, filters or Filters(), brand)


@pytest.mark.parametrize(
    ("again", "verdict"),
    [(470, "normal"), (700, "higher"), (100, "lower"), (420, "cannot_tell")],
)
def test_the_own_repeat_against_what_is_expected(
    workshop: Workshop, again: int, verdict: str
) -> None:
    dataset = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(1000, again))
    found = answer(dataset)
    assert (found.refusal, found.own_refusal) == (None, None)
    assert found.spread == pytest.approx(1.55, abs=0.005)
    assert found.spreads == pytest.approx((0.84, 2.22), abs=0.01)
    assert found.own is not None
    assert found.observed is not None
    assert found.own.low < found.own.expected.repeat < found.own.high
    assert (found.observed.value, found.observed.n) == (again / 1000, 1000)
    assert found.verdict == verdict


def test_per_cent_is_the_same_market(workshop: Workshop) -> None:
    plain = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(40, 20))
    hundred = sheets.market(whole=100, bought_by="56")
    percent = sheets.load(workshop, market=hundred, orders=sheets.orders(40, 20))
    ours, theirs = answer(plain), answer(percent)
    assert ours.spread == pytest.approx(theirs.spread)
    assert [each.share for each in ours.norms] == pytest.approx(
        [each.share for each in theirs.norms]
    )


@pytest.mark.parametrize(
    ("sheet", "code"),
    [
        (sheets.market(brands=3), "few_brands"),
        (sheets.market(bought_by=""), "no_category"),
        (sheets.market(period=("", "2025-03-31")), "no_period"),
        (sheets.market(bought_by="0.95").replace(",2.6", ",1.01"), "low_rate"),
        (sheets.market(bought_by="0.12"), "no_fit"),
    ],
)
def test_what_is_no_market_is_refused(workshop: Workshop, sheet: str, code: str) -> None:
    dataset = sheets.load(workshop, market=sheet, orders=sheets.orders(40, 20))
    found = answer(dataset)
    assert found.refusal is not None
    assert found.refusal.code == code
    assert found.norms == ()


def test_rows_that_are_none_are_counted(workshop: Workshop) -> None:
    bad = (
        "Toothpaste,2025-01-01,2025-03-31,,0.1,0.1,0.56,2.6\n"
        "Toothpaste,2025-01-01,2025-03-31,Nobody,,0.1,0.56,2.6\n"
        "Toothpaste,2025-03-31,2025-01-01,Late,0.1,0.1,0.56,2.6\n"
        "Toothpaste,2024-01-01,2024-03-31,Colgate,0.2,0.2,0.56,2.6\n"
        "Toothpaste,2025-01-01,2025-03-31,Colgate,0.24,0.2,0.56,2.6\n"
        "Soap,2025-01-01,2025-03-31,Dove,0.7,0.2,0.56,2.6\n"
        "Soap,2025-01-01,2025-03-31,Lux,0.7,0.2,0.56,2.6\n"
    )
    dataset = sheets.load(workshop, market=sheets.market() + bad, orders=sheets.orders(40, 20))
    found = answer(dataset)
    assert found.faults == {
        "brandless": 1,
        "no_period": 1,
        "no_share": 1,
        "again": 1,
        "older": 1,
        "above_all": 2,
    }
    assert found.norms[0].share == 0.24


def test_the_own_side_is_refused_alone(workshop: Workshop) -> None:
    short = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(40, 20, days=150))
    few = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(20, 10))
    codes = [answer(short), answer(few), answer(few, ""), answer(few, "Nobody")]
    assert [found.own_refusal and found.own_refusal.code for found in codes] == [
        *("short_history", "few_buyers", "no_brand", "other_name")
    ]
    assert all(len(found.norms) == 8 and found.verdict is None for found in codes)
    assert codes[0].own_refusal is not None
    assert (codes[0].own_refusal.have, codes[0].own_refusal.least) == (151, 180)


def test_the_period_of_the_filters_ends_the_later_period(workshop: Workshop) -> None:
    dataset = sheets.load(workshop, market=sheets.market(), orders=sheets.orders(40, 20))
    ended = answer(dataset, "Boots", Filters(end=date(2025, 5, 1)))
    assert ended.own_refusal is not None
    assert ended.own_refusal.code == "short_history"
    begun = answer(dataset, "Boots", Filters(start=date(2025, 3, 1)))
    assert begun.own_refusal is not None
    assert (begun.own_refusal.code, begun.own_refusal.have) == ("short_history", 122)


def test_without_the_sheet_and_in_former_releases(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    dataset = workshop.load(sheets.orders(40, 20))
    assert answer(dataset).refusal is not None
    former = replace(dataset.manifest, layout=7)
    monkeypatch.setattr(Store, "manifest", lambda *_: former)
    found = answer(dataset)
    assert found.refusal is not None
    assert found.refusal.code == "no_market"
