"""Thresholds shared by questions about the same customers: proposals, not standards."""

EQUIVALENCE_MARGIN = 0.02
"""Two points of a rate either way count as the same."""
MIN_CUSTOMERS = 30
"""Fewer customers than this are counted and not compared."""
LEAST_COSTED = 0.8
"""Share of what was paid with a known cost, below which nothing is said of what is left."""
