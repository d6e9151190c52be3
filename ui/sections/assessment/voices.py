"""Three voices side by side: behaviour, customers and the team, super by super."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.assessment import voices as charts
from ui.views.assessment import voices as view

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.page import Page


def show(page: Page, assessment: Assessment) -> None:
    """The nine supers by voice, one row per super, with the gap between voices."""
    text = page.text
    votes = cache.votes(page.version, assessment.definition.id, assessment)
    rows = cache.voices(page.version, page.filters, assessment.definition.id, assessment)
    st.subheader(text("voices.title"), anchor=False)
    st.markdown(text("voices.lead"))
    widgets.chart(
        page,
        "voices",
        cache.cached_figure(
            page.drawing("voices"),
            lambda: charts.lanes(view.lanes(rows, assessment, text), text=text, theme=page.theme),
        ),
        view.sentence(rows, assessment, text),
    )
    for sentence in view.votes_sentences(votes, text):
        st.warning(sentence, icon=":material/how_to_vote:")
    if all(row.team.value is None for row in rows) and not votes.doubt:
        st.info(text("voices.no_votes"), icon=":material/how_to_vote:")
        frame.link("data", text("voices.add_votes"))
    st.caption(text("voices.note"))
