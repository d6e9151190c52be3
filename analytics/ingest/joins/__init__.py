"""Several files that make one table: keys found, rows joined, money kept whole.

Reads proposals and the rows of their files.
Knows no dataset version.
"""
