"""From an uploaded file to a dataset version: inspect, match, correct, check, join, build.

Reads uploaded files (in the bounded child alone), format files of `data/formats`, earlier recipes.
Knows nothing of scores or analyses.
"""
