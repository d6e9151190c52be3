"""Install what the checks need and run them all: `python3 scripts/check.py [pytest options]`.

Lint, format, types, layers beside unit, property, page and browser tests. Every check runs even
when an earlier one failed; the exit status says whether all passed.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from browser import ensure_browser
from environment import PROJECT, python

TYPED = ("analytics", "ui", "pages", "app.py", "scripts/sample", "scripts/make_sample.py")


def main() -> int:
    """Run every check and say how each went."""
    interpreter = python("requirements-dev.txt")
    tools = interpreter.parent
    environment = {**os.environ, "NINE_SUPERS_BROWSER": ensure_browser(interpreter)}
    # What is compiled of a module, or made of a test, serves every process after the first.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    pytest = [interpreter, "-m", "pytest"]
    checks: dict[str, list[str | Path]] = {
        "lint": [tools / "ruff", "check", "."],
        "format": [tools / "ruff", "format", "--check", "."],
        "layers": [tools / "lint-imports"],
        "types": [interpreter, "-m", "mypy", *TYPED],
    }
    # Three on two cores, for browsers and servers mostly wait for each other; in the order of
    # the folders, for the few long tests of the browser would else come last and alone.
    tests = [*pytest, "-n", "3", "--dist", "loadfile", "--no-loadscope-reorder", *sys.argv[1:]]
    with ThreadPoolExecutor(1) as beside:
        # None of them takes more than one core.
        running = {
            name: beside.submit(_run, name, command, environment, is_shown=False)
            for name, command in checks.items()
        }
        # A first look makes what pytest makes of each file, or every process would.
        subprocess.run(
            [*pytest, "--collect-only", "-qq", "-p", "no:xdist"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
        )
        is_tested = _run("tests", tests, environment, is_shown=True)
        outcome = {name: check.result() for name, check in running.items()} | {"tests": is_tested}
    print("\n" + "\n".join(f"{name:8} {'ok' if ok else 'FAILED'}" for name, ok in outcome.items()))
    return 0 if all(outcome.values()) else 1


def _run(
    name: str, command: list[str | Path], environment: dict[str, str], *, is_shown: bool
) -> bool:
    """Whether a check passed. What it says is shown as it comes, or whole at its end."""
    if is_shown:
        print(f"\n== {name}", flush=True)
    begun = time.monotonic()
    done = subprocess.run(
        command,
        cwd=PROJECT,
        env=environment,
        stdout=None if is_shown else subprocess.PIPE,
        stderr=None if is_shown else subprocess.STDOUT,
        text=True,
        check=False,
    )
    said = "" if is_shown else f"\n== {name}\n{done.stdout}"
    print(f"{said}== {name}: {time.monotonic() - begun:.0f} s", flush=True)
    return done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
