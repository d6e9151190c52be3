"""The product's own server for the benchmarks of many visitors: started, asked for its memory."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from scripts.environment import SERVER
from tests.server import PROJECT, free_port, wait_for

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
    port = free_port()
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
        try:
            wait_for(port)
            yield Served(f"http://127.0.0.1:{port}", server.pid)
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _status(pid: int, name: str) -> int:
    """A line of the process's status in kB; 0 where there is none."""
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    return 0
