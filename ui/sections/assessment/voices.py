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


def show(page: Page, found: Assessment) -> None:
    """The nine supers as three voices see them, the gap between these named."""
    text = page.text
    votes = cache.votes(page.version, found.definition.id, found)
    heard = cache.voices(page.version, page.filters, found.definition.id, found)
    st.subheader(text("voices.title"), anchor=False)
    st.markdown(text("voices.lead"))
    widgets.chart(
        page,
        "voices",
        cache.drawn(
            page.drawing("voices"),
            lambda: charts.lanes(view.lanes(heard, found, text), text=text, theme=page.theme),
        ),
        view.sentence(heard, found, text),
    )
    for told in view.votes_told(votes, text):
        st.warning(told, icon=":material/how_to_vote:")
    if all(one.team.value is None for one in heard) and not votes.doubt:
        st.info(text("voices.no_votes"), icon=":material/how_to_vote:")
        frame.link("data", text("voices.add_votes"))
    st.caption(text("voices.note"))
