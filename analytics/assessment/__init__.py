"""A dataset assessed: nine supers, container, gate, and how sure, against what, what next.

Reads measures over a view and scores them.
Knows no page; everything it says is numbers and codes.
"""
