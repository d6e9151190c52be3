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
    "measure": 180,
    "now": 80,
    "bad": 90,
    "good": 105,
    "weight": 90,
    "n_indicative": 125,
    "n_sound": 105,
    "reason": 160,
}
"""In pixels. A reason as wide as its text would push everything else off the page."""


def show(page: Page, bench: DefinitionDraft) -> None:
    """The measures of one super, and the weights of all."""
    text = page.text
    names = {one["key"]: text.pick(one["name"]) for one in bench.raw["supers"]}
    chosen = widgets.pick(page, outcome.EDITED, names, next(iter(names)))
    st.markdown(literal(text.pick(bench.super_of(chosen)["why"])))
    _measures(page, bench, chosen)
    st.caption(page.t("edit_note"))
    with st.expander(page.t("weights_title")):
        _weights(page, bench)


def _measures(page: Page, bench: DefinitionDraft, chosen: str) -> None:
    key = f"grid.{chosen}.{bench.start.id}.{page.lang}"
    grid = bench.measures_grid(chosen, is_new=not state.is_drawn(key))
    found = cache.assess(page.version, page.filters, page.definition)
    edited = widgets.grid(
        view.measures(bench, chosen, found, grid, page.text),
        view.measure_headers(page.text),
        key=key,
        editable=GRID,
        widths=WIDTHS,
    )
    bench.take_measures(chosen, edited.select(GRID))


def _weights(page: Page, bench: DefinitionDraft) -> None:
    st.caption(page.t("weights_note"))
    key = f"grid.weights.{bench.start.id}.{page.lang}"
    grid = bench.weights_grid(is_new=not state.is_drawn(key))
    edited = widgets.grid(
        view.weights(bench, grid, page.text),
        {column: page.t(f"column.{column}") for column in ("super", "weight")},
        key=key,
        editable=("weight",),
    )
    bench.take_weights(edited.select("weight"))
