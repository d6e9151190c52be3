"""Files: upload, correct the proposed reading, import with progress, cancel."""

from __future__ import annotations

import hashlib
import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.errors import NineSupersError
from analytics.ingest import proposals as ingest_proposals
from analytics.ingest import recipes, template
from ui import cache, state, waiting
from ui.frame import complain
from ui.page import Page
from ui.sections.ingest import checking, joining, proposals, repeats
from ui.sections.ingest.upload_session import UploadSession
from ui.text import literal
from ui.views.ingest import data as view

if TYPE_CHECKING:
    from analytics.ingest.proposals import Proposal
    from analytics.jobs import Job
    from analytics.storage.versions import Manifest

ENCODING_TROUBLE = ("file_encoding", "encoding_ambiguous")
INBOX = "NINE_SUPERS_INBOX"
"""A folder of the server from which files too large for a browser can be taken."""
TYPES = [
    *("csv", "tsv", "txt", "xlsx", "xlsm", "xls", "xlsb", "ods", "parquet"),
    *("json", "jsonl", "ndjson", "zip"),
]


def show(page: Page) -> None:
    """The uploader, above it what its files come to, below it what to know about them; or the
    import under way.

    The uploader stays during an import, so that a cancelled one can be started again.
    """
    job = state.job()
    if job is not None:
        waiting.watch(job, partial(_show_progress, page))
    session: UploadSession = state.kept(state.TRAY, UploadSession)
    verdict, questions, introduction = st.container(), st.container(), st.container()
    files = st.file_uploader(
        page.t("drop_label"),
        type=TYPES,
        accept_multiple_files=True,
        key=f"upload.{state.upload_round()}",
        help=page.t("drop_help"),
        disabled=job is not None,
    )
    inbox_paths = [] if job is not None else _from_inbox(page)
    if job is not None or not (files or inbox_paths):
        with introduction:
            st.markdown(page.t("drop"))
            _template(page)
        st.caption(page.t("drop_hint"))
        return
    notes = st.container()
    inspected = [
        _inspect_upload(page, session, file)
        for file in files
        if not _is_recipe(page, session, file)
    ]
    inspected += [_inspect(page, session, path, path.name, str(path)) for path in inbox_paths]
    # The same file dropped twice would be two widgets of one name.
    tables = {
        (part.path, part.sheet): part for file_proposals in inspected for part in file_proposals
    }.values()
    with notes:
        joined = joining.offer(page, session, repeats.visible(page, session, tables))
    settled = [proposals.settle(page, session, part, questions) for part in joined]
    if any(part.match.table for part in settled):
        with notes:
            for sentence in view.left_out(settled, page.text):
                st.markdown(f":material/unpublished: {sentence}")
    if settled:
        checking.show(page, session, settled, checking.Places(verdict, notes))


def _template(page: Page) -> None:
    st.download_button(
        page.text("checking.template"),
        lambda: template.workbook(page.lang),
        file_name="nine-supers.xlsx",
        icon=":material/table_view:",
        on_click="ignore",
        type="tertiary",
    )


def _from_inbox(page: Page) -> list[Path]:
    """The files chosen from the folder the server may read, where one is set."""
    folder = os.environ.get(INBOX)
    if not folder:
        return []
    paths = {path.name: path for path in sorted(Path(folder).glob("*")) if path.is_file()}
    chosen = st.multiselect(
        page.text("checking.inbox"), list(paths), key=f"inbox.{state.upload_round()}"
    )
    return [paths[name] for name in chosen]


def _is_recipe(page: Page, session: UploadSession, file: Any) -> bool:
    """Save the file where it is a recipe; whether it is one."""
    if not file.name.lower().endswith(".json"):
        return False
    try:
        recipe = recipes.parse(file.getvalue(), file.name)
    except NineSupersError as error:
        if recipes.KIND.encode() not in file.getvalue():
            return False
        complain(error, page.lang)
        return True
    recipes.save(cache.store(), recipe)
    session.recalled.clear()
    sentence = page.text("checking.recipe_saved", name=literal(recipe.name))
    st.success(sentence, icon=":material/check_circle:")
    return True


def _inspect_upload(page: Page, session: UploadSession, file: Any) -> list[Proposal]:
    """The uploaded file's tables, or none with the reason shown."""
    content = file.getvalue()
    digest = hashlib.sha256(content + file.name.encode()).hexdigest()
    path = Path(session.folder.name) / digest
    if not path.exists():
        path.write_bytes(content)
    return _inspect(page, session, path, file.name, digest)


def _inspect(
    page: Page, session: UploadSession, path: Path, name: str, digest: str
) -> list[Proposal]:
    encoding = session.choices.get(f"{path.name}.encoding", "")
    key = f"{digest}.{encoding}"
    if key not in session.inspected:
        with st.spinner(page.t("looking", file=literal(name))):
            try:
                session.inspected[key] = ingest_proposals.inspect_file(
                    path, name, encoding, folder=_members(session, digest)
                )
            except NineSupersError as error:
                session.inspected[key] = error
    inspected = session.inspected[key]
    if isinstance(inspected, NineSupersError):
        complain(inspected, page.lang)
        if encoding or inspected.code in ENCODING_TROUBLE:
            proposals.choose_encoding(page, session, path, "")
        return []
    return inspected


def _members(session: UploadSession, digest: str) -> Path:
    """Where the files of an archive lie while this visitor needs them."""
    return Path(session.folder.name) / f"{hashlib.sha256(digest.encode()).hexdigest()}.members"


def _show_progress(page: Page, job: Job[Manifest]) -> None:
    """Progress in words while the import runs; the frame says how it ended."""
    with st.container(border=True):
        if job.cancelled.is_set():
            st.markdown(page.t("cancelling"))
            return
        sentence = view.progress_sentence(job.progress, job.seconds, page.text)
        st.markdown(f":material/hourglass_top: {sentence}")
        st.caption(page.t("usable_meanwhile"))
        st.button(page.t("cancel"), on_click=job.cancel)
