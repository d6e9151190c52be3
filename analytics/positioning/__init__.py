"""Whom, which need, which pain: who the declared target is and what it really brings, which need
matters and is badly met, which pain sets a segment apart, what is claimed against what is praised,
and where rivals stand.

Reads the sheets of needs, claims and ratings of brands, the reading of reviews, and what customers
bought in all.
Knows no score and no page. It refuses where the data cannot tell, by a code, rather than answer.
"""
