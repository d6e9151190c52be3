"""The cell of a cohort triangle that was clicked: kept in the link, and who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from analytics.customers.segments import SegmentChoice
from analytics.repurchase import cohort_groups
from analytics.repurchase.cohorts import members
from ui import cache, state, widgets
from ui import format as fmt
from ui.rows import readable
from ui.sections.customers import segments
from ui.views.assessment.supers import row_headers
from ui.views.repurchase import cohorts as view
from ui.views.repurchase import repurchase as repurchase_view

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import polars as pl
    from streamlit.delta_generator import DeltaGenerator

    from analytics.repurchase.cohorts import Cell, Grain
    from ui.page import Page

OPTION = "cell"
MEMBERS = 200
BESIDE = (3, 2)
HEIGHT = 420

Place = tuple[str, int]
"""A group and the age of its cell."""


def of_time(cells: pl.DataFrame, grain: Grain, group: str) -> Cell | None:
    """The cell of the link, of the time cohorts of a group, "" for everybody; None where these
    cohorts have no such cell."""
    return view.cell_named(state.option(OPTION, ""), cells, grain, group)


def of_group(names: Mapping[str, str], split: cohort_groups.Split) -> Place | None:
    """The group and age of the link; None where this split has no such group."""
    return view.place_named(state.option(OPTION, ""), names, split)


def keep_time(
    cells: pl.DataFrame,
    grain: Grain,
    group: str,
    chosen: Cell | None,
    points: list[dict[str, Any]],
) -> None:
    """The clicked cell goes into the link; the one already there, clicked again, out of it."""
    cell = view.cell_of(points, cells, grain)
    is_new = cell is not None and cell != chosen
    state.set_option(OPTION, view.cell_code(cell, group) if cell and is_new else None)


def keep_group(
    split: cohort_groups.Split, chosen: Place | None, points: list[dict[str, Any]]
) -> None:
    """The same for the groups of a split."""
    place = view.row_of(points)
    is_new = place is not None and place != chosen
    state.set_option(OPTION, view.place_code(place, split) if place and is_new else None)


def sides(*, is_open: bool) -> tuple[DeltaGenerator, DeltaGenerator]:
    """Where the picture and the list of customers go: beside each other while a list is open, one
    under the other where there is no room for both."""
    if not is_open:
        return st.container(), st.container()
    left, right = st.columns(BESIDE, gap="medium")
    return left, right


def offer(page: Page, whose: str, labels: Mapping[str, str]) -> None:
    """How to see who is behind a cell, and the cells as a list for whoever has no mouse."""
    st.caption(page.t("cell_hint"))
    code = widgets.marks(page, f"cells.{whose}", labels, page.text("cohorts.open_cell"))
    if code is not None:
        state.set_option(OPTION, code)
        st.rerun()


def of_cohort(page: Page, cell: Cell | None, labels: Mapping[str, str]) -> None:
    """The customers behind a cell of everybody's cohorts; while none is chosen the cells by their
    `labels`."""
    if cell is None:
        offer(page, "time", labels)
        return
    customers = cache.answer(members, page.version, page.filters, cell, MEMBERS)
    title = repurchase_view.cell_title(cell, len(customers), page.text)
    chosen = SegmentChoice("cell", page.as_of, page.filters, cell=cell)
    name = fmt.day(cell.cohort, page.lang)
    _customers(
        page,
        customers,
        title,
        f"cohort-{cell.cohort}-{cell.index}",
        chosen=chosen,
        segment_name=name,
    )


def of_attribute(
    page: Page,
    cells: pl.DataFrame,
    split: cohort_groups.Split,
    names: Mapping[str, str],
    *,
    place: Place | None,
    cohort: date | None,
    labels: Mapping[str, str],
) -> None:
    """The same for a group, or one of its time cohorts."""
    if place is None:
        offer(page, split.by, labels)
        return
    selection = cohort_groups.behind(cells, split, *place, cohort)
    if not selection:
        return
    customers = cache.answer(cohort_groups.members, page.version, page.filters, selection, MEMBERS)
    title = view.members_title(names[place[0]], place[1], len(customers), split.grain, page.text)
    chosen = SegmentChoice("behind", page.as_of, page.filters, behind=selection)
    name = names[place[0]] if cohort is None else fmt.day(cohort, page.lang)
    _customers(
        page, customers, title, f"cohort-{split.by}-{place[1]}", chosen=chosen, segment_name=name
    )


def _customers(
    page: Page,
    customers: pl.DataFrame,
    title: str,
    name: str,
    *,
    chosen: SegmentChoice,
    segment_name: str,
) -> None:
    """Who is behind the cell, what they bought, a way to save them as a segment of this name, and
    the way back."""
    with st.container(border=True):
        st.markdown(f"**{title}**")
        show_ids = st.toggle(
            page.text("supers.show_ids"), **state.bind("cell.ids", page.lang, value=False)
        )
        shown = readable(customers, show_ids=show_ids)
        headers = row_headers(shown, page.text)
        widgets.table(shown, headers, page.lang, height=HEIGHT)
        with st.container(horizontal=True, vertical_alignment="center"):
            widgets.download(shown, headers, page.t("cell_download"), name, page.lang)
            segments.offer(page, name, chosen, segment_name)
            label, icon = page.t("cell_close"), ":material/close:"
            st.button(label, on_click=_close, type="tertiary", icon=icon, key="cell.close")


def _close() -> None:
    state.set_option(OPTION, None)
