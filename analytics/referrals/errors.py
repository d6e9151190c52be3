"""Why nothing can be said of who brings whom, as codes."""

from __future__ import annotations

from analytics.errors import NineSupersError


class NoReferrals(NineSupersError):
    """The orders do not carry what the answer needs."""

    @classmethod
    def unnamed(cls) -> NoReferrals:
        return cls("no_referrers")
