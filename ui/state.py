"""What one visitor has chosen: the only place that touches `st.session_state` and the URL.

The truth is kept as language-free codes under private keys and mirrored in the query string, so
that a link opens the same view in any language. Widgets get a key that carries the language: with a
stable key a switch of language would silently lose a multiselect's choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.filters import Filters
from analytics.words import LANGUAGES, nearest_language
from ui import address

if TYPE_CHECKING:
    from analytics.errors import NineSupersError
    from analytics.jobs import Job

_VIEW = "nine.view"
_FRAMED = "nine.framed"
_WANTED = "nine.wanted"
_JOB = "nine.job"
_KEPT = "nine.kept."
_FLASH = "nine.flash"
_ROUND = "nine.round"
_CLEARED = "nine.cleared"
TRAY = "tray"

LANG = "lang"
DATA = "data"
DEFINITION = "definition"
START = "from"
END = "to"
CHANNEL = "channel"
PRODUCT = "product"

View = dict[str, list[str]]
Store = Callable[[Any], None]


def begin() -> None:
    """Called by the frame on every run: reads a new visitor's link, notes that the frame ran."""
    if _VIEW not in st.session_state:
        wanted = st.session_state.get(_WANTED)
        st.session_state[_VIEW] = dict(wanted[1]) if wanted else _from_url()
    st.session_state[_FRAMED] = True


def is_framed() -> bool:
    """Whether `app.py` has run in this session; see `ui.frame.open_page` for when it has not."""
    return bool(st.session_state.get(_FRAMED))


def want(page: str) -> None:
    """Remember the page and view a visitor asked for before the frame could run."""
    st.session_state[_WANTED] = (page, _from_url())


def take_wanted() -> str | None:
    """The page a visitor asked for, once."""
    wanted = st.session_state.pop(_WANTED, None)
    return wanted[0] if wanted else None


def publish() -> None:
    """Write the view into the URL; the browser's own address then is the link to share."""
    view = {key: values for key, values in _view().items() if values}
    if _from_url() != view:
        st.query_params.from_dict(view)


def query() -> View:
    """The view as query parameters, for links between pages."""
    return {key: list(values) for key, values in _view().items() if values}


def language() -> str:
    """The chosen language, else the browser's, else Simplified Chinese."""
    chosen = option(LANG, "")
    return chosen if chosen in LANGUAGES else nearest_language(st.context.locale or "")


def dataset() -> str | None:
    """The version this visitor opened, None for whichever is current."""
    return option(DATA, "") or None


def set_dataset(version: str | None) -> None:
    """Open a version; filters of another dataset would name what it does not have."""
    keep = {name: _view().get(name, []) for name in (LANG, DEFINITION)}
    keep[DATA] = [version] if version else []
    st.session_state[_VIEW] = keep
    for key in [key for key in st.session_state if str(key).startswith("w.")]:
        del st.session_state[key]


def pin_dataset(current: str | None) -> None:
    """Name the dataset in the link where none is: a link opens what it showed."""
    if current is not None and dataset() is None:
        set_option(DATA, current)


def definition() -> str | None:
    """The definition this visitor looks by, None for whichever is current."""
    return option(DEFINITION, "") or None


def set_definition(version: str | None) -> None:
    """Look by a definition; None for whichever is current."""
    set_option(DEFINITION, version)


def filters() -> Filters:
    """The shared filters."""
    return Filters(
        *address.period(option(START, ""), option(END, "")),
        tuple(_view().get(CHANNEL, [])),
        tuple(_view().get(PRODUCT, [])),
    )


def known_filters(channels: Sequence[str], products: Sequence[str]) -> Filters:
    """The shared filters less what this dataset does not have, as an old link may name."""
    chosen = filters()
    restricted = replace(
        chosen,
        channels=tuple(code for code in chosen.channels if code in channels),
        products=tuple(code for code in chosen.products if code in products),
    )
    if restricted != chosen:
        _view()[CHANNEL], _view()[PRODUCT] = list(restricted.channels), list(restricted.products)
    return restricted


def clear_filters() -> None:
    """Look at everything again."""
    for name in (START, END, CHANNEL, PRODUCT):
        _view().pop(name, None)
    st.session_state[_CLEARED] = st.session_state.get(_CLEARED, 0) + 1
    for key in [key for key in st.session_state if str(key).startswith("w.f.")]:
        del st.session_state[key]


def option(name: str, default: str, allowed: Sequence[str] | None = None) -> str:
    """A single code of the view; `default` when it is absent or not allowed."""
    values = _view().get(name) or [default]
    return values[0] if allowed is None or values[0] in allowed else default


def set_option(name: str, value: str | None) -> None:
    """Choose a code of the view."""
    _view()[name] = [value] if value else []


def bind(
    name: str, lang: str, value: Any, store: Store = lambda _: None, *, follows: bool = False
) -> dict[str, Any]:
    """`key` and `on_change` of a widget that shows `value` and hands a change to `store`; one that
    `follows` shows `value` again in every run, also after one that was cut short."""
    key = f"w.{name}.{lang}"
    if key not in st.session_state or (follows and st.session_state[key] != value):
        st.session_state[key] = value

    def changed() -> None:
        store(st.session_state[key])

    return {"key": key, "on_change": changed}


def is_drawn(key: str) -> bool:
    """Whether the widget of that key stood on the page in the run before."""
    return key in st.session_state


def bind_default(name: str, lang: str, default: Mapping[str, Any], store: Store) -> dict[str, Any]:
    """`bind` for a widget that takes its value as a `default` alone; a new one under a new name."""
    key = f"w.{name}.{lang}"

    def changed() -> None:
        store(st.session_state[key])

    return {"key": key, **default, "on_change": changed}


def bind_points(key: str, store: Callable[[list[dict[str, Any]]], None]) -> dict[str, Any]:
    """`key` and `on_select` of a chart that hands the points of a click, if any, to `store`."""
    return {"key": key, "on_select": lambda: store(st.session_state[key].selection.points)}


def put(name: str, lang: str, value: Any) -> None:
    """Set what a widget bound under `name` shows; from a callback, before the widget is drawn."""
    st.session_state[f"w.{name}.{lang}"] = value


def bind_option(name: str, lang: str, value: str) -> dict[str, Any]:
    """`bind` for a single code of the view."""
    return bind(name, lang, value, lambda chosen: set_option(name, chosen), follows=True)


def bind_list(name: str, lang: str, values: Sequence[str]) -> dict[str, Any]:
    """`bind` for a filter that takes several codes."""

    def store(chosen: Sequence[str]) -> None:
        _view()[name] = list(chosen)

    return bind(f"f.{name}", lang, list(values), store, follows=True)


def bind_months(lang: str, months: tuple[str, str], ends: tuple[str, str]) -> dict[str, Any]:
    """`bind_default` for the period: both ends of what there is mean no restriction.

    A range set through the key of its slider would be drawn with two handles and answer with one.
    """

    def store(chosen: tuple[str, str]) -> None:
        _view()[START] = [] if chosen[0] == ends[0] else [chosen[0]]
        _view()[END] = [] if chosen[1] == ends[1] else [chosen[1]]

    name = f"f.months.{'.'.join(ends)}.{st.session_state.get(_CLEARED, 0)}"
    return bind_default(name, lang, {"value": months}, store)


def job() -> Job[Any] | None:
    """The import this visitor started, until its end has been seen."""
    return st.session_state.get(_JOB)


def set_job(started: Job[Any] | None, leads_to: str = "") -> None:
    """Remember the import this visitor started, and the page it leads to from the Data page."""
    st.session_state[_JOB] = started
    st.session_state[f"{_JOB}.leads_to"] = leads_to


def settle_job() -> str:
    """See an ended import out, on any page; the page it leads to, "" for none or after an error."""
    ended = job()
    if ended is None or not ended.ended.is_set():
        return ""
    leads_to = "" if ended.error else str(st.session_state[f"{_JOB}.leads_to"])
    set_job(None)
    flash(ended.error or "data.imported")
    if ended.error is None:
        set_dataset(None)
        forget(TRAY)
        next_round()
    return leads_to


def flash(message: str | NineSupersError) -> None:
    """Something to say on the next run: the key of a sentence, or an error."""
    st.session_state[_FLASH] = message


def take_flash() -> str | NineSupersError | None:
    """What `flash` left, once."""
    return st.session_state.pop(_FLASH, None)  # type: ignore[no-any-return]


def upload_round() -> int:
    """Which uploader this visitor has: a finished import gives an empty one."""
    return int(st.session_state.get(_ROUND, 0))


def next_round() -> None:
    """Empty the uploader."""
    st.session_state[_ROUND] = upload_round() + 1


def kept(name: str, make: Callable[[], Any]) -> Any:
    """Something a page keeps for this visitor, made the first time."""
    key = _KEPT + name
    if key not in st.session_state:
        st.session_state[key] = make()
    return st.session_state[key]


def keep(name: str, value: Any) -> None:
    """Set what `kept` keeps."""
    st.session_state[_KEPT + name] = value


def forget(name: str) -> None:
    """Drop what `kept` keeps, and the widgets that showed it."""
    st.session_state.pop(_KEPT + name, None)
    for key in [key for key in st.session_state if str(key).startswith(f"w.{name}")]:
        del st.session_state[key]


def _view() -> View:
    return st.session_state.setdefault(_VIEW, {})  # type: ignore[no-any-return]


def _from_url() -> View:
    return address.bounded(st.query_params, st.query_params.get_all)
