"""A draft's goalposts, weights, thresholds and reasons, written into grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, state, widgets
from ui.sections.definitions import outcome
from ui.text import literal
from ui.views.definitions import settings as view
from ui.views.definitions.draft import GRID

if TYPE_CHECKING:
    from ui.page import Page
    from ui.views.definitions.draft import DefinitionDraft

WIDTHS = {
    "measure": 215,
    "now": 75,
    "bad": 95,
    "good": 112,
    "weight": 85,
    "n_indicative": 140,
    "n_sound": 118,
    "reason": 125,
}
"""In pixels. A reason as wide as its text would push everything else off the page."""


def show(page: Page, definition_draft: DefinitionDraft) -> None:
    """The measures of one super, and the weights of all."""
    text = page.text
    names = {super_["key"]: text.pick(super_["name"]) for super_ in definition_draft.raw["supers"]}
    chosen = widgets.pick(page, outcome.EDITED, names, next(iter(names)))
    st.markdown(literal(text.pick(definition_draft.super_of(chosen)["why"])))
    _measures(page, definition_draft, chosen)
    st.caption(page.t("edit_note"))
    with st.expander(page.t("weights_title")):
        _weights(page, definition_draft)


def _measures(page: Page, definition_draft: DefinitionDraft, chosen: str) -> None:
    key = f"grid.{chosen}.{definition_draft.start.id}.{definition_draft.goods}.{page.lang}"
    grid = definition_draft.measures_grid(chosen, is_new=not state.is_drawn(key))
    assessment = cache.assess(page.version, page.filters, page.definition)
    edited = widgets.grid(
        view.measures(definition_draft, chosen, assessment, grid, page.text),
        view.measure_headers(page.text),
        key=key,
        editable=GRID,
        widths=WIDTHS,
    )
    definition_draft.take_measures(chosen, edited.select(GRID))


def _weights(page: Page, definition_draft: DefinitionDraft) -> None:
    st.caption(page.t("weights_note"))
    key = f"grid.weights.{definition_draft.start.id}.{definition_draft.goods}.{page.lang}"
    grid = definition_draft.weights_grid(is_new=not state.is_drawn(key))
    edited = widgets.grid(
        view.weights(definition_draft, grid, page.text),
        {column: page.t(f"column.{column}") for column in ("super", "weight")},
        key=key,
        editable=("weight",),
    )
    definition_draft.take_weights(edited.select("weight"))
