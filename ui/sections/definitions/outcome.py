"""What a draft changes, what that would do to the score, and how it is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.definitions import store as definition_store
from analytics.definitions.definition import LONGEST_NAME, from_plain
from analytics.errors import NineSupersError
from ui import cache, frame, state, widgets
from ui.text import literal
from ui.views.definitions import settings as view
from ui.views.definitions.draft import DefinitionDraft

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from ui.page import Page

KEPT = "definition.bench"
NAME = "definition.name"
EDITED = "edited"


def definition_draft(page: Page) -> DefinitionDraft:
    """The visitor's draft. One that nothing was changed in begins anew with the definition in
    use; a reason written in another language than before goes on in that language."""
    definition_draft: DefinitionDraft = state.kept(
        KEPT, lambda: DefinitionDraft(page.definition, page.lang)
    )
    if definition_draft.start.id != page.definition.id and not definition_draft.is_touched:
        definition_draft = DefinitionDraft(page.definition, page.lang)
        state.keep(KEPT, definition_draft)
    definition_draft.lang = page.lang
    return definition_draft


def head(page: Page, definition_draft: DefinitionDraft) -> None:
    """Which definition is in use, and what never changes about any."""
    name = literal(view.name(page.definition, page.text))
    frame.headline(page.t("headline", name=name))
    st.caption(page.t("in_use", name=name, told=view.description(page.definition, page.text)))
    st.caption(page.t("fixed"))
    if definition_draft.start.id != page.definition.id:
        st.info(page.t("other_start", name=literal(view.name(definition_draft.start, page.text))))


def show(page: Page, definition_draft: DefinitionDraft) -> None:
    """Mistakes, or else differences, their effect, and the way to keep them."""
    if not definition_draft.is_touched:
        st.caption(page.t("untouched"))
        return
    definition, mistakes = definition_draft.draft(page.t("draft"))
    with st.container(border=True):
        st.subheader(page.t("changes_title"), anchor=False)
        for mistake in mistakes:
            st.error(
                view.mistake_sentence(mistake, definition_draft, page.text), icon=":material/error:"
            )
        if definition is not None:
            sentences = [
                view.change_sentence(change, page.text)
                for change in definition_draft.changes(definition)
            ]
            st.markdown("\n".join(f"- {sentence}" for sentence in sentences))
            _effect(page, definition_draft, definition)
        _keep(page, definition_draft, is_sound=definition is not None and not mistakes)


def _effect(page: Page, definition_draft: DefinitionDraft, definition: Definition) -> None:
    before = cache.assess(page.version, page.filters, definition_draft.start)
    after = cache.assess(page.version, page.filters, definition)
    st.markdown(view.effect_sentence(before, after, page.text))
    moved = view.effects(before, after, page.text)
    if not moved.is_empty():
        widgets.table(moved, {}, page.lang)


def _keep(page: Page, definition_draft: DefinitionDraft, *, is_sound: bool) -> None:
    name = st.text_input(
        page.t("name_label"),
        max_chars=LONGEST_NAME,
        placeholder=page.t("name_hint"),
        **state.bind(
            NAME, page.lang, state.kept(NAME, str), lambda written: state.keep(NAME, written)
        ),
    )
    with st.container(horizontal=True):
        is_off = not (is_sound and name.strip())
        for_all = st.button(page.t("save"), type="primary", icon=":material/save:", disabled=is_off)
        for_me = st.button(page.t("save_mine"), disabled=is_off)
        st.button(page.t("discard"), on_click=_discard, icon=":material/undo:")
    if for_all or for_me:
        _save(page, definition_draft, name, for_all=for_all)


def _save(page: Page, definition_draft: DefinitionDraft, name: str, *, for_all: bool) -> None:
    try:
        definition = from_plain({**definition_draft.raw, "name": name}, page.t("draft"))
        saved = definition_store.save(cache.store(), definition)
        if for_all:
            definition_store.make_current(cache.store(), saved.id)
    except NineSupersError as error:
        frame.complain(error, page.lang)
        return
    state.set_definition(None if for_all else saved.id)
    _discard()
    state.flash("settings.saved" if for_all else "settings.saved_mine")
    st.rerun()


def _discard() -> None:
    state.forget(KEPT)
    state.forget(NAME)
    # The draft may have had a super that the definition in use has not.
    state.set_option(EDITED, None)
    state.forget(EDITED)
