"""The filters in the side bar: period, channel, product, shared by every page and kept in the
link."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl
import streamlit as st

from analytics.storage.versions import Manifest
from ui import format as fmt
from ui import names, state
from ui.text import Text


def show(manifest: Manifest, offered: pl.DataFrame, text: Text) -> None:
    """The filters this dataset has something for, `offered` as `shared/choices` gives it."""
    if offered.is_empty():
        return
    st.subheader(text("common.filters"), anchor=False, divider="gray")
    _months(manifest, text)
    for kind in (state.CHANNEL, state.PRODUCT):
        labels = _labels(offered, kind)
        if len(labels) > 1:
            _multiselect(kind, labels, text)
    if not state.filters().is_empty:
        st.button(text("common.clear_filters"), on_click=state.clear_filters, width="stretch")


def _multiselect(kind: str, labels: dict[str, str], text: Text) -> None:
    chosen = [code for code in getattr(state.filters(), f"{kind}s") if code in labels]
    st.multiselect(
        text(f"common.{kind}"),
        list(labels),
        format_func=lambda code: names.shown(str(labels.get(code, code))),
        placeholder=text(f"common.all_{kind}s"),
        **state.bind_list(kind, f"{text.lang}", chosen),
    )


def _months(manifest: Manifest, text: Text) -> None:
    about = manifest.about
    if not about["first_on"] or about["first_on"][:7] == about["last_on"][:7]:
        return
    names = _month_names(about["first_on"], about["last_on"], text.lang)
    codes = list(names)
    chosen = state.filters()
    ends = (codes[0], codes[-1])
    start = _within(chosen.start, codes, codes[0])
    end = _within(chosen.end, codes, codes[-1])
    st.select_slider(
        text("common.period"),
        codes,
        format_func=lambda code: names[code],
        **state.bind_months(text.lang, (min(start, end), max(start, end)), ends),
    )


@lru_cache(maxsize=64)
def _month_names(first_on: str, last_on: str, lang: str) -> dict[str, str]:
    """The months of a period by their codes; not for changing."""
    first, last = (date.fromisoformat(day).replace(day=1) for day in (first_on, last_on))
    months = pl.date_range(first, last, "1mo", eager=True)
    return {f"{month:%Y-%m}": fmt.month(month, lang) for month in months}


def _within(day: date | None, codes: list[str], default: str) -> str:
    code = day.strftime("%Y-%m") if day else default
    return code if code in codes else default


def _labels(offered: pl.DataFrame, kind: str) -> dict[str, str]:
    """What there is to choose of a kind of filter: labels by code."""
    rows = offered.select("kind", "code", "label").iter_rows()
    return {code: label for row_kind, code, label in rows if row_kind == kind}


def offered_codes(offered: pl.DataFrame, kind: str) -> list[str]:
    """The codes of what there is to choose of a kind of filter."""
    return list(_labels(offered, kind))
