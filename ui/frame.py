"""The frame of every page: configuration, language, menu, shared filters, and the way in.

`pages/` beside `st.navigation` is a trap: on a fresh server whose first visitor opens a deep link,
Streamlit runs the page without `app.py`. `open_page` sends such a visitor through `app.py` and
back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, NoReturn

import streamlit as st

from analytics.errors import DatasetError, NineSupersError
from analytics.filters import Filters
from analytics.storage.versions import Manifest
from analytics.words import LANGUAGES, words
from ui import ahead, cache, filter_fields, heading, names, shell, state
from ui.page import Page, dataset_label
from ui.pages import GROUPS, PAGES, Entry, following
from ui.text import Text, literal

OPENED = "opened"
"""Under which a visitor's open dataset is kept."""


def run() -> None:
    """Draw the frame around the page the visitor asked for, and run it."""
    st.set_page_config(page_icon="data/icon.png", layout="wide")
    state.begin()
    leads_to = state.settle_job()
    text = Text(state.language())
    pages = {key: _page(entry, text) for key, entry in PAGES.items()}
    chosen = st.navigation(_menu(pages, text), position="sidebar", expanded=True)
    wanted = state.take_wanted()
    if wanted in pages and pages[wanted] != chosen:
        st.switch_page(pages[wanted], query_params=state.query())
    if leads_to and chosen == pages["data"]:
        st.switch_page(pages[leads_to], query_params=state.query())
    with st.sidebar:
        shell.show(text, _theme())
        _language_switch(text)
        _dataset(chosen, text)
        if _entry(chosen).is_filtered:
            _filters(text)
    with while_there(text):
        chosen.run()
    state.publish()
    ahead.begin()


@contextmanager
def while_there(text: Text) -> Iterator[None]:
    """Whatever a read ends in where its files have gone, said in a sentence."""
    try:
        yield
    except Exception:
        if not _is_gone():
            raise
        _say_gone(DatasetError.missing(state.kept(OPENED, str)), text)


def open_page(key: str) -> Page:
    """Begin a page: title, dataset, filters. Never returns where there is nothing to show, but says
    what is missing and where to add it."""
    if not state.is_framed():
        state.want(key)
        st.switch_page("app.py")
    text = Text(state.language())
    st.title(text(f"{key}.title"), anchor=False)
    manifest = _manifest(text)
    state.keep(OPENED, manifest.version)
    definition = cache.current_definition(state.definition())
    definition = cache.fitted_definition(manifest.version, definition)
    page = Page(key, text.lang, _theme(), manifest, _known_filters(manifest), definition)
    entry = PAGES[key]
    heading.show(page, is_filtered=entry.is_filtered)
    _flash(page)
    need = entry.lacks(page.manifest)
    if need is not None:
        empty(page, page.text(need.missing))
    return page


def empty(page: Page, sentence: str) -> NoReturn:
    """Say why a page has no answer, lead to the Data page, and end the page."""
    st.info(sentence, icon=PAGES[page.key].icon)
    data_link(page)
    st.stop()


def data_link(page: Page) -> None:
    """To where what is missing can be added."""
    link("data", page.text("common.add_file"))


def go(key: str, **options: str) -> NoReturn:
    """Open another page with the same view and these options."""
    for name, value in options.items():
        state.set_option(name, value)
    st.switch_page(f"pages/{key}.py", query_params=state.query())


def link(key: str, label: str) -> None:
    """A link to another page with the same view."""
    st.page_link(f"pages/{key}.py", label=label, icon=PAGES[key].icon, query_params=state.query())


def headline(sentence: str, width: Literal["stretch", "content"] = "stretch") -> None:
    """What the page answers, in one line under its title; as wide as its words beside a badge."""
    st.subheader(sentence, anchor=False, width=width)


def onward(page: Page) -> None:
    """One link to the page that follows in the menu and has an answer; after the last, and from
    what is only set, back to the container."""
    entry = following(page.key, page.manifest)
    st.page_link(
        f"pages/{entry.key}.py",
        label=page.text(f"{entry.key}.next"),
        icon=":material/arrow_forward:",
        query_params=state.query(),
    )


def complain(error: NineSupersError, lang: str) -> None:
    """Show what went wrong, in words."""
    shown = words(lang).shown(error.facts)
    facts = {name: literal(fact) if isinstance(fact, str) else fact for name, fact in shown.items()}
    st.error(Text(lang)(f"errors.{error.code}", **facts), icon=":material/error:")


def _page(entry: Entry, text: Text) -> Any:
    return st.Page(
        f"pages/{entry.key}.py",
        title=text(f"{entry.key}.title"),
        icon=entry.icon,
        url_path=entry.key,
        default=entry.key == next(iter(PAGES)),
    )


def _menu(pages: Mapping[str, Any], text: Text) -> dict[str, list[Any]]:
    """The pages under the names of their groups."""
    return {
        text(f"common.menu.{group}"): [
            pages[key] for key, entry in PAGES.items() if entry.group == group
        ]
        for group in GROUPS
    }


def _entry(chosen: Any) -> Entry:
    """The entry of the page that Streamlit is about to run; the default has an empty path."""
    return PAGES[chosen.url_path or next(iter(PAGES))]


def _language_switch(text: Text) -> None:
    st.segmented_control(
        text("common.language"),
        LANGUAGES,
        format_func=lambda lang: Text(lang)("common.language_name"),
        label_visibility="collapsed",
        required=True,
        **state.bind_option(state.LANG, "any", text.lang),
    )


def _dataset(chosen: Any, text: Text) -> None:
    """The dataset that this visitor looks at: in the link, in the browser's title, in the menu,
    with the way to the one in use where it is another."""
    page, current = text(f"{_entry(chosen).key}.title"), cache.store().current()
    state.pin_dataset(current)
    try:
        manifest = _open(current)
    except NineSupersError:
        names.use(None, text.lang)
        st.set_page_config(page_title=text("common.window_plain", page=page))
        return
    names.use(manifest, text.lang)
    label = dataset_label(manifest, text)
    st.set_page_config(page_title=text("common.window", page=page, dataset=label))
    st.caption(f"**{literal(label)}**")
    if current not in (None, manifest.version) and manifest.segment is None:
        st.caption(text("common.not_current"))
        st.button(text("common.open_current"), on_click=state.set_dataset, args=(None,))


def _open(current: str | None) -> Manifest:
    version = state.dataset() or current
    if version is None:
        raise DatasetError.missing("")
    return cache.manifest(version)


def _manifest(text: Text) -> Manifest:
    with st.spinner(text("common.preparing")):
        current = cache.store().current()
    try:
        return _open(current)
    except NineSupersError as error:
        _say_gone(error, text)
        st.stop()


def _say_gone(error: NineSupersError, text: Text) -> None:
    """That the dataset is not there, and the way to the one in use."""
    complain(error, text.lang)
    if st.button(text("common.open_current"), type="primary"):
        state.set_dataset(None)
        st.rerun()


def _is_gone() -> bool:
    """Whether the dataset that the page was reading has been deleted meanwhile."""
    version = state.kept(OPENED, str)
    try:
        cache.store().manifest(version)
    except DatasetError:
        return bool(version)
    return False


def _filters(text: Text) -> None:
    try:
        manifest = _open(cache.store().current())
        offered = cache.choices(manifest.version)
    except NineSupersError:
        return
    filter_fields.show(manifest, offered, text)


def _known_filters(manifest: Manifest) -> Filters:
    offered = cache.choices(manifest.version)
    return state.known_filters(
        filter_fields.offered_codes(offered, "channel"),
        filter_fields.offered_codes(offered, "product"),
    )


def _flash(page: Page) -> None:
    """What happened just before this run, said once."""
    message = state.take_flash()
    if isinstance(message, NineSupersError):
        complain(message, page.lang)
    elif message:
        heading.say(page, message)


def _theme() -> str:
    return "dark" if st.context.theme.type == "dark" else "light"
