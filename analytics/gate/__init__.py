"""Is it a brand? A gate beside the score, never averaged into it.

The source's test: what sells in the private domain must sell in the public one, at the same price
and in the same manner. Three conditions over the last 12 months of the period: the same product
costs the same in both domains (an equivalence test, so that few data can neither pass nor fail),
it is sold on like terms, and what sells privately is sold publicly at all.

Reads the brand's own sales by product, channel and week.
Knows no score, and says nothing about what a dealer should charge.
"""

from analytics.gate.base import DEFAULT, Condition, Gate, Thresholds, Verdict
from analytics.gate.conditions import same_manner, same_price, sold_in_public
from analytics.gate.evidence import GateReport, report
from analytics.gate.verdict import as_json, assess

__all__ = [
    "DEFAULT",
    "Condition",
    "Gate",
    "GateReport",
    "Thresholds",
    "Verdict",
    "as_json",
    "assess",
    "report",
    "same_manner",
    "same_price",
    "sold_in_public",
]
