"""What customers paid: discounts, refunds by their kind, and money moved without a sale."""

import csv
import io
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Dataset, Reading, Workshop

CASES = tomllib.loads((Path(__file__).parent / "order_money.toml").read_text("utf-8"))
FEW = settings(max_examples=5, deadline=None)
SHOPIFY = (
    *("Name", "Email", "Financial Status", "Subtotal", "Discount Amount", "Created at"),
    *("Lineitem quantity", "Lineitem name", "Lineitem price", "Lineitem sku"),
    *("Refunded Amount", "Lineitem discount"),
)


def shopify(*orders: dict[str, Any]) -> str:
    """A Shopify export: order facts on the first line of each, `lines` as quantity, price, off."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(SHOPIFY)
    for number, order in enumerate(orders, 1):
        for place, (quantity, price, off) in enumerate(order["lines"]):
            first = place == 0
            writer.writerow(
                [
                    f"#{number}",
                    f"p{number}@example.com",
                    "paid" if first else "",
                    order.get("subtotal", "") if first else "",
                    order.get("discount", "0.00") if first else "",
                    "2024-03-09 10:00:00 -0500",
                    *(quantity, f"Item {place}", price, f"S{place}"),
                    order.get("refund", "0.00") if first else "",
                    off,
                ]
            )
    return out.getvalue()


def amounts(dataset: Dataset | Reading) -> list[Decimal]:
    return [line["amount"] for line in dataset.lines()]


def codes(dataset: Dataset | Reading) -> list[tuple[int, str]]:
    return [(row, code) for row, _, code, _ in dataset.problems()]


def test_a_discount_of_the_order_is_shared_out_to_the_cent(workshop: Workshop) -> None:
    lines = [(1, "33.34", 0), (1, "33.33", 0), (1, "33.33", 0)]
    order = {"lines": lines, "discount": "10.00", "subtotal": "90.00"}
    dataset = workshop.read(shopify(order))
    assert sum(amounts(dataset)) == 90
    assert [line["unit_price"] for line in dataset.lines()] == amounts(dataset)
    assert all(Decimal("29.99") <= amount <= Decimal("30.01") for amount in amounts(dataset))
    assert codes(dataset) == []


@pytest.mark.parametrize(
    ("order", "paid"),
    [
        ({"lines": [(1, 50, 10)], "subtotal": 40}, 40),
        ({"lines": [(1, 100, 20)], "discount": 20, "subtotal": 80}, 80),
        ({"lines": [(1, 100, 20)], "discount": 10, "subtotal": 70}, 70),
        ({"lines": [(1, 100, 0)], "discount": 5, "subtotal": 100}, 100),
        ({"lines": [(1, 100, 0)], "discount": 10, "subtotal": 90, "refund": 40}, 50),
        ({"lines": [(2, 25, 0), (1, 50, 0)], "discount": 20}, 80),
        ({"lines": [(1, 30, 0)], "discount": 30, "subtotal": 0}, 0),
    ],
    ids=[
        *("of_a_line", "held_in_the_orders", "beside_the_orders", "of_postage", "with_a_refund"),
        *("without_a_subtotal", "all_of_it"),
    ],
)
def test_the_subtotal_of_the_platform_decides(
    workshop: Workshop, order: dict[str, Any], paid: int
) -> None:
    dataset = workshop.read(shopify(order))
    assert sum(amounts(dataset)) == paid
    assert codes(dataset) == []


def test_an_order_that_does_not_come_out_is_said_with_both_amounts(workshop: Workshop) -> None:
    right = {"lines": [(1, 10, 0)], "subtotal": 10}
    wrong = {"lines": [(1, 100, 0), (1, 20, 0)], "discount": 10, "subtotal": 70}
    (part,) = workshop.look(shopify(right, wrong, right))
    problems = workshop.check([part]).problems()
    ((row, value, code),) = problems.select("row", "value", "code").rows()
    assert (row, code) == (3, "paid_unequal")
    assert value.startswith("#2: 110.00")
    assert value.endswith("70.00")


@FEW
@given(
    lines=st.lists(st.tuples(st.integers(1, 5), st.integers(1, 9_999)), min_size=1, max_size=6),
    share=st.integers(0, 100),
)
def test_any_discount_leaves_what_was_paid(
    workshop: Workshop, lines: list[tuple[int, int]], share: int
) -> None:
    gross = sum(quantity * cents for quantity, cents in lines)
    off = gross * share // 100
    order = {
        "lines": [(quantity, f"{cents / 100:.2f}", 0) for quantity, cents in lines],
        "discount": f"{off / 100:.2f}",
        "subtotal": f"{(gross - off) / 100:.2f}",
    }
    dataset = workshop.read(shopify(order))
    assert sum(amounts(dataset)) * 100 == gross - off
    assert codes(dataset) == []


def test_platforms_that_give_what_the_order_paid(workshop: Workshop) -> None:
    jd = workshop.read(CASES["formats"]["jd"].strip(), "jd.csv")
    assert sum(amounts(jd)[:2]) == 130  # a coupon of 20 on the order
    assert amounts(jd)[2] == 50  # postage is no money for goods
    wechat = workshop.read(CASES["formats"]["wechat_shop"].strip(), "wechat.csv")
    assert amounts(wechat) == [90, 85]
    amazon = workshop.read(CASES["formats"]["amazon"].strip(), "amazon.csv")
    assert amounts(amazon) == [15, 40]


@pytest.mark.parametrize("name", CASES["kinds"])
def test_kinds_of_entries(workshop: Workshop, name: str) -> None:
    kind = CASES["kinds"][name]
    entries = [(kind["sale"], 100), (kind["refund"], 30), (kind["refund"], -20)]
    entries += [(word, 500) for word in kind["other"]]
    rows = [f"2024-01-{n:02},u1,{word},{money}" for n, (word, money) in enumerate(entries, 1)]
    dataset = workshop.read("\n".join([f"date,customer_id,{kind['header']},amount", *rows]))
    assert amounts(dataset) == [100, -30, -20]
    assert sorted(codes(dataset)) == [
        (3, "refund_by_kind"),
        *((row, "no_sale") for row in range(5, 5 + len(kind["other"]))),
    ]


def test_a_column_of_other_kinds_means_nothing(workshop: Workshop) -> None:
    dataset = workshop.read("date,Type,amount\n2024-01-01,Online,5\n2024-01-02,In person,6\n")
    assert amounts(dataset) == [5, 6]
    assert codes(dataset) == []


def test_a_cell_without_a_result_is_no_nought(workshop: Workshop) -> None:
    text = "date,customer_id,amount\n2024-01-01,a,#VALUE!\n2024-01-02,b,=C2*2\n2024-01-03,c,7\n"
    dataset = workshop.read(text)
    assert amounts(dataset) == [None, None, 7]
    assert codes(dataset) == [(2, "not_calculated"), (3, "not_calculated")]
