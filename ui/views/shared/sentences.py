"""Sentences that follow one another, as each language sets them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.text import Text


def joined(spoken: Sequence[str], text: Text) -> str:
    """One paragraph: English sets a space between sentences, Chinese none; "" for no sentence."""
    if not spoken:
        return ""
    return reduce(lambda first, second: text("common.then", first=first, second=second), spoken)
