"""A super of one's own in the place of another: from a template, or from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.definitions import supers as files
from analytics.definitions.drafts import from_scratch, known_uses
from analytics.errors import NineSupersError
from ui import state, widgets
from ui.sections.definitions.outcome import EDITED
from ui.text import literal
from ui.views.definitions import settings as view

if TYPE_CHECKING:
    from ui.page import Page
    from ui.views.definitions.draft import DefinitionDraft

SCRATCH = "scratch"
TASK = "task"


def show(page: Page, bench: DefinitionDraft) -> None:
    """Which super gives way, what takes its place, and the button that puts it into the draft."""
    text = page.text
    names = {one["key"]: text.pick(one["name"]) for one in bench.raw["supers"]}
    offered = {one.key: one for one in files.templates()}
    labels = {key: text.pick(one.name) for key, one in offered.items()}
    st.markdown(page.t("own_note"))
    left, right = st.columns([1, 2])
    with left:
        gone = widgets.choose_from(page, "instead", names, list(names)[-1], page.t("instead_label"))
    with right:
        made = widgets.pick(
            page, "template", {**labels, SCRATCH: page.t("from_scratch")}, next(iter(labels))
        )
    if made == SCRATCH:
        new = _scratch(page, bench)
    else:
        one = offered[made]
        st.markdown(literal(text.pick(one.why)))
        st.info(literal(text.pick(one.note or one.why)), icon=":material/info:")
        widgets.table(view.template(one, page.manifest, text), {}, page.lang)
        new = files.plain(one)
    st.button(
        page.t("put", name=literal(names[gone])),
        type="primary",
        disabled=new is None,
        on_click=_put,
        args=(page, bench, gone, new),
    )


def _scratch(page: Page, bench: DefinitionDraft) -> dict[str, Any] | None:
    """What a person says of their own super; None until it is whole."""
    names = view.use_names(known_uses(), page.text)
    with st.container(horizontal=True):
        name = _line(page, "own_name", files.SHORT)
        why = _line(page, "own_why", files.WHY)
    uses = st.multiselect(
        page.t("own_measures"),
        view.grid_codes(names),
        format_func=lambda key: names.get(key, key),
        max_selections=files.MOST_MEASURES,
        placeholder=page.t("own_measures_hint"),
        **_bound(page, "own_measures", list[str]()),
    )
    if not (name.strip() and why.strip() and uses):
        st.caption(page.t("own_missing"))
        return None
    taken = [one["key"] for one in bench.raw["supers"]]
    return from_scratch(name.strip(), why.strip(), uses, taken)


def _line(page: Page, name: str, longest: int) -> str:
    return st.text_input(page.t(name), max_chars=longest, **_bound(page, name, "")) or ""


def _bound(page: Page, name: str, empty: object) -> dict[str, Any]:
    """A widget whose content stays while the visitor is elsewhere or changes language."""
    kept = state.kept(f"definition.{name}", lambda: empty)
    return state.bind(
        f"definition.{name}", page.lang, kept, lambda it: state.keep(f"definition.{name}", it)
    )


def _put(page: Page, bench: DefinitionDraft, gone: str, new: dict[str, Any]) -> None:
    """Into the draft, and on to its grid."""
    try:
        bench.put(gone, new)
    except NineSupersError as error:
        state.flash(error)
        return
    for name, code in ((EDITED, new["key"]), (TASK, "edit")):
        state.set_option(name, code)
        state.put(name, page.lang, code)
