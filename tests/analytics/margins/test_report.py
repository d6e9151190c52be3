"""Money of whole datasets: the sample brand recomputed line by line, and what files may bring."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from analytics.filters import Filters
from analytics.margins import report
from analytics.margins.base import Refusal
from analytics.margins.periods import Periods
from analytics.margins.waterfall import Waterfall
from analytics.view import View
from tests.conftest import Dataset, Workshop

ZERO = Decimal()


def view(dataset: Dataset, **filters: Any) -> View:
    return View(dataset.store, dataset.manifest, Filters(**filters))


@pytest.fixture(scope="module")
def sample(brand: Dataset) -> View:
    return view(brand)


def plain(lines: Iterable[dict[str, Any]]) -> dict[str, Decimal]:
    """The steps from the lines as they were read, one by one."""
    sums = dict.fromkeys(("listed", "deals", "refunds", "goods", "gifts"), ZERO)
    for line in lines:
        if line["is_void"] or line["amount"] is None:
            continue
        cost = (line["unit_cost"] or ZERO) * line["quantity"]
        refunded = line["refunded"] or ZERO
        paid = line["amount"] + refunded
        if paid > 0:
            listed = line["list_price"] * line["quantity"]
            sums["listed"] += listed
            sums["deals"] += listed - paid
            sums["refunds"] += refunded
            sums["goods"] += cost
        elif paid < 0:
            sums["refunds"] -= line["amount"]
            sums["goods"] -= (line["unit_cost"] or ZERO) * abs(line["quantity"])
        else:
            sums["gifts"] += cost
    return sums


def test_the_sample_comes_to_what_its_lines_come_to(sample: View, brand: Dataset) -> None:
    answer, sums = report.where(sample), plain(brand.lines())
    assert answer.listed == sums["listed"]
    for key in ("deals", "refunds", "goods", "gifts"):
        assert answer.loss(key).amount == pytest.approx(sums[key], abs=Decimal("0.5"))
    assert answer.loss("commission").refusal == Refusal("no_commissions", 0.0, 0.8)
    assert answer.contribution == answer.listed - sum(
        loss.amount for loss in answer.losses if loss.amount is not None
    )


def test_products_and_channels_of_a_filter_sum_to_the_whole(sample: View, brand: Dataset) -> None:
    whole = report.where(sample)
    items = sample.rows("margins/sums")["item"].to_list()
    halves = [view(brand, products=tuple(items[start::2])) for start in (0, 1)]
    assert sum(report.where(half).listed for half in halves) == whole.listed
    channels = sample.rows("margins/channels")["channel"].drop_nulls().to_list()
    by_channel = [report.where(view(brand, channels=(name,))).paid for name in channels]
    assert sum(by_channel) == whole.paid


def test_the_change_of_the_sample_sums_and_names_two_whole_years(sample: View) -> None:
    periods, answer = report.changed(sample)
    assert isinstance(periods, Periods)
    assert (periods.months, periods.against) == (12, "year")
    assert answer is not None
    assert answer.before is not None
    assert answer.after is not None
    assert sum(answer.parts.values()) == answer.after - answer.before


def test_a_chosen_period_is_held_against_the_same_months_a_year_before(brand: Dataset) -> None:
    last = view(brand).as_of.replace(day=1)
    chosen = view(brand, start=date(last.year, last.month - 2, 1), end=last)
    periods, answer = report.changed(chosen)
    assert isinstance(periods, Periods)
    assert (periods.months, periods.against) == (3, "year")
    assert answer is not None
    assert answer.after == report.where(chosen).contribution


def test_the_sample_has_one_cost_for_all_history(sample: View) -> None:
    costs = report.costs(sample)
    assert costs.refusal == Refusal("same_cost")
    assert costs.stamped == costs.trends.height > 0


def test_room_of_the_sample_is_before_commission_and_per_size(sample: View) -> None:
    answer = report.price_room(sample)
    assert answer.before_commission
    assert answer.n > 0
    for row in answer.products.to_dicts():
        if row["room"] is not None:
            lowest = row["unit_cost"] / (1 - row["refund_rate"])
            assert row["room"] == pytest.approx(row["rival_low"] - lowest)


HEAD = "order id,date,sku,quantity,list price,amount,refund amount,unit cost,commission,channel\n"


def waterfall(workshop: Workshop, *rows: str) -> Waterfall:
    return report.where(view(workshop.load(HEAD + "\n".join(rows) + "\n")))


def test_a_refund_in_a_column_is_no_deal(workshop: Workshop) -> None:
    answer = waterfall(
        workshop, "1,2025-01-05,A,1,100,90,30,20,9,x", "2,2025-01-05,A,1,100,90,90,20,9,x"
    )
    assert answer.loss("deals").amount == Decimal("20.00")
    assert answer.loss("refunds").amount == Decimal("120.00")
    assert answer.loss("gifts").amount == Decimal("0.00")
    assert answer.contribution == Decimal("2.00")


def test_a_refund_in_a_row_belongs_to_the_month_of_its_order(workshop: Workshop) -> None:
    dataset = workshop.load(
        HEAD + "1,2025-01-05,A,1,100,90,,20,9,x\n1,2025-03-02,A,-1,100,-90,,20,9,x\n"
        "2,2025-03-05,A,1,100,90,,20,9,x\n"
    )
    january = report.where(view(dataset, end=date(2025, 1, 1)))
    march = report.where(view(dataset, start=date(2025, 3, 1)))
    assert january.loss("refunds").amount == Decimal("90.00")
    # Goods and commission came back with it.
    assert january.loss("goods").amount == january.loss("commission").amount == 0
    assert march.loss("refunds").amount == 0


def test_cancelled_orders_and_gifts_have_their_place(workshop: Workshop) -> None:
    head = HEAD.replace("channel", "status")
    dataset = workshop.load(
        head + "1,2025-01-05,A,1,100,90,,20,9,completed\n1,2025-01-05,G,2,10,0,,3,,completed\n"
        "2,2025-01-05,A,1,100,90,,20,9,cancelled\n"
    )
    answer = report.where(view(dataset))
    assert answer.listed == Decimal("100.00")
    assert answer.loss("gifts").amount == Decimal("6.00")
    assert answer.loss("commission").amount == Decimal("9.00")


def test_a_commission_above_the_price_is_unknown_and_counted(workshop: Workshop) -> None:
    rows = [f"{number},2025-01-05,A,1,100,90,,20,9,x" for number in range(9)]
    answer = waterfall(workshop, *rows, "10,2025-01-05,A,1,100,90,,20,900,x")
    assert answer.quality.excess_lines == 1
    assert answer.quality.excess_commission == Decimal("900.00")
    assert answer.loss("commission").known == pytest.approx(0.9)
    assert answer.loss("commission").amount == Decimal("90.00")


def test_costs_missing_for_half_the_revenue_are_refused(workshop: Workshop) -> None:
    answer = waterfall(workshop, "1,2025-01-05,A,1,100,90,,20,9,x", "2,2025-01-05,B,1,100,90,,,9,x")
    assert answer.refusal == Refusal("few_costs", 0.5, 0.8)
    assert answer.contribution is None


def test_a_line_without_list_price_counts_at_what_was_paid(workshop: Workshop) -> None:
    answer = waterfall(workshop, "1,2025-01-05,A,1,,90,,20,9,x", "2,2025-01-05,A,1,80,90,,20,9,x")
    assert answer.listed == Decimal("170.00")
    assert (answer.quality.unlisted_lines, answer.quality.raised_lines) == (1, 1)
    assert answer.loss("deals").amount == Decimal("-10.00")


def test_one_month_has_nothing_to_be_compared_with(workshop: Workshop) -> None:
    periods, answer = report.changed(
        view(workshop.load(HEAD + "1,2025-01-01,A,1,100,90,,20,9,x\n2,2025-01-31,A,1,9,9,,2,1,x\n"))
    )
    assert periods == Refusal("short_history", 1, 2)
    assert answer is None


def test_a_period_without_a_whole_month_says_so(workshop: Workshop) -> None:
    lines = (f"{n},2025-{n:02}-01,A,1,100,90,,20,9,x\n" for n in range(1, 8))
    whole = view(workshop.load(HEAD + "".join(lines)))
    late = replace(whole, filters=Filters(start=date(2025, 7, 1)))
    assert report.changed(late) == (Refusal("no_whole_month"), None)
