"""The line under a page's title: which data, until when, through which filters, by which
definition."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from ui import cache
from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.frame import Page


def show(page: Page, *, is_filtered: bool) -> None:
    """One line; what is taken for granted (no filters, the product's own definition) is unsaid."""
    facts = [literal(page.label()), page.text("common.as_of", day=fmt.day(page.as_of, page.lang))]
    if is_filtered:
        facts += [*_filters(page), *_definition(page)]
        aside = sum(file["rows_set_aside"] for file in page.manifest.files)
        said = page.text("common.set_aside", count=fmt.count(aside, page.lang))
        facts += [said] if aside else []
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.caption(" \u00b7 ".join(facts), width="content")
        if page.manifest.is_sample:
            st.badge(page.text("common.simulated"), color="orange", icon=":material/science:")


def _definition(page: Page) -> list[str]:
    if page.definition.is_built_in:
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
