"""Measures: functions from a view of a dataset to `value, low, high, n`, by the name supers use.

Reads a view: orders, feedback and sheets of one version through the shared filters.
Knows no goalpost and no weight: what a value is worth is the definition's to say.

Adding one: write the function under `@measure` in the module of its super, who pulls on it under
`people` (see `people.py`; nobody, where it is not drawn from people), and its words in
`data/text/shared/measures.toml`. `python -m tests.bench.coverage` tells how often its interval
holds the truth.
"""

from analytics.measures import (
    creativity,
    efficacy,
    endorsement,
    ip,
    looks,
    margins,
    moat,
    positioning,
    pricing,
    private,
    repurchase,
    reputation,
    reviews,
    survey,
    value,
)
from analytics.measures.base import MEASURES, Measure

__all__ = [
    "MEASURES",
    "Measure",
    "creativity",
    "efficacy",
    "endorsement",
    "ip",
    "looks",
    "margins",
    "moat",
    "positioning",
    "pricing",
    "private",
    "repurchase",
    "reputation",
    "reviews",
    "survey",
    "value",
]
