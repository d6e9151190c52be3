"""The same people online and in stores; every event and every store, closed until asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import frame, widgets
from ui.folded import fold
from ui.sections.stores import asked
from ui.views.stores import attendance as guests
from ui.views.stores import places as views

if TYPE_CHECKING:
    from ui.page import Page


def same_people(page: Page) -> None:
    """How many store orders say who bought, and where people go from there."""
    share = asked.identified(page)
    st.subheader(page.t("question.same"), anchor=False)
    st.markdown(views.identified_sentence(share, page.text))
    if share.value is not None:
        frame.link("channels", page.t("to_channels"))


def folds(page: Page) -> None:
    """Every event, every store."""
    fold(page, "events", page.t("fold_events"), lambda: _events(page), icon=":material/event:")
    fold(page, "stores", page.t("fold_stores"), lambda: _stores(page), icon=":material/store:")


def _events(page: Page) -> None:
    rows, headers = guests.event_rows(asked.events(page), asked.spent(page), page.text)
    widgets.table(rows, headers, page.lang)
    widgets.download(rows, headers, page.text("common.download"), "events", page.lang)


def _stores(page: Page) -> None:
    stores = asked.stores(page)
    if not stores:
        st.markdown(page.t("no_stores"))
        return
    rows = views.store_rows(stores, page.currency, page.text)
    headers = guests.headers(rows, page.text)
    widgets.table(rows, headers, page.lang)
    widgets.download(rows, headers, page.text("common.download"), "stores", page.lang)
    st.caption(page.t("store_note"))
