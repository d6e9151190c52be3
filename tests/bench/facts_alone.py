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
from analytics.ingest.build.build import BUILT, CHANNEL_MAP, MANY_PURCHASES
from analytics.storage.engine import open_builder
from analytics.storage.versions import open_store

FACTS = ("facts/keyed_lines", "facts/order_totals", *BUILT)


def main(root: Path) -> None:
    store = open_store(root)
    version = store.versions_folder / str(store.current())
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        builder = open_builder(Path(folder), [version])
        for table in schema.EXTRAS:
            builder.load(f"frame_{table.name}", sheets.empty(table))
        builder.load("frame_channel_map", pl.DataFrame(schema=CHANNEL_MAP))
        for query in ("facts/lines", "facts/order_lines_plain", "facts/sheets", *FACTS):
            builder.execute(query, folder=str(version), as_of=None, least_purchases=MANY_PURCHASES)
        builder.close()
        seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
