"""The child process steps back, so that pages do not wait for an import."""

import json
import os
import subprocess
import sys

import pytest

from analytics.worker import NICENESS
from tests.conftest import PROJECT

PROBE = """
import os, sys
from analytics import worker
worker.run = lambda task, progress: os.nice(0)
worker.main(8_000)
"""


@pytest.mark.skipif(not hasattr(os, "nice"), reason="this system has no such thing")
def test_the_child_steps_back() -> None:
    child = subprocess.run(
        [sys.executable, "-c", PROBE],
        input="{}",
        capture_output=True,
        text=True,
        cwd=PROJECT,
        check=True,
    )
    assert json.loads(child.stdout)["result"] == min(os.nice(0) + NICENESS, 19)
