"""A super of one's own in the place of another: from a template, or from scratch."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.definitions import supers
from analytics.definitions.drafts import from_scratch, uses_by_key
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


def show(page: Page, definition_draft: DefinitionDraft) -> None:
    """The super to replace, its replacement, and the button that puts it into the draft."""
    text = page.text
    names = {super_["key"]: text.pick(super_["name"]) for super_ in definition_draft.raw["supers"]}
    templates = {template.key: template for template in supers.templates()}
    labels = {key: text.pick(template.name) for key, template in templates.items()}
    st.markdown(page.t("own_note"))
    left, right = st.columns([1, 2])
    with left:
        replaced_key = widgets.choose_from(
            page, "instead", names, list(names)[-1], page.t("instead_label")
        )
    with right:
        template_key = widgets.pick(
            page, "template", {**labels, SCRATCH: page.t("from_scratch")}, next(iter(labels))
        )
    if template_key == SCRATCH:
        new = _scratch(page, definition_draft)
    else:
        template = templates[template_key]
        st.markdown(literal(text.pick(template.why)))
        st.info(literal(text.pick(template.note or template.why)), icon=":material/info:")
        widgets.table(view.template(template, page.manifest, text), {}, page.lang)
        new = supers.plain(template)
    st.button(
        page.t("put", name=literal(names[replaced_key])),
        type="primary",
        disabled=new is None,
        on_click=_put,
        args=(page, definition_draft, replaced_key, new),
    )


def _scratch(page: Page, definition_draft: DefinitionDraft) -> dict[str, Any] | None:
    """The fields of a super of one's own; None until all are filled in."""
    names = view.use_names(uses_by_key(), page.text)
    with st.container(horizontal=True):
        name = _line(page, "own_name", supers.SHORT)
        why = _line(page, "own_why", supers.WHY)
    uses = st.multiselect(
        page.t("own_measures"),
        view.grid_codes(names),
        format_func=lambda key: names.get(key, key),
        max_selections=supers.MOST_MEASURES,
        placeholder=page.t("own_measures_hint"),
        **_bound(page, "own_measures", list[str]()),
    )
    if not (name.strip() and why.strip() and uses):
        st.caption(page.t("own_missing"))
        return None
    taken = [super_["key"] for super_ in definition_draft.raw["supers"]]
    return from_scratch(name.strip(), why.strip(), uses, taken)


def _line(page: Page, name: str, longest: int) -> str:
    return st.text_input(page.t(name), max_chars=longest, **_bound(page, name, "")) or ""


def _bound(page: Page, name: str, empty: object) -> dict[str, Any]:
    """A widget whose content stays while the visitor is elsewhere or changes language."""
    content = state.kept(f"definition.{name}", lambda: empty)
    return state.bind(
        f"definition.{name}",
        page.lang,
        content,
        lambda written: state.keep(f"definition.{name}", written),
    )


def _put(
    page: Page, definition_draft: DefinitionDraft, replaced_key: str, new: dict[str, Any]
) -> None:
    """Into the draft, and on to its grid."""
    try:
        definition_draft.put(replaced_key, new)
    except NineSupersError as error:
        state.flash(error)
        return
    for name, code in ((EDITED, new["key"]), (TASK, "edit")):
        state.set_option(name, code)
        state.put(name, page.lang, code)
