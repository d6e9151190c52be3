"""The only cache: answers of `analytics` by dataset version and frozen filters.

A version never changes, so its id stands for its data. Frames come back shared and are never
changed in place; no frame is ever part of a key.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics import assessment, cohorts, datasets, problems, repurchase, sample
from analytics.datasets import Manifest, Store
from analytics.filters import Filters
from ui.charts.figure import Finished

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.assessment import Assessment

MOST = 256
DRAWINGS = 128


@st.cache_resource
def store() -> Store:
    """The process's store, with the sample brand in it and something current."""
    opened = datasets.open_store()
    manifest = sample.open_sample(opened)
    if opened.current() is None:
        opened.make_current(manifest.version)
    return opened


@st.cache_resource(max_entries=MOST)
def manifest(version: str) -> Manifest:
    """What a version holds."""
    return store().manifest(version)


@st.cache_resource(max_entries=MOST)
def assess(version: str, filters: Filters) -> Assessment:
    """Nine supers, container, band and gate."""
    return assessment.assess(store(), manifest(version), filters)


@st.cache_resource(max_entries=MOST)
def choices(version: str) -> pl.DataFrame:
    """What the shared filters offer: kind, code, label, count_lines."""
    return store().run("choices", version)


@st.cache_resource(max_entries=MOST)
def cells(version: str, filters: Filters, grain: cohorts.Grain, as_of: date) -> pl.DataFrame:
    """The cohort triangle."""
    return cohorts.cells(store(), version, filters, grain, as_of)


@st.cache_resource(max_entries=MOST)
def mean(version: str, filters: Filters, grain: cohorts.Grain, as_of: date) -> pl.DataFrame:
    """The triangle's mean by index."""
    return cohorts.mean(cells(version, filters, grain, as_of))


@st.cache_resource(max_entries=MOST)
def curve(version: str, question: repurchase.Question) -> pl.DataFrame:
    """Kaplan-Meier curves by group."""
    return repurchase.curve(store(), version, question)


@st.cache_resource(max_entries=MOST)
def within(version: str, question: repurchase.Question) -> pl.DataFrame:
    """Rates within fixed windows by group."""
    return repurchase.within(store(), version, question)


@st.cache_resource(max_entries=MOST)
def groups(version: str, question: repurchase.Question) -> pl.DataFrame:
    """Customers, guests' share and median by group."""
    return repurchase.groups(store(), version, question)


@st.cache_resource(max_entries=MOST)
def rows(version: str, query: str, filters: Filters, limit: int, offset: int) -> pl.DataFrame:
    """A page of the rows behind a number."""
    return store().run(query, version, limit=limit, offset=offset, **filters.params())


@st.cache_resource(max_entries=MOST)
def sales(version: str, filters: Filters) -> pl.DataFrame:
    """Money by month."""
    return store().run("sales_by_month", version, **filters.params())


@st.cache_resource(max_entries=MOST)
def listed_problems(version: str) -> pl.DataFrame:
    """The list of problems of an import."""
    return problems.listed(store(), version)


@st.cache_resource(max_entries=MOST)
def set_aside(version: str, lang: str) -> bytes:
    """The rows set aside, as a file to mend."""
    return problems.set_aside_csv(store(), version, lang)


def drawn(key: tuple[object, ...], make: Callable[[], go.Figure]) -> go.Figure:
    """The figure `make` draws, drawn once for each `key`: version, filters, language, theme and
    whatever else the drawing depends on. A figure is shared and never changed after it was made."""
    kept = _drawings()
    figure = kept.get(key)
    if figure is None:
        figure = kept[key] = Finished(make())
        for oldest in list(kept)[:-DRAWINGS]:
            kept.pop(oldest, None)
    return figure


@st.cache_resource
def _drawings() -> dict[tuple[object, ...], go.Figure]:
    return {}
