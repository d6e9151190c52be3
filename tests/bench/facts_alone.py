"""The facts of the current version, built again from its Parquet. Prints seconds and memory."""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

import polars as pl

from analytics import schema
from analytics.ingest.build import sheets
from analytics.ingest.build.build import CHANNEL_MAP
from analytics.storage.engine import open_builder
from analytics.storage.versions import open_store


def main(root: Path) -> None:
    store = open_store(root)
    version = store.versions_folder / str(store.current())
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        builder = open_builder(Path(folder), [version])
        for table in schema.EXTRAS:
            builder.load(f"frame_{table.name}", sheets.empty(table))
        builder.load("frame_channel_map", pl.DataFrame(schema=CHANNEL_MAP))
        facts = (
            *("keyed_lines", "order_totals", "sales"),
            *("replicates", "prices", "customers"),
        )
        for query in ("lines", "order_lines", "sheets", *facts):
            builder.execute(f"facts/{query}", folder=str(version), as_of=None)
        builder.close()
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
