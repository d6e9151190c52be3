"""The product's own server for the benchmarks of many visitors: started, asked for its memory."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import SERVER

PROJECT = Path(__file__).parents[2]
START_SECONDS = 60
KB_PER_MB = 1024


@dataclass(frozen=True)
class Served:
    """A running server."""

    address: str
    pid: int

    @property
    def memory_mb(self) -> float:
        """Memory of its own that it holds, mapped files not counted, in MB."""
        return _status(self.pid, "RssAnon") / KB_PER_MB

    @property
    def cpu_seconds(self) -> float:
        """Computing it has done since its start, its children's not counted."""
        fields = Path(f"/proc/{self.pid}/stat").read_text("utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextlib.contextmanager
def served(home: Path, inbox: Path, log: Path, command: tuple[str, ...] = ()) -> Iterator[Served]:
    """A server by the product's own settings over the store in `home`, which may take files from
    `inbox`; what it prints goes to `log`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = ["run", "app.py", "--server.headless", "true", "--server.port", str(port)]
    with log.open("wb") as file:
        server = subprocess.Popen(
            [*(command or (sys.executable, "-m", "streamlit")), *options],
            cwd=PROJECT,
            env={
                **SERVER,
                **os.environ,
                "NINE_SUPERS_HOME": str(home),
                "NINE_SUPERS_INBOX": str(inbox),
            },
            stdout=file,
            stderr=subprocess.STDOUT,
        )
        address = f"http://127.0.0.1:{port}"
        try:
            _wait_for(f"{address}/_stcore/health")
            yield Served(address, server.pid)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait_for(url: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=1):
            return
        time.sleep(0.05)
    raise SystemExit("the server did not start")


def _status(pid: int, name: str) -> int:
    """A line of the process's status in kB; 0 where there is none."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
