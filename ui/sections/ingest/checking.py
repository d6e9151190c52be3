"""The check of the whole files: under way, refused, or what to know before anything is saved."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.errors import NineSupersError
from analytics.ingest import drafts, jobs, problems, proposals, recipes
from ui import cache, waiting, widgets
from ui.frame import complain
from ui.page import Page
from ui.sections.ingest import (
    astray,
    decimals,
    merging,
    person_ids,
    repairs,
    repeats,
    saving,
)
from ui.text import literal
from ui.views.ingest import checking as view

if TYPE_CHECKING:
    from collections.abc import Sequence

    import polars as pl
    from streamlit.delta_generator import DeltaGenerator

    from analytics.ingest.drafts import Draft
    from analytics.ingest.proposals import Proposal
    from analytics.jobs import Job
    from ui.sections.ingest.upload_session import UploadSession
    from ui.text import Text

AT_ONCE_MB = 40
"""Files up to this size are checked at once; larger ones wait for the button."""
PATIENCE = 1.2
"""Most checks end within this, and need no line that says they are under way."""
MOST_CELLS = 200
MOST_GROUPS = 12


@dataclass(frozen=True)
class Places:
    """Where a check is shown: what the files come to and what saves it, above the uploader; what
    to know about them, below it."""

    verdict: DeltaGenerator
    notes: DeltaGenerator


def show(page: Page, session: UploadSession, settled: list[Proposal], places: Places) -> None:
    """Check the settled tables, then show what would be saved and the button that saves it."""
    with places.verdict:
        draft = _draft(page, session, settled)
    if draft is not None:
        with places.notes:
            channels = _show_notes(page, session, draft)
        with places.verdict.container(border=True):
            saving.show(page, session, draft, channels)


def _draft(page: Page, session: UploadSession, settled: list[Proposal]) -> Draft | None:
    """The checked files; None, with the reason and what would settle it, where there are none."""
    try:
        parts = proposals.usable(settled)
    except NineSupersError as error:
        complain(error, page.lang)
        return None
    # A brand's next file speaks of everybody, a segment only of some.
    is_whole = not page.manifest.is_sample and page.manifest.segment is None
    base = page.version if is_whole else None
    key = drafts.digest(parts, base)
    if key not in session.checked and not _check(page, session, parts, base, key):
        return None
    outcome = session.checked[key]
    if isinstance(outcome, NineSupersError):
        complain(outcome, page.lang)
        _offer_orders(page, session, parts, outcome)
        decimals.ask(page, session, parts, outcome)
        return None
    return outcome


def _offer_orders(
    page: Page, session: UploadSession, parts: list[Proposal], refusal: NineSupersError
) -> None:
    """Which order of day and month a column has: one button an order, with the days it gives."""
    evidence: Any = refusal.facts.get("evidence", [])
    if not evidence:
        return
    st.markdown(page.text("checking.asked"))
    file_parts = [part for part in parts if part.name == refusal.facts["file"]]
    for order in evidence:
        if order["count_read"] and order["date_order"] in view.ORDERS:
            st.button(
                view.order_sentence(order, page.text),
                key=f"order.{order['date_order']}",
                on_click=_choose_order,
                args=(page, session, file_parts, order["date_order"]),
            )


def _choose_order(page: Page, session: UploadSession, parts: list[Proposal], order: str) -> None:
    for part in parts:
        for name in session.names(part, "dates"):
            session.choose(name, page.lang, order)


def _check(
    page: Page, session: UploadSession, parts: list[Proposal], base: str | None, key: str
) -> bool:
    """Start or watch the check of these decisions; whether it has ended."""
    if session.job is not None and session.job_key != key:
        session.job.cancel()
        session.job = None
    if session.job is None:
        size = sum(path.stat().st_size for path in {part.path for part in parts}) / 1e6
        if (size > AT_ONCE_MB or session.stopped_key == key) and not _is_requested(page, size):
            return False
        session.job, session.job_key, session.stopped_key = (
            jobs.start_check(cache.store(), parts, base),
            key,
            "",
        )
        session.job.ended.wait(PATIENCE)
    if not _take(session):
        waiting.watch(session.job, partial(_show_progress, page), partial(_take, session))
        return False
    return key in session.checked


def _is_requested(page: Page, size: float) -> bool:
    st.caption(page.text("checking.start_note", size=f"{size:.0f}"))
    return st.button(page.text("checking.start"), type="primary")


def _take(session: UploadSession) -> bool:
    """Store the outcome of a check that has ended; whether it has."""
    job = session.job
    if job is None or not job.ended.is_set():
        return False
    session.job = None
    if job.cancelled.is_set():
        session.stopped_key = session.job_key
    elif job.result is not None:
        session.keep_draft(session.job_key, job.result)
    elif job.error is not None:
        session.checked[session.job_key] = job.error
    return True


def _show_progress(page: Page, job: Job[Draft]) -> None:
    with st.container(border=True):
        sentence = view.progress_sentence(job.progress, job.seconds, page.text)
        st.markdown(f":material/hourglass_top: {sentence}")
        st.button(page.t("cancel"), on_click=job.cancel, key="cancel_check")


def _show_notes(page: Page, session: UploadSession, draft: Draft) -> list[dict[str, Any]]:
    """What was set aside, read otherwise than written or left open, each with a way to change it;
    the places of channels that a person has given."""
    text = page.text
    st.subheader(text("checking.title"), anchor=False)
    widgets.figures(view.figures(draft, text))
    if draft.totals["count_lines"]:
        st.markdown(view.span_sentence(draft, text))
    for sentence in view.read_sentences(draft, text):
        st.caption(sentence)
    repeats.ask(page, session, draft)
    merging.show_again(page, draft)
    _recipe_changes(page, session, draft)
    problem_frame = draft.problems()
    astray.ask(page, session, draft, problem_frame)
    repairs.ask(page, session, draft, problem_frame)
    person_ids.show(page, session, draft)
    if problem_frame.is_empty():
        st.markdown(text("checking.clean"))
    else:
        _problems(page, session, draft, problem_frame)
    if session.corrections:
        st.button(text("checking.unmend"), on_click=session.corrections.clear)
    return _channels(page, session, draft)


def _recipe_changes(page: Page, session: UploadSession, draft: Draft) -> None:
    for part in draft.parts:
        recipe = session.recipe(part)
        if recipe is not None and part.match.table == "orders":
            for change in recipes.changes_in(recipe, draft):
                st.info(view.change_sentence(change, page.text), icon=":material/difference:")


def _problems(
    page: Page, session: UploadSession, draft: Draft, found_problems: pl.DataFrame
) -> None:
    text = page.text
    groups = view.groups(draft, found_problems, text)[:MOST_GROUPS]
    headed = [
        ("problems", [group for group in groups if not group.is_notice]),
        ("notices", [group for group in groups if group.is_notice]),
    ]
    for heading, part in headed:
        if part:
            st.markdown(f"**{text(f'checking.{heading}')}**")
            _groups(session, draft, part, text)
    mendable = view.mendable(found_problems)
    if not mendable.is_empty():
        with st.expander(text("checking.mend")):
            _cells(page, session, draft, mendable)
    if not draft.set_aside().is_empty():
        st.download_button(
            text("checking.workbook"),
            lambda: problems.set_aside_workbook(draft.problems(), draft.set_aside(), page.lang),
            file_name="set-aside.xlsx",
            icon=":material/download:",
            help=text("checking.workbook_help"),
            on_click="ignore",
        )


def _groups(session: UploadSession, draft: Draft, groups: Sequence[view.Group], text: Text) -> None:
    """Each kind with what is suggested for it, where anything is."""
    for group in groups:
        description, actions = st.columns([4, 1], vertical_alignment="center")
        description.markdown(f"- {group.sentence}")
        if group.suggested:
            old, new = next(iter(group.suggested.items()))
            actions.button(
                text("checking.accept", count=len(group.suggested)),
                key=f"accept.{group.file_key}.{group.name}.{group.code}",
                help=text("checking.accept_help", old=literal(old), new=literal(new)),
                on_click=_accept,
                args=(session, draft.part(group.file_key), group.name, dict(group.suggested)),
            )


def _accept(session: UploadSession, part: Proposal, name: str, changes: dict[str, str]) -> None:
    session.correct(part, part.mends.with_values(name, changes))


def _cells(page: Page, session: UploadSession, draft: Draft, mendable: pl.DataFrame) -> None:
    """The flagged cells in a grid, each with what it should say instead."""
    text = page.text
    before = view.editable(mendable, text, MOST_CELLS)
    st.caption(text("checking.mend_note", count=before.height))
    own = ("take", "instead")
    labels = {
        name: text(f"checking.column.{name}") if name in own else page.t(f"column.{name}")
        for name in before.columns
    }
    edited = widgets.grid(
        before,
        labels,
        key=f"mend.{session.job_key[:12]}.{page.lang}",
        editable=own,
    )
    if st.button(text("checking.mend_apply")):
        for file_key, rows in view.corrected(mendable, edited).items():
            part = draft.part(file_key)
            session.correct(part, part.mends.with_cells(rows))
        st.rerun()


def _channels(page: Page, session: UploadSession, draft: Draft) -> list[dict[str, Any]]:
    """Where each channel belongs, and the places a person has changed."""
    if not draft.channels:
        return []
    text = page.text
    own = session.places(draft, page.manifest.channels)
    before = view.placed(draft, own, text)
    with st.expander(text("checking.channels"), expanded=not before["domain"].is_not_null().all()):
        st.caption(text("checking.channels_note"))
        labels = {name: text(f"checking.column.{name}") for name in before.columns}
        codes = {name: view.codes(name) for name in view.PLACES}
        edited = widgets.grid(
            before,
            labels,
            key=f"places.{page.lang}",
            editable=view.PLACES,
            codes=codes,
            word=lambda name, code: text(f"common.{name}_{code}"),
        )
    changed = view.settled(before, edited)
    return [*({"channel": name, **place} for name, place in own.items()), *changed]
