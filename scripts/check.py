"""Install what the checks need and run them all: `python3 scripts/check.py [pytest options]`.

Lint, format, types, layers, then unit, property, page and browser tests. Every check runs even when
an earlier one failed; the exit status says whether all passed.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

from browser import ensure_browser
from environment import PROJECT, python

TYPED = ("analytics", "ui", "pages", "app.py", "scripts/sample", "scripts/make_sample.py")


def main() -> int:
    """Run every check and say how each went."""
    interpreter = python("requirements-dev.txt")
    tools = interpreter.parent
    environment = {**os.environ, "NINE_SUPERS_BROWSER": ensure_browser(interpreter)}
    checks: dict[str, list[str | Path]] = {
        "lint": [tools / "ruff", "check", "."],
        "format": [tools / "ruff", "format", "--check", "."],
        "types": [interpreter, "-m", "mypy", *TYPED],
        "layers": [tools / "lint-imports"],
        # Three on two cores, for browsers and servers mostly wait for each other; in the order of
        # the folders, for the few long tests of the browser would else come last and alone.
        "tests": [
            *(interpreter, "-m", "pytest", "-n", "3", "--dist", "loadfile"),
            *("--no-loadscope-reorder", *sys.argv[1:]),
        ],
    }
    outcome = {name: _run(name, command, environment) for name, command in checks.items()}
    print("\n" + "\n".join(f"{name:8} {'ok' if ok else 'FAILED'}" for name, ok in outcome.items()))
    return 0 if all(outcome.values()) else 1


def _run(name: str, command: list[str | Path], environment: dict[str, str]) -> bool:
    print(f"\n== {name}", flush=True)
    begun = time.monotonic()
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=False)
    print(f"== {name}: {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
