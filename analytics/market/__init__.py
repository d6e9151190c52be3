"""Is the repeat low, or normal for a brand of this size, and is interest in the brand rising?

Reads the sheets of the market and of searches, and the facts of purchases.
Knows no score and no page. It refuses where the data cannot tell, by a code, rather than answer.
"""
