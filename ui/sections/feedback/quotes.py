"""Quotes with their words marked; one click reports a wrong reading."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from ui import frame, state
from ui.text import verbatim
from ui.views.feedback import quotes as quotes_view
from ui.views.feedback import reviews as view

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl

    from ui.page import Page

PROPOSED = "lexicon.proposed"
SHOWN = 3


def show(page: Page, quotes: pl.DataFrame, side: str, products: Mapping[str, str]) -> None:
    """The quotes of one polarity, each with where it comes from and its button."""
    if quotes.is_empty():
        return
    st.markdown(f"**{page.t(f'polarity.{side}')}**")
    for row in quotes.to_dicts():
        with st.container(horizontal=True, vertical_alignment="top", gap="small"):
            clause = quotes_view.marked(row["clause"], (row["terms"] or "").split(" | "), side)
            where = view.place(row, products, page.text)
            st.markdown(f"{clause}  \n:small[{where}]" if where else clause, width="stretch")
            _wrong(page, row)


def proposals() -> list[dict[str, object]]:
    """The rows this visitor has proposed for the word list and not yet accepted."""
    proposed: list[dict[str, object]] = state.kept(PROPOSED, list)
    return proposed


def show_proposals(page: Page) -> None:
    """How many rows are proposed, and a link to the page where they are accepted."""
    proposed = proposals()
    if proposed:
        last = verbatim(str(proposed[-1]["term"]))
        st.success(page.t("proposed", n=len(proposed), term=last), icon=":material/edit_note:")
        frame.link("settings", page.t("lexicon_link"))


def _wrong(page: Page, row: dict[str, Any]) -> None:
    reading = (row["clause"], row["terms"] or "", row["dimension"], row["polarity"])
    proposal = quotes_view.proposed(*reading)
    key = f"w.wrong.{row['row']}.{row['dimension']}.{row['topic']}.{row['polarity']}.{page.lang}"
    st.button(
        page.t("wrong"),
        key=key,
        help=page.t("wrong_help"),
        type="tertiary",
        icon=":material/thumb_down:",
        disabled=proposal in proposals(),
        on_click=_propose,
        args=(proposal,),
    )


def _propose(proposal: dict[str, object]) -> None:
    proposed = proposals()
    if proposal not in proposed:
        state.keep(PROPOSED, [*proposed, proposal])
