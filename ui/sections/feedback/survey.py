"""The survey sheet: questions and answers, why answers do not count, and reliability."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.feedback import survey as charts
from ui.folded import fold
from ui.views.feedback import sources
from ui.views.feedback import survey as view

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.definitions.definition import Definition
    from analytics.feedback.survey import Survey
    from ui.page import Page

ICONS = {"warning": ":material/warning:", "info": ":material/info:"}


def show(page: Page, assessment: Assessment) -> None:
    """The survey under the page's filters; without one, what it would show."""
    survey = cache.survey(page.version, page.filters)
    st.subheader(page.text("survey.title"), anchor=False)
    if survey.is_empty:
        st.info(page.text("survey.missing"), icon=":material/contact_support:")
        frame.link("data", page.text("survey.add"))
        return
    st.markdown(page.text("survey.lead"))
    _items(page, assessment.definition, survey)
    first, second = st.columns(2, gap="large")
    with first:
        _promoters(page, survey)
    with second:
        _missed(page, survey)
    _reliability(page, assessment.definition, survey)


def _items(page: Page, definition: Definition, survey: Survey) -> None:
    """Problems of the sheet come before the chart: they decide which of its rows count."""
    text = page.text
    problems = view.problems(survey, definition, text)
    for gravity, show_as in (("warning", st.warning), ("info", st.info)):
        if sentences := [sentence for level, sentence in problems if level == gravity]:
            show_as("\n\n".join(sentences), icon=ICONS[gravity])
    if not survey.items:
        return
    widgets.chart(
        page,
        "survey_answers",
        cache.cached_figure(
            page.drawing("survey_answers"),
            lambda: charts.answers(
                view.answers(survey, definition, text), text=text, theme=page.theme
            ),
        ),
        view.sentence(survey, definition, text),
    )
    _counted(page, survey)


def _promoters(page: Page, survey: Survey) -> None:
    text, sentence = page.text, view.promoters_sentence(survey, page.text)
    st.markdown(f"**{text('survey.nps')}**")
    if survey.promoters.estimate.value is None:
        st.markdown(sentence)
        _counted(page, survey)
        return
    figure = cache.cached_figure(
        page.drawing("survey_promoters"),
        lambda: charts.parts(view.promoters(survey, text), text=text, theme=page.theme),
    )
    widgets.chart(page, "survey_promoters", figure, sentence)
    _counted(page, survey)
    st.caption(text("survey.nps_note"))


def _missed(page: Page, survey: Survey) -> None:
    text, sentence = page.text, view.missed_sentence(survey, page.text)
    st.markdown(f"**{text('survey.missed_title')}**")
    if survey.missed.estimate.value is None:
        st.markdown(sentence)
        _counted(page, survey)
        return
    figure = cache.cached_figure(
        page.drawing("survey_missed"),
        lambda: charts.parts(
            view.missed(survey, text),
            text=text,
            theme=page.theme,
            line=view.ELLIS,
            interval=view.ends(survey.missed.estimate),
        ),
    )
    widgets.chart(page, "survey_missed", figure, sentence)
    _counted(page, survey)
    st.caption(text("survey.missed_note"))


def _counted(page: Page, survey: Survey) -> None:
    """Who was counted and who was not, under a figure."""
    if counted := sources.sentence(survey.sources, "survey", "answers", page.text):
        st.caption(counted)


def _reliability(page: Page, definition: Definition, survey: Survey) -> None:
    text = page.text
    st.markdown(f"**{text('survey.alpha_title')}**")
    st.markdown(view.reliability(survey, text))
    st.caption(text("survey.alpha_note"))
    if survey.reliability.alpha.value is not None:

        def fits() -> None:
            widgets.table(view.fits(survey, definition, text), {}, page.lang)

        fold(page, "fits", text("survey.alpha_items"), fits)
