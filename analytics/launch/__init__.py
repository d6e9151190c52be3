"""Is the launch ready, is it ahead, and who buys: tasks by phase, launches at the same age, new
people or the brand's own, and what the new product took from older ones.

Reads the sheets of tasks, events and products, order lines, `product_days` and `price_weeks`.
Knows no score and no page. Launches are compared at the same age alone, and what the data cannot
tell is refused by a code rather than answered.
"""
