"""One dataset of simulated brands, imported as its spreadsheets and assessed."""

import tempfile
from pathlib import Path

from analytics.assessment.assessment import Assessment, assess
from analytics.ingest.drafts import import_parts
from analytics.ingest.proposals import inspect_file
from analytics.storage.versions import open_store
from tests.bench.coverage import brands, trials
from tests.bench.coverage.trials import Trial


def trial(seed: int, at_once: int, customers: int) -> Trial:
    """One dataset of brands, imported as its spreadsheets: all of it, and brand by brand."""
    with tempfile.TemporaryDirectory() as folder:
        paths = brands.write(Path(folder), at_once, customers, seed)
        parts = [part for path in paths for part in inspect_file(path, path.name)]
        store = open_store(Path(folder) / "store")
        manifest = import_parts(store, parts, label="coverage", keep_originals=False)
        whole = assess(store, manifest)
        single: list[Assessment] = trials.assessed(store, manifest, range(at_once))
        store.reader.close()
        return Trial(whole, tuple(single))
