"""What was done then, what was decided expecting what, and whether it came so.

Reads and writes the notes of the store alone.
Knows no measure, no alert and no page: a note names what it is about by codes.
"""
