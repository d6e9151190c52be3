"""Why referrals cannot be analysed, as codes."""

from __future__ import annotations

from analytics.errors import NineSupersError


class NoReferrals(NineSupersError):
    """The orders lack the columns that the analysis needs."""

    @classmethod
    def unnamed(cls) -> NoReferrals:
        return cls("no_referrers")
