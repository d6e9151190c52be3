"""This month's export beside last month's: nothing twice, nothing lost."""

from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.ingest import drafts
from analytics.ingest.build import pairs
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


def refund(order: int, day: int, amount: float = 10, **more: object):
    return line(order, amount=-amount, day=day, **({"quantity": -1} | more))


def amounts(dataset: Dataset) -> list[float]:
    return sorted(float(row["amount"]) for row in dataset.lines())


def test_a_refund_of_a_later_month_leaves_the_sale(workshop: Workshop):
    september = [line(1, amount=100, day=5), line(2, amount=100, day=6)]
    october = [refund(1, 35, 50), line(3, amount=100, day=40)]
    for months in ((september, october), (october, september)):
        first = workshop.rows(months[0])
        both = workshop.rows(months[1], base=first.version, mode="update")
        assert both.manifest.about["amount"] == 250
        assert both.manifest.about["count_customers"] == 3
        assert [file["rows_renewed"] for file in both.manifest.files] == [0, 0]
        assert both.manifest.merge == {
            "mode": "update",
            "rule": pairs.RULE,
            "count_other_money": 0,
            "count_new": 2,
            "count_changed": 0,
            "count_same": 0,
            "count_gone": 0,
            "amount_before": sum(row["amount"] for row in months[0]),
            "amount_after": 250,
        }


@pytest.mark.parametrize("quantity", [-1, 1])
@pytest.mark.parametrize("day", [5, 20, 35])
def test_a_refund_is_never_taken_for_the_sale(workshop: Workshop, quantity: int, day: int):
    """A file of refunds only, dated by the order or by the refund, of whatever sign of goods."""
    first = workshop.rows([line(1, amount=100, day=5), line(2, day=50)])
    refunds = [refund(1, day, 100, quantity=quantity), refund(2, 50, 10, quantity=quantity)]
    both = workshop.rows(refunds, base=first.version, mode="update")
    assert amounts(both) == [-100, -10, 10, 100]


def test_two_refunds_of_one_line_in_two_months_stay_two(workshop: Workshop):
    first = workshop.rows([line(1, amount=100), refund(1, 20, 30)])
    both = workshop.rows([refund(1, 40, 20)], base=first.version, mode="update")
    assert amounts(both) == [-30, -20, 100]


def test_an_exchange_in_a_later_month_leaves_the_first_sale(workshop: Workshop):
    first = workshop.rows([line(1, amount=100)])
    exchange = [refund(1, 33, 100), line(1, amount=100, day=33), line(5, day=40)]
    both = workshop.rows(exchange, base=first.version, mode="update")
    assert amounts(both) == [-100, 10, 100, 100]


def test_a_correction_takes_the_value_of_the_file_added_last(workshop: Workshop):
    january, corrected = [line(1, amount=100), line(2)], [line(1, amount=90), line(2)]
    for older, newer, amount in ((january, corrected, 90), (corrected, january, 100)):
        first = workshop.rows(older)
        draft = workshop.check(workshop.look(as_csv(newer)), first.version)
        assert (draft.against["count_changed"], draft.against["count_other_money"]) == (1, 1)
        (change,) = draft.against["changes"]
        assert (change["order_id"], change["item"]) == ("O1", "P1")
        assert (change["amount_before"], change["amount_after"]) == (190 - amount, amount)
        both = workshop.rows(newer, base=first.version, mode="update")
        assert amounts(both) == [10, amount]


def test_a_sale_refunded_by_its_state_is_corrected(workshop: Workshop):
    first = workshop.rows([line(1, amount=100, status="paid"), line(2, status="paid")])
    newer = [line(1, amount=100, status="cancelled"), line(2, status="paid")]
    draft = workshop.check(workshop.look(as_csv(newer)), first.version)
    (change,) = draft.against["changes"]
    assert (change["amount_before"], change["amount_after"]) == (100, 0)
    both = workshop.rows(newer, base=first.version, mode="update")
    assert both.manifest.about["amount"] == 10


def test_a_refund_written_onto_the_first_line_of_its_order_corrects_it(workshop: Workshop):
    """A refund of a whole order that its first line cannot bear turns the sign of that line."""
    older = [line(1, "A", 10, refund_amount=0), line(1, "B", 100, refund_amount=0)]
    newer = [line(1, "A", 10, refund_amount=110), line(1, "B", 100, refund_amount=0)]
    first = workshop.rows(older)
    draft = workshop.check(workshop.look(as_csv(newer)), first.version)
    (change,) = draft.against["changes"]
    assert (change["amount_before"], change["amount_after"]) == (10, -100)
    both = workshop.rows(newer, base=first.version, mode="update")
    assert amounts(both) == [-100, 100]


def test_a_line_of_another_day_is_the_same_only_where_the_newer_file_covers_the_older_day(
    workshop: Workshop,
):
    first = workshop.rows([line(1, day=10)])
    paid_later = [line(0, day=9), line(1, day=11), line(2, day=12)]
    both = workshop.rows(paid_later, base=first.version, mode="update")
    assert both.manifest.about["count_lines"] == 3
    apart = workshop.rows(paid_later[1:], base=first.version, mode="update")
    assert apart.manifest.about["count_lines"] == 3


def test_an_export_with_a_time_of_day_corrects_one_without(workshop: Workshop):
    first = workshop.rows([line(order, day=order) for order in range(1, 5)])
    timed = [line(order) | {"ordered_at": f"2025-01-0{1 + order} 13:05"} for order in range(1, 5)]
    both = workshop.rows(timed, base=first.version, mode="update")
    assert both.manifest.about["count_lines"] == 4
    again = workshop.rows([line(n, day=n) for n in range(1, 5)], base=both.version, mode="update")
    assert again.manifest.fingerprint == first.manifest.fingerprint


def test_a_channel_under_a_new_name_is_no_new_sale(workshop: Workshop):
    first = workshop.rows(FEBRUARY)
    renamed = [row | {"channel": "Tmall flagship"} for row in FEBRUARY]
    both = workshop.rows(renamed, base=first.version, mode="update")
    assert both.manifest.about["count_lines"] == 20
    assert both.manifest.merge["count_changed"] == 20
    assert both.manifest.merge["count_other_money"] == 0


def test_one_order_number_in_two_shops_is_two_sales(workshop: Workshop):
    first = workshop.rows([line(1, customer_id="A", store_id="S1")])
    other = [line(1, customer_id="A", store_id="S2")]
    both = workshop.rows(other, base=first.version, mode="update")
    assert both.manifest.about["count_lines"] == 2


def test_files_added_together_that_overlap_count_each_line_once(workshop: Workshop):
    paths = [workshop.folder / name for name in ("a.csv", "b.csv")]
    for path, rows in zip(paths, (FEBRUARY, MARCH), strict=True):
        path.write_text(as_csv(rows))
    parts = [part for path in paths for part in workshop.look(path)]
    draft = workshop.check(parts)
    assert draft.totals["count_lines"] == 30
    assert [file["rows_kept"] for file in draft.files] == [11, 19]
    (change,) = draft.corrections
    assert (change["amount_before"], change["amount_after"]) == (10, 99)
    with workshop.quick():
        manifest = drafts.import_parts(workshop.store, parts, label="both", draft=draft)
    first = workshop.rows(FEBRUARY)
    one_by_one = workshop.rows(MARCH, base=first.version, mode="update")
    assert manifest.fingerprint == one_by_one.manifest.fingerprint


def test_answers_of_nobody_in_particular_are_only_the_same_whole(workshop: Workshop):
    """Anonymous scores of one day: another answer is another person."""
    first = workshop.load("submitted_at,looks,moat\n2025-01-05,8,7\n", "answers.csv")
    newer = "submitted_at,looks,moat\n2025-01-05,3,2\n"
    both = workshop.load(newer, "answers.csv", base=first.version, mode="update")
    assert both.manifest.about["count_feedback"] == 2
    again = workshop.load(newer, "answers.csv", base=both.version, mode="update")
    assert again.manifest.fingerprint == both.manifest.fingerprint


def test_an_answer_under_its_number_is_corrected(workshop: Workshop):
    first = workshop.load("feedback_id,submitted_at,rating\nF1,2025-01-05,5\n", "answers.csv")
    newer = "feedback_id,submitted_at,rating\nF1,2025-01-05,2\n"
    both = workshop.load(newer, "answers.csv", base=first.version, mode="update")
    assert both.manifest.about["count_feedback"] == 1


orders = st.lists(
    st.tuples(st.integers(0, 6), st.sampled_from("AB"), st.integers(1, 4)), min_size=1, max_size=10
)


@settings(max_examples=5, deadline=None)
@given(older=orders, newer=orders)
def test_an_update_is_the_newer_lines_and_the_older_ones_that_do_not_come_again(
    older, newer, workshop: Workshop
):
    def rows(order_tuples):
        # A customer an order: two alike of one customer on one day are an order and its copy.
        return [
            line(order, sku, amount, customer_id=f"C{order}") for order, sku, amount in order_tuples
        ]

    first = workshop.rows(rows(older))
    both = workshop.rows(rows(newer), base=first.version, mode="update")
    # Orders that all stand twice are taken for a file pasted twice, and counted once.
    assume(not any(row[2] == "order_copied" for each in (first, both) for row in each.problems()))
    # All on one day: equal lines are one, then the dearest left is corrected by the dearest left.
    equal = Counter(older) & Counter(newer)
    older_left, newer_left = Counter(older) - equal, Counter(newer) - equal
    expected = Counter(newer)
    for order, sku in {entry[:2] for entry in older_left}:
        prices = [
            sorted((e[2] for e in left.elements() if e[:2] == (order, sku)), reverse=True)
            for left in (older_left, newer_left)
        ]
        expected.update((order, sku, price) for price in prices[0][len(prices[1]) :])
    assert both.manifest.about["count_lines"] == expected.total()
    assert both.manifest.about["amount"] == sum(entry[2] for entry in expected.elements())
