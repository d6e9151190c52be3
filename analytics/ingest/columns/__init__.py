"""What a column means: headers matched to canonical columns, formats, channel names placed.

Reads headers and `data/formats`, `data/channels.toml`.
Knows no rows: what cells hold is settled in `build`.
"""
