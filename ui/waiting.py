"""Answers that take a while: the page stays usable, says how far it is, and comes back alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import store as review_store
from ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from analytics.jobs import Job
    from ui.page import Page

PATIENCE = 2.0
"""Seconds in which most answers come: so long nothing is said."""
POLL = 1.0
MANY = 20_000
"""Reviews that take longer to read than a page should."""


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
    return work.result


def reviews(page: Page) -> None:
    """Have many reviews read before scores are asked for; ends the page while they are."""
    if page.manifest.about["count_feedback"] <= MANY:
        return
    words = cache.answer(lexicon_store.fitted, page.version, page.definition.lexicon)
    if review_store.is_read(cache.store(), page.version, words):
        return
    said = page.text("voice.wait")
    if answer(page, said, review_store.prepared, page.definition.lexicon) is None:
        st.stop()


@st.fragment(run_every=POLL)
def _watch(page: Page, said: str, work: Job[Any]) -> None:
    if work.ended.is_set():
        st.rerun(scope="app")
    seconds = page.text("common.seconds", n=work.seconds)
    st.progress(min(work.share, 1.0), text=f":material/hourglass_top: {said} {seconds}")
