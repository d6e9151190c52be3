"""Why no segment can be made of what was chosen, as codes and facts."""

from __future__ import annotations

from analytics.errors import NineSupersError


class SegmentRefused(NineSupersError):
    """No segment can be made of what was chosen."""

    @classmethod
    def nobody(cls) -> SegmentRefused:
        return cls("segment_empty")

    @classmethod
    def unnamed(cls) -> SegmentRefused:
        return cls("segment_unnamed")

    @classmethod
    def taken(cls, name: str) -> SegmentRefused:
        return cls("segment_taken", name=name)
