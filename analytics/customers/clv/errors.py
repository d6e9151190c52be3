"""Why a model of customers' value is refused, as codes and facts."""

from __future__ import annotations

from analytics.errors import NineSupersError


class ModelRefused(NineSupersError):
    """The data cannot carry the model: it would answer, and the answer would mean nothing."""

    @classmethod
    def few_repeaters(cls, repeaters: int, fewest: int) -> ModelRefused:
        return cls("model_few_repeaters", found=repeaters, fewest=fewest)

    @classmethod
    def one_off(cls, share: float) -> ModelRefused:
        """`share` of customers, 0-1, who ever came back."""
        return cls("model_one_off", percent=f"{share:.2%}")

    @classmethod
    def fixed_rhythm(cls, customers: int) -> ModelRefused:
        """`customers` is how many the rhythm was judged on."""
        return cls("model_fixed_rhythm", customers=customers)

    @classmethod
    def unsettled(cls) -> ModelRefused:
        return cls("model_unsettled")
