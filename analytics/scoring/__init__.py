"""From measures to scores: goalposts, weighted means, uncertainty, what a difference means.

Reads estimates handed in.
Knows no store and no measure by name.
"""
