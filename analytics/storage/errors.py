"""Why a store cannot write where it is asked to, as codes."""

from __future__ import annotations

from analytics.errors import ImportRefused


class PathRefused(ImportRefused):
    """A path that looks like a pattern, on a system that allows no way around."""

    @classmethod
    def pattern(cls, path: str) -> PathRefused:
        return cls("pattern_path", path=path)
