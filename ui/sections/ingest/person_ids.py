"""What was done to the identifiers of people, and the way back to how they are written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui.sections.ingest.upload_session import part_name
from ui.views.ingest import person_ids as view

if TYPE_CHECKING:
    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession


def rule(session: UploadSession, part: Proposal) -> str:
    """The rule somebody has chosen for a part, else the one it comes with."""
    return session.choices.get(_name(part), part.ids)


def show(page: Page, session: UploadSession, draft: Draft) -> None:
    """How many identifiers turned out to be another's, and one button for the other rule.

    Nothing where no identifier was changed, and nobody has asked for them as written.
    """
    sentences = view.sentences(draft, page.text)
    if not sentences:
        return
    with st.container(border=True):
        for sentence in sentences:
            st.markdown(f":material/badge: {sentence}")
        other = view.other_rule(draft)
        st.button(
            page.text(f"checking.ids_{other}"),
            key=f"ids.{other}",
            on_click=_choose,
            args=(session, draft, other),
        )


def _choose(session: UploadSession, draft: Draft, chosen: str) -> None:
    for part in draft.parts:
        session.choices[_name(part)] = chosen


def _name(part: Proposal) -> str:
    return f"{part_name(part)}.ids"
