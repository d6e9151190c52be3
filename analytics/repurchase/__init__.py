"""Do people come back: curves, windows, cohorts, when, and whether the answer holds.

Reads purchases and cohort cubes of a version.
Knows no customer by name beyond who is behind a cell; no value model.
"""
