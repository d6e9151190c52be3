"""The head of the Stores and salons page: guests of events against people alike, and their cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from analytics.stores import attendance as of_guests
from ui import cache, frame, widgets
from ui.charts.kit import survival
from ui.sections.stores import asked
from ui.text import paragraphs
from ui.views.stores import attendance as views

if TYPE_CHECKING:
    from ui.page import Page

MARKS = (30, 60, 90, 120, 180)


def head(page: Page) -> None:
    """The answer in one line, what it does not prove, and which events it is about."""
    answer = asked.attendance(page)
    if answer is None:
        frame.headline(views.reason(of_guests.nobody(asked.events(page)), page.text))
        frame.data_link(page)
        return
    frame.headline(views.headline(answer, page.text))
    if sentence := views.under(answer, page.text):
        st.markdown(sentence)
    labels = views.labels(asked.pools(page), page.text)
    widgets.choose_from(page, asked.CHOICE, labels, answer.pool.code, page.t("salon_label"))
    if not page.filters.is_empty:
        st.caption(page.t("filtered"))


def show(page: Page) -> None:
    """The two curves, their rows, and who was left out."""
    answer, text = asked.attendance(page), page.text
    if answer is not None and not answer.after.curve.is_empty():
        rows = views.curves(answer, text)
        figure = cache.cached_figure(
            page.drawing("curves", answer.pool.code),
            lambda: survival.curve(
                rows, text=text, theme=page.theme, days=MARKS, since="stores.days_since"
            ),
        )
        widgets.chart(page, "curves", figure, views.curve_sentence(answer, text))
        behind, headers = views.curve_rows(answer, text)
        widgets.rows_behind(page, "stores-curves", behind, headers)
    guests = None if answer is None else asked.guest_list(page, answer)
    events, unlisted = asked.events(page), asked.unlisted(page)
    if sentences := views.left_out(answer, guests, events, unlisted, text):
        st.caption(paragraphs(sentences))


def cost(page: Page) -> None:
    """What a guest costs who comes back."""
    answer = asked.attendance(page)
    if answer is None or answer.refusal is not None:
        return
    st.subheader(page.t("question.cost"), anchor=False)
    st.markdown(views.cost_sentence(asked.costs(page, answer), page.currency, page.text))
