"""The word lists reviews are read by: the product's, the trade's, a person's own, their versions.

Reads `data/lexicon` and the lists a store keeps.
Knows no dataset's scores: the effect of a list is computed in `assessment`.
"""
