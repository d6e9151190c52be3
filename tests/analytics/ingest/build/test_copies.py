"""Orders that stand in one file more than once."""

import pytest

from tests.conftest import Workshop, as_csv

Row = dict[str, object]


def line(number: int, product: str = "tea", amount: int = 5) -> Row:
    return {
        "order_id": f"N{number}",
        "ordered_at": f"2025-01-0{1 + number % 9}",
        "customer_id": f"C{number}",
        "product": product,
        "amount": amount + number,
    }


ORDERS = [line(n, product) for n in range(6) for product in ("tea", "tea", "mug")]
PLAIN = sum(int(str(row["amount"])) for row in ORDERS)
COPIED = {
    "a block pasted below": ([*ORDERS, *ORDERS[3:9]], [20, 21, 22, 23, 24, 25]),
    "the whole file twice, and once more": ([*ORDERS, *ORDERS, *ORDERS], [*range(20, 56)]),
    "pages that overlap by one order": (
        [*ORDERS[:9], *ORDERS[9:15], *ORDERS[9:12], *ORDERS[15:]],
        [17, 18, 19],
    ),
    "orders tried again, here and there": (
        [*ORDERS[:9], *ORDERS[0:3], *ORDERS[9:18], *ORDERS[6:9]],
        [11, 12, 13, 23, 24, 25],
    ),
}


def checked(workshop: Workshop, rows: list[Row], *as_written: str) -> tuple[float, list[tuple]]:
    (part,) = workshop.look(as_csv(rows))
    draft = workshop.check([part.with_as_written(as_written)])
    return draft.totals["amount"], draft.problems().select("row", "code").rows()


@pytest.mark.parametrize("kind", COPIED)
def test_an_order_that_comes_again_whole_counts_once(workshop: Workshop, kind: str) -> None:
    rows, copied_rows = COPIED[kind]
    assert checked(workshop, rows) == (PLAIN, [(row, "order_copied") for row in copied_rows])
    amount, problems = checked(workshop, rows, "copies")
    assert amount == sum(int(str(row["amount"])) for row in rows)
    assert {code for _, code in problems} <= {"orders_repeated"}


def test_the_same_goods_twice_are_two_lines_of_an_order(workshop: Workshop) -> None:
    assert checked(workshop, ORDERS) == (PLAIN, [])


def test_in_a_list_by_product_nobody_can_tell(workshop: Workshop) -> None:
    """Two pieces of one thing stand apart there as the lines of any order do."""
    rows = [line(n) for n in (1, 2, 1, 3, 2, 4, 4, 5)]
    rows += [line(n, "mug") for n in (5, 3, 6, 1)]
    rows += [line(n, "pot") for n in (7, 6, 8, 7)]
    amount, problems = checked(workshop, rows)
    assert amount == sum(int(str(row["amount"])) for row in rows)
    assert problems == [(None, "orders_repeated")]


def test_every_line_of_most_orders_twice_is_said(workshop: Workshop) -> None:
    """So a join with a table of two rows an order multiplies lines."""
    rows = [line(n) for n in range(8) for _ in range(2)]
    assert checked(workshop, rows)[1] == [(None, "orders_repeated")]
