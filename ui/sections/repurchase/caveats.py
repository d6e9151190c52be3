"""What to know about the orders before reading on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.repurchase import caveats
from ui import cache
from ui.folded import fold
from ui.text import paragraphs
from ui.views.repurchase import caveats as view

if TYPE_CHECKING:
    from analytics.repurchase.caveats import Caveat
    from analytics.storage.versions import Store
    from ui.page import Page


def show(page: Page) -> None:
    """One closed line; nothing where there is nothing to know."""
    order_caveats = cache.answer(_about, page.version, None)
    if not order_caveats:
        return
    title = page.text("doubts.title", n=len(order_caveats))

    def sentences() -> None:
        spoken = view.sentences(order_caveats, page.text)
        st.markdown(paragraphs([f"- {sentence}" for sentence in spoken]))

    fold(page, "caveats", title, sentences, icon=":material/info:")


def _about(store: Store, version: str, _: None) -> tuple[Caveat, ...]:
    return caveats.about(store, store.manifest(version))
