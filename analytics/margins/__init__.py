"""Where the list price goes: deals, gifts, refunds, commission and goods, until what remains; what
changed between two periods, how unit costs moved, and the lowest price that pays.

Reads the cube of money, and what the pricing room says of rivals' prices.
Knows no score and no page. What nobody told is estimated within a band or refused, never zero.
"""
