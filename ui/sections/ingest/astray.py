"""The question what becomes of dates in the future, or years away from all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import widgets
from ui.sections.ingest import answers
from ui.sections.ingest.upload_session import part_name
from ui.views.ingest import astray as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession

RIGHT, ASIDE = "right", "aside"


def keeps_dates(session: UploadSession, part: Proposal) -> bool:
    """Whether somebody has called the dates of a part right."""
    return session.choices.get(_name(part)) == RIGHT


def ask(page: Page, session: UploadSession, draft: Draft, problem_frame: pl.DataFrame) -> None:
    """How many dates are astray, the first of them, and one button for either answer.

    Nothing where none is, and nobody has said that such dates are right.
    """
    rows = view.astray(problem_frame)
    are_right = any(part.keeps_dates for part in draft.parts)
    if rows.is_empty() and not are_right:
        return
    text = page.text
    with st.container(border=True):
        if rows.is_empty():
            st.markdown(text("checking.astray_kept"))
        else:
            st.markdown(f":material/event_busy: {view.sentence(rows, text)}")
            widgets.table(view.examples(rows, text), {}, page.lang)
        labels = {key: text(f"checking.astray_{key}") for key in (ASIDE, RIGHT)}
        chosen = RIGHT if are_right else ASIDE
        answers.buttons(session, "astray", labels, chosen, [*map(_name, draft.parts)])


def _name(part: Proposal) -> str:
    return f"{part_name(part)}.astray"
