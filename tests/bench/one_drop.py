"""One file dropped on the Data page, imported with what is proposed, and shown as the container.
Prints the seconds from the drop to the container, by the clock and of computing, the page having
been open before."""

import json
import os
import sys
import time
from pathlib import Path

from streamlit.testing.v1 import AppTest, app_test

from analytics.storage import versions
from analytics.words import words
from tests.bench.imports import PROJECT
from tests.pages.conftest import VisitedBefore
from tests.pages.test_upload import drop, imported


def main(csv: Path, root: Path) -> None:
    """Nobody reads or thinks on the way: what remains is the program's own time."""
    os.environ[versions.HOME] = str(root)
    os.chdir(PROJECT)
    app_test.PagesManager = VisitedBefore  # type: ignore[attr-defined]
    app = AppTest.from_file(str(PROJECT / "app.py"), default_timeout=600)
    app.query_params["lang"] = "en"
    app.switch_page("pages/data.py").run()
    start, cpu_start = time.perf_counter(), sum(os.times()[:4])
    app = imported(drop(app, (csv.name, csv.read_bytes())))
    seconds = time.perf_counter() - start
    if app.exception or app.title[0].value != words("en").get("container.title"):
        raise SystemExit(f"the container did not open: {[error.value for error in app.error]}")
    cpu_seconds = sum(os.times()[:4]) - cpu_start
    print(json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds}))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
