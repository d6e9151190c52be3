"""Who was counted: feedback by its source, beside the rule which source counts where.

The rule itself is `schema.COUNTED_SOURCES`, which every query is given.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

from analytics.filters import Filters
from analytics.schema import COUNTED_SOURCES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analytics.storage.versions import Store

Use = Literal["survey", "review", "text", "tester"]
USES: tuple[Use, ...] = get_args(Use)
Kind = Literal["answers", "stars", "pictures", "texts"]

MEASURED: Mapping[str, tuple[Use, Kind]] = MappingProxyType(
    {
        "promoters": ("survey", "answers"),
        "survey_item": ("survey", "answers"),
        "would_be_missed": ("survey", "answers"),
        "rating": ("review", "stars"),
        "photo_share": ("review", "pictures"),
        "voice_share": ("text", "texts"),
        "claim_fit": ("text", "texts"),
        "responders": ("tester", "stars"),
        "beta_paired_change": ("tester", "stars"),
    }
)
"""What of which sources each measure of feedback counts, by the measure's key."""


@dataclass(frozen=True)
class SourceCounts:
    """Responses from one source, and how many answer a question of the survey, carry stars, say
    how many pictures they have, or hold a text. `superseded` answers gave way to a later one of
    their customer."""

    source: str
    responses: int
    answers: int
    superseded: int
    stars: int
    pictures: int
    texts: int

    def counts_as(self, use: Use) -> bool:
        """Whether this source counts there."""
        return self.source in COUNTED_SOURCES[use]

    def count(self, kind: Kind) -> int:
        """How many of the kind it holds; superseded answers are left out."""
        return self.answers - self.superseded if kind == "answers" else int(getattr(self, kind))


def by_source(store: Store, version: str, filters: Filters = Filters()) -> tuple[SourceCounts, ...]:
    """The counts of every source with feedback under the filters; empty without feedback."""
    rows = store.run("feedback/counts_by_source", version, **filters.params())
    return tuple(SourceCounts(**row) for row in rows.to_dicts())
