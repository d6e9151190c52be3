"""Parts of a page that stand closed: nothing of them is asked for, drawn or sent until they are
opened, and then the rest of the page stays as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from ui import frame, names

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.page import Page


def fold(
    page: Page, name: str, label: str, draw: Callable[[], object], *, icon: str | None = None
) -> None:
    """A closed line under which `draw` shows more: to read and to take along, since what is chosen
    in it is heard by this part alone. `name` tells it from the others of its page."""
    _alone(page, label, f"fold.{page.key}.{name}.{page.lang}", draw, icon)


def fold_of_choices(
    page: Page,
    name: str,
    label: str,
    draw: Callable[[], object],
    *,
    icon: str | None = None,
    is_open: bool = False,
) -> None:
    """The same around what changes the page: each choice in it runs the page again."""
    _expander(label, f"fold.{page.key}.{name}.{page.lang}", draw, icon, is_open=is_open)


@st.fragment
def _alone(page: Page, label: str, key: str, draw: Callable[[], object], icon: str | None) -> None:
    """A run of this part alone has neither the names of the page nor its guard."""
    names.use(page.manifest, page.lang)
    with frame.while_there(page.text):
        _expander(label, key, draw, icon, is_open=False)


def _expander(
    label: str, key: str, draw: Callable[[], object], icon: str | None, *, is_open: bool
) -> None:
    part = st.expander(label, expanded=is_open, icon=icon, key=key, on_change="rerun")
    if part.open:
        with part:
            draw()
