"""Datasets that are stored: opened, made the default, deleted; and ways of reading remembered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.errors import NineSupersError
from analytics.ingest import clearing, recipes
from ui import cache, state
from ui.folded import fold_of_choices
from ui.frame import complain
from ui.text import literal
from ui.views.ingest import data as view

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ui.page import Page


def show_recipes(page: Page) -> None:
    """The recipes saved from earlier files; each can be downloaded, and forgotten."""
    saved_recipes = recipes.saved_recipes(cache.store())
    if not saved_recipes:
        return

    def each() -> None:
        st.caption(page.text("checking.recipes_note"))
        for recipe in saved_recipes:
            description, actions = st.columns([3, 2], vertical_alignment="center")
            description.markdown(view.recipe_sentence(recipe, page.text))
            with actions.container(horizontal=True, horizontal_alignment="right"):
                st.download_button(
                    page.text("checking.recipe_download"),
                    recipes.as_text(recipe),
                    file_name=f"{recipe.table}-{recipe.key}.json",
                    key=f"recipe.{recipe.key}",
                    mime="application/json",
                    on_click="ignore",
                )
                st.button(
                    page.text("checking.recipe_forget"),
                    key=f"forget.{recipe.key}",
                    on_click=_forget,
                    args=(recipe.key,),
                )

    fold_of_choices(page, "recipes", page.text("checking.recipes", count=len(saved_recipes)), each)


def _forget(key: str) -> None:
    recipes.forget(cache.store(), key)
    state.forget(state.TRAY)


def show_versions(page: Page) -> None:
    """Every dataset with what can be done to it, and the way to clear them all."""
    store = cache.store()
    manifests = store.versions()
    for entry in view.versions(manifests, store.current(), page.text):
        described, actions = st.container(border=True).columns([3, 2], vertical_alignment="center")
        with described:
            st.markdown(f"**{literal(entry['label'])}** \u00b7 {entry['made']}")
            st.caption(entry["counts"])
            if entry["origin"]:
                st.caption(entry["origin"])
        with actions.container(
            horizontal=True, horizontal_alignment="right", vertical_alignment="center"
        ):
            _actions(page, entry)
    if any(not manifest.is_sample for manifest in manifests) and st.button(
        page.t("clear"), icon=":material/delete_sweep:", type="tertiary"
    ):
        _confirm_clear(page)


def _actions(page: Page, entry: Mapping[str, Any]) -> None:
    version = entry["version"]
    if entry["is_current"]:
        st.badge(page.t("default"), color="gray")
    if version == page.version:
        st.badge(page.t("opened"), color="blue")
    elif st.button(page.t("open"), key=f"open.{version}"):
        state.set_dataset(version)
        st.rerun()
    if not entry["is_current"] and st.button(page.t("make_current"), key=f"current.{version}"):
        cache.store().make_current(version)
        state.set_dataset(None)
        st.rerun()
    # The sample brand would come back by itself.
    if not entry["is_sample"] and st.button(page.t("delete"), key=f"delete.{version}"):
        _confirm_delete(page, version, entry["label"])


def _confirm_delete(page: Page, version: str, label: str) -> None:
    orphans = clearing.recipes_of(cache.store(), version)
    sentences = [page.t("delete_ask", name=literal(label))]
    if orphans:
        names = ", ".join(literal(recipe.name) for recipe in orphans)
        sentences.append(page.t("delete_recipes", names=names))
    _confirm(page, "delete", sentences, lambda: clearing.delete(cache.store(), version))


def _confirm_clear(page: Page) -> None:
    store = cache.store()
    labels = [manifest.label for manifest in store.versions() if not manifest.is_sample]
    sentences = [
        page.t("clear_ask", count=len(labels)),
        *(f"- {literal(label)}" for label in labels),
        page.t("clear_rest", count=len(recipes.saved_recipes(store))),
    ]
    _confirm(page, "clear", sentences, lambda: clearing.clear(store))


def _confirm(page: Page, key: str, sentences: list[str], remove: Callable[[], None]) -> None:
    """Ask before something goes for good, naming it; then open what is current."""

    @st.dialog(page.t(f"{key}_title"))
    def ask() -> None:
        for sentence in sentences:
            st.markdown(sentence)
        if st.button(page.t(f"{key}_sure"), type="primary", key=f"{key}.sure"):
            opened = state.dataset()
            try:
                remove()
            except NineSupersError as error:
                complain(error, page.lang)
                return
            versions = {manifest.version for manifest in cache.store().versions()}
            if opened not in versions:
                state.set_dataset(None)
            state.forget(state.TRAY)
            state.flash("data.deleted")
            st.rerun()

    ask()
