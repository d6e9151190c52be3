"""What was read otherwise than it is written, each with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.ingest.repairs import REPAIRS
from ui.sections.ingest import answers
from ui.sections.ingest.upload_session import part_name
from ui.views.ingest import repairs as view

if TYPE_CHECKING:
    import polars as pl

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession

MENDED, WRITTEN = "mended", "written"


def as_written(session: UploadSession, part: Proposal) -> list[str]:
    """The codes of what somebody wants as the file has it; at first as its recipe says."""
    return [
        code
        for code in REPAIRS
        if session.choices.get(_name(part, code), WRITTEN if code in part.as_written else MENDED)
        == WRITTEN
    ]


def ask(page: Page, session: UploadSession, draft: Draft, problem_frame: pl.DataFrame) -> None:
    """One box per kind: what was done, how often, and a button for either reading."""
    text = page.text
    for code in REPAIRS:
        count = view.count(problem_frame, code)
        is_written = any(code in part.as_written for part in draft.parts)
        if not count and not is_written:
            continue
        with st.container(border=True):
            st.markdown(view.sentence(code, count, text))
            labels = {key: text(f"repairs.{code}_{key}") for key in (MENDED, WRITTEN)}
            chosen = WRITTEN if is_written else MENDED
            names = [_name(part, code) for part in draft.parts]
            answers.buttons(session, f"repairs.{code}", labels, chosen, names)


def _name(part: Proposal, code: str) -> str:
    return f"{part_name(part)}.repairs.{code}"
