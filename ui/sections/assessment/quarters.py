"""The supers over time: quarter by quarter on the same goalposts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.assessment.quarters import MONTHS
from ui import cache, widgets
from ui.charts.assessment import quarters as charts
from ui.folded import fold
from ui.sections.channels import events
from ui.views.assessment import quarters as view

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.page import Page


def show(page: Page, assessment: Assessment) -> None:
    """The container and a chosen super by quarter; without orders, why there is nothing."""
    text, definition = page.text, assessment.definition
    st.subheader(text("time.title"), anchor=False)
    with st.spinner(text("time.preparing")):
        quarters = cache.quarters(page.version, page.filters, definition.id, assessment)
    if not quarters:
        st.info(text("time.missing"), icon=":material/calendar_month:")
        return
    st.markdown(text("time.lead"))
    names = {super_.key: text.pick(super_.name) for super_ in definition.supers}
    chosen = widgets.pick(page, "super", names, next(iter((*assessment.shortest, *names))))
    marks = events.marks(page, [quarter.starts_on for quarter in quarters], MONTHS)
    events.chart(
        page,
        f"time.{chosen}",
        view.sentence(quarters, chosen, definition, text),
        marks=marks,
        drawing=page.drawing("time", definition.id, chosen),
        draw=lambda shown: charts.lines(
            view.points(quarters, chosen, definition, text),
            text=text,
            theme=page.theme,
            marks=shown,
        ),
    )
    st.caption(text("time.note"))

    def table() -> None:
        widgets.table(view.table(quarters, definition, text), {}, page.lang)

    fold(page, "time", text("time.all"), table)
