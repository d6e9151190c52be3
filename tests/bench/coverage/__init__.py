"""How often the intervals hold the truth, and how often two alike brands are called different.

`python -m tests.bench.coverage`: many brands of one truth, imported as the channels of one dataset
and each assessed by itself.
"""
