"""What channels keep: read as money, of a whole order shared out, and what cannot be read named."""

from decimal import Decimal

import pytest

from tests.conftest import Workshop

HEAD = "order id,date,customer,sku,quantity,list price,amount,commission\n"


def lines(*rows: str, head: str = HEAD) -> str:
    return head + "\n".join(rows) + "\n"


def commissions(workshop: Workshop, content: str) -> list[Decimal | None]:
    return [line["commission"] for line in workshop.read(content).lines()]


@pytest.mark.parametrize(
    "header",
    [
        *("\u4f63\u91d1", "\u5e73\u53f0\u4f63\u91d1", "\u6280\u672f\u670d\u52a1\u8d39"),
        *("\u6280\u8853\u670d\u52d9\u8cbb", "commission", "fee", "Platform fee"),
    ],
)
def test_the_headers_of_real_exports_are_known(workshop: Workshop, header: str) -> None:
    head = HEAD.replace("commission", header)
    content = lines("1,2024-01-02,u1,A,1,12,10,1.50", "2,2024-01-02,u2,A,1,12,10,0", head=head)
    assert commissions(workshop, content) == [Decimal("1.50"), Decimal("0.00")]


def test_a_minus_before_what_is_kept_changes_nothing(workshop: Workshop) -> None:
    content = lines("1,2024-01-02,u1,A,1,12,10,-1.5", "2,2024-01-02,u2,A,1,12,-10,1.5")
    assert commissions(workshop, content) == [Decimal("1.50"), Decimal("-1.50")]


def test_the_commission_of_an_order_counts_once_and_sums_to_the_cent(workshop: Workshop) -> None:
    content = lines(
        *("1,2024-01-02,u1,A,1,12,10,1", "1,2024-01-02,u1,B,1,25,20,1"),
        *("2,2024-01-02,u2,A,1,12,10,2", "2,2024-01-02,u2,C,3,90,80,2"),
    )
    assert commissions(workshop, content) == [Decimal(f"{own}") for own in (0.33, 0.67, 0.22, 1.78)]
    assert ("commission_repeated") in {code for _, _, code, _ in workshop.read(content).problems()}


def test_lines_of_one_price_may_each_have_the_same_commission(workshop: Workshop) -> None:
    content = lines("1,2024-01-02,u1,A,1,12,10,1", "1,2024-01-02,u1,B,1,12,10,1")
    assert commissions(workshop, content) == [Decimal("1.00"), Decimal("1.00")]


def test_a_header_that_speaks_of_orders_leaves_no_doubt(workshop: Workshop) -> None:
    content = lines(
        *("1,2024-01-02,u1,A,1,12,10,1", "1,2024-01-02,u1,B,1,12,10,1"),
        head=HEAD.replace("commission", "order commission"),
    )
    assert commissions(workshop, content) == [Decimal("0.50"), Decimal("0.50")]


def test_as_written_leaves_them_on_every_line(workshop: Workshop) -> None:
    content = lines("1,2024-01-02,u1,A,1,12,10,1", "1,2024-01-02,u1,B,1,25,20,1")
    (part,) = workshop.look(content)
    draft = workshop.check([part.with_as_written(["totals"])])
    assert "commission_repeated" not in draft.problems()["code"]


def test_a_cell_without_money_is_unknown_and_named_with_how_many(workshop: Workshop) -> None:
    content = lines(
        *("1,2024-01-02,u1,A,1,12,10,much", "2,2024-01-02,u2,B,1,25,20,some"),
        "3,2024-01-02,u2,B,1,25,20,2",
    )
    assert commissions(workshop, content) == [None, None, Decimal("2.00")]
    problems = workshop.read(content).problems()
    assert (2, "commission", "commission_unread", False) in problems
    assert len(problems) == 1


def test_refunds_of_a_line_are_kept_apart_from_what_was_paid(workshop: Workshop) -> None:
    head = HEAD.replace("commission", "refund amount")
    content = lines(
        *("1,2024-01-02,u1,A,1,12,10,4", "2,2024-01-02,u2,A,1,12,10,10"),
        "3,2024-01-02,u3,A,1,12,10,",
        head=head,
    )
    rows = [(line["amount"], line["refunded"]) for line in workshop.read(content).lines()]
    assert rows == [
        (Decimal("6.00"), Decimal("4.00")),
        (Decimal("0.00"), Decimal("10.00")),
        (Decimal("10.00"), None),
    ]


def test_a_fingerprint_knows_commissions_and_is_what_it_was_without(workshop: Workshop) -> None:
    plain = "order id,date,sku,amount\n1,2024-01-02,A,10\n"
    empty = "order id,date,sku,amount,commission\n1,2024-01-02,A,10,\n"
    told = empty.replace("10,\n", "10,1\n")
    first, second, third = (workshop.load(content) for content in (plain, empty, told))
    assert first.manifest.fingerprint == second.manifest.fingerprint
    assert first.manifest.fingerprint != third.manifest.fingerprint
