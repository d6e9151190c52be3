"""The word list on the Settings page: edited, uploaded, checked, and tried before it is saved."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

import polars as pl
import streamlit as st

from analytics.assessment import lexicon_effect
from analytics.errors import NineSupersError
from analytics.feedback.lexicon import checks, lexicon, sheet
from analytics.feedback.lexicon import store as lexicon_store
from analytics.feedback.lexicon.lexicon import DIMENSIONS, KINDS
from ui import cache, frame, state
from ui.sections.feedback import lexicon_outcome
from ui.views.feedback import lexicon as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.feedback.lexicon.store import SavedLexicon
    from ui.page import Page

DRAFT = "words.draft"
PROPOSED = "lexicon.proposed"
HEIGHT = 320
MOST_MB = 5


@dataclass
class Draft:
    """Unsaved changes to a word list; `base` holds the rows the grid began with."""

    start: SavedLexicon
    base: pl.DataFrame = field(init=False)
    edited: pl.DataFrame = field(init=False)
    turn: int = 0
    """Counts the grids: one that begins anew needs a name of its own."""

    def __post_init__(self) -> None:
        self.begin(view.grid(self.start.rows))

    def begin(self, rows: pl.DataFrame) -> None:
        """Let the grid begin with these rows."""
        self.base, self.edited, self.turn = rows, rows, self.turn + 1

    @property
    def is_touched(self) -> bool:
        """Whether anything differs from what it began as."""
        return lexicon_effect.packed(self.edited) != lexicon_effect.packed(self.start.rows)


def show(page: Page) -> None:
    """Which list is in use, the grid with its ways in and out, checks, effect, versions."""
    current = lexicon_store.current(cache.store())
    draft = _draft(current)
    st.markdown(view.head(current, page.text))
    st.caption(page.text("lexicon.note"))
    _proposals(page, draft)
    st.subheader(page.text("lexicon.edit_title"), anchor=False)
    st.caption(page.text("lexicon.edit_note"))
    _grid(page, draft)
    _files(page, draft)
    _outcome(page, draft)
    lexicon_outcome.versions(page, current)


def come_first(task: str, part: str) -> None:
    """Open the page at this part where the Voice page has proposed rows and the link names no
    part."""
    if state.kept(PROPOSED, list) and not state.option(task, ""):
        state.set_option(task, part)


def _draft(current: SavedLexicon) -> Draft:
    """The visitor's draft; one in which nothing was changed begins anew with the list in use."""
    draft: Draft = state.kept(DRAFT, lambda: Draft(current))
    if draft.start.id != current.id and not draft.is_touched:
        draft = Draft(current)
        state.keep(DRAFT, draft)
    return draft


def _grid(page: Page, draft: Draft) -> None:
    key = f"w.{DRAFT}.{draft.turn}.{page.lang}"
    if not state.is_drawn(key):
        draft.base = draft.edited
    labels = view.headers(page.text)
    config: dict[str, Any] = {
        column: st.column_config.TextColumn(labels[column]) for column in labels
    }
    for family, codes in (("kind", KINDS), ("dimension", DIMENSIONS)):
        config[family] = st.column_config.SelectboxColumn(
            labels[family],
            options=view.options(codes, draft.base[family]),
            format_func=partial(view.word, page.text, family),
        )
    edited = st.data_editor(
        draft.base,
        key=key,
        num_rows="dynamic",
        hide_index=True,
        width="stretch",
        height=HEIGHT,
        column_order=list(labels),
        column_config=config,
        placeholder="",
    )
    draft.edited = view.taken(edited)


def _files(page: Page, draft: Draft) -> None:
    rows, text = lexicon_store.tidy(draft.edited), page.text
    with st.container(horizontal=True):
        for ending, write in (("csv", sheet.as_csv), ("xlsx", sheet.as_workbook)):
            st.download_button(
                text(f"lexicon.download_{ending}"),
                partial(write, rows, page.lang),
                file_name=view.file_name(draft.start, ending),
                icon=":material/download:",
                on_click="ignore",
                key=f"w.lexicon.{ending}.{page.lang}",
            )
        st.download_button(
            text("lexicon.download_all"),
            lambda: sheet.as_csv(_shipped(page).rows, page.lang),
            file_name=view.file_name(lexicon_store.built_in(), "csv"),
            type="tertiary",
            on_click="ignore",
            key=f"w.lexicon.all.{page.lang}",
        )
    file = st.file_uploader(
        text("lexicon.upload_label", most=sheet.MOST_ROWS),
        type=["csv", "xlsx"],
        max_upload_size=MOST_MB,
        key=f"w.lexicon.upload.{draft.turn}.{page.lang}",
    )
    if file is None:
        return
    try:
        uploaded = sheet.read(file.getvalue(), file.name)
    except NineSupersError as error:
        frame.complain(error, page.lang)
        return
    draft.begin(view.grid(uploaded))
    state.flash("lexicon.uploaded")
    st.rerun()


def _proposals(page: Page, draft: Draft) -> None:
    """What the Voice page proposes, ready to be taken into the grid."""
    waiting: list[dict[str, Any]] = state.kept(PROPOSED, list)
    if not waiting:
        return
    with st.container(border=True):
        st.markdown(f"**{page.text('lexicon.proposed_title', count=len(waiting))}**")
        for place, proposal in enumerate(waiting):
            description, actions = st.columns([4, 2], vertical_alignment="center")
            description.markdown(view.proposed(proposal, page.text))
            if proposal.get("quote"):
                description.caption(
                    view.quote(str(proposal["quote"]), str(proposal.get("term") or ""))
                )
            with actions.container(horizontal=True):
                skipped = proposal | {"kind": "block", "dimension": "", "value": ""}
                for name, rows in (("accept", [proposal]), ("skip", [skipped]), ("dismiss", [])):
                    st.button(
                        page.text(f"lexicon.{name}"),
                        key=f"w.lexicon.{name}.{place}.{page.lang}",
                        help=page.text("lexicon.skip_help") if name == "skip" else None,
                        on_click=_settle,
                        args=(draft, [proposal], rows),
                    )
        if len(waiting) > 1:
            st.button(
                page.text("lexicon.accept_all"), on_click=_settle, args=(draft, waiting, waiting)
            )


def _settle(
    draft: Draft,
    settled: list[dict[str, Any]],
    rows: list[Mapping[str, Any]] | list[dict[str, Any]],
) -> None:
    """Take rows into the grid, and what was settled off the list."""
    if rows:
        cells = [{column: str(row.get(column) or "") for column in sheet.WRITTEN} for row in rows]
        added = pl.DataFrame(cells, schema=dict.fromkeys(sheet.WRITTEN, pl.String))
        edited = pl.concat([draft.edited, added], how="diagonal")
        draft.begin(view.grid(view.taken(edited)))
    waiting = [proposal for proposal in state.kept(PROPOSED, list) if proposal not in settled]
    state.keep(PROPOSED, waiting)


def _outcome(page: Page, draft: Draft) -> None:
    if not draft.is_touched:
        st.caption(page.text("lexicon.untouched"))
        return
    problems = checks.problems(draft.edited, _shipped(page))
    with st.container(border=True):
        lexicon_outcome.show_problems(page, draft.edited, problems)
        is_sound = not problems["is_fatal"].any()
        if is_sound:
            lexicon_outcome.effect_of(page, draft.start, draft.edited)
        if lexicon_outcome.save_or_discard(page, draft.edited, is_sound=is_sound, discard=_discard):
            _discard()
            st.rerun()


def _discard() -> None:
    state.forget(DRAFT)
    state.forget(lexicon_outcome.NAME)


def _shipped(page: Page) -> lexicon.Lexicon:
    """The product's words as this dataset is read by them."""
    return lexicon_store.fitted(cache.store(), page.version, "")
