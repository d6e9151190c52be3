"""How unit costs moved, the lowest price that pays, and the room against rivals."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import cache, frame, widgets
from ui.charts.channels.mix import panels
from ui.charts.pricing import scale
from ui.sections.margins import asked
from ui.text import paragraphs
from ui.views.margins import priced as view
from ui.views.margins import where
from ui.views.shared.sentences import joined

if TYPE_CHECKING:
    from ui.page import Page


def costs(page: Page) -> None:
    """How the cost of a unit moved, product by product."""
    answer, months = asked.costs(page)
    text = page.text
    sentence = view.costs_sentence(answer, text)
    rows = view.cost_lines(months, answer, text)
    if rows.is_empty():
        st.markdown(sentence)
    else:
        widgets.chart(
            page,
            "costs",
            cache.cached_figure(
                page.drawing("costs"),
                lambda: panels(rows, is_rate=False, text=text, theme=page.theme),
            ),
            joined([*filter(None, [sentence, asked.currency(page)])], text),
        )
    spoken = [view.stamped(answer, text)]
    if answer.refusal is not None:
        spoken.append(where.remedy(answer.refusal, text))
    st.markdown(paragraphs(filter(None, spoken)))
    table = view.costs_table(answer)
    widgets.rows_behind(
        page, "money-costs", table, where.headers(table, text), page.t("formula.costs")
    )


def room(page: Page) -> None:
    """From the lowest price that pays to the rivals' lower quarter, product by product."""
    answer, text = asked.room(page), page.text
    sentence = view.room_sentence(answer, text)
    if answer.refusal is not None:
        st.markdown(paragraphs([sentence, where.remedy(answer.refusal, text)]))
        frame.data_link(page)
    else:
        rows = view.rooms(answer, text)
        widgets.chart(
            page,
            "room",
            cache.cached_figure(
                page.drawing("room"),
                lambda: scale.ranges(rows, text=text, theme=page.theme),
            ),
            joined([*filter(None, [sentence, asked.currency(page)])], text),
        )
        st.caption(page.t("room.legend"))
    spoken = view.room_left_out(answer, text)
    if answer.before_commission:
        spoken.insert(0, page.t("room.before_commission"))
    if spoken:
        st.markdown(paragraphs(spoken))
    table = view.room_table(answer, text)
    widgets.rows_behind(
        page, "money-room", table, where.headers(table, text), page.t("formula.room")
    )
