"""Who brings whom and who stays; how much hangs on one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.ip.base import WINDOW
from ui import cache, widgets
from ui.charts.ip import matrix
from ui.charts.kit import survival
from ui.charts.pricing import scale
from ui.folded import fold
from ui.sections.ip import asked
from ui.text import paragraphs
from ui.views.ip import answer as heads
from ui.views.ip import depend as shares
from ui.views.ip import who as view
from ui.views.ip.names import headers

if TYPE_CHECKING:
    from ui.page import Page

DAYS = (30, 60, 90, 180)


def show(page: Page) -> None:
    """The matrix, the discounts behind it, the curves, and what the sheets leave open."""
    answer, text = asked.brought(page), page.text
    rows = view.matrix(answer, text)
    figure = cache.cached_figure(
        page.drawing("matrix"), lambda: matrix.matrix(rows, text=text, theme=page.theme)
    )
    widgets.chart(page, "matrix", figure, view.sentence(answer, text))
    st.caption(page.t("matrix.key"))
    answer = asked.discounted(page)
    if sentences := view.discounts(answer, text):
        st.markdown(paragraphs(sentences))
    table = view.table(answer, text)
    widgets.rows_behind(page, "ip-who", table, headers(table, text), page.t("stay.drawn"))
    if answer.stays.standings:
        title = page.t("stay.curves")
        fold(page, "curves", title, lambda: _curves(page), icon=":material/show_chart:")
    if faults := heads.faults(answer, text):
        st.caption(paragraphs(faults))


def _curves(page: Page) -> None:
    """How the people of each ranked IP come back, day by day."""
    answer, text = asked.brought(page), page.text
    rows = view.curve_rows(asked.returning(page), answer)
    figure = cache.cached_figure(
        page.drawing("curves"),
        lambda: survival.curve(
            rows.filter(rows["day"] <= max(DAYS)), text=text, theme=page.theme, days=DAYS
        ),
    )
    widgets.chart(page, "curves", figure, view.curve_sentence(answer, text))
    table = rows.filter(rows["day"] <= WINDOW)
    widgets.download(table, {}, text("common.download"), "ip-curves", page.lang)


def depend(page: Page) -> None:
    """The shares of the IPs, and what is lost if the largest leaves."""
    answer, text = asked.brought(page), page.text
    rows = shares.shares(answer, text)
    figure = cache.cached_figure(
        page.drawing("shares"),
        lambda: scale.ranges(rows, text=text, theme=page.theme, is_rate=True),
    )
    widgets.chart(page, "shares", figure, shares.sentence(answer, text))
    if sentences := shares.what_if(answer, text):
        st.markdown(paragraphs(sentences))
    table = shares.table(rows)
    note = shares.formula(answer, text)
    widgets.rows_behind(page, "ip-shares", table, headers(table, text), note)
