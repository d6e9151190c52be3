"""Thresholds shared by questions about the same customers: proposals, not standards."""

EQUIVALENCE_MARGIN = 0.02
"""Two points of a rate either way count as the same."""
MIN_CUSTOMERS = 30
"""Fewer customers than this are counted and not compared."""
