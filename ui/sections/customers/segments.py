"""Customers saved under a name: offered beside the chart, built off the page's thread."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from analytics.customers.segment_job import start_segment
from analytics.customers.segments import LONGEST, SegmentChoice
from ui import cache, state, waiting
from ui.views.ingest import data

if TYPE_CHECKING:
    from analytics.jobs import Job
    from analytics.storage.versions import Manifest
    from ui.page import Page

JOB = "segment.job"
PATIENCE = 3.0
"""Seconds in which a small one is built: so long there is only a spinner."""


def offer(page: Page, key: str, chosen: SegmentChoice, proposed: str) -> None:
    """A button that asks for a name and builds the segment of those chosen."""
    with st.popover(page.text("segments.save"), icon=":material/bookmark_add:"):
        st.markdown(page.text("segments.holds"))
        name = st.text_input(
            page.text("segments.name"),
            max_chars=LONGEST,
            **state.bind(f"segment.{key}", page.lang, proposed[:LONGEST]),
        )
        is_busy = _job() is not None
        label = page.text("segments.make")
        if st.button(label, key=f"segment.{key}.make", type="primary", disabled=is_busy):
            state.keep(JOB, start_segment(cache.store(), page.version, chosen, name))
            with st.spinner(page.text("segments.making")):
                _wait()
            st.rerun()


def offer_filtered(page: Page) -> None:
    """Everybody whose first purchase the filters let through, where there are filters."""
    if page.filters.is_empty:
        st.caption(page.text("segments.filter_hint"))
        return
    chosen = SegmentChoice("filters", page.as_of, page.filters)
    st.markdown(page.text("segments.filters_label"))
    offer(page, "filters", chosen, page.text("segments.filters_name"))


def follow(page: Page) -> None:
    """Wait for a segment being built: then open it, or show why it failed."""
    job = _job()
    if job is None:
        return
    if not job.ended.is_set():
        waiting.watch(job, partial(_show, page))
        return
    state.keep(JOB, None)
    if job.result is not None:
        state.set_dataset(job.result.version)
        state.flash("segments.saved")
    elif job.error is not None:
        state.flash(job.error)
    st.rerun()


def _show(page: Page, job: Job[Manifest]) -> None:
    with st.container(border=True):
        sentence = data.progress_sentence(job.progress, job.seconds, page.text)
        st.markdown(f":material/hourglass_top: {sentence}")
        st.button(page.text("segments.stop"), on_click=job.cancel, key="segment.stop")


def _job() -> Job[Manifest] | None:
    job: Job[Manifest] | None = state.kept(JOB, lambda: None)
    return job


def _wait() -> None:
    job = _job()
    if job is not None:
        job.ended.wait(PATIENCE)
