"""Two answers to one question about the parts of a draft, a button each, the one chosen marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ui.sections.ingest.upload_session import UploadSession


def buttons(
    session: UploadSession,
    question: str,
    labels: Mapping[str, str],
    chosen: str,
    names: Sequence[str],
) -> None:
    """A button per answer of `labels`; a click keeps it among the session's choices under each of
    `names`. `question` begins the keys of the buttons."""
    with st.container(horizontal=True):
        for answer, label in labels.items():
            st.button(
                label,
                key=f"{question}.{answer}",
                type="primary" if answer == chosen else "secondary",
                on_click=_answer,
                args=(session, names, answer),
            )


def _answer(session: UploadSession, names: Sequence[str], answer: str) -> None:
    for name in names:
        session.choices[name] = answer
