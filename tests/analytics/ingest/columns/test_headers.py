"""The line that names the columns: two lines, notes between, far below, or as a person says."""

from pathlib import Path

import pytest

from analytics.errors import UsageError
from analytics.ingest import proposals
from analytics.ingest.columns.headers import header_of
from tests.conftest import Workshop

GROUPED = "Shop report,,,,\nOrder,,Customer,,amount\norder_id,date,customer_id,name,\n"
ROW = "1,2024-01-05,a,Ann,10\n"


def cells(text: str) -> list[list[str]]:
    return [line.split(",") for line in text.splitlines()]


@pytest.mark.parametrize(
    ("text", "at", "names"),
    [
        (GROUPED + ROW, 2, ("order_id", "date", "customer_id", "name", "amount")),
        (
            "order_id,date,money,\n,,amount,profit\n1,2024-01-05,10,2\n",
            1,
            ("order_id", "date", "amount", "profit"),
        ),
        ("order_id,date,amount\n,,\n1,2024-01-05,10\n", 0, ("order_id", "date", "amount")),
        ("order_id,date,product,amount\n1,,soap,5\n", 0, ("order_id", "date", "product", "amount")),
        ("Orders\nall sums in EUR,,\n\norder_id,date,amount\n1,2024-01-05,1\n", 3, None),
        (",,order_id,date,amount\n,,1,2024-01-05,1\n", 0, ("", "", "order_id", "date", "amount")),
        ("".join(f"note {n},,\n" for n in range(30)) + "order_id,date,amount\n" + ROW, 30, None),
    ],
    ids=["groups", "below", "blank", "sparse_row", "notes", "leading", "far"],
)
def test_the_header_and_its_names(text: str, at: int, names: tuple[str, ...] | None) -> None:
    index, column_names = header_of(cells(text))
    assert index == at
    assert column_names == (names or ("order_id", "date", "amount"))


def test_both_lines_of_a_header_are_no_data(workshop: Workshop) -> None:
    dataset = workshop.read(GROUPED + ROW)
    assert [line["amount"] for line in dataset.lines()] == [10]
    assert dataset.problems() == []
    assert dataset.files[0]["header_row"] == 3


class TestByHand:
    TEXT = "a,b,c\norder_id,date,amount\n1,2024-01-05,10\n\n2,2024-01-06,5\n"

    def proposal(self, tmp_path: Path) -> proposals.Proposal:
        path = tmp_path / "orders.csv"
        path.write_text(self.TEXT)
        (part,) = proposals.inspect_file(path, "orders.csv")
        return part

    def test_another_row_gives_other_names_and_the_same_row_the_same(self, tmp_path: Path) -> None:
        part = self.proposal(tmp_path)
        assert part.header_row == 2
        other = part.with_header_row(1)
        assert (other.header_row, other.headers, other.match.table) == (1, ("a", "b", "c"), None)
        assert other.sample[0] == ("order_id", "date", "amount")
        assert other.with_header_row(2) == part
        assert part.header_row == 2

    @pytest.mark.parametrize("row", [0, -1, 4, 6, 99])
    def test_a_row_that_is_none_or_blank_is_refused(self, tmp_path: Path, row: int) -> None:
        with pytest.raises(UsageError, match="header_row"):
            self.proposal(tmp_path).with_header_row(row)
