"""The headline of the Repurchase page, its range, and the part a link is about."""

from datetime import date

import polars as pl
import pytest

from analytics.repurchase.cohort_groups import Split
from analytics.repurchase.cohorts import Cell
from ui.text import Text
from ui.views.repurchase import answer, cohorts, parts

EN = Text("en")


def within(*rows: tuple[int, float | None, float | None, float | None, int]) -> pl.DataFrame:
    columns = ["days", "rate", "low", "high", "eligible"]
    kinds = dict.fromkeys(("rate", "low", "high"), pl.Float64)
    return pl.DataFrame(rows, schema=columns, orient="row", schema_overrides=kinds)


def test_the_headline_is_the_rate_of_the_chart_within_ninety_days() -> None:
    rates = within(
        (30, 0.1, 0.08, 0.12, 900), (90, 0.272, 0.262, 0.282, 800), (365, 0.5, 0.4, 0.6, 90)
    )
    assert answer.headline(rates, EN) == "27% of customers come back within 90 days"
    assert "between 26% and 28%" in answer.sure(rates, EN)
    assert "800" in answer.sure(rates, EN)


def test_limits_that_round_to_one_number_are_written_with_as_many_decimals_as_part_them() -> None:
    assert "between 27.1% and 27.3%" in answer.sure(within((90, 0.272, 0.271, 0.273, 9_000)), EN)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([(30, 0.014, 0.01, 0.02, 200), (90, 0.5, 0.1, 0.9, 3)], "1.4% of customers"),
        ([(30, 0.5, 0.1, 0.9, 3), (90, None, None, None, 0)], "Too early to say"),
        ([(30, None, None, None, 0)], "Too early to say"),
    ],
)
def test_a_window_too_few_were_watched_for_is_no_headline(rows: list, expected: str) -> None:
    assert answer.headline(within(*rows), EN).startswith(expected)
    assert answer.sure(within(*rows), EN)


@pytest.mark.parametrize(
    ("view", "part"),
    [
        ({}, "back"),
        ({"lang": ["en"], "from": ["2025-03"]}, "back"),
        ({"more": ["steps"], "by": ["channel"]}, "steps"),
        ({"more": ["nonsense"], "by": ["domain"]}, "groups"),
        ({"again": ["same_product"]}, "groups"),
        ({"grain": ["quarter"], "by": ["channel"]}, "cohorts"),
        ({"rows": [], "window": ["30"]}, "trend"),
    ],
)
def test_links_of_former_releases_open_the_part_they_speak_of(view: dict, part: str) -> None:
    assert parts.usual(view) == part


def test_every_cell_can_be_chosen_from_a_list_and_is_the_one_the_link_names() -> None:
    frame = pl.DataFrame(
        {"cohort": [date(2025, 1, 1)] * 2 + [date(2025, 2, 1)], "index": [0, 1, 0]}
    )
    labels = cohorts.cell_labels(frame, "month", "", EN)
    assert list(labels.values()) == ["Feb 2025, month 0", "Jan 2025, month 0", "Jan 2025, month 1"]
    cells = [cohorts.cell_named(code, frame, "month", "") for code in labels]
    assert [(cell.cohort.month, cell.index) for cell in cells] == [(2, 0), (1, 0), (1, 1)]
    split = Split("channel", "month", date(2026, 1, 1))
    ages = pl.DataFrame({"group": ["a|b", "a|b", ""], "index": [0, 1, 0]})
    names = {"a|b": "A", "": "Not given"}
    places = cohorts.place_labels(ages, names, split, EN)
    assert list(places.values()) == ["A, month 0", "A, month 1", "Not given, month 0"]
    assert [cohorts.place_named(code, names, split) for code in places] == [
        *(("a|b", 0), ("a|b", 1)),
        ("", 0),
    ]


def test_a_link_names_one_cell_and_none_of_another_triangle() -> None:
    frame = pl.DataFrame({"cohort": [date(2025, 1, 1)] * 2, "index": [0, 3]})
    cell = Cell("month", date(2025, 1, 1), 3)
    code = cohorts.cell_code(cell, "")
    assert cohorts.cell_named(code, frame, "month", "") == cell
    for other in (("quarter", ""), ("month", "=Tmall")):
        assert cohorts.cell_named(code, frame, *other) is None  # type: ignore[arg-type]
    assert cohorts.cell_named("2025", frame, "month", "") is None
    split = Split("channel", "month", date(2026, 1, 1))
    for group in ("", "a|b", "=x"):
        place = (group, 4)
        assert cohorts.place_named(cohorts.place_code(place, split), [group], split) == place
    assert cohorts.place_named("channel|month|\u0664|x", ["x"], split) is None
    assert cohorts.place_named(code, ["x"], split) is None
