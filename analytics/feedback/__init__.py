"""Answers and texts of customers: survey sheet, scales, reviews, word lists.

Reads the feedback of a version.
Knows no definition of a score: measures ask this room, not the other way round.
"""
