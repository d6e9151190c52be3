"""This month's export beside last month's: nothing twice, nothing lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.conftest import Dataset, Workshop, as_csv


def line(order: int, sku: str = "P1", amount: float = 10, day: int = 1, **more: object):
    return {
        "order_id": f"O{order}",
        "ordered_at": f"2025-{1 + day // 28:02}-{1 + day % 28:02}",
        "customer_id": f"C{order % 5}",
        "sku": sku,
        "quantity": 1,
        "amount": amount,
        "channel": "Tmall",
        **more,
    }


FEBRUARY = [line(n, day=n) for n in range(20)]
MARCH = [line(n, day=n, amount=99 if n == 15 else 10) for n in range(10, 30) if n != 17]


@pytest.fixture
def february(workshop: Workshop) -> Dataset:
    return workshop.rows(FEBRUARY)


def test_a_preview_tells_new_changed_same_and_gone(workshop: Workshop, february: Dataset):
    draft = workshop.check(workshop.look(as_csv(MARCH)), february.version)
    preview = draft.against
    assert (preview["count_new"], preview["count_changed"], preview["count_same"]) == (10, 1, 8)
    assert preview["count_gone"] == 1
    assert (preview["amount_before"], preview["amount_after"]) == (200, 200 + 89 + 100)


def test_an_update_counts_each_line_once(workshop: Workshop, february: Dataset):
    both = workshop.rows(MARCH, base=february.version, mode="update")
    assert both.manifest.about["count_lines"] == 30
    assert both.manifest.about["amount"] == 389
    assert sum(file["rows_kept"] for file in both.manifest.files) == 30
    assert [file["rows_kept"] for file in both.manifest.files] == [11, 19]
    assert february.manifest.about["count_lines"] == 20


def test_the_same_file_again_changes_nothing(workshop: Workshop, february: Dataset):
    again = workshop.rows(FEBRUARY, base=february.version, mode="update")
    assert again.manifest.fingerprint == february.manifest.fingerprint


def test_a_replacement_keeps_the_tables_that_do_not_come(workshop: Workshop, february: Dataset):
    feedback = "submitted_at,customer_id,rating,text\n2025-01-05,C1,5,good\n"
    both = workshop.load(feedback, "reviews.csv", base=february.version, mode="update")
    assert both.manifest.about["count_feedback"] == 1
    march = workshop.rows(MARCH, base=both.version, mode="replace")
    assert march.manifest.about["count_lines"] == len(MARCH)
    assert march.manifest.about["count_feedback"] == 1
    again = workshop.load(feedback, "reviews.csv", base=march.version, mode="update")
    assert again.manifest.about["count_feedback"] == 1


def test_two_lines_of_one_product_in_an_order_stay_two(workshop: Workshop):
    twice = [line(1), line(1), line(1, amount=-10, quantity=-1)]
    first = workshop.rows(twice)
    again = workshop.rows([*twice, line(2)], base=first.version, mode="update")
    assert again.manifest.about["count_lines"] == 4
    assert again.manifest.about["amount"] == 20


def test_rows_set_aside_stay_with_the_part_that_brought_them(workshop: Workshop):
    first = workshop.rows([*FEBRUARY, line(90) | {"ordered_at": "soon"}])
    both = workshop.rows(MARCH, base=first.version, mode="update")
    assert [row[:3] for row in both.problems()] == [(22, "ordered_at", "date_unreadable")]
    assert sum(file["rows_set_aside"] for file in both.manifest.files) == 1


def test_lines_without_order_numbers_are_known_by_what_they_say(workshop: Workshop):
    bare = [{k: v for k, v in row.items() if k != "order_id"} for row in FEBRUARY]
    newer = [{k: v for k, v in row.items() if k != "order_id"} for row in MARCH]
    first = workshop.rows(bare)
    both = workshop.rows(newer, base=first.version, mode="update")
    # The line whose amount changed cannot be known again, and so both stand.
    assert both.manifest.about["count_lines"] == 20 + 10 + 1


def test_channels_a_person_has_placed_stay_placed(workshop: Workshop):
    place = {"channel": "Tmall", "domain": "private", "mode": "offline", "social_model": None}
    first = workshop.rows(FEBRUARY, channels=[place])
    assert first.run("shared/choices").height
    both = workshop.rows(MARCH, base=first.version, mode="update")
    (channel,) = both.manifest.channels
    assert (channel["domain"], channel["is_guess"]) == ("private", False)


orders = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from("AB"), st.integers(1, 4)), min_size=1, max_size=10
)


@settings(max_examples=8, deadline=None)
@given(older=orders, newer=orders)
def test_an_update_is_the_newer_lines_and_the_older_ones_that_do_not_come_again(
    older, newer, workshop: Workshop
):
    def rows(order_tuples):
        return [line(order, sku, amount) for order, sku, amount in order_tuples]

    def keyed(order_tuples):
        amounts = {}
        for order, sku, amount in sorted(order_tuples, key=lambda entry: -entry[2]):
            place = sum(key[:2] == (order, sku) for key in amounts)
            amounts[order, sku, place] = amount
        return amounts

    first = workshop.rows(rows(older))
    both = workshop.rows(rows(newer), base=first.version, mode="update")
    expected = keyed(older) | keyed(newer)
    assert both.manifest.about["count_lines"] == len(expected)
    assert both.manifest.about["amount"] == sum(expected.values())
