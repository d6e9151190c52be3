"""The head of the IP page: its answer, how sure it is, and what ends a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import frame, widgets
from ui.sections.ip import asked
from ui.text import paragraphs
from ui.views.ip import answer as view
from ui.views.ip.names import remedy

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> bool:
    """The first lines; whether there is anything to look at below."""
    answer, text = asked.brought(page), page.text
    with st.container(horizontal=True, vertical_alignment="center"):
        frame.headline(view.headline(answer, text), width="content")
        widgets.badge(view.badge(answer), text)
    if answer.refusal is not None:
        st.markdown(remedy(answer.refusal, text))
        frame.data_link(page)
    elif sentence := view.under(answer, page.currency, text):
        st.markdown(sentence)
    # The part that tells what the sheets leave open is not drawn without customers.
    if not answer.total and (faults := view.faults(answer, text)):
        st.caption(paragraphs(faults))
    return bool(answer.total)
