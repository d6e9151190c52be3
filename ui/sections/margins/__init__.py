"""Parts of the page on where money goes.

Ask `analytics.margins` through the cache, draw, and say what is seen.
Know no SQL and no other room's parts.
"""
