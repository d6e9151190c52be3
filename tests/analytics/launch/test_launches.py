"""Launches and their boards, from sheets as people keep them."""

from datetime import date, timedelta

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.launch import ages, board, marks, report
from analytics.launch.base import HORIZON, PHASES
from analytics.launch.launches import TASKS, Launches, launches, listed
from analytics.launch.phases import moment_of, phase_of
from analytics.view import View
from tests.conftest import Dataset, Workshop

AS_OF = date(2026, 6, 30)
EVENTS = {
    "name": pl.String,
    "sku": pl.String,
    "phase": pl.String,
    "starts_on": pl.Date,
    "ends_on": pl.Date,
}
PRODUCTS = {
    "item": pl.String,
    "product": pl.String,
    "category": pl.String,
    "launched_on": pl.Date,
    "is_sold": pl.Boolean,
    "first_on": pl.Date,
    "as_of": pl.Date,
}


def tasks(
    *rows: tuple[str | None, str | None, str | None, date | None, date | None],
) -> pl.DataFrame:
    """Launch, phase, task, due and done."""
    full = [(place, row[0], row[1], row[2], None, row[3], row[4]) for place, row in enumerate(rows)]
    return pl.DataFrame(full, schema=TASKS, orient="row")


def goods(*rows: tuple[str, str, str | None, date | None]) -> pl.DataFrame:
    full = [(*row, True, date(2025, 1, 1), AS_OF) for row in rows]
    return pl.DataFrame(full, schema=PRODUCTS, orient="row")


def events(*rows: tuple[str, str | None, str, date]) -> pl.DataFrame:
    return pl.DataFrame([(*row, row[3]) for row in rows], schema=EVENTS, orient="row")


SERUM = ("S1", "Dawn Serum 30ml", "serum", date(2026, 3, 1))


@pytest.mark.parametrize(
    ("written", "phase"),
    [
        ("\u60ac\u5ff5\u671f", "teaser"),
        ("\u61f8\u5ff5\u671f", "teaser"),
        ("Pre-launch teaser", "teaser"),
        ("\u57f9\u8bad\u671f", "training"),
        ("SEEDING", "training"),
        ("\u4f53\u9a8c\u53cd\u9988\u671f", "trial"),
        ("\u9ad4\u9a57\u56de\u994b\u671f", "trial"),
        ("Trial and feedback", "trial"),
        ("\u4e0a\u5e02\u671f", "on_sale"),
        ("On sale", "on_sale"),
        ("launch", "on_sale"),
        ("afterparty", None),
        (None, None),
    ],
)
def test_phases_in_three_languages(written: str | None, phase: str | None) -> None:
    assert phase_of(written) == phase


def test_a_task_that_names_its_moment_is_taken_at_its_word() -> None:
    assert moment_of("\u524d\u4e00\u5929\uff1a\u5e93\u5b58") == "before"
    assert moment_of("The day before: stock") == "before"
    assert moment_of("\u6b21\u65e5\uff1a\u53d1\u8d27") == "after"
    assert moment_of("Answer questions") is None


def test_day_zero_is_the_events_then_the_products_then_the_tasks() -> None:
    day = date(2026, 3, 5)
    sheet = tasks(("dawn serum", "launch", "On the day: stream", date(2026, 3, 9), None))
    by_event = listed(sheet, events(("Stream", "s1", "on sale", day)), goods(SERUM)).launches[0]
    assert (by_event.day_zero, by_event.source, by_event.apart) == (day, "event", 4)
    by_product = listed(sheet, events(), goods(SERUM)).launches[0]
    assert (by_product.day_zero, by_product.source) == (date(2026, 3, 1), "product")
    by_task = listed(sheet, events(), goods((*SERUM[:3], None))).launches[0]
    assert (by_task.day_zero, by_task.source) == (date(2026, 3, 9), "task")
    assert by_event.item == by_product.item == by_task.item == "S1"


def test_what_the_sheets_get_wrong_is_named_and_counted() -> None:
    sheet = tasks(
        (None, "teaser", "Poster", date(2026, 2, 1), None),
        ("Dawn Serum", "party", "Cake", None, date(2026, 12, 1)),
        ("Dusk Serum", "launch", "On the day: stream", date(2026, 9, 1), None),
        ("Noon", "teaser", "Poster", date(2026, 2, 1), None),
        ("Mini", "teaser", "Poster", date(2026, 2, 1), None),
    )
    happened = events(("Stream", None, "on sale", date(2026, 1, 1)), ("Fair", "S1", "fair", AS_OF))
    sold = goods(
        SERUM,
        ("S2", "Sun Serum", "serum", date(2026, 3, 20)),
        ("M1", "Mini Serum", "serum", None),
        ("M2", "Mini Cream", "cream", None),
    )
    faults = listed(sheet, happened, sold).faults
    assert (faults.launchless, faults.phaseless, faults.undue, faults.done_ahead) == (1, 1, 1, 1)
    assert faults.stray_events == ("Stream", "Fair")
    assert faults.ambiguous == ("Mini",)
    assert set(faults.undated) == {"Noon", "Mini"}
    assert faults.to_come == ("Dusk Serum",)
    assert faults.overlaps == (("Sun Serum", "Dawn Serum"),)


def test_a_product_on_sale_before_the_data_begin_is_no_launch() -> None:
    assert not listed(tasks(), events(), goods((*SERUM[:3], date(2024, 12, 1)))).launches
    assert not listed(tasks(), events(), pl.DataFrame(schema=PRODUCTS)).launches


def every() -> Launches:
    sheet = tasks(
        ("Dawn Serum", "on sale", "After care", date(2026, 3, 8), None),
        ("Dawn Serum", "teaser", "Poster", date(2026, 2, 1), date(2026, 2, 3)),
        ("Dawn Serum", "on sale", "Stream", date(2026, 3, 1), date(2026, 3, 1)),
        ("Dawn Serum", "on sale", "Stock", date(2026, 2, 28), None),
        ("Dawn Serum", "training", "Handbook", AS_OF + timedelta(3), None),
        ("Dawn Serum", "training", "Samples", AS_OF + timedelta(30), None),
        ("Dawn Serum", "training", "Talks", None, None),
    )
    return listed(sheet, events(), goods(SERUM))


def test_the_board_says_what_is_done_and_how_late() -> None:
    rows = board.board(every().tasks, every().launches[0], AS_OF)
    states = {row["task"]: (row["moment"], row["status"], row["days"]) for row in rows.to_dicts()}
    assert states == {
        "Poster": (None, "late_done", 2),
        "Handbook": (None, "soon", None),
        "Samples": (None, "to_come", None),
        "Talks": (None, "undated", None),
        "Stock": ("before", "late", 122),
        "Stream": ("day", "done", None),
        "After care": ("after", "late", 114),
    }
    assert list(dict.fromkeys(rows["stage"])) == ["teaser", "training", "on_sale"]
    assert board.ready(rows) == board.Ready(7, 2, 2, 1)
    assert board.by_phase(rows)["on_sale"] == board.Ready(3, 1, 2, 0)


def test_the_sheet_goes_back_as_it_came_with_its_edits() -> None:
    sheet = every().tasks
    assert board.sheet(sheet, {}).equals(sheet.drop("row_number"))
    edits: dict[int, dict[str, object]] = {3: {"done_on": AS_OF}, 99: {"task": "New"}}
    back = board.sheet(sheet, edits)
    assert back["done_on"][3] == AS_OF
    assert back["task"].to_list() == [*sheet["task"].to_list(), "New"]


def days(item: str, day_zero: date, units: list[float]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "item": [item] * len(units),
            "day_on": [day_zero + timedelta(place) for place in range(len(units))],
            "units": units,
            "count_orders": [1] * len(units),
            "count_buyers": [1] * len(units),
        }
    )


def test_launches_are_compared_at_the_age_of_the_younger() -> None:
    younger = AS_OF - timedelta(13)
    sold = goods(("A", "Alpha", "serum", date(2026, 1, 10)), ("B", "Beta", "cream", younger))
    both = listed(tasks(), events(), sold)
    rows = pl.concat([days("A", date(2026, 1, 10), [10.0] * 60), days("B", younger, [12.0] * 14)])
    table = ages.curves(rows, both.launches, AS_OF)
    assert table.filter(code="A")["age"].max() == HORIZON
    answer = ages.at_age(table, both.launches[0], both.launches)
    assert (answer.other, answer.age, answer.total, answer.other_total) == ("Alpha", 13, 168, 140)
    assert answer.ahead.value == pytest.approx(0.2)
    assert answer.refusal is None
    assert answer.ahead.low is not None
    assert answer.ahead.low < 0.2
    refused = ages.at_age(table, both.launches[1], both.launches).refusal
    assert refused is not None
    assert refused.code == "no_earlier"
    few = ages.usual(table, both.launches[0], both.launches).refusal
    assert few is not None
    assert (few.code, few.have) == ("few_launches", 1)


def test_a_launch_with_five_units_is_compared_with_none() -> None:
    day_zero = AS_OF - timedelta(20)
    sold = goods(("A", "Alpha", "serum", date(2026, 1, 10)), ("B", "Beta", "cream", day_zero))
    both = listed(tasks(), events(), sold)
    rows = pl.concat([days("A", date(2026, 1, 10), [10.0] * 60), days("B", day_zero, [1.0] * 5)])
    table = ages.curves(rows, both.launches, AS_OF)
    answer = ages.at_age(table, both.launches[0], both.launches)
    assert answer.refusal is not None
    assert (answer.refusal.code, answer.refusal.have) == ("few_units", 5)
    assert (answer.ahead.low, answer.ahead.high) == (None, None)


def test_the_launches_of_the_sample_brand(brand: Dataset) -> None:
    view = View(brand.store, brand.manifest, Filters())
    answer = launches(view)
    serum, ampoule = answer.find("QY-023"), answer.launches[0]
    assert serum is not None
    assert answer.find(None) is serum
    assert (serum.day_zero, serum.source, serum.tasks) == (date(2026, 5, 20), "event", 18)
    assert (ampoule.state, ampoule.day_zero, ampoule.tasks) == ("to_come", date(2026, 11, 18), 13)
    rows = report.tasks_of(view, serum)
    assert board.ready(rows) == board.Ready(18, 17, 1, 4)
    assert rows.filter(stage="on_sale")["moment"].to_list() == [
        *("before", "before", "day", "day", "after", "after")
    ]
    table = report.curves(view)
    by_facts = brand.run(
        "launch/weeks", first_on=date(2026, 5, 25), last_on=date(2026, 8, 3), channels=None
    )
    weeks = by_facts.filter(item="QY-023")["units"].sum()
    own = table.filter(code="QY-023").filter(pl.col("age").is_between(5, 81))["units"].sum()
    assert own == weeks


def test_charts_of_a_launched_product_are_marked_with_its_day_zero_and_phases(
    brand: Dataset,
) -> None:
    view = View(brand.store, brand.manifest, Filters())
    own = marks.marks(view)
    newest = launches(view).find(None)
    assert newest is not None
    rows = own.filter(pl.col("item") == newest.item).sort("phase", nulls_last=False).rows()
    spans = {phase: span for phase, span in newest.spans.items() if phase in PHASES}
    assert rows[0][2:] == (None, newest.day_zero, None)
    assert {row[2]: row[3] for row in rows[1:]} == {phase: span[0] for phase, span in spans.items()}
    assert len(spans) == 4


def test_an_event_that_a_phase_stands_for_is_not_marked_twice() -> None:
    day, next_day = date(2026, 5, 1), date(2026, 5, 2)
    own = pl.DataFrame(
        [("A", "New", None, day, None), ("A", "New", "on_sale", day, None)],
        marks.MARKS,
        orient="row",
    )
    sheet = pl.DataFrame(
        {"phase": ["On sale", "On sale", None, "Teaser"], "starts_on": [day, next_day, day, day]}
    )
    assert marks.without_own_events(sheet, own).to_list() == [False, True, True, True]


def test_who_bought_before_the_first_launch_is_no_new_buyer(workshop: Workshop) -> None:
    """Of three who buy on the same day, one had the product before, and one orders twice."""
    days = [("a", 1, 5), ("a", 2, 10), ("b", 2, 10), ("c", 2, 10), ("c", 2, 10)]
    rows = [
        {
            "order_id": place,
            "ordered_at": date(2026, month, day),
            "customer_id": who,
            "sku": "A",
            "amount": 10,
            "quantity": 1,
        }
        for place, (who, month, day) in enumerate(days)
    ]
    dataset = workshop.rows(rows)
    folder = str(dataset.store.versions_folder / dataset.version)
    asked = {"folder": folder, "items": ["A"], "first_on": date(2026, 2, 1), "channels": None}
    [row] = dataset.run("launch/days", **asked).rows()
    assert row[1:] == (date(2026, 2, 10), 4.0, 4, 2)
