"""Who customers are: groups, ladder, journeys, baskets, discounts, returns, segments, value.

Reads customers, purchases and lines of a version; builds segments as versions.
Knows no score.
"""
