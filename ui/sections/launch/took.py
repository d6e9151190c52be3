"""What older products lost: worked out off the page, with how far it is and a way to stop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import cache, state, waiting, widgets
from ui.charts.launch import strip
from ui.sections.launch import asked
from ui.text import paragraphs
from ui.views.launch import ages, taken

if TYPE_CHECKING:
    from analytics.jobs import Job
    from analytics.launch.launches import Launch
    from analytics.launch.taken import Taken
    from ui.page import Page

STOPPED = "launch.stopped"


def show(page: Page, launch: Launch) -> None:
    """The answer once it is there; before that how far it is."""
    if state.kept(STOPPED, bool):
        st.markdown(page.t("stopped"))
        st.button(page.t("again"), on_click=state.keep, args=(STOPPED, False))
        return
    job = asked.taking(page, launch)
    with st.spinner(page.t("working")):
        is_there = job.ended.wait(waiting.PATIENCE)
    if not is_there:
        waiting.watch(job, partial(_progress, page))
        return
    if job.error is not None:
        raise job.error
    if job.result is not None:
        _answer(page, launch, job.result)


def _progress(page: Page, job: Job[Any]) -> None:
    st.progress(min(job.share, 1.0), text=f":material/hourglass_top: {page.t('working')}")

    def stop() -> None:
        job.cancel()
        state.keep(STOPPED, True)

    st.button(page.t("stop"), on_click=stop, key="launch.stop")


def _answer(page: Page, launch: Launch, answer: Taken) -> None:
    text, sentence = page.text, taken.answer_sentence(answer, page.text)
    st.markdown(sentence)
    if answer.refusal is not None or launch.day_zero is None:
        return
    day_zero, weeks = launch.day_zero, taken.strip(answer, text)
    figure = cache.cached_figure(
        page.drawing("strip", launch.code),
        lambda: strip.effect(weeks, day_zero, text=text, theme=page.theme),
    )
    widgets.chart(page, "strip", figure, page.t("strip_reads"))
    st.markdown(paragraphs(taken.behind(answer, text)))
    st.subheader(page.t("placebos_title"), anchor=False)
    dots = taken.placebos(answer, text)
    figure = cache.cached_figure(
        page.drawing("placebos", launch.code),
        lambda: strip.placebos(dots, text=text, theme=page.theme),
    )
    widgets.chart(page, "placebos", figure, taken.placebos_sentence(answer, text))
    headers = ages.headers(answer.rows, text)
    widgets.rows_behind(page, "launch-taken", answer.rows, headers, page.t("formula_taken"))
