"""The seven steps of the playbook as one line: how much each rests on, and the way to its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.playbook.steps import steps
from ui import cache, frame
from ui.views.playbook import guide as view

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from ui.page import Page

LOOKS = {
    "not_begun": ("gray", ":material/circle:"),
    "indicative": ("orange", ":material/contrast:"),
    "sound": ("green", ":material/check_circle:"),
}
COLUMNS, NARROWEST = 4, 150
"""Steps beside each other on a desk, and the pixels of one, so that a phone has two."""


def show(page: Page, assessment: Assessment) -> None:
    """One cell a step: its name, what the data say, the one thing to do next, and the way to its
    page where that stands."""
    text = page.text
    rows = view.rows(steps(cache.playbook(page.version), assessment.supers), text)
    st.subheader(text("guide.title"), anchor=False, help=text("guide.note"))
    with st.grid(COLUMNS, min_column_width=NARROWEST, gap="small"):
        for row in rows:
            colour, icon = LOOKS[row.status]
            status = text(f"guide.status.{row.status}")
            with st.container(gap="xxsmall"):
                with st.container(horizontal=True, gap="xsmall", vertical_alignment="center"):
                    st.markdown(f"**{row.name}**", width="content")
                    st.badge(status, color=colour, icon=icon)  # type: ignore[arg-type]
                st.caption(row.sentence)
                if row.page:
                    frame.link(row.page, text(f"{row.page}.title"))
