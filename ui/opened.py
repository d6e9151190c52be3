"""What stands behind a number, opened: the rows page by page, and the SQL with what was asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.view import View
from ui import cache, state, widgets
from ui.folded import fold
from ui.rows import readable
from ui.views.assessment import supers as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from analytics.assessment.assessment import Assessment
    from analytics.definitions.supers import MeasureUse
    from analytics.filters import Filters
    from ui.page import Page

ROWS = 100


def rows(page: Page, assessment: Assessment, use: MeasureUse, *, show_ids: bool) -> None:
    """The rows behind a measure, closed until somebody wants them."""

    def content() -> None:
        _rows(page, assessment, use, show_ids=show_ids)

    title = page.text("supers.rows_fold")
    fold(page, f"rows.{use.key}", title, content, icon=":material/table_rows:")


def _rows(page: Page, assessment: Assessment, use: MeasureUse, *, show_ids: bool) -> None:
    """A hundred at a time, with ids hidden unless asked for; what is on screen can be
    downloaded."""
    name = f"rows.{use.key}"
    number, frame = _page(page, assessment, use, state.kept(name, lambda: 1))
    shown = readable(frame.head(ROWS), show_ids=show_ids)
    headers = view.row_headers(shown, page.text)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(view.rows_title((number - 1) * ROWS, len(shown), page.text))
        _pages(page, name, number, has_more=len(frame) > ROWS)
        label = page.text("supers.rows_download")
        widgets.download(shown, headers, label, f"{use.key}-{number}", page.lang)
    widgets.table(view.row_words(shown, page.text), headers, page.lang, height=280)


def _page(
    page: Page, assessment: Assessment, use: MeasureUse, number: int
) -> tuple[int, pl.DataFrame]:
    """The rows of a page and one more; of the first page where filters have left none on it."""
    filters, before = _scope(assessment, use), (number - 1) * ROWS
    frame = cache.rows(page.version, use.measure.rows, filters, ROWS + 1, before)
    if frame.is_empty() and number > 1:
        return _page(page, assessment, use, 1)
    return number, frame


def sql(page: Page, assessment: Assessment, use: MeasureUse) -> None:
    """The SQL that made the number, under what was asked of it: closed until somebody wants it."""

    def statement() -> None:
        st.code(view.sql_of(use, _scope(assessment, use)), language="sql", height=280)

    title = page.text("supers.sql_title")
    fold(page, f"sql.{use.key}", title, statement, icon=":material/database:")


def queries(page: Page, formulas: Mapping[str, str], citation: str) -> None:
    """What stands behind the charts of a page: a formula for each query, or for the first of
    several, the filters as SQL sees them, the SQL, and a line to cite."""

    def behind() -> None:
        st.code(citation, language=None, wrap_lines=True)
        for query, formula in formulas.items():
            if formula:
                st.markdown(formula)
            st.code(view.sql_with(query, page.filters.params()), language="sql", height=200)

    fold(page, "behind", page.text("common.behind"), behind, icon=":material/function:")


def _scope(assessment: Assessment, use: MeasureUse) -> Filters:
    """The filters a measure really looks through: of the last year, where it looks back so far."""
    scope = View(cache.store(), assessment.manifest, assessment.filters)
    return scope.last_year.filters if use.measure.window == "year" else scope.filters


def _pages(page: Page, name: str, number: int, *, has_more: bool) -> None:
    """How many there are is not counted: the next page shows when there is one."""
    pages = number + has_more
    if pages > 1:
        turn = state.bind_default(
            name, page.lang, {"default": number}, lambda chosen: state.keep(name, chosen)
        )
        st.pagination(pages, max_visible_pages=0, **turn)
