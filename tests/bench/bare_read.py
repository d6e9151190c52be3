"""DuckDB alone: a CSV file into a table of a new database file. Prints {"seconds": …}."""

import json
import sys
import time
from pathlib import Path

import duckdb


def main(csv: str, database: Path) -> None:
    database.unlink(missing_ok=True)
    start = time.perf_counter()
    connection = duckdb.connect(str(database))
    connection.execute("set threads = 2").fetchall()
    connection.execute("set enable_progress_bar = false").fetchall()
    connection.execute(
        "create table lines as select * from read_csv($path)", {"path": csv}
    ).fetchall()
    connection.close()
    print(json.dumps({"seconds": time.perf_counter() - start}))
    database.unlink()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
