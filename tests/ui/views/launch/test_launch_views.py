"""A launch read out in three languages: where it stands, what is late, who bought, what it took."""

from dataclasses import replace
from datetime import date
from typing import get_args

import polars as pl
import pytest

from analytics.filters import Filters
from analytics.launch import ages as by_age
from analytics.launch import board, report
from analytics.launch import buyers as who
from analytics.launch.base import Code, Refusal
from analytics.launch.launches import Faults, Launch, Launches, launches
from analytics.launch.taken import Taken
from analytics.stats.intervals import Estimate
from analytics.view import View
from tests.conftest import Dataset
from tests.ui.figures import TEXTS, UNFILLED
from ui.text import Text
from ui.views.launch import ages, buyers, lead, queries, taken, tasks

EN = Text("en")
AS_OF = date(2026, 10, 31)


@pytest.fixture(scope="module")
def view(brand: Dataset) -> View:
    return View(brand.store, brand.manifest, Filters())


@pytest.fixture(scope="module")
def every(view: View) -> Launches:
    return launches(view)


@pytest.fixture(scope="module")
def serum(every: Launches) -> Launch:
    launch = every.find("QY-023")
    assert launch is not None
    return launch


@pytest.mark.parametrize("text", TEXTS)
def test_the_sample_in_each_language(
    text: Text, view: View, every: Launches, serum: Launch
) -> None:
    table = report.curves(view)
    rows = report.tasks_of(view, serum)
    bought, took = who.buyers(view, serum), report.taken_by(view, serum)
    answer = by_age.at_age(table, serum, every.launches)
    usual = by_age.usual(table, serum, every.launches)
    coming = every.launches[0]
    coming_rows = report.tasks_of(view, coming)
    said = [
        lead.headline(serum, answer, AS_OF, text),
        lead.headline(coming, by_age.at_age(table, coming, every.launches), AS_OF, text),
        lead.ready_sentence(board.ready(rows), rows, text),
        tasks.late_phases(tasks.counts(rows, text), text),
        lead.next_sentence(coming, AS_OF, board.ready(coming_rows), coming_rows, text),
        lead.who_sentence(bought, text),
        buyers.sentence(bought, text),
        ages.sentence(answer, usual, text),
        taken.answer_sentence(took, text),
        *taken.behind(took, text),
        taken.placebos_sentence(took, text),
        *lead.faults(every.faults, text),
    ]
    assert all(said)
    assert [sentence for sentence in said if UNFILLED.search(sentence)] == []


def test_ahead_behind_and_alike_are_told_by_the_range(serum: Launch) -> None:
    answer = by_age.AtAge("Old", 14, 1240.0, 1050.0, Estimate(0.18, 0.05, 0.33, 15))
    assert lead.headline(serum, answer, AS_OF, EN).endswith(
        "day 14: 1,240 sold, 18% ahead of the last launch."
    )
    assert "18% more (5% to 33%)" in ages.sentence(
        answer, by_age.Usual(0, None, None, None, None, Refusal("few_launches", 1, 4)), EN
    )
    behind = replace(answer, ahead=Estimate(-0.2, -0.3, -0.1, 15))
    assert "20% behind" in lead.headline(serum, behind, AS_OF, EN)
    assert ages.ahead(behind, EN) == "20% fewer (10% to 30%)"
    alike = replace(answer, ahead=Estimate(0.1, -0.1, 0.3, 15))
    assert "no clear difference" in lead.headline(serum, alike, AS_OF, EN)
    alone = replace(answer, ahead=Estimate(0.1, None, None, 3))
    assert lead.headline(serum, alone, AS_OF, EN).endswith("day 14: 1,240 sold.")
    assert ages.ahead(alone, EN) == "10% more"


def test_each_certainty_has_its_sentence() -> None:
    units = Estimate(310.0, 120.0, 480.0, 9)
    answer = Taken(
        share=Estimate(0.25, 0.1, 0.39, 9),
        units=units,
        effect=Estimate(-0.1, -0.2, -0.05, 9),
        certainty="clear",
        rank=1,
        chance=0.1,
        controls=9,
        new_units=1240.0,
        weeks=13,
    )
    assert "about 310 (120\u2013480) came from older products: 25 in a hundred" in (
        taken.answer_sentence(answer, EN)
    )
    gained = replace(answer, units=Estimate(-310.0, -480.0, -120.0, 9))
    assert "about 310 more than expected (120\u2013480)" in taken.answer_sentence(gained, EN)
    none = replace(answer, certainty="practically_none")
    assert "practically none" in taken.answer_sentence(none, EN)
    open_ = replace(answer, certainty="cannot_tell", units=Estimate(50.0, -70.0, 90.0, 9))
    assert "up to 90 fewer than expected, or up to 70 more" in taken.answer_sentence(open_, EN)
    assert "chance alone puts any one first 10% of the time" in " ".join(taken.behind(answer, EN))


@pytest.mark.parametrize("text", TEXTS)
def test_every_refusal_says_what_lacks(text: Text) -> None:
    for code in get_args(Code):
        refusal = Refusal(code, 3, 8)
        sentence = lead.reason(refusal, text)
        assert sentence
        assert not UNFILLED.search(sentence)
        assert taken.answer_sentence(Taken(refusal=refusal), text) == sentence


def test_hostile_names_are_shown_as_written() -> None:
    faults = Faults(
        1, 2, 3, 4, ("<b>",), ("*x*",), ("[a](b)",), ("d",), (("e", "f"),), (("g", -3),)
    )
    sentences = lead.faults(faults, EN)
    assert len(sentences) == 10
    assert "\\<b\\>" in sentences[4]
    assert "\\*x\\*" in sentences[5]
    assert "3 days" in sentences[-1]
    assert lead.faults(Faults(), EN) == []


def test_what_was_written_on_the_board_comes_back_by_row(view: View, serum: Launch) -> None:
    rows = report.tasks_of(view, serum)
    shown = tasks.shown(rows, EN)
    written = shown.with_columns(
        done_on=pl.when(pl.col("done_on").is_null()).then(date(2026, 6, 1)).otherwise("done_on"),
        owner=pl.when(pl.int_range(pl.len()) == 0).then(pl.lit("")).otherwise("owner"),
    )
    as_edited = written.with_columns(pl.col("due_on", "done_on").cast(pl.Datetime("us")))
    made = tasks.edits(shown, as_edited)
    late, first = rows.filter(status="late")["row_number"][0], rows["row_number"][0]
    assert made == {late: {"done_on": date(2026, 6, 1)}, first: {"owner": None}}
    every = launches(view)
    again = board.board(tasks.with_edits(every.tasks, made), serum, AS_OF)
    assert board.ready(again).late == 0
    assert tasks.counts(again, EN)["late"].sum() == 0
    assert tasks.late_phases(tasks.counts(again, EN), EN) == "No task is late."
    assert "Trial" in tasks.late_phases(tasks.counts(rows, EN), EN)


def test_formulas_stand_behind_every_part() -> None:
    for part in queries.QUERIES:
        assert all(queries.formulas(part, EN).values())


def test_a_late_task_of_no_known_phase_is_drawn_and_called_late(
    every: Launches, serum: Launch
) -> None:
    sheet = every.tasks.with_columns(
        phase=pl.lit("afterparty"), due_on=AS_OF.replace(day=1), done_on=pl.lit(None, pl.Date)
    )
    counted = tasks.counts(board.board(sheet, serum, AS_OF), EN)
    assert counted["late"].to_list() == [serum.tasks]
    assert tasks.late_phases(counted, EN) != EN("launch.board_clear")
