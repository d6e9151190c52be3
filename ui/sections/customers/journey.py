"""What people buy next, which first purchase makes them stay, and what goes together."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import streamlit as st

from analytics.customers import baskets, journey
from analytics.scoring.thresholds import EQUIVALENCE_MARGIN
from ui import cache, frame, state, widgets
from ui.charts.customers import journey as charts
from ui.charts.kit import difference
from ui.views.customers import baskets as baskets_view
from ui.views.customers import journey as view

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.page import Page

BY = ("category", "product")
DEPTHS = ("2", "3", "4")
STAY_DAYS = ("90", "180")
HEADS = ("journey.stay_lower", "journey.stay_higher")


def show(page: Page) -> None:
    """First purchases and what follows, then what is bought in one order."""
    text = page.text
    if not page.manifest.about["count_product_lines"]:
        st.info(text("journey.no_products"), icon=":material/inventory_2:")
        frame.link("data", text("journey.no_products_link"))
        return
    if page.manifest.has("customers"):
        _customers(page)
    else:
        st.info(text("journey.no_customers"), icon=":material/person_off:")
    _pairs(page)


def _customers(page: Page) -> None:
    by = cast("journey.By", _choose(page, "journey_by", BY, BY[0]))
    paths = cache.answer(journey.paths, page.version, page.filters, by)
    if paths.is_empty():
        st.markdown(page.text("journey.flow_young", days=journey.WINDOW))
        return
    if view.is_single(paths):
        st.markdown(page.text("journey.single"))
        return
    depth = int(_choose(page, "journey_depth", DEPTHS, "3"))
    links = journey.links(paths, depth)
    widgets.chart(
        page,
        f"journey.{by}.{depth}",
        cache.cached_figure(
            page.drawing("journey", by, depth),
            lambda: charts.flow(*view.flow(links, page.text), text=page.text, theme=page.theme),
        ),
        view.flow_sentence(links, page.text),
    )
    st.caption(page.text("journey.flow_note", days=journey.WINDOW))
    _staying(page, by)
    _moves(page, by)


def _staying(page: Page, by: journey.By) -> None:
    """Each first purchase against all the others."""
    st.subheader(page.text("journey.stay_title"), anchor=False)
    day = int(_choose(page, "journey_day", STAY_DAYS, "90"))
    changes = cache.answer(journey.staying, page.version, page.filters, by)
    rows = view.staying(changes, day, page.text)
    sentence = view.staying_sentence(changes, day, page.text)
    if rows.is_empty():
        st.markdown(sentence)
        return
    widgets.chart(
        page,
        f"staying.{by}.{day}",
        cache.cached_figure(
            page.drawing("staying", by, day),
            lambda: difference.forest(
                rows, margin=100 * EQUIVALENCE_MARGIN, text=page.text, theme=page.theme, heads=HEADS
            ),
        ),
        sentence,
    )
    st.caption(page.text("journey.stay_note"))


def _moves(page: Page, by: journey.By) -> None:
    """From what people came for to what they bought later."""
    st.subheader(page.text("journey.moves_title"), anchor=False)
    moves = cache.answer(journey.moves, page.version, page.filters, by)
    widgets.chart(
        page,
        f"moves.{by}",
        cache.cached_figure(
            page.drawing("moves", by),
            lambda: charts.matrix(view.moves(moves, page.text), text=page.text, theme=page.theme),
        ),
        view.moves_sentence(moves, page.text),
    )
    st.caption(page.text("journey.moves_note", days=journey.WINDOW))


def _pairs(page: Page) -> None:
    """What is bought in the same order."""
    st.subheader(page.text("journey.pairs_title"), anchor=False)
    pairs = cache.answer(baskets.pairs, page.version, page.filters)
    st.markdown(baskets_view.pairs_sentence(pairs, page.text))
    if not pairs.is_empty():
        widgets.table(baskets_view.pairs(pairs, page.text), {}, page.lang, height=320)
    largest = cache.answer(baskets.largest, page.version, page.filters)
    st.caption(baskets_view.pairs_notes(pairs, largest, page.text))


def _choose(page: Page, name: str, codes: Sequence[str], default: str) -> str:
    chosen = state.option(name, default, codes)
    st.segmented_control(
        page.text(f"journey.{name}_label"),
        codes,
        format_func=lambda code: page.text(f"journey.{name}.{code}"),
        required=True,
        **state.bind_option(name, page.lang, chosen),
    )
    return chosen
