"""Where data lie: DuckDB behind one hardened door, immutable versions, small files written whole.

Reads the store's folder and the query files; may know errors and filters.
Knows nothing of what a query means: no score, no channel, no customer.
"""
