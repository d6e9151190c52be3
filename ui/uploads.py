"""The way in for files: upload, correct what they were taken for, import with progress, cancel."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics import schema
from analytics.errors import NineSupersError
from analytics.ingest import importer, jobs
from analytics.ingest.dates import DATE_ORDERS
from ui import cache, state, widgets
from ui.frame import Page, complain
from ui.text import literal
from ui.views import data as view

if TYPE_CHECKING:
    from analytics.ingest.importer import Proposal

TYPES = ["csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "parquet"]
POLL = 0.5


@dataclass
class Tray:
    """What one visitor has dropped in, by content: a file is looked at once, however often a
    page runs."""

    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="nine-supers-upload-")
    )
    looked: dict[str, list[Proposal] | NineSupersError] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    """What the person chose, by name of the widget, whatever its language."""

    def bind(self, name: str, lang: str, proposed: str) -> dict[str, Any]:
        """`state.bind` for a choice that starts as what was proposed."""

        def store(chosen: str) -> None:
            self.said[name] = chosen

        return state.bind(f"{state.TRAY}.{name}", lang, self.said.get(name, proposed), store)


def show(page: Page) -> None:
    """The uploader with what follows it: proposals, or the import under way.

    The uploader stays during an import, so that a cancelled one can be started again.
    """
    is_busy = state.job() is not None
    if is_busy:
        _watch(page)
    tray: Tray = state.kept(state.TRAY, Tray)
    st.markdown(page.t("drop"))
    files = st.file_uploader(
        page.t("drop_label"),
        type=TYPES,
        accept_multiple_files=True,
        key=f"upload.{state.upload_round()}",
        help=page.t("drop_help"),
        disabled=is_busy,
    )
    if is_busy:
        return
    if not files:
        st.caption(page.t("drop_hint"))
        return
    looked = [_look(page, tray, file) for file in files]
    # The same file dropped twice would be two widgets of one name.
    proposals = {(part.path, part.sheet): part for found in looked for part in found}.values()
    settled = [_settle(page, tray, part) for part in proposals]
    if settled:
        _offer(page, settled)


def _look(page: Page, tray: Tray, file: Any) -> list[Proposal]:
    """The file's tables, or none with the reason shown."""
    content = file.getvalue()
    digest = hashlib.sha256(content + file.name.encode()).hexdigest()
    if digest not in tray.looked:
        path = Path(tray.folder.name) / digest
        path.write_bytes(content)
        with st.spinner(page.t("looking", file=literal(file.name))):
            try:
                tray.looked[digest] = importer.inspect_file(path, file.name)
            except NineSupersError as error:
                tray.looked[digest] = error
    found = tray.looked[digest]
    if isinstance(found, NineSupersError):
        complain(found, page.lang)
        return []
    return found


def _settle(page: Page, tray: Tray, part: Proposal) -> Proposal:
    """The proposal as corrected by the person."""
    known = part.match.table is not None
    missing = "ordered_at" in part.match.missing
    icon = ":material/check_circle:" if known and not missing else ":material/help:"
    is_asked = missing or not (known or part.sheet)
    with st.expander(view.proposal_sentence(part, page.text), icon=icon, expanded=is_asked):
        name = f"{part.path.name}|{part.sheet}"
        tables = ["", *schema.TABLES]
        chosen = st.selectbox(
            page.t("table_label"),
            tables,
            format_func=lambda table: (
                page.text(f"tables.{table}.name") if table else page.t("leave_out")
            ),
            **tray.bind(f"{name}.table", page.lang, part.match.table or ""),
        )
        widgets.table(view.sample(part), {}, page.lang)
        if not chosen:
            return part if part.match.table is None else part.left_out()
        settled = part if chosen == part.match.table else part.as_table(chosen)
        return _mapped(page, tray, settled, f"{name}.{chosen}")


def _mapped(page: Page, tray: Tray, part: Proposal, name: str) -> Proposal:
    """The mapping, a list of choices a column; and 3/5 settled where a person says so."""
    labels = view.mapping(part, page.text)
    options = view.headers(part)
    shown = [
        column for column in labels if column in part.match.mapping or column in part.match.missing
    ]
    rest = [column for column in labels if column not in shown]
    corrected: dict[str, str | None] = {}
    for group, columns in (("matched", shown), ("unmatched", rest)):
        if not columns:
            continue
        st.caption(page.t(group))
        grid = st.columns(3)
        for place, column in enumerate(columns):
            header = grid[place % 3].selectbox(
                labels[column],
                options,
                format_func=lambda option: option or page.t("no_header"),
                **tray.bind(f"{name}.{column}", page.lang, view.chosen_header(part, column)),
            )
            if header != view.chosen_header(part, column):
                corrected[column] = header or None
    order = st.radio(
        page.t("date_order"),
        ["", *DATE_ORDERS],
        format_func=lambda code: page.t(f"date_order_{code or 'auto'}"),
        horizontal=True,
        **tray.bind(f"{name}.dates", page.lang, ""),
    )
    try:
        return (
            part.with_mapping(corrected).with_date_order(order)
            if corrected
            else part.with_date_order(order)
        )
    except NineSupersError as error:
        complain(error, page.lang)
        return part


def _offer(page: Page, settled: list[Proposal]) -> None:
    """The button that imports, or why it cannot be pressed yet."""
    try:
        parts = importer.usable(settled)
    except NineSupersError as error:
        complain(error, page.lang)
        return
    names = ", ".join(dict.fromkeys(part.name for part in parts))
    if st.button(page.t("import", count=len(parts)), type="primary", icon=":material/play_arrow:"):
        state.set_job(jobs.start(cache.store(), parts, names))
        st.rerun()


@st.fragment(run_every=POLL)
def _watch(page: Page) -> None:
    """Progress in words while the import runs; the frame says how it ended."""
    job = state.job()
    if job is None:
        return
    if not job.ended.is_set():
        with st.container(border=True):
            if job.cancelled.is_set():
                st.markdown(page.t("cancelling"))
                return
            said = view.progress_sentence(job.progress, job.seconds, page.text)
            st.markdown(f":material/hourglass_top: {said}")
            st.caption(page.t("usable_meanwhile"))
            st.button(page.t("cancel"), on_click=job.cancel)
        return
    st.rerun(scope="app")


def confirm_delete(page: Page, version: str, label: str) -> None:
    """Ask before a version goes for good."""

    @st.dialog(page.t("delete_title"))
    def ask() -> None:
        st.markdown(page.t("delete_ask", name=literal(label)))
        if st.button(page.t("delete"), type="primary"):
            try:
                cache.store().delete(version)
            except NineSupersError as error:
                complain(error, page.lang)
                return
            if state.dataset() == version:
                state.set_dataset(None)
            state.flash("data.deleted")
            st.rerun()

    ask()
