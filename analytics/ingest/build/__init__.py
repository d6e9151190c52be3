"""From staged text to a version: cells read and checked, rows merged with older ones, facts built.

Reads files and parts of older versions, inside the bounded child.
Knows no page and no language: what went wrong is a code with its row and column.
"""
