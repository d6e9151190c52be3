"""What price, and how sure: what people say they would pay, what they did when prices moved, and
how the brand's prices stand against rivals' and between its own packs.

Reads answers about prices (feedback, the sheet of price answers), the cube of product weeks, and
the sheets of products and rivals' prices.
Knows no score and no page. It refuses where the data cannot tell, by a code, rather than answer.
"""
