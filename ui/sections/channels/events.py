"""Events and notes beside what is followed over time: the switch, and which number is which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import polars as pl
import streamlit as st

from analytics.filters import Filters
from analytics.launch import marks as launch_marks
from analytics.notes import store as notes
from ui import cache, state, widgets
from ui.charts.kit.marks import months, placed
from ui.folded import fold
from ui.views.channels import events as view

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from analytics.storage.versions import Store
    from ui.charts.kit.figure import Figure
    from ui.charts.kit.marks import Marks
    from ui.page import Page

SWITCH = "events"
ON, OFF = "on", "off"


def listed(page: Page, products: Sequence[str] = ()) -> pl.DataFrame:
    """The dataset's events and the notes that concern this page, oldest first. Notes on a product
    or a channel, and a product's day zero and phases, stand on charts of it alone: those of the
    filters, or `products`."""
    chosen_products = (*page.filters.products, *products)
    events = _with_launches(page, cache.events(page.version), chosen_products)
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
    noted = pl.DataFrame([row | {"is_day_zero": False} for row in rows], schema=events.schema)
    return pl.concat([events, noted]).sort("starts_on", "name")


def _with_launches(page: Page, events: pl.DataFrame, products: Sequence[str]) -> pl.DataFrame:
    """The events, those of the products' own launches as day zero and phases."""
    events = events.with_columns(is_day_zero=pl.lit(value=False))
    own = _launches(page, products)
    if own.is_empty():
        return events
    others = events.filter(launch_marks.without_own_events(events, own))
    return pl.concat([others, view.launches(own, page.text)]).sort("starts_on", "name")


def _launches(page: Page, products: Sequence[str]) -> pl.DataFrame:
    """The rows of `analytics.launch.marks` of these products; none without products."""
    if not products:
        return pl.DataFrame(schema=launch_marks.MARKS)
    every = cache.answer(_launch_marks, page.version, Filters())
    return every.filter(pl.col("item").is_in(list(products)))


def _launch_marks(store: Store, version: str, filters: Filters) -> pl.DataFrame:
    return launch_marks.marks(cache.view(version, filters))


def marks(page: Page, starts: Sequence[date], length: int) -> Marks | None:
    """Events and notes on an axis of periods of `length` months; None where there is none."""
    axis, events = months(starts, length), listed(page)
    return None if axis is None or events.is_empty() else placed(events, axis)


def own_launches(page: Page, starts: Sequence[date]) -> Marks | None:
    """Day zero and phases of the products that the page is narrowed to, on an axis of months."""
    axis, own = months(starts, 1), _launches(page, page.filters.products)
    return None if axis is None or own.is_empty() else placed(view.launches(own, page.text), axis)


def chart(
    page: Page,
    name: str,
    sentence: str,
    *,
    marks: Marks | None,
    drawing: tuple[object, ...],
    draw: Callable[[Marks | None], Figure],
) -> None:
    """A figure over time with its marks, unless they are switched off, the sentence under it, and
    the switch. `drawing` is its key without them."""
    shown = chosen(marks)
    figure = cache.cached_figure((*drawing, shown), lambda: draw(shown))
    widgets.chart(page, name, figure, sentence)
    legend(page, marks)


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
