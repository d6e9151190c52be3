"""Who brings whom: links, trees, K, advocates, and what those brought are worth.

Reads referrers named in orders.
Knows no score; whether a scheme is lawful it never says, only what should be checked.
"""
