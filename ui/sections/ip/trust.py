"""Whether people are believed by who brought them, and codes that leak."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.ip.trust import ITEMS
from ui import cache, widgets
from ui.charts.pricing import scale
from ui.sections.ip import asked
from ui.text import paragraphs
from ui.views.ip import codes as of_codes
from ui.views.ip import trust as view
from ui.views.ip.names import headers, reason, remedy

if TYPE_CHECKING:
    from ui.page import Page


def show(page: Page) -> None:
    """Marks by who brought people, item by item; then who brings others without being paid."""
    answer, text = asked.believed(page), page.text
    if answer.refusal is not None:
        why = page.t("trust.refused", reason=reason(answer.refusal, text))
        st.markdown(paragraphs([why, remedy(answer.refusal, text)]))
    else:
        for item in ITEMS:
            _item(page, item)
        table = view.table(answer, text)
        widgets.rows_behind(page, "ip-trust", table, headers(table, text))
    st.subheader(page.t("trust.unpaid_title"), anchor=False)
    st.markdown(view.unpaid(answer, text))
    st.caption(page.t("trust.unpaid_note"))
    people = view.unpaid_table(answer, text)
    widgets.rows_behind(page, "ip-unpaid", people, headers(people, text))


def _item(page: Page, item: str) -> None:
    text = page.text
    rows = view.marks(asked.believed(page), item, text)
    if rows.is_empty():
        return
    st.markdown(f"**{page.t(f'trust.{item}')}**")
    figure = cache.cached_figure(
        page.drawing("trust", item), lambda: scale.ranges(rows, text=text, theme=page.theme)
    )
    widgets.chart(page, f"trust-{item}", figure, view.sentence(asked.believed(page), item, text))


def codes(page: Page) -> None:
    """What shows of leaks, and every code with who uses it."""
    uses, people, text = asked.codes(page), asked.brought(page).roster, page.text
    st.markdown(paragraphs(of_codes.sentences(uses, people, text)))
    if uses:
        table = of_codes.table(uses, people, text)
        names = headers(table, text)
        widgets.table(table, names, page.lang, height=420)
        widgets.download(table, names, text("common.download"), "ip-codes", page.lang)
    st.caption(page.t("code.note"))
