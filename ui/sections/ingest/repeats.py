"""Hidden sheets, and what several tables of one import bring twice: shown with a way out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import bound, state
from ui.sections.ingest import answers
from ui.sections.ingest.upload_session import part_name
from ui.text import literal
from ui.views.ingest import repeats as view

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from ui.page import Page
    from ui.sections.ingest.upload_session import UploadSession

TAKEN, EVERYTHING, SINGLE = "yes", "everything", "single"


def visible(page: Page, session: UploadSession, tables: Iterable[Proposal]) -> list[Proposal]:
    """The tables without those of hidden sheets, each of which has a tick that takes it in."""
    remaining = []
    for part in tables:
        shown = part.taken_in() if part.is_hidden else part
        if not part.is_hidden:
            remaining.append(part)
        elif shown.match.table is not None and _is_taken(page, session, part):
            remaining.append(shown)
    return remaining


def _is_taken(page: Page, session: UploadSession, part: Proposal) -> bool:
    name = f"{part_name(part)}.hidden"

    def store(is_taken: bool) -> None:
        session.choices[name] = TAKEN if is_taken else ""

    sentence = page.text(
        "checking.hidden", sheet=literal(part.sheet or ""), file=literal(part.name)
    )
    st.markdown(f":material/visibility_off: {sentence}")
    return st.checkbox(
        page.text("checking.hidden_take", sheet=literal(part.sheet or "")),
        **bound.value(f"{state.TRAY}.{name}", page.lang, session.choices.get(name) == TAKEN, store),
    )


def keeps_repeats(session: UploadSession, part: Proposal) -> bool:
    """Whether somebody wants every line of a part counted, whatever other files bring."""
    return session.choices.get(_name(part)) == EVERYTHING


def ask(page: Page, session: UploadSession, draft: Draft) -> None:
    """What is counted once, table by table, and one button for either answer.

    Nothing where no line comes twice and nobody has asked for everything.
    """
    sentences = view.sentences(draft, page.text)
    is_everything = any(part.keeps_repeats for part in draft.parts)
    if not sentences and not is_everything:
        return
    with st.container(border=True):
        if is_everything:
            st.markdown(page.text("checking.repeats_kept"))
        for sentence in sentences:
            st.markdown(f":material/content_copy: {sentence}")
        labels = {key: page.text(f"checking.repeats_{key}") for key in (SINGLE, EVERYTHING)}
        chosen = EVERYTHING if is_everything else SINGLE
        answers.buttons(session, "repeats", labels, chosen, [*map(_name, draft.parts)])


def _name(part: Proposal) -> str:
    return f"{part_name(part)}.repeats"
