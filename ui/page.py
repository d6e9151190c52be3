"""What a page needs to know: who looks, at what, through which filters; no streamlit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ui.text import Text

if TYPE_CHECKING:
    from analytics.definitions.definition import Definition
    from analytics.filters import Filters
    from analytics.storage.versions import Manifest

LONGEST_LABEL = 60


@dataclass(frozen=True)
class Page:
    """What a page needs to know: who looks, at what, through which filters."""

    key: str
    lang: str
    theme: str
    manifest: Manifest
    filters: Filters
    definition: Definition

    @property
    def text(self) -> Text:
        return Text(self.lang)

    def drawing(self, name: str, *options: object) -> tuple[object, ...]:
        """The key under which `ui.cache.drawn` keeps one of this page's figures."""
        data = (self.version, self.filters, self.definition.id)
        return (self.key, name, *data, self.lang, self.theme, *options)

    @property
    def version(self) -> str:
        return self.manifest.version

    @property
    def as_of(self) -> date:
        """The last day the data speak of."""
        return date.fromisoformat(self.manifest.about["as_of"])

    @property
    def currency(self) -> str | None:
        currency: str | None = self.manifest.about["currency"]
        return currency

    def t(self, key: str, /, **facts: object) -> str:
        """A sentence of this page's own words."""
        return self.text(f"{self.key}.{key}", **facts)

    def label(self) -> str:
        """The dataset's name; the sample brand's in the reader's language."""
        return dataset_label(self.manifest, self.text)


def dataset_label(manifest: Manifest, text: Text) -> str:
    """A version's name as people know it; of many files, as much as a line holds."""
    name = text("common.sample_name") if manifest.is_sample else manifest.label
    return name if len(name) <= LONGEST_LABEL else f"{name[:LONGEST_LABEL]}\u2026"
