"""A quote that nobody closed swallows no rows; a text of several lines in one cell stays one."""

import pytest

from analytics.ingest.files.stray_quotes import Lines, Shape, Stray, records
from tests.conftest import Workshop

HEADER = "Order ID,Order Date,Customer ID,Qty,Amount,Note\n"


def orders(notes: dict[int, str], count: int = 100) -> str:
    """Numbered orders, these with a note as it is written."""
    return HEADER + "".join(
        f"{number},2024-01-{number % 28 + 1:02},C{number % 9},1,10,{notes.get(number, 'ok')}\n"
        for number in range(1, count + 1)
    )


@pytest.mark.parametrize(
    "notes",
    [
        {30: '"leave at door', 70: '"quoted" and on'},
        {30: '"leave at door', 70: 'say hi"'},
        {30: '"5 inch', 31: 'said "yes"'},
        {30: '"12 inch', 31: 'size 24"'},
        {99: '"never closed'},
        {1: '"first'},
        {10: '"one', 40: '"two', 80: '"three'},
    ],
)
def test_every_row_counts_and_the_quote_is_said(workshop: Workshop, notes: dict[int, str]) -> None:
    dataset = workshop.read(orders(notes))
    assert dataset.files[0]["rows_kept"] == 100
    assert {code for _, _, code, _ in dataset.problems()} == {"stray_quote"}
    assert dataset.problems()[0][0] == min(notes) + 1


def test_may_be_taken_back(workshop: Workshop) -> None:
    parts = workshop.look(orders({30: '"leave at door', 70: 'say hi"'}))
    draft = workshop.check([part.with_as_written(["quotes"]) for part in parts])
    assert draft.files[0]["rows_kept"] == 60


def test_other_cells_in_quotes_stay_whole(workshop: Workshop) -> None:
    content = orders({5: '"a, b"', 30: '"leave at door', 70: 'say hi"', 90: '"c, ""d"""'})
    dataset = workshop.read(content)
    assert dataset.files[0]["rows_kept"] == 100
    assert len(dataset.problems()) == 1


def test_a_note_of_several_lines_is_one_cell(workshop: Workshop) -> None:
    dataset = workshop.read(orders({5: '"first, line\nsecond, line\n\nthird"', 9: '"a\nb"'}))
    assert dataset.files[0]["rows_kept"] == 100
    assert dataset.problems() == []


def test_a_review_that_quotes_a_table_is_one_cell(workshop: Workshop) -> None:
    text = '"my sizes:\nwaist,70,cm\nhips,90,cm\nall good"'
    content = f"Review Date,Rating,Comment\n2024-01-01,5,{text}\n2024-01-02,4,fine\n"
    dataset = workshop.read(content, "reviews.csv")
    assert dataset.files[0]["rows_kept"] == 2
    assert dataset.problems() == []


def test_a_text_whose_second_line_holds_as_many_commas_is_one_cell(workshop: Workshop) -> None:
    text = '"Not what I paid for.\nso late, no answer, and wrong, sadly, ever'
    content = (
        "Review ID,Order ID,Rating,Title,Comment,Review Date,Answered\n"
        "1,A1,5,,fine,2024-01-01,2024-01-02\n"
        f'2,A2,1,,{text}",2024-01-03,2024-01-04\n'
        "3,A3,4,,good,2024-01-05,2024-01-06\n"
    )
    dataset = workshop.read(content, "reviews.csv")
    assert dataset.files[0]["rows_kept"] == 3
    assert dataset.problems() == []


def test_many_quotes_are_read_in_one_way_through() -> None:
    lines = [f'{number},2024-01-01,"x\n' for number in range(20_000)]
    stray: list[Stray] = []
    rows = list(records(Lines(iter(lines)), ",", '"', Shape(3, 1), stray))
    assert len(rows) == 20_000
