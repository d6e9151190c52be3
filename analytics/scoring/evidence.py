"""When a super counts as assessed: enough of it is measured, and not by one stand-in alone.

One measure may stand at an end of its scale for reasons that have nothing to do with the super: a
file whose list price is what was paid, a desk that nobody needs twice. A super that rests on such a
measure alone is given as a hint.

Which measure speaks for its super alone is said in the super's file, by one rule: it measures what
the super's own question (`why`) asks. Of the nine questions of the survey only that of looks does,
since looks are in the eye of who is asked; the others ask what people do or what papers prove. More
answers make the interval of an answer narrow, and what it is about stays the same: what customers
say, grade C, a weak guide to what they do (Morwitz, Steckel and Gupta 2007, International Journal
of Forecasting 23(3)). So a survey alone, however large, gives hints.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence

ASSESSED_SHARE = 1 / 3
"""Of a super's weight must be measured."""
SPEAKING_SHARE = 1 / 2
"""From this share of its super's weight on, a measure speaks for it by definition."""
SLACK = 1e-9


class Weighed(Protocol):
    """A measure with its weight; `speaks`: whether it can stand for its super alone."""

    @property
    def weight(self) -> float: ...
    @property
    def speaks(self) -> bool: ...


def is_enough(counted: Sequence[Weighed], measures: Sequence[Weighed]) -> bool:
    """Whether a super of these measures is assessed by those of them that are measured: at least a
    third of its weight, and either two of them or one that speaks for the super."""
    total = math.fsum(measure.weight for measure in measures)
    share = math.fsum(measure.weight for measure in counted)
    if not counted or share < ASSESSED_SHARE * total - SLACK:
        return False
    return len(counted) > 1 or speaks_alone(counted[0], total)


def speaks_alone(measure: Weighed, total: float) -> bool:
    """Whether one measure can stand for a super of this whole weight."""
    return measure.speaks or measure.weight >= SPEAKING_SHARE * total - SLACK
