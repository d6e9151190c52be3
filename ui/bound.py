"""Widgets that answer with what they show even where the run that drew them first was cut short.

What is set through a key travels to the browser once, and is lost with a run that another one cuts
short on the way. The browser would then draw the widget with its default, and answer with that at
the next click: so the default is what the widget shows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ui import state

if TYPE_CHECKING:
    from collections.abc import Sequence


def choice(
    name: str,
    lang: str,
    value: str,
    options: Sequence[str],
    store: state.Store = lambda _: None,
) -> dict[str, Any]:
    """`state.bind` for a widget of `options`, the first of them where `value` is none."""
    index = options.index(value) if value in options else 0
    return {**state.bind(name, lang, value, store), "index": index}


def value(
    name: str, lang: str, value: str | bool, store: state.Store = lambda _: None
) -> dict[str, Any]:
    """`state.bind` for a text, or for a box to tick."""
    return {**state.bind(name, lang, value, store), "value": value}
