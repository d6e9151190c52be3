"""One import through the bounded subprocess. Prints its stages in seconds, and memory."""

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

from analytics.ingest.drafts import import_parts
from analytics.ingest.proposals import inspect_file
from analytics.storage.versions import open_store


def main(csv: Path, root: Path) -> None:
    """`inspect`, `read` and `facts` in seconds; `facts` ends with the version on the disk."""
    begun: dict[str, float] = {}

    def note(progress: dict[str, Any]) -> None:
        begun.setdefault(progress["stage"], time.perf_counter())

    start = time.perf_counter()
    parts = inspect_file(csv, csv.name)
    begun["import"] = time.perf_counter()
    store = open_store(root)
    manifest = import_parts(
        store,
        parts,
        label="bench",
        keep_originals=False,
        on_progress=note,
    )
    store.make_current(manifest.version)
    end = time.perf_counter()
    measurements = {
        "inspect": begun["import"] - start,
        "read": begun["facts"] - begun["import"],
        "facts": end - begun["facts"],
        "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }
    print(json.dumps(measurements))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
