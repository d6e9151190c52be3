"""What an update would do, before it is saved; and datasets merged by the earlier rule."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.ingest import history, rebuild
from ui import cache, state, widgets
from ui.page import Page
from ui.text import literal
from ui.views.ingest import merging as view

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analytics.ingest.drafts import Draft


def show_again(page: Page, draft: Draft) -> None:
    """Where lines that several files of this import bring differ."""
    if draft.corrections:
        st.markdown(page.text("checking.again_otherwise"))
        _changes(page, draft.corrections, len(draft.corrections))


def show_effect(page: Page, draft: Draft, name: str) -> None:
    """The lines an update would add, change and leave, with both values of those it changes."""
    overlap = draft.against or {}
    st.markdown(view.against_sentence(draft, name, page.text))
    _changes(page, overlap["changes"], overlap["count_changed"])


def _changes(page: Page, rows: Sequence[Mapping[str, Any]], count: int) -> None:
    if rows:
        is_money = any(row["has_other_money"] for row in rows)
        with st.expander(view.changes_title(rows, count, page.text), expanded=is_money):
            widgets.table(view.changes(rows, page.text), {}, page.lang, height=300)


def show_loss(page: Page) -> None:
    """What the earlier rule of merging may have cost the open dataset, and the button that builds
    it anew."""
    manifest = page.manifest
    if history.rule_of(manifest) == history.RULE:
        return
    if manifest.segment:
        parent = literal(manifest.segment["parent_label"])
        st.warning(page.t("loss_segment", parent=parent), icon=":material/difference:")
        return
    imports = history.of_version(cache.store(), manifest)
    versions = tuple(version.version for version in imports.versions)
    loss = cache.loss(versions, imports.missing)
    sentence = view.loss_sentence(loss, page.label(), page.currency, page.text)
    if not sentence:
        return
    st.warning(sentence, icon=":material/difference:")
    if imports.missing is not None:
        st.markdown(page.t("rebuild_missing"))
    elif st.button(
        page.t("rebuild"),
        icon=":material/refresh:",
        help=page.t("rebuild_help"),
        disabled=state.job() is not None,
    ):
        state.set_job(rebuild.start_rebuild(cache.store(), page.version))
        st.rerun()
