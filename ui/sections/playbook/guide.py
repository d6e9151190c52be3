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
NARROWEST = 128
"""Pixels of a step: all stand in one line on a desk, two beside each other on a phone."""


def show(page: Page, assessment: Assessment) -> None:
    """One cell a step: its name, which leads to its page where that stands, what the data say, and
    the one thing to do next."""
    text = page.text
    rows = view.rows(steps(cache.playbook(page.version), assessment.supers), text)
    st.subheader(text("guide.title"), anchor=False, help=text("guide.note"))
    with st.grid(len(rows), min_column_width=NARROWEST, gap="small"):
        for row in rows:
            colour, icon = LOOKS[row.status]
            with st.container(gap="xxsmall"):
                if row.page:
                    frame.link(row.page, f"**{row.name}**")
                else:
                    st.markdown(f"**{row.name}**")
                st.badge(text(f"guide.status.{row.status}"), color=colour, icon=icon)  # type: ignore[arg-type]
                st.caption(row.sentence)
