"""What the check says, kind by kind."""

import pytest

from analytics.words import LANGUAGES
from tests.conftest import Workshop, as_csv
from ui.text import Text
from ui.views.ingest import checking


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_said_of_a_whole_file_names_no_row(workshop: Workshop, lang: str) -> None:
    rows = [
        {"order_id": number, "date": f"2025-01-0{day}", "customer_id": buyer, "amount": amount}
        for number, day, buyer, amount in (("1", 1, "A", 9), ("1", 2, "B", 9), ("2", 3, "A", "x"))
    ]
    draft = workshop.check(workshop.look(as_csv(rows)))
    groups = checking.groups(draft, draft.problems(), Text(lang))
    sentences = {group.code: group.sentence for group in groups}
    assert "None" not in " ".join(sentences.values())
    assert "4" in sentences["number_unreadable"]
    assert set(sentences) == {"number_shared", "number_unreadable"}


def test_what_is_only_worth_knowing_is_no_loss(workshop: Workshop) -> None:
    """A row set aside and a cell emptied are; an order number of two customers is not."""
    rows = [
        {"order_id": number, "date": "2025-01-01", "customer_id": buyer, "amount": amount}
        | {"list_price": price}
        for number, buyer, amount, price in (
            *(("1", "A", 9, 10), ("1", "B", 9, 10)),
            *(("2", "A", "x", 10), ("3", "C", 9, "a lot")),
        )
    ]
    draft = workshop.check(workshop.look(as_csv(rows)))
    groups = checking.groups(draft, draft.problems(), Text("en"))
    assert {group.code: group.is_notice for group in groups} == {
        "number_unreadable": False,
        "cell_emptied_number": False,
        "number_shared": True,
    }
