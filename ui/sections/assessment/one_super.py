"""One super opened: its measures with their intervals, and everything behind each number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.feedback import sources
from ui import cache, opened, state, values, widgets
from ui.charts.assessment import supers as charts
from ui.folded import fold
from ui.text import literal, paragraphs
from ui.views.assessment import supers as view

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse, Super
    from analytics.scoring.scoring import MeasureScore, SuperScore
    from ui.page import Page


def show(page: Page, assessment: Assessment) -> None:
    """The chosen super, the likeliest weakest unless the link names another."""
    text = page.text
    names = {super_.key: text.pick(super_.name) for super_ in assessment.definition.supers}
    chosen = widgets.pick(page, "super", names, next(iter((*assessment.shortest, *names))))
    definition, score = assessment.super_of(chosen), assessment.super_score(chosen)
    _head(definition, score, page)
    widgets.chart(
        page,
        f"measures.{chosen}",
        cache.cached_figure(
            page.drawing("measures", chosen),
            lambda: charts.measures(
                view.measures(score, definition, text), text=text, theme=page.theme
            ),
        ),
        view.sentence(score, definition, assessment, text),
    )
    _open(page, assessment, definition, score)

    def overview() -> None:
        widgets.table(view.overview(assessment, text), {}, page.lang)

    fold(page, "all", page.t("all_title"), overview)


def _head(definition: Super, score: SuperScore, page: Page) -> None:
    text = page.text
    with st.container(horizontal=True, vertical_alignment="center"):
        st.header(text.pick(definition.name), anchor=False)
        if score.score is None:
            st.badge(text("common.unassessed"), color="gray")
        else:
            widgets.badge(score.badge, text)
    st.markdown(literal(text.pick(definition.why)))
    if definition.note:
        st.info(literal(text.pick(definition.note)), icon=":material/info:")


def _open(page: Page, assessment: Assessment, definition: Super, score: SuperScore) -> None:
    """One expander per measure; the measure that costs most points is open."""
    st.subheader(page.t("open_title"), anchor=False)
    st.caption(page.t("open_note"))
    show_ids = st.toggle(page.t("show_ids"), **state.bind("supers.ids", page.lang, value=False))
    costliest = view.costliest(score)
    for measure, use in zip(score.measures, definition.measures, strict=True):
        name = values.measure_name(use, page.text)
        key = f"open.{definition.key}.{measure.key}.{page.lang}"
        part = st.expander(name, expanded=measure.key == costliest, key=key, on_change="rerun")
        if part.open:
            with part:
                _provenance(page, assessment, measure, use, show_ids=show_ids)


def _provenance(
    page: Page, assessment: Assessment, measure: MeasureScore, use: MeasureUse, *, show_ids: bool
) -> None:
    text = page.text
    counts = cache.answer(sources.by_source, page.version, page.filters)
    facts = view.facts(measure, use, assessment, counts, text)
    st.markdown(paragraphs([f"**{label}** {content}" for label, content in facts]))
    if measure.score is None:
        return
    st.code(view.citation(measure, use, assessment, text), language=None, wrap_lines=True)
    opened.rows(page, assessment, use, show_ids=show_ids)
    opened.sql(page, assessment, use)
