"""The child process of `sandbox`: reads one task, writes messages, does nothing else."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics.errors import ImportRefused, NineSupersError
from analytics.storage.aliases import Aliases

if TYPE_CHECKING:
    from collections.abc import Callable

SHARED = NineSupersError.__module__
NICENESS = 5
"""How far the child steps back, so that no page waits for an import."""


def main(memory_mb: int, cpu_seconds: int = 0, loads: str = "") -> None:
    """Run the task on standard input and write its result, or its error, as one JSON line. The
    module `loads` is imported while the task may still be on its way."""
    _limit(memory_mb, cpu_seconds)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    if loads:
        importlib.import_module(loads)
    task = json.loads(sys.stdin.read())
    try:
        _send({"result": run(task, lambda progress: _send({"progress": progress}))})
    except NineSupersError as error:
        _send_error(error)
    except MemoryError:
        _send_error(ImportRefused.memory())
    except Exception as error:
        if "No space left" not in str(error):
            raise
        _send_error(ImportRefused.disk_full())


def _send_error(error: NineSupersError) -> None:
    # A room's own class is sent as the one it refines, which the parent knows.
    kind = next(base.__name__ for base in type(error).__mro__ if base.__module__ == SHARED)
    _send({"error": {"kind": kind, "code": error.code, "facts": error.facts}})


def run(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> Any:
    """The result of the function the task's verb names; errors of that function pass through."""
    if task["verb"] == "inspect":
        from analytics.ingest.files.read import inspect

        return inspect(
            Path(task["path"]),
            task["name"],
            task.get("encoding", ""),
            task.get("delimiter", ""),
            folder=Path(task["folder"]) if "folder" in task else None,
        ).as_dict()
    if task["verb"] == "words":
        from analytics.feedback.lexicon.sheet import tables

        return tables(Path(task["path"]), task["name"])
    with Aliases() as aliases:
        return _built(_exact(task, aliases), on_progress)


def _built(task: dict[str, Any], on_progress: Callable[[dict[str, Any]], None]) -> Any:
    if task["verb"] == "join":
        from analytics.ingest.joins.rows import join

        return join(task, on_progress)
    from analytics.ingest.build.build import build, check
    from analytics.storage import engine

    work = check if task["verb"] == "check" else build
    with engine.translated():
        return work(task, on_progress)


def _exact(task: dict[str, Any], aliases: Aliases) -> dict[str, Any]:
    """The task with every path under a name that no reader takes for a pattern."""
    exact = dict(task)
    for name in ("folder", "base", "out"):
        if task.get(name):
            exact[name] = str(aliases.of(Path(task[name])))
    for name, place in (("parts", "path"), ("steps", "folder")):
        if task.get(name):
            exact[name] = [
                {**entry, place: str(aliases.of(Path(entry[place])))} for entry in task[name]
            ]
    return exact


def _send(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message, default=str) + "\n")
    sys.stdout.flush()


def _limit(memory_mb: int, cpu_seconds: int) -> None:
    """Bound the address space, and the computing time where there is a limit (0: none); Windows can
    do neither, and is bounded in time only."""
    if sys.platform == "win32":
        return
    import resource

    size = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (size, size))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if cpu_seconds:
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 1))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
