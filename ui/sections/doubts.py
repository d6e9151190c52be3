"""What to know about the orders before reading on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics import doubts
from ui import cache
from ui.views import doubts as view

if TYPE_CHECKING:
    from analytics.datasets import Store
    from analytics.doubts import Doubt
    from ui.page import Page


def show(page: Page) -> None:
    """One closed line; nothing where there is nothing to know."""
    found = cache.answer(_about, page.version, None)
    if not found:
        return
    title = page.text("doubts.title", n=len(found))
    with st.expander(title, icon=":material/info:"):
        for sentence in view.sentences(found, page.text):
            st.markdown(f"- {sentence}")


def _about(store: Store, version: str, _: None) -> tuple[Doubt, ...]:
    return doubts.about(store, store.manifest(version))
