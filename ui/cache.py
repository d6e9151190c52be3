"""The only cache: answers of `analytics` by dataset version and frozen filters.

A version never changes, so its id stands for its data. Frames come back shared and are never
changed in place; no frame is ever part of a key.
"""

from __future__ import annotations

import inspect
import threading
from collections.abc import Callable, Hashable
from datetime import date
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import polars as pl
import streamlit as st

from analytics import jobs
from analytics.assessment import assessment, value_of_information
from analytics.assessment import goods as goods_words
from analytics.assessment import quarters as quarterly
from analytics.assessment import voices as three_voices
from analytics.assessment import votes as team_votes
from analytics.channels import events as event_sheet
from analytics.definitions import store as definition_store
from analytics.definitions.wording import with_current_words
from analytics.errors import DefinitionError
from analytics.feedback import survey as survey_sheet
from analytics.filters import Filters
from analytics.ingest import history, problems, sample
from analytics.jobs import Job
from analytics.playbook import evidence as playbook_evidence
from analytics.repurchase import cohorts, repurchase
from analytics.scoring import uncertainty
from analytics.storage import versions
from analytics.storage.versions import Manifest, Store
from analytics.view import View
from ui.charts.kit.figure import Figure, finished
from ui.shelf import Shelf

if TYPE_CHECKING:
    from analytics.assessment.assessment import Assessment
    from analytics.definitions.definition import Definition
    from analytics.ingest.history import Loss

Answer = TypeVar("Answer")
Asked = ParamSpec("Asked")
MOST = 4_096
MOST_BYTES = 32 << 20
"""Memory that answers may hold, in bytes; the figures are counted beside them."""
DRAWINGS, WORKS, VIEWS = 128, 64, 16
"""Few views, for what one of them remembers comes after it was put there, and is not counted."""
_WORKING = threading.Lock()
_SHELF, _DRAWINGS, _VIEWS = (Shelf(most, MOST_BYTES) for most in (MOST, DRAWINGS, VIEWS))


def shared(ask: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Work out each answer once for everybody; arguments that begin with `_` are named by the
    others and no part of the key."""
    signature = inspect.signature(ask)
    in_key = [place for place, name in enumerate(signature.parameters) if not name.startswith("_")]

    @wraps(ask)
    def answered(*args: Asked.args, **kwargs: Asked.kwargs) -> Answer:
        if kwargs:
            bound = signature.bind(*args, **kwargs)
            return answered(*bound.args)  # type: ignore[call-arg]
        key = (ask.__name__, *(args[place] for place in in_key))
        result: Answer = _SHELF.get(key, lambda: ask(*args))  # type: ignore[call-arg]
        return result

    return answered


@st.cache_resource(show_spinner=False)
def store() -> Store:
    """The process's store, with the sample brand in it and something current."""
    opened = versions.open_store()
    manifest = sample.open_sample(opened)
    if opened.current() is None:
        opened.make_current(manifest.version)
    return opened


@shared
def manifest(version: str) -> Manifest:
    """What a version holds."""
    return store().manifest(version)


@shared
def _assess(version: str, filters: Filters, definition: str, _definition: Definition) -> Assessment:
    return assessment.assess(store(), manifest(version), filters, _definition)


def assess(version: str, filters: Filters, definition: Definition) -> Assessment:
    """Supers, container, band and gate, as the definition means them; its id stands for it."""
    return _assess(version, filters, definition.id, definition)


def current_definition(version: str | None) -> Definition:
    """The definition of that id, the current one where there is none such; with the words in use.

    Not kept: another visitor may have chosen or deleted one, and a file is quickly read.
    """
    if version:
        try:
            return with_current_words(store(), definition_store.find(store(), version))
        except DefinitionError:
            pass
    return with_current_words(store(), definition_store.current(store()))


@shared
def goods(version: str) -> goods_words.GoodsReading:
    """How often people can need the goods of a version again."""
    return goods_words.read(store(), manifest(version))


def fitted_definition(version: str, definition: Definition) -> Definition:
    """The definition as it is used for a version: the built-in one for its kind of goods."""
    return goods_words.fitted(definition, goods(version).kind)


@shared
def survey(version: str, filters: Filters) -> survey_sheet.Survey:
    """What the survey sheet says."""
    return survey_sheet.check(store(), manifest(version), filters)


@shared
def votes(version: str, definition: str, _found: Assessment) -> team_votes.Votes:
    """The team's votes, read with the definition of that id, which is `_found`'s."""
    return team_votes.of_dataset(store(), manifest(version), _found.definition)


@shared
def voices(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[three_voices.Voices, ...]:
    """The voices on each super of the assessment `_found`, which the other arguments name."""
    return three_voices.compare(_found, votes(version, definition, _found))


@shared
def worth(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[value_of_information.Worth, ...]:
    """What to collect next, by the assessment `_found`, which the other arguments name."""
    return value_of_information.worth(_found)


@shared
def playbook(version: str) -> playbook_evidence.Evidence:
    """What the steps of the playbook have to go by."""
    return playbook_evidence.evidence(store(), version)


@shared
def above(
    version: str, filters: Filters, definition: str, line: float, _found: Assessment
) -> float | None:
    """How likely the container of `_found` reaches `line`."""
    return uncertainty.share_above(_found.supers, line)


@shared
def quarters(
    version: str, filters: Filters, definition: str, _found: Assessment
) -> tuple[quarterly.Quarter, ...]:
    """The supers by quarter, scored with the definition of that id, which is `_found`'s."""
    return quarterly.assess_quarters(store(), manifest(version), filters, _found.definition)


@shared
def events(version: str) -> pl.DataFrame:
    """What the events sheet says happened when."""
    return event_sheet.events(store(), version)


@shared
def choices(version: str) -> pl.DataFrame:
    """What the shared filters offer: kind, code, label, count_lines."""
    return store().run("shared/choices", version)


@shared
def cells(version: str, filters: Filters, grain: cohorts.Grain, as_of: date) -> pl.DataFrame:
    """The cohort triangle."""
    return cohorts.cells(store(), version, filters, grain, as_of)


@shared
def mean(version: str, filters: Filters, grain: cohorts.Grain, as_of: date) -> pl.DataFrame:
    """The triangle's mean by index."""
    return cohorts.mean(cells(version, filters, grain, as_of))


@shared
def curve(version: str, question: repurchase.RepurchaseQuery) -> pl.DataFrame:
    """Kaplan-Meier curves by group."""
    return repurchase.curve(store(), version, question)


@shared
def within(version: str, question: repurchase.RepurchaseQuery) -> pl.DataFrame:
    """Rates within fixed windows by group."""
    return repurchase.within(store(), version, question)


@shared
def groups(version: str, question: repurchase.RepurchaseQuery) -> pl.DataFrame:
    """Customers, guests' share and median by group."""
    return repurchase.groups(store(), version, question)


def work(ask: Callable[..., Answer], version: str, query: Hashable, *options: Hashable) -> Job[Any]:
    """What a function of `analytics` says of (store, version, asked, *options, say), worked out
    once for everybody who asks the same, anew where it was stopped; `say` tells how far it is."""
    key = (f"{ask.__module__}.{ask.__name__}", version, query, options)
    with _WORKING:
        jobs_ = _works()
        job = jobs_.get(key)
        if job is None or job.cancelled.is_set():
            job = jobs_[key] = jobs.start(
                lambda job: ask(store(), version, query, *options, job.advance)
            )
            for oldest in list(jobs_)[:-WORKS]:
                jobs_.pop(oldest, None)
    return job


def answer(ask: Callable[..., Answer], version: str, query: Hashable, *options: Hashable) -> Answer:
    """What a function of `analytics` says of (store, version, asked, *options)."""
    result: Answer = _answer(f"{ask.__module__}.{ask.__name__}", version, query, options, ask)
    return result


def view(version: str, filters: Filters, lexicon: str = "") -> View:
    """One view for all parts of a page: what they share is worked out once."""
    opened: View = _VIEWS.get(
        (version, filters, lexicon), lambda: View(store(), manifest(version), filters, {}, lexicon)
    )
    return opened


@shared
def _answer(
    name: str,
    version: str,
    query: Hashable,
    options: tuple[Hashable, ...],
    _ask: Callable[..., Any],
) -> Any:
    return _ask(store(), version, query, *options)


@shared
def rows(version: str, query: str, filters: Filters, limit: int, offset: int) -> pl.DataFrame:
    """A page of the rows behind a number."""
    return store().run(query, version, limit=limit, offset=offset, **filters.params())


@shared
def sales(version: str, filters: Filters) -> pl.DataFrame:
    """Money by month."""
    return store().run("shared/sales_by_month", version, **filters.params())


@shared
def loss(versions: tuple[str, ...], missing: str | None) -> Loss:
    """What an earlier rule of merging may have cost the last of these imports (`history.History`),
    oldest first."""
    manifests = tuple(store().manifest(version) for version in versions)
    return history.loss(store(), history.History(manifests, missing))


@shared
def listed_problems(version: str) -> pl.DataFrame:
    """The list of problems of an import."""
    return problems.read_problems(store(), version)


@shared
def set_aside(version: str, lang: str) -> bytes:
    """The rows set aside, as a file to mend."""
    return problems.set_aside_csv(store(), version, lang)


def cached_figure(key: tuple[object, ...], make: Callable[[], Figure]) -> Figure:
    """The figure `make` draws, drawn once for each `key`: version, filters, language, theme and
    whatever else the drawing depends on. A figure is shared and never changed after it was made."""
    figure: Figure = _DRAWINGS.get(key, lambda: finished(make()))
    return figure


@st.cache_resource(show_spinner=False)
def _works() -> dict[tuple[object, ...], Job[Any]]:
    return {}
