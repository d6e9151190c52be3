"""Files that make one table together: shown with what joining them comes to, and a way out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import streamlit as st

from analytics.errors import NineSupersError
from analytics.ingest.joins import joins
from ui import bound, state
from ui.frame import complain
from ui.page import Page
from ui.sections.ingest.upload_session import UploadSession
from ui.views.ingest import joining as view

if TYPE_CHECKING:
    from analytics.ingest.proposals import Proposal

NO = "no"


def offer(page: Page, session: UploadSession, tables: list[Proposal]) -> list[Proposal]:
    """The tables, a joined one in place of those it is made of unless the person declines."""
    remaining = tables
    for join in joins.find(tables):
        name = f"join.{join.key}"
        with st.container(border=True):
            st.markdown(view.offer_sentence(join, page.text))

            def store(is_joined: bool, name: str = name) -> None:
                session.choices[name] = "" if is_joined else NO

            is_wanted = st.checkbox(
                page.text("joining.use"),
                **bound.value(f"{state.TRAY}.{name}", page.lang, True, store),
            )
            joined = _joined(page, session, join) if is_wanted else None
            if joined is not None:
                for sentence in view.outcome(join, joined, page.text):
                    st.markdown(f"- {sentence}")
                remaining = [part for part in remaining if part.key not in join.replaces]
                remaining.append(joined.proposal)
    return remaining


def _joined(page: Page, session: UploadSession, join: joins.Join) -> joins.Joined | None:
    """The join carried out, once; None with the reason shown where it cannot be."""
    key = f"{join.key}|{'|'.join(part.path.name for part in join.parts)}"
    if key not in session.joined:
        with st.spinner(page.text("joining.working")):
            try:
                session.joined[key] = joins.run(join, Path(session.folder.name) / "joined")
            except NineSupersError as error:
                session.joined[key] = error
    outcome = session.joined[key]
    if isinstance(outcome, NineSupersError):
        complain(outcome, page.lang)
        return None
    return outcome
