"""Caveats about the orders, as sentences."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from ui import format as fmt
from ui.text import literal

if TYPE_CHECKING:
    from analytics.repurchase.caveats import Caveat
    from ui.text import Text

SHOWN = 2


def sentences(caveats: tuple[Caveat, ...], text: Text) -> list[str]:
    """One sentence per caveat, in their order."""
    return [
        text(
            f"doubts.{caveat.code}",
            **{name: _written(name, fact, text) for name, fact in caveat.facts},
        )
        for caveat in caveats
    ]


def _written(name: str, fact: Any, text: Text) -> str:
    if isinstance(fact, date):
        return fmt.day(fact, text.lang)
    if name == "share":
        return fmt.percent(fact, text.lang, 0)
    if name == "times":
        return fmt.number(fact, text.lang, 1)
    if name == "customer":
        return f"{literal(fact[:SHOWN])}\u2022\u2022\u2022"
    return fmt.count(fact, text.lang)
