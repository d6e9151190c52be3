"""Where a brand sells: the mix of channels, ways between them, private traffic, messages, events.

Reads sales cubes, purchases, the members and events sheets.
Knows no verdict on prices: that is the gate's.
"""
