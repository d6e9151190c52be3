"""The question whether 1.234 is a thousand and more, or one and a bit."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.ingest.build.numbers import SIGNS
from ui.sections.ingest.upload_session import part_name

if TYPE_CHECKING:
    from analytics.errors import NineSupersError
    from analytics.ingest.proposals import Proposal
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession


def sign(session: UploadSession, part: Proposal) -> str:
    """The sign before decimals somebody has chosen for a part, else the one it comes with."""
    return session.choices.get(_name(part), part.decimals)


def ask(
    page: Page, session: UploadSession, parts: list[Proposal], refusal: NineSupersError
) -> None:
    """One button for either reading of the amounts that a check has refused."""
    if refusal.code != "numbers_ambiguous":
        return
    file_parts = [part for part in parts if part.name == refusal.facts["file"]]
    for choice in SIGNS:
        st.button(
            page.text(f"checking.decimals.{choice}"),
            key=f"decimals.{choice}",
            on_click=_choose,
            args=(session, file_parts, choice),
        )


def _choose(session: UploadSession, parts: list[Proposal], choice: str) -> None:
    for part in parts:
        session.choices[_name(part)] = choice


def _name(part: Proposal) -> str:
    return f"{part_name(part)}.decimals"
