"""A word list's problems, its effect on scores, saving it, and the saved versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.assessment import lexicon_effect
from analytics.errors import NineSupersError
from analytics.feedback.lexicon import sheet
from analytics.feedback.lexicon import store as lexicon_store
from ui import cache, frame, state, widgets
from ui.views.feedback import lexicon as view

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl

    from analytics.feedback.lexicon.store import SavedLexicon
    from ui.page import Page

NAME = "words.name"


def show_problems(page: Page, rows: pl.DataFrame, problems: pl.DataFrame) -> None:
    """Problems that keep the list from being saved, then those that do not."""
    st.subheader(page.text("lexicon.checks_title"), anchor=False)
    if problems.is_empty():
        st.markdown(page.text("lexicon.sound", count=rows.height))
    for is_fatal, show_as in ((True, st.error), (False, st.warning)):
        sentences = view.problems(problems.filter(problems["is_fatal"] == is_fatal), page.text)
        if sentences:
            show_as("\n".join(f"- {sentence}" for sentence in sentences))


def effect_of(page: Page, start: SavedLexicon, rows: pl.DataFrame) -> None:
    """What each new row would hit, with quotes, and what mentions and scores would become."""
    text = page.text
    st.subheader(text("lexicon.effect_title"), anchor=False)
    with st.spinner(text("lexicon.working")):
        query = (page.filters, start.id, lexicon_effect.packed(rows))
        effect = cache.answer(lexicon_effect.effect, page.version, query)
    if not effect.of:
        st.caption(text("lexicon.nothing_read"))
        return
    assessment = cache.assess(page.version, page.filters, page.definition)
    moved = view.moved(effect, assessment, cache.store())
    st.markdown(view.sentence(moved, text))
    st.caption(view.based_on(effect, text))
    if not moved.is_empty():
        shown, headers = view.table(moved, text)
        widgets.table(shown, headers, page.lang)
    for warning in view.common(effect, text):
        st.warning(warning)
    for place, (title, quotes) in enumerate(view.hits(effect, text)):
        with st.expander(title, expanded=not place):
            st.markdown("\n".join(f"- {quote}" for quote in quotes))
    if silent := view.silent(effect, text):
        st.caption(silent)


def save_or_discard(
    page: Page, rows: pl.DataFrame, *, is_sound: bool, discard: Callable[[], None]
) -> bool:
    """The buttons that save or discard a draft; whether it was saved and made current."""
    text = page.text
    name = st.text_input(
        text("lexicon.name_label"),
        max_chars=lexicon_store.LONGEST_NAME,
        placeholder=text("lexicon.name_hint"),
        **state.bind(
            NAME, page.lang, state.kept(NAME, str), lambda written: state.keep(NAME, written)
        ),
    )
    with st.container(horizontal=True):
        is_off = not (is_sound and name.strip())
        is_clicked = st.button(
            text("lexicon.save"), type="primary", icon=":material/save:", disabled=is_off
        )
        st.button(text("lexicon.discard"), on_click=discard, icon=":material/undo:")
    if not is_clicked:
        return False
    try:
        saved = lexicon_store.save(cache.store(), rows, name)
        lexicon_store.make_current(cache.store(), saved.id)
    except NineSupersError as error:
        frame.complain(error, page.lang)
        return False
    state.flash("lexicon.saved")
    return True


def versions(page: Page, current: SavedLexicon) -> None:
    """Every saved list, newest first, each with a button that makes it current."""
    st.subheader(page.text("lexicon.versions_title"), anchor=False)
    for saved in lexicon_store.saved_lexicons(cache.store()):
        description, actions = st.container(border=True).columns(
            [3, 3], vertical_alignment="center"
        )
        description.markdown(f"**{view.name(saved, page.text)}**")
        if saved.is_own:
            description.caption(view.description(saved, page.text))
        with actions.container(horizontal=True, horizontal_alignment="right"):
            _actions(page, saved, is_current=saved.id == current.id)


def _actions(page: Page, saved: SavedLexicon, *, is_current: bool) -> None:
    text = page.text
    if saved.is_own:
        st.download_button(
            text("lexicon.download_csv"),
            lambda: sheet.as_csv(saved.rows, page.lang),
            file_name=view.file_name(saved, "csv"),
            key=f"w.lexicon.export.{saved.id}.{page.lang}",
            on_click="ignore",
        )
    if is_current:
        st.badge(text("lexicon.current"), color="gray")
        return
    st.button(text("lexicon.use"), key=f"w.lexicon.use.{saved.id}", on_click=_use, args=(saved.id,))
    if saved.is_own:
        st.button(
            text("lexicon.delete"),
            key=f"w.lexicon.del.{saved.id}",
            on_click=_delete,
            args=(saved.id,),
        )


def _use(version: str) -> None:
    _attempt(lexicon_store.make_current, version, "lexicon.used")


def _delete(version: str) -> None:
    _attempt(lexicon_store.delete, version, "lexicon.deleted")


def _attempt(act: Callable[..., None], version: str, message_key: str) -> None:
    try:
        act(cache.store(), version)
    except NineSupersError as error:
        state.flash(error)
        return
    state.flash(message_key)
