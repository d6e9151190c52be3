"""Do guests of events come back more often than people alike, does a store lift the orders around
it, and what does it cost?

Reads the sheets of events, guests and stores, and the facts of orders.
Knows no score and no page. It refuses where the data cannot tell, by a code, rather than answer.
"""
