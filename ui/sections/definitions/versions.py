"""The saved definitions: opened, made current, exported, imported, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.definitions import definition as definition_file
from analytics.definitions import store as definition_store
from analytics.errors import NineSupersError
from ui import cache, frame, state
from ui.text import literal
from ui.views.definitions import settings as view

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from ui.page import Page


def show(page: Page) -> None:
    """Every version in a frame of its own, then the way in for a file."""
    library = definition_store.library(cache.store())
    current = definition_store.current(cache.store())
    st.caption(page.t("versions_note"))
    for definition in library.definitions:
        description, actions = st.container(border=True).columns(
            [3, 3], vertical_alignment="center"
        )
        with description:
            st.markdown(f"**{literal(view.name(definition, page.text))}**")
            st.caption(view.identity(definition, page.text))
        with actions.container(horizontal=True, horizontal_alignment="right"):
            _actions(page, definition, current)
    for error in library.troubles:
        frame.complain(error, page.lang)
    _import(page)


def _actions(page: Page, definition: Definition, current: Definition) -> None:
    is_current = definition.id == current.id
    is_open = definition.id == page.definition.base or (
        definition.is_built_in and page.definition.is_shipped
    )
    if is_current:
        st.badge(page.t("current"), color="gray")
    if is_open:
        st.badge(page.t("opened"), color="blue")
    else:
        st.button(
            page.t("open"),
            key=f"open.{definition.id}",
            on_click=state.set_definition,
            args=(definition.id,),
        )
    if not is_current:
        st.button(page.t("use"), key=f"use.{definition.id}", on_click=_use, args=(definition.id,))
    st.download_button(
        page.t("export"),
        definition_file.written(definition),
        file_name=view.file_name(definition),
        mime="application/toml",
        key=f"export.{definition.id}",
        on_click="ignore",
    )
    if not is_current and not definition.is_built_in:
        st.button(
            page.t("delete"), key=f"delete.{definition.id}", on_click=_delete, args=(definition.id,)
        )


def _use(version: str) -> None:
    try:
        definition_store.make_current(cache.store(), version)
    except NineSupersError as error:
        state.flash(error)
        return
    state.set_definition(None)
    state.flash("settings.used")


def _delete(version: str) -> None:
    try:
        definition_store.delete(cache.store(), version)
    except NineSupersError as error:
        state.flash(error)
        return
    if state.definition() == version:
        state.set_definition(None)
    state.flash("settings.deleted")


def _import(page: Page) -> None:
    st.subheader(page.t("import_title"), anchor=False)
    file = st.file_uploader(page.t("import_label"), type=["toml"], key=f"definition.{page.lang}")
    if file is None:
        return
    try:
        definition = definition_file.parsed(file.getvalue(), file.name)
    except NineSupersError as error:
        frame.complain(error, page.lang)
        return
    st.markdown(
        page.t(
            "import_found",
            name=literal(definition.name),
            told=view.description(definition, page.text),
        )
    )
    if st.button(page.t("import_keep"), type="primary"):
        try:
            saved = definition_store.save(cache.store(), definition)
        except NineSupersError as error:
            frame.complain(error, page.lang)
            return
        state.set_definition(saved.id)
        state.flash("settings.imported")
        st.rerun()
