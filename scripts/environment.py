"""The project's own virtual environment: made once, installed again when requirements change."""

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

PROJECT = Path(__file__).parent.parent
FOLDER = PROJECT / ".venv"
LEAST_PYTHON = (3, 11)
SERVER = {
    # The matrices are small: threads of their own would only wait for each other.
    "OPENBLAS_NUM_THREADS": "1",
    # Every thread would keep memory of its own that the others have given back.
    "MALLOC_ARENA_MAX": "2",
}
"""What the server's libraries read before they start; whoever sets one otherwise is left alone."""


def python(requirements: str) -> Path:
    """The environment's interpreter, with everything in `requirements` installed."""
    if sys.version_info < LEAST_PYTHON:
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    interpreter = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not interpreter.exists():
        print("Making the environment in .venv ...", flush=True)
        venv.create(FOLDER, with_pip=True)
    stamp = FOLDER / f"installed-{requirements}"
    wanted = _digest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"Installing {requirements} ...", flush=True)
        install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"]
        subprocess.run([interpreter, *install, PROJECT / requirements], check=True)
        stamp.write_text(wanted)
    return interpreter


def _digest() -> str:
    """What the requirement files say now."""
    files = sorted(PROJECT.glob("requirements*.txt"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
