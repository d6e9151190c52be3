"""Sentences that follow one another, as each language sets them."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING

from ui import format as fmt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.text import Text

CERTAIN = 0.99
WORTH_SAYING = 0.01


def joined(spoken: Sequence[str], text: Text) -> str:
    """One paragraph: English sets a space between sentences, Chinese none; "" for no sentence."""
    if not spoken:
        return ""
    return reduce(lambda first, second: text("common.then", first=first, second=second), spoken)


def chance(share: float | None, text: Text) -> str:
    """A probability in whole percent, its ends as "under 1 %" and "over 99 %": a simulation proves
    neither 0 nor 1."""
    if share is None:
        return fmt.dash(text.lang)
    if share < WORTH_SAYING:
        return text("common.chance_under", chance=fmt.percent(WORTH_SAYING, text.lang, 0))
    if share > CERTAIN:
        return text("common.chance_over", chance=fmt.percent(CERTAIN, text.lang, 0))
    return fmt.percent(share, text.lang, 0)
