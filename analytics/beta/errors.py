"""Why a saved rule cannot be used, as codes."""

from __future__ import annotations

from analytics.errors import NineSupersError


class BetaRuleError(NineSupersError):
    """A file holds no rule, or not the one that was locked."""

    @classmethod
    def unreadable(cls, file: str) -> BetaRuleError:
        return cls("beta_rule_unreadable", file=file)

    @classmethod
    def changed(cls, file: str) -> BetaRuleError:
        return cls("beta_rule_changed", file=file)
