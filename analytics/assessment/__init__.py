"""A dataset assessed: nine supers, container, gate; intervals, comparisons and the next steps.

Reads measures over a view and scores them.
Knows no page; everything it says is numbers and codes.
"""
