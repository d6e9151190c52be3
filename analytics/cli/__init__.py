"""The headless command: files in, one command's answer out, as JSON or a short table.

Reads the call, imports into a temporary store, asks the rooms.
Knows no page and computes nothing of its own.
"""
