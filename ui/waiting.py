"""Answers that take a while: the page stays usable, says how far it is, and comes back alone."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.reviews import store as review_store
from ui import cache

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from analytics.assessment.assessment import Assessment
    from analytics.jobs import Job
    from ui.page import Page

PATIENCE = 2.0
"""Seconds in which most answers come: so long nothing is said."""
POLL = 0.5
MANY = 20_000
"""Reviews that take longer to read than a page should."""


def answer(
    page: Page, sentence: str, ask: Callable[..., Any], query: Hashable, *options: Hashable
) -> Any:
    """What `ui.cache.work` finds; None while it is being worked out, with the sentence and how far
    it is in the answer's place. What went wrong is raised here."""
    job = cache.work(ask, page.version, query, *options)
    with st.spinner(sentence):
        is_there = job.ended.wait(PATIENCE)
    if not is_there:
        watch(job, partial(_share, page, sentence))
        return None
    if job.error is not None:
        raise job.error
    return job.result


def reviews(page: Page) -> None:
    """Have many reviews read before scores are asked for; ends the page while they are."""
    if page.manifest.about["count_feedback"] <= MANY:
        return
    words = cache.answer(lexicon_store.fitted, page.version, page.definition.lexicon)
    if review_store.is_read(cache.store(), page.version, words):
        return
    sentence = page.text("voice.wait")
    if answer(page, sentence, review_store.prepared, page.definition.lexicon) is None:
        st.stop()


def assessment(page: Page) -> Assessment:
    """The assessment of what the page looks at; a sentence in its place until it is there."""
    reviews(page)
    with st.spinner(page.text("common.preparing")):
        return cache.assess(page.version, page.filters, page.definition)


def _share(page: Page, sentence: str, job: Job[Any]) -> None:
    seconds = page.text("common.seconds", n=job.seconds)
    st.progress(min(job.share, 1.0), text=f":material/hourglass_top: {sentence} {seconds}")


def _nothing() -> None:
    """The page that runs again takes up what came of the job."""


@st.fragment(run_every=POLL)
def watch(
    job: Job[Any], show: Callable[[Job[Any]], None], settle: Callable[[], object] = _nothing
) -> None:
    """Show how far a job is, twice a second, until it has ended; then `settle` what came of it and
    run the page again."""
    if job.ended.is_set():
        settle()
        st.rerun(scope="app")
    show(job)
