"""Statistics that know no brand: intervals, quantiles, resampling, clusters, survival, reliability.

Reads numbers and frames handed in.
Knows no store, no query, no super: every function can be held against a published value alone.
"""
