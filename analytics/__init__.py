"""What computes: from uploaded files to scores and answers, without anything that shows them.

Each folder is a room with a docstring of what it answers, reads and must not know; the rooms stand
in layers, and none knows a room above it (`pyproject.toml`).
"""

__version__ = "0.1.0"
