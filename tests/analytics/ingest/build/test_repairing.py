"""Days that a spreadsheet swapped, lines that settle a bill, lines that add up their order."""

import io
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from tests.conftest import Command, Workshop


def csv(*rows: str, header: str = "Order ID,Order Date,Customer ID,Item,Qty,Amount") -> str:
    return "\n".join([header, *rows]) + "\n"


def workbook(days: list[date | str]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet, style = book.add_worksheet(), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, ["Order ID", "Order Date", "Customer ID", "Item", "Qty", "Amount"])
    for place, day in enumerate(days, start=1):
        sheet.write_row(place, 0, [f"A{place}", None, f"C{place}", "Mug", 1, 10])
        if isinstance(day, str):
            sheet.write_string(place, 1, day)
        else:
            sheet.write_datetime(place, 1, day, style)
    book.close()
    return out.getvalue()


def codes(
    workshop: Workshop, content: str | bytes, name: str, *undone: str
) -> tuple[list[str], list[date]]:
    """The codes of the problems and the days of the lines kept."""
    with workshop.quick():
        parts = [part.with_as_written(undone) for part in workshop.look(content, name)]
        draft = workshop.check(parts)
    totals = draft.totals
    span = [date.fromisoformat(totals[key]) for key in ("first_on", "last_on")]
    return draft.problems()["code"].to_list(), span


class TestSwappedDays:
    @staticmethod
    def opened_elsewhere(order: str) -> list[date | str]:
        """January to March as a file in one order looks after the other country's Excel."""
        swapped: list[date | str] = []
        for place in range(0, 87, 5):
            day = date(2024, 1, 3) + timedelta(days=place)
            written = day.strftime("%d/%m/%Y" if order == "dmy" else "%m/%d/%Y")
            swapped.append(date(2024, day.day, day.month) if day.day <= 12 else written)
        return swapped

    @pytest.mark.parametrize("order", ["dmy", "mdy"])
    def test_days_are_swapped_back_and_said(self, workshop: Workshop, order: str) -> None:
        content = workbook(self.opened_elsewhere(order))
        problem_codes, span = codes(workshop, content, "swapped.xlsx")
        assert problem_codes == ["days_swapped"]
        assert span == [date(2024, 1, 3), date(2024, 3, 28)]

    def test_saved_as_text_afterwards(self, workshop: Workshop) -> None:
        rows = [
            f"A{place},{day},C{place},Mug,1,10"
            for place, day in enumerate(self.opened_elsewhere("dmy"))
        ]
        problem_codes, span = codes(workshop, csv(*rows), "swapped.csv")
        assert (problem_codes, span[1]) == (["days_swapped"], date(2024, 3, 28))

    def test_may_be_taken_back(self, workshop: Workshop) -> None:
        content = workbook(self.opened_elsewhere("dmy"))
        problem_codes, span = codes(workshop, content, "swapped.xlsx", "days")
        assert problem_codes == []
        assert span[1] > date(2024, 6, 1)

    def test_a_real_date_late_in_its_month_speaks_against_it(self, workshop: Workshop) -> None:
        content = workbook([*self.opened_elsewhere("dmy"), date(2024, 3, 29)])
        assert codes(workshop, content, "mixed.xlsx")[0] == []

    def test_a_manner_changed_in_the_middle_of_a_month_is_no_swap(self, workshop: Workshop) -> None:
        days: list[date | str] = [date(2024, 5, day) for day in range(1, 13)]
        days += [f"{day}/05/2024" for day in range(13, 31)]
        problem_codes, span = codes(workshop, workbook(days), "may.xlsx")
        assert (problem_codes, span) == ([], [date(2024, 5, 1), date(2024, 5, 30)])


class TestPriceLinks:
    @pytest.mark.parametrize(
        "link",
        [
            "\u8865\u5dee\u4ef7\u4e13\u7528\u94fe\u63a5 \u62cd\u524d\u8054\u7cfb\u5ba2\u670d",
            "\u904b\u8cbb\u88dc\u5dee\u8ce3\u5834",
            "\u90ae\u8d39",
            "\u5dee\u50f9 \u8acb\u52ff\u4e0b\u6a19",
            "Extra shipping",
            "Postage fee",
        ],
    )
    def test_money_but_no_purchase(self, command: Command, tmp_path: Path, link: str) -> None:
        path = tmp_path / "orders.csv"
        path.write_text(csv("1,2024-01-01,C1,Mug,1,99", f"2,2024-01-03,C1,{link},5,5"), "utf-8")
        read = command("import", path).body
        assert [problem["code"] for problem in read["files"][0]["problems"]] == ["price_link"]
        assert (read["totals"]["amount"], read["totals"]["orders"]) == (104, 2)
        assert command("repurchase", path).body["groups"][0]["repeaters"] == 0
        undone = command("repurchase", path, "--as-written", "links").body
        assert undone["groups"][0]["repeaters"] == 1

    def test_beside_goods_in_one_order_it_is_a_purchase(
        self, command: Command, tmp_path: Path
    ) -> None:
        path = tmp_path / "orders.csv"
        rows = [
            "1,2024-01-01,C1,Mug,1,99",
            "2,2024-01-03,C1,Mug,1,99",
            "2,2024-01-03,C1,\u90ae\u8d39,1,5",
        ]
        path.write_text(csv(*rows), "utf-8")
        assert command("repurchase", path).body["groups"][0]["repeaters"] == 1

    @pytest.mark.parametrize(
        "goods",
        [
            "\u5305\u90ae\u8d39 \u9a6c\u514b\u676f",
            "Shipping box large",
            "\u4e13\u62cd\u9a6c\u514b\u676f\u793c\u76d2",
        ],
    )
    def test_goods_stay_goods(self, workshop: Workshop, goods: str) -> None:
        rows = ["1,2024-01-01,C1,Mug,1,99", f"2,2024-01-03,C1,{goods},1,50"]
        assert workshop.read(csv(*rows)).problems() == []


class TestOrderSums:
    ROWS = (
        "11,2024-03-05,a,,3,60",
        "11,2024-03-05,a,Mug,1,20",
        "11,2024-03-05,a,Bowl,2,40",
        "12,2024-04-16,b,Mug,1,20",
    )

    def test_a_row_that_adds_up_its_order_is_set_aside(self, workshop: Workshop) -> None:
        dataset = workshop.load(csv(*self.ROWS))
        assert dataset.problems() == [(2, "order_id", "order_sum", True)]
        assert dataset.run("ingest/totals")["amount"].item() == 80

    def test_below_the_items_too(self, workshop: Workshop) -> None:
        rows = (*self.ROWS[1:3], self.ROWS[0], self.ROWS[3])
        assert [code for _, _, code, _ in workshop.read(csv(*rows)).problems()] == ["order_sum"]

    def test_postage_without_goods_is_no_sum(self, workshop: Workshop) -> None:
        rows = ("11,2024-03-05,a,Mug,1,20", "11,2024-03-05,a,,1,5")
        assert workshop.read(csv(*rows)).problems() == []

    def test_a_refund_without_goods_is_no_sum(self, workshop: Workshop) -> None:
        rows = ("11,2024-03-05,a,Mug,1,20", "11,2024-03-06,a,,-1,-20")
        assert workshop.read(csv(*rows)).problems() == []

    def test_may_be_taken_back(self, workshop: Workshop) -> None:
        assert codes(workshop, csv(*self.ROWS), "sums.csv", "sums")[0] == []


def test_ebay_writes_the_month_first_and_two_digits_of_the_year(workshop: Workshop) -> None:
    dataset = workshop.read(csv("1,Mar-05-24,a,Mug,1,20", "2,Apr-16-24,a,Mug,1,20"))
    assert [line["ordered_at"].date() for line in dataset.lines()] == [
        date(2024, 3, 5),
        date(2024, 4, 16),
    ]
