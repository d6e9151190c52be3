"""The only cache: answers of `analytics` by dataset version and frozen filters.

A version never changes, so its id stands for its data. Frames come back shared and are never
changed in place; no frame is ever part of a key.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

import polars as pl
import streamlit as st

from analytics import (
    assessment,
    cohorts,
    datasets,
    definition_store,
    history,
    next_file,
    problems,
    repurchase,
    sample,
    uncertainty,
)
from analytics import events as marked
from analytics import survey as survey_sheet
from analytics import voices as three
from analytics import votes as team
from analytics.datasets import Manifest, Store
from analytics.errors import DefinitionError, NineSupersError
from analytics.filters import Filters
from analytics.wording import with_current_words
from ui.charts.figure import Finished

if TYPE_CHECKING:
    import plotly.graph_objects as go

    from analytics.assessment import Assessment
    from analytics.definitions import Definition

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")
MOST = 256
DRAWINGS = 128
QUARTERS = 32
WORKS = 64
_WORKING = threading.Lock()


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
def _assess(version: str, filters: Filters, definition: str, _definition: Definition) -> Assessment:
    return assessment.assess(store(), manifest(version), filters, _definition)


def assess(version: str, filters: Filters, definition: Definition) -> Assessment:
    """Supers, container, band and gate, as the definition means them; its id stands for it."""
    return _assess(version, filters, definition.id, definition)


def meant(version: str | None) -> Definition:
    """The definition of that id, the current one where there is none such; with the words in use.

    Not kept: another visitor may have chosen or deleted one, and a file is quickly read.
    """
    if version:
        try:
            return with_current_words(store(), definition_store.find(store(), version))
        except DefinitionError:
            pass
    return with_current_words(store(), definition_store.current(store()))


@st.cache_resource(max_entries=MOST)
def survey(version: str, filters: Filters) -> survey_sheet.Survey:
    """What the survey sheet says."""
    return survey_sheet.check(store(), manifest(version), filters)


@st.cache_resource(max_entries=MOST)
def votes(version: str, definition: str, _found: Assessment) -> team.Votes:
    """The team's votes, read with the definition of that id, which is `_found`'s."""
    return team.cast(store(), manifest(version), _found.definition)


@st.cache_resource(max_entries=MOST)
def voices(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[three.Voices, ...]:
    """The voices on each super of the assessment `_found`, which the other arguments name."""
    return three.compare(_found, votes(version, definition, _found))


@st.cache_resource(max_entries=MOST)
def worth(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[next_file.Worth, ...]:
    """What to collect next, by the assessment `_found`, which the other arguments name."""
    return next_file.worth(_found)


@st.cache_resource(max_entries=MOST)
def above(
    version: str, filters: Filters, definition: str, line: float, _found: Assessment
) -> float | None:
    """How likely the container of `_found` reaches `line`."""
    return uncertainty.container_band(_found.supers, line=line).above


@st.cache_resource(max_entries=QUARTERS)
def quarters(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[history.Quarter, ...]:
    """The supers by quarter, scored with the definition of that id, which is `_found`'s."""
    return history.taken(store(), manifest(version), filters, _found.definition)


@st.cache_resource(max_entries=MOST)
def events(version: str) -> pl.DataFrame:
    """What the events sheet says happened when."""
    return marked.events(store(), version)


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


@dataclass
class Work:
    """An answer being worked out off the page's thread; `share` (0-1) says how far it is. Once it
    has `ended`, `answer` holds it, or `error` says why there is none."""

    started: float = field(default_factory=time.monotonic)
    share: float = 0.0
    answer: Any = None
    error: Exception | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def say(self, share: float) -> None:
        """Note how far it is."""
        self.share = share

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self.started)


def work(ask: Callable[..., Any], version: str, asked: Hashable, *options: Hashable) -> Work:
    """What a function of `analytics` says of (store, version, asked, *options, say), worked out
    once for everybody who asks the same; `say` is for it to tell how far it is."""
    key = (f"{ask.__module__}.{ask.__name__}", version, asked, options)
    with _WORKING:
        works = _works()
        found = works.get(key)
        if found is None:
            found = works[key] = Work()
            for oldest in list(works)[:-WORKS]:
                works.pop(oldest, None)
            call = (ask, (store(), version, asked, *options), found)
            threading.Thread(target=_worked_out, args=call, daemon=True).start()
    return found


def _worked_out(ask: Callable[..., Any], given: tuple[Any, ...], work_: Work) -> None:
    try:
        work_.answer = ask(*given, work_.say)
    except NineSupersError as error:
        work_.error = error
    except Exception as error:
        log.exception("an answer could not be worked out")
        work_.error = error
    finally:
        work_.ended.set()


def answer(ask: Callable[..., Answer], version: str, asked: Hashable, *options: Hashable) -> Answer:
    """What a function of `analytics` says of (store, version, asked, *options)."""
    kept: Answer = _answer(f"{ask.__module__}.{ask.__name__}", version, asked, options, ask)
    return kept


@st.cache_resource(max_entries=MOST)
def _answer(
    name: str,
    version: str,
    asked: Hashable,
    options: tuple[Hashable, ...],
    _ask: Callable[..., Any],
) -> Any:
    return _ask(store(), version, asked, *options)


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
def _works() -> dict[tuple[object, ...], Work]:
    return {}


@st.cache_resource
def _drawings() -> dict[tuple[object, ...], go.Figure]:
    return {}
