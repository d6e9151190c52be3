"""What can go wrong with a declared target."""

from __future__ import annotations

from analytics.errors import NineSupersError


class TargetError(NineSupersError):
    """A declared target cannot be saved or read."""

    @classmethod
    def unnamed(cls) -> TargetError:
        return cls("target_unnamed")

    @classmethod
    def undecided(cls, name: str) -> TargetError:
        """Neither a segment nor a condition, or both."""
        return cls("target_undecided", name=name)

    @classmethod
    def gone(cls, version: str) -> TargetError:
        return cls("target_gone", found=version)

    @classmethod
    def unreadable(cls, file: str) -> TargetError:
        return cls("target_unreadable", file=file)

    @classmethod
    def invalid(cls, file: str, key: str, expected: str) -> TargetError:
        return cls("target_invalid", file=file, key=key, expected=expected)
