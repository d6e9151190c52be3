"""The line under a page's title: which data, until when, through which filters, by which
definition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from ui import cache, state
from ui import format as fmt
from ui.pages import PAGES
from ui.text import literal
from ui.views.customers import segments
from ui.views.ingest import data as ingest

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.page import Page

IMPORTED = "data.imported"
"""The key of what is said once an import has ended; its facts are those of the dataset."""


def show(page: Page, *, is_filtered: bool) -> None:
    """One line; what is taken for granted (no filters, the product's own definition) is unsaid."""
    facts = [literal(page.label()), page.text("common.as_of", day=fmt.day(page.as_of, page.lang))]
    if is_filtered:
        facts += [*_filters(page), *_definition(page)]
        aside = sum(file["rows_set_aside"] for file in page.manifest.files)
        counted = page.text("common.set_aside", count=fmt.count(aside, page.lang))
        facts += [counted] if aside else []
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(" \u00b7 ".join(facts), width="content")
        if page.manifest.is_sample or (page.manifest.segment or {}).get("is_parent_sample"):
            st.badge(page.text("common.simulated"), color="orange", icon=":material/science:")
    _segment(page)


def say(page: Page, key: str) -> None:
    """That something has been done. Of an import what it has brought, and from another page than
    Data the way to what it left aside."""
    is_import = key == IMPORTED
    sentence = (
        ingest.imported_sentence(page.manifest, page.label(), page.text)
        if is_import
        else page.text(key)
    )
    st.success(sentence, icon=":material/check_circle:")
    if is_import and page.key != "data":
        label, icon = page.text("data.see_import"), PAGES["data"].icon
        st.page_link("pages/data.py", label=label, icon=icon, query_params=state.query())


def _segment(page: Page) -> None:
    """Of a saved segment: whose it is, and the way back to everybody."""
    origin = page.manifest.segment
    if origin is None:
        return
    versions = {manifest.version for manifest in cache.store().versions()}
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.badge(page.text("segments.badge"), color="violet", icon=":material/bookmark:")
        st.caption(segments.origin_sentence(page.manifest, page.text), width="content")
        if origin["parent"] not in versions:
            st.caption(page.text("segments.parent_gone"), width="content")
            return
        label, icon = page.text("segments.back"), ":material/arrow_back:"
        if st.button(label, key="segment.back", type="tertiary", icon=icon):
            state.set_dataset(origin["parent"])
            st.rerun()


def _definition(page: Page) -> list[str]:
    if page.definition.is_shipped:
        return []
    return [page.text("common.definition", name=literal(page.definition.name))]


def _filters(page: Page) -> list[str]:
    chosen, text, spoken = page.filters, page.text, list[str]()
    if chosen.start or chosen.end:
        first = chosen.start or date.fromisoformat(page.manifest.about["first_on"])
        last = chosen.end or date.fromisoformat(page.manifest.about["last_on"])
        months = [fmt.month(month, page.lang) for month in (first, last)]
        spoken.append(text("common.from_to", first=months[0], last=months[1]))
    for kind, codes in (("channel", chosen.channels), ("product", chosen.products)):
        if codes:
            labels = _labels(page.version, kind, codes)
            spoken.append(text(f"common.only_{kind}", names=text("common.and").join(labels)))
    return spoken


def _labels(version: str, kind: str, codes: Sequence[str]) -> list[str]:
    offered = cache.choices(version).filter(pl.col("kind") == kind)
    labels = dict(zip(offered["code"], offered["label"], strict=True))
    return [literal(labels.get(code, code)) for code in codes]
