"""What every command starts from: a dataset just imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from analytics.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.ingest.proposals import Proposal
    from analytics.storage.versions import Manifest, Store


@dataclass(frozen=True)
class Imported:
    """A dataset just made, and the tables in its files that nobody recognised."""

    store: Store
    manifest: Manifest
    unknown: Sequence[Proposal]
    lang: str

    @property
    def as_of(self) -> date:
        """The last day the data speak of, or the day asked for."""
        return date.fromisoformat(self.manifest.about["as_of"])

    def require_customers(self) -> None:
        """UsageError saying why customer analyses are off, where they are."""
        if not self.manifest.has("lines"):
            if any(file["table"] == "orders" for file in self.manifest.files):
                raise UsageError.too_early(self.as_of.isoformat())
            raise UsageError.needs_orders()
        if not self.manifest.has("customer_lines"):
            raise UsageError.needs_customers()
