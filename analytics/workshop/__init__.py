"""A room full of people: blind votes on the supers, laid beside what the data measure.

Reads and writes the workshops of a store, in one SQLite file that several processes share.
Knows no page, no network and no language: a phone and a facilitator use the same functions.
"""
