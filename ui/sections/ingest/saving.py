"""What checked files come to in one line, whose they are, and the button that saves them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.ingest import jobs
from analytics.ingest.columns import brands
from ui import bound, cache, state
from ui.sections.ingest import merging
from ui.text import literal
from ui.views.ingest import checking, verdict

if TYPE_CHECKING:
    from analytics.ingest.drafts import Draft
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession

LONGEST_NAME = 40


def show(page: Page, session: UploadSession, draft: Draft, channels: list[dict[str, Any]]) -> None:
    """The verdict on a draft, the questions that only a person can answer, and *Import*.

    `channels` are those a person has placed.
    """
    text = page.text
    st.markdown(verdict.sentence(draft, text))
    mode = _mode(page, draft)
    label = _brand(page, session, draft) if mode == "new" else page.manifest.label
    with st.container(horizontal=True, vertical_alignment="center"):
        is_wanted = st.button(
            text("checking.import"), type="primary", icon=":material/play_arrow:", key="import"
        )
        if verdict.has_notes(draft):
            st.caption(text("checking.notes_below"), width="content")
    if mode == "update":
        merging.show_effect(page, draft, page.label())
    if is_wanted:
        choices = jobs.Choices(label, mode, tuple(channels))
        job = jobs.start_import(cache.store(), draft, choices)
        state.set_job(job, leads_to="container")
        time.sleep(0.05)
        st.rerun()


def _brand(page: Page, session: UploadSession, draft: Draft) -> str:
    """The name of the brand: as the file or a person gives it, else one that no dataset has."""
    unnamed = verdict.unnamed([manifest.label for manifest in cache.store().versions()], page.text)
    name: str = st.text_input(
        page.text("checking.brand"),
        placeholder=unnamed,
        max_chars=LONGEST_NAME,
        **session.bind("brand", page.lang, brands.brand_of(draft.parts)[:LONGEST_NAME]),
    )
    return " ".join(name.split()) or unnamed


def _mode(page: Page, draft: Draft) -> Any:
    """Whether the rows become a dataset of their own or part of the one in use."""
    if draft.base is None or draft.against is None:
        return "new"
    text, name = page.text, page.label()
    modes = ["new", "update", "replace"]
    mode = st.radio(
        text("checking.where"),
        modes,
        format_func=lambda code: text(f"checking.mode.{code}", name=literal(name)),
        horizontal=True,
        **bound.choice("tray.mode", page.lang, checking.likely_mode(draft), modes),
    )
    if mode == "replace":
        st.markdown(text("checking.replace_note", name=literal(name)))
    return mode
