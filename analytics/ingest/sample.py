"""The simulated brand that ships with the product, as a dataset version like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analytics.ingest.drafts import import_parts
from analytics.ingest.proposals import inspect_file
from analytics.words import DATA

if TYPE_CHECKING:
    from analytics.storage.versions import Manifest, Store

FOLDER = DATA / "sample"
PATTERNS = ("*.csv", "*.xlsx")


def open_sample(store: Store) -> Manifest:
    """The sample brand's version, built now if the store has none yet; it is not made current."""
    manifest = next((manifest for manifest in store.versions() if manifest.is_sample), None)
    return manifest or _build(store)


def _build(store: Store) -> Manifest:
    paths = sorted(path for pattern in PATTERNS for path in FOLDER.glob(pattern))
    parts = [part for path in paths for part in inspect_file(path, path.name)]
    # Its days are its own, whatever the clock says.
    parts = [part.with_dates_kept(True) for part in parts]
    return import_parts(store, parts, label="sample", is_sample=True, keep_originals=False)
