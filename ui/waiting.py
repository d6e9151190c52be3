"""Answers that take a while: the page stays usable, says how far it is, and comes back alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from ui.cache import Work
    from ui.frame import Page

PATIENCE = 2.0
"""Seconds in which most answers come: so long nothing is said."""
POLL = 1.0


def answer(
    page: Page, said: str, ask: Callable[..., Any], asked: Hashable, *options: Hashable
) -> Any:
    """What `ui.cache.work` finds; None while it is being worked out, with `said` and how far it is
    in the answer's place. What went wrong is raised here."""
    work = cache.work(ask, page.version, asked, *options)
    with st.spinner(said):
        is_there = work.ended.wait(PATIENCE)
    if not is_there:
        _watch(page, said, work)
        return None
    if work.error is not None:
        raise work.error
    return work.answer


@st.fragment(run_every=POLL)
def _watch(page: Page, said: str, work: Work) -> None:
    if work.ended.is_set():
        st.rerun(scope="app")
    seconds = page.text("common.seconds", n=work.seconds)
    st.progress(min(work.share, 1.0), text=f":material/hourglass_top: {said} {seconds}")
