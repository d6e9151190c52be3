"""What the opening of a store did to online orders of its region."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, widgets
from ui.charts.stores import halo as charts
from ui.sections.stores import asked
from ui.text import paragraphs
from ui.views.stores import halo as views

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """The answer, the weeks around the opening, and which stores are not looked at."""
    openings, answer = asked.halo(page)
    text = page.text
    st.subheader(page.t("question.halo"), anchor=False)
    if answer.refusal is not None:
        st.markdown(views.sentence(answer, text))
    else:
        figure = cache.cached_figure(
            page.drawing("halo"),
            lambda: charts.strip(
                views.strip(answer, text), views.mean(answer, text), text=text, theme=page.theme
            ),
        )
        widgets.chart(page, "halo", figure, views.sentence(answer, text))
        st.caption(views.chance_sentence(answer, text))
        rows, headers = views.rows(answer, text)
        widgets.rows_behind(page, "stores-halo", rows, headers)
    if sentences := views.left_out(openings, text):
        st.caption(paragraphs(sentences))
