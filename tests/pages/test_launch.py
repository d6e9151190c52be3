"""The Launch page: its parts, a board that is written in, and datasets without a launch."""

import pytest

from tests.pages.conftest import Home, Opener
from tests.pages.test_beta import said

CHARTS = {"ready": 1, "ahead": 1, "who": 1, "took": 2}


@pytest.mark.parametrize("part", CHARTS)
def test_every_part_draws_on_the_sample(part: str, opened: Opener) -> None:
    app = opened("launch", lang="zh-Hant", launch_part=part)
    assert not app.exception
    assert len(app.get("plotly_chart")) == CHARTS[part]


def test_the_first_lines_say_how_far_it_is_who_buys_and_what_comes_next(opened: Opener) -> None:
    app = opened("launch", lang="en")
    assert "ahead of the last launch" in app.subheader[0].value
    texts = said(app)
    assert "New to the brand: 39%" in texts
    assert "days to go: 18" in texts
    assert "Late: 1" in texts


def test_a_launch_to_come_opens_on_its_tasks(opened: Opener) -> None:
    sample = "~\u9752\u5c7f\u84dd\u85fb\u5b89\u74f6"
    app = opened("launch", lang="en", launch=sample)
    assert "goes on sale on" in app.subheader[0].value
    assert "Tasks done: 3 of 13" in said(app)
    app = opened("launch", lang="en", launch=sample, launch_part="took")
    assert "Not on sale yet" in said(app)


@pytest.mark.parametrize("dataset", ["hostile", "one_day", "copied"])
def test_without_a_launch_it_says_which_sheet_to_bring(
    dataset: str, home: Home, opened: Opener
) -> None:
    texts = said(opened("launch", lang="en", data=home.versions[dataset]))
    assert "add a sheet of launch tasks" in texts


@pytest.mark.parametrize("part", CHARTS)
def test_a_period_and_a_product_leave_the_page_standing(part: str, opened: Opener) -> None:
    app = opened("launch", lang="en", launch_part=part, product="QY-001", **{"from": "2026-06"})
    assert not app.exception
    assert "take products off the menu" in app.subheader[0].value
