"""The head of the Launch page, and its parts that need no waiting: ready, ahead, who bought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.launch import ages as by_age
from analytics.launch.board import board as placed
from analytics.launch.board import ready, sheet
from ui import cache, frame, state, widgets
from ui import format as fmt
from ui.charts.launch import ages as overlay
from ui.charts.launch import tasks as bars
from ui.charts.pricing import scale
from ui.sections.launch import asked
from ui.text import paragraphs
from ui.views.launch import ages, buyers, lead, tasks

if TYPE_CHECKING:
    from analytics.launch.launches import Launch
    from ui.page import Page


def head(page: Page) -> Launch | None:
    """The answer in one line above every part, and which launch; None where there is none."""
    launch, text = asked.launch(page), page.text
    if launch is None:
        has_any = bool(asked.launches(page).launches)
        frame.headline(page.t("none_chosen" if has_any else "refusal.no_launch"))
        if not has_any:
            frame.data_link(page)
        return None
    answer = asked.at_age(page, launch)
    frame.headline(lead.headline(launch, answer, page.as_of, text))
    sentences = []
    if launch.state == "past":
        sentences.append(lead.who_sentence(asked.bought(page, launch), text))
    if launch.tasks and launch.state != "past":
        rows = asked.board(page, launch)
        sentences.append(lead.ready_sentence(ready(rows), rows, text))
    coming = asked.coming(page)
    if coming is not None and coming.code != launch.code:
        next_rows = asked.board(page, coming)
        sentences.append(lead.next_sentence(coming, page.as_of, ready(next_rows), next_rows, text))
    st.markdown(paragraphs(sentences))
    offered = asked.offered(page)
    if len(offered) > 1:
        widgets.choose_from(page, "launch", offered, launch.code, page.t("choose"))
    if page.filters.start or page.filters.end:
        st.caption(page.t("unfiltered_period"))
    return launch


def show_ready(page: Page, launch: Launch) -> None:
    """Tasks by phase, the board to change them in, and the sheet to take away."""
    text, rows = page.text, asked.board(page, launch)
    if rows.is_empty():
        st.markdown(page.t("no_tasks"))
    else:
        if launch.state == "past":
            st.markdown(lead.ready_sentence(ready(rows), rows, text))
        counted = tasks.counts(rows, text)
        figure = cache.cached_figure(
            page.drawing("tasks", launch.code, str(counted.rows())),
            lambda: bars.by_phase(counted, text=text, theme=page.theme),
        )
        widgets.chart(page, "tasks", figure, tasks.late_phases(counted, text))
        st.caption(page.t("as_of_note", day=_day(page)))
        _board(page, launch)
    if sentences := lead.faults(asked.launches(page).faults, text):
        st.subheader(page.t("faults_title"), anchor=False)
        st.markdown("\n".join(f"- {sentence}" for sentence in sentences))


def show_ahead(page: Page, launch: Launch) -> None:
    """Launches at the same age."""
    text, table = page.text, asked.curves(page)
    labels: dict[str, str] = {count: page.t(f"count_{count}") for count in by_age.COUNTS}
    count = state.option("launch_count", "units", by_age.COUNTS)
    lines = ages.lines(table, launch, count, text)  # type: ignore[arg-type]
    usual = by_age.usual_band(table, launch, asked.launches(page).launches, count)  # type: ignore[arg-type]
    figure = cache.cached_figure(
        page.drawing("ages", launch.code, count),
        lambda: overlay.overlay(
            lines, usual, ages.bands(launch, text), text=text, theme=page.theme
        ),
    )
    sentence = ages.sentence(
        asked.at_age(page, launch, count),  # type: ignore[arg-type]
        asked.usual(page, launch, count),  # type: ignore[arg-type]
        text,
    )
    widgets.chart(page, "ages", figure, sentence)
    widgets.pick(page, "launch_count", labels, "units")
    rows = table.drop("code")
    headers = ages.headers(rows, text)
    widgets.rows_behind(page, "launch-ages", rows, headers, page.t("formula_ages"))


def show_who(page: Page, launch: Launch) -> None:
    """Buyers by kind."""
    text, answer = page.text, asked.bought(page, launch)
    if answer.refusal is None:
        rows = buyers.rows(answer, text)
        figure = cache.cached_figure(
            page.drawing("who", launch.code),
            lambda: scale.ranges(rows, text=text, theme=page.theme, is_rate=True),
        )
        widgets.chart(page, "who", figure, buyers.sentence(answer, text))
        table = rows.select("label", "value", "low", "high", "n")
        headers = ages.headers(table, text)
        widgets.rows_behind(page, "launch-buyers", table, headers, page.t("formula_buyers"))
    notes = [page.t("who_note")]
    if answer.early:
        notes.insert(0, page.t("early", count=answer.early))
    st.caption(paragraphs(notes))


def _board(page: Page, launch: Launch) -> None:
    """The board in a grid; its changes stay in the session until the sheet is imported again."""
    text, key = page.text, f"w.launch.board.{launch.code}.{page.lang}"
    every = asked.launches(page)
    original = tasks.shown(placed(every.tasks, launch, page.as_of), text)
    st.subheader(page.t("board_title"), anchor=False)
    base = state.kept(f"{key}.base", lambda: None)
    if base is None or not state.is_drawn(key):
        base = tasks.with_edits(original, asked.made_edits(page))
        state.keep(f"{key}.base", base)
    edited = widgets.grid(
        base.drop("row_number"), tasks.headers(text), key=key, editable=tasks.EDITABLE
    )
    own = tasks.edits(original, edited.insert_column(0, original["row_number"]))
    _keep(page, original["row_number"].to_list(), own)
    made = asked.made_edits(page)
    st.caption(page.t("edit_note"))
    if made:
        st.caption(page.t("edited", count=len(made)))
    rows = sheet(every.tasks, made)
    widgets.download(
        rows, tasks.sheet_headers(page), page.t("download_sheet"), "launch-tasks", page.lang
    )


def _keep(page: Page, numbers: list[int], own: dict[int, dict[str, object]]) -> None:
    """Take the changes of a launch up, and draw the page with them where they are new."""
    made = asked.made_edits(page)
    before = {number: made[number] for number in numbers if number in made}
    if before == own:
        return
    for number in numbers:
        made.pop(number, None)
    made.update(own)
    st.rerun()


def _day(page: Page) -> str:
    return fmt.day(page.as_of, page.lang)
