"""What every command starts from: a dataset just imported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.errors import UsageError
from analytics.notes import beside
from analytics.notes import store as notes
from analytics.storage import versions

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

    def notes(self) -> list[dict[str, Any]]:
        """One entry per note of the real store on any day of the data, oldest first. Files that
        hold no note are left out: `alerts` and the page of notes name them."""
        first_on = self.manifest.about.get("first_on")
        first = date.fromisoformat(first_on) if first_on else date.min
        library = notes.library(versions.open_store())
        return beside.contents(beside.within(library.notes, first, self.as_of))

    def require_customers(self) -> None:
        """UsageError saying why customer analyses are off, where they are."""
        if not self.manifest.has("lines"):
            if any(file["table"] == "orders" for file in self.manifest.files):
                raise UsageError.too_early(self.as_of.isoformat())
            raise UsageError.needs_orders()
        if not self.manifest.has("customer_lines"):
            raise UsageError.needs_customers()
