"""Events and notes beside what is followed over time: the switch, and which number is which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.notes import store as notes
from ui import cache, state
from ui.charts.kit.marks import months, placed
from ui.folded import fold
from ui.views.channels import events as view

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ui.charts.kit.marks import Marks
    from ui.page import Page

SWITCH = "events"
ON, OFF = "on", "off"


def listed(page: Page, products: Sequence[str] = ()) -> pl.DataFrame:
    """The dataset's events and the notes that concern this page, oldest first. Notes on a product
    or a channel stand on charts of it alone: those of the filters, or `products`."""
    events = cache.events(page.version)
    chosen_products = (*page.filters.products, *products)
    rows = [
        {
            "name": note.text,
            "kind": page.text("notes.kind_decision" if note.decision else "notes.kind_note"),
            "phase": None,
            "starts_on": note.starts_on,
            "ends_on": note.ends_on,
        }
        for note in notes.library(cache.store()).notes
        if note.concerns(page.key, chosen_products, page.filters.channels)
    ]
    if not rows:
        return events
    return pl.concat([events, pl.DataFrame(rows, schema=events.schema)]).sort("starts_on", "name")


def marks(page: Page, starts: Sequence[date], length: int) -> Marks | None:
    """Events and notes on an axis of periods of `length` months; None where there is none."""
    axis, events = months(starts, length), listed(page)
    return None if axis is None or events.is_empty() else placed(events, axis)


def chosen(marks: Marks | None) -> Marks | None:
    """The marks, unless the reader has switched events off."""
    return marks if state.option(SWITCH, ON, (ON, OFF)) == ON else None


def legend(page: Page, marks: Marks | None) -> None:
    """The switch and the names behind the numbers; nothing where no event lies on the axis."""
    if marks is None or not marks.shown:
        return
    is_on = chosen(marks) is not None
    bound = state.bind(SWITCH, page.lang, is_on, lambda on: state.set_option(SWITCH, _code(on)))
    st.toggle(page.text("events.show"), **bound)
    if is_on:
        # A year's events are a screen of a phone: named on the chart by number, here by name.
        spoken = partial(st.caption, view.legend(marks, page.text))
        fold(page, "events", page.text("events.names", n=len(marks.shown)), spoken)


def _code(is_on: bool) -> str | None:
    """What the link says: events show unless it says otherwise."""
    return None if is_on else OFF
