"""Files whose dates and amounts carry words: what is kept, what is said, what stays unread."""

from datetime import datetime
from decimal import Decimal

import pytest

from analytics.errors import ImportRefused
from analytics.ingest.build import spelt_dates
from tests.conftest import Workshop

HEADER = "Order ID,Order Date,Customer ID,Item,Qty,Amount\n"


def lines(*rows: tuple[str, str]) -> str:
    return HEADER + "".join(
        f'{number},"{day}",C{number},Mug,1,"{amount}"\n'
        for number, (day, amount) in enumerate(rows, start=1)
    )


def test_amounts_with_the_name_of_a_currency_keep_it(workshop: Workshop) -> None:
    dataset = workshop.read(lines(("2024-01-05", "RM 25.90"), ("2024-02-05", "RM 1,025.90")))
    kept = [(line["amount"], line["currency"]) for line in dataset.lines()]
    assert kept == [(Decimal("25.90"), "MYR"), (Decimal("1025.90"), "MYR")]
    assert dataset.problems() == [(2, "amount", "read_currency", False)]


def test_a_currency_without_decimals_writes_points_between_thousands(workshop: Workshop) -> None:
    for amounts in (("Rp 150.000", "Rp 75.000"), ("150.000 \u20ab", "75.000\u20ab")):
        dataset = workshop.read(lines(*(("2024-01-05", amount) for amount in amounts)))
        assert [line["amount"] for line in dataset.lines()] == [150_000, 75_000]


def test_lakh_and_common_grouping_stand_in_one_column(workshop: Workshop) -> None:
    rows = [("2024-01-05", "1,23,456.00"), ("2024-01-06", "2,499.00"), ("2024-01-07", "12.5")]
    dataset = workshop.read(lines(*rows))
    assert [line["amount"] for line in dataset.lines()] == [123_456, 2499, Decimal("12.5")]


def test_different_currencies_are_not_added_up(workshop: Workshop) -> None:
    rows = [("2024-01-05", "RM 10"), ("2024-01-06", "RM 20"), ("2024-01-07", "THB 900")]
    dataset = workshop.read(lines(*rows))
    assert (4, "currency", "several_currencies", False) in dataset.problems()


def test_a_column_of_buddhist_years_is_read_and_said(workshop: Workshop) -> None:
    dataset = workshop.read(lines(("2567-03-05", "1"), ("2567-03-16 10:00", "1")))
    days = [line["ordered_at"] for line in dataset.lines()]
    assert days == [datetime(2024, 3, 5), datetime(2024, 3, 16, 10)]
    assert dataset.problems() == [(2, "ordered_at", "read_buddhist", False)]


def test_short_dates_of_another_calendar_wait_for_their_order(workshop: Workshop) -> None:
    dataset = workshop.read(lines(("05/03/2567", "1"), ("16/03/2567", "1")))
    assert [line["ordered_at"].day for line in dataset.lines()] == [5, 16]
    with pytest.raises(ImportRefused) as refused:
        workshop.load(lines(("05/03/2567", "1"), ("06/04/2567", "1")))
    assert refused.value.code == "dates_ambiguous"


def test_one_odd_year_is_a_slip_and_no_calendar(workshop: Workshop) -> None:
    rows = [("2024-03-05", "1"), ("2024-03-06", "1"), ("2567-03-07", "1")]
    dataset = workshop.read(lines(*rows))
    assert len(dataset.lines()) == 2
    assert dataset.problems() == [(4, "ordered_at", "date_unreadable", True)]


def test_words_after_many_plain_rows_are_found(workshop: Workshop) -> None:
    rows = [(f"3/{day % 28 + 1}/2024 1:05 PM", "1") for day in range(1_200)]
    dataset = workshop.read(lines(*rows, ("3/5/2024 10:11:12 PM PST", "1")))
    assert dataset.lines()[-1]["ordered_at"] == datetime(2024, 3, 5, 22, 11, 12)


def test_plain_files_never_meet_the_words(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(written: str) -> None:
        raise AssertionError(written)

    monkeypatch.setattr(spelt_dates, "read", read)
    for day in ("2024-03-05", "3/25/2024 1:05 PM", "25.3.2024", "5 March 2024", "45356"):
        assert workshop.read(lines((day, "1,234.50"))).problems() == []


def test_a_mark_before_every_value_goes_with_all_of_them(workshop: Workshop) -> None:
    rows = "".join(f"`{n},`2024-03-0{n},`C{n},`Mug,`1,`10.00\n" for n in (1, 2))
    dataset = workshop.read(HEADER + rows)
    line = dataset.lines()[0]
    assert (line["order_id"], line["customer_id"], line["product"]) == ("1", "C1", "Mug")
    assert line["amount"] == 10


def test_a_wechat_bill_has_two_lines_that_are_no_orders(workshop: Workshop) -> None:
    header = (
        "\u4ea4\u6613\u65f6\u95f4,\u5fae\u4fe1\u8ba2\u5355\u53f7,\u5546\u6237\u8ba2\u5355\u53f7,"
        "\u7528\u6237\u6807\u8bc6,\u4ea4\u6613\u72b6\u6001,\u5e94\u7ed3\u8ba2\u5355\u91d1\u989d,"
        "\u5546\u54c1\u540d\u79f0,\u8ba2\u5355\u91d1\u989d\n"
    )
    rows = "".join(
        f"`2024-01-0{n} 10:00:01,`4{n},`D{n},`o{n},`SUCCESS,`30.00,`x,`30.00\n" for n in (1, 2)
    )
    end = "\u603b\u4ea4\u6613\u5355\u6570,\u5e94\u7ed3\u8ba2\u5355\u603b\u91d1\u989d\n`2,`60.00\n"
    dataset = workshop.read(header + rows + end)
    assert [line["amount"] for line in dataset.lines()] == [30, 30]
    assert [row for row, _, _, is_set_aside in dataset.problems() if is_set_aside] == [4, 5]


def test_what_stays_unread_keeps_the_text_of_the_file(workshop: Workshop) -> None:
    rows = [("Jan 1, 2024 1:00 AM PST", "RM 5"), ("1403/01/05", "RM 6")]
    dataset = workshop.read(lines(*rows))
    assert (3, "ordered_at", "date_unreadable", True) in dataset.problems()
    with pytest.raises(ImportRefused) as refused:
        workshop.load(lines(("1403/01/05", "RM 6"), ("1403/01/06", "RM 6")))
    facts = refused.value.facts
    assert (facts["row"], facts["column"], facts["value"]) == (2, "Order Date", "1403/01/05")


def test_a_korean_file_of_its_own_encoding_is_read(workshop: Workshop) -> None:
    header = (
        "\uc8fc\ubb38\ubc88\ud638,\uc8fc\ubb38\uc77c\uc2dc,"
        "\uad6c\ub9e4\uc790\uba85,\uc0c1\ud488\uba85,\uc218\ub7c9,\uacb0\uc81c\uae08\uc561\n"
    )
    rows = "1,2024-03-05 \uc624\ud6c4 3:04:05,\uae40\ubbfc\uc218,\ub77c\ub5bc,1,30000\n"
    dataset = workshop.read((header + rows).encode("cp949"))
    line = dataset.lines()[0]
    assert line["ordered_at"] == datetime(2024, 3, 5, 15, 4, 5)
    assert line["product"] == "\ub77c\ub5bc"
