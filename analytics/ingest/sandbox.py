"""A process of its own, bounded in time and memory, for whatever touches an uploaded file.

A hostile workbook can abort or exhaust the process that parses it; the pages must not notice. The
child is `python -m analytics.worker`: one JSON task on its standard input, one JSON
message a line on its standard output (`progress`, then `result` or `error`).
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analytics import errors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

log = logging.getLogger(__name__)
PROJECT = Path(__file__).parents[2]
POLL_SECONDS = 0.05
MESSAGE_LIMIT = 1 << 26
"""Characters of one message; a child that writes a longer line is killed."""
COMPLAINT_LIMIT, COMPLAINTS = 10_000, 200
"""Characters per line, and lines, of the child's standard error that are logged."""
ENDING_SECONDS = 2.0
SIGXCPU = 24
"""The signal for a process beyond its computing time, on every system that has it."""
_HELD = re.compile(r"^RssAnon:\s*(\d+) kB", re.MULTILINE)


@dataclass(frozen=True)
class Limits:
    """What a child may use; None is not bounded."""

    seconds: int
    memory_mb: int
    """Address space, not resident memory: the libraries reserve far more than they touch."""
    cpu_seconds: int | None = None
    held_mb: int | None = None
    """Memory of its own that it holds, files it maps not counted; where the system tells."""
    loads: str = ""
    """The module a child imports before its task comes."""


INSPECT = Limits(seconds=60, memory_mb=6_000, cpu_seconds=20, held_mb=1_024)
BUILD = Limits(seconds=3_600, memory_mb=12_000, loads="analytics.ingest.build.build")
SPARE_SECONDS = 120.0
"""How long a child that was started ahead is kept for the call it was started for."""
MB_PER_CPU_SECOND = 25
"""A file is read once whole to tell its encoding: so much of it is worth another second."""


ROOM_MB = 1_024
"""Size of a file up to which it can be mapped within the address space that each child has."""


def look_limits(path: Path) -> Limits:
    """What the first look at a file may use."""
    limits = _with_room(INSPECT, [path])
    more = (path.stat().st_size >> 20) // MB_PER_CPU_SECOND
    least = INSPECT.cpu_seconds
    return limits if least is None else replace(limits, cpu_seconds=least + more)


def build_limits(paths: Iterable[Path]) -> Limits:
    """What reading these files into a version may use."""
    return _with_room(BUILD, paths)


def _with_room(limits: Limits, paths: Iterable[Path]) -> Limits:
    """The limits with address space for the largest file, which is mapped whole: it takes none of
    the memory that is counted."""
    largest = max((path.stat().st_size for path in paths if path.is_file()), default=0)
    return replace(limits, memory_mb=limits.memory_mb + max((largest >> 20) - ROOM_MB, 0))


class ChildFailed(Exception):
    """The child ended without a result: `is_timeout` where its time ran out, `is_too_much` where
    it used more memory or computing than it may, else it crashed."""

    def __init__(
        self, *, is_timeout: bool = False, is_too_much: bool = False, stage: str = ""
    ) -> None:
        super().__init__(is_timeout, is_too_much, stage)
        self.is_timeout = is_timeout
        self.is_too_much = is_too_much
        self.stage = stage


class Spare:
    """One child at most that has been started for a call to come, and has no task yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._child: tuple[Limits, subprocess.Popen[str]] | None = None
        self._timer: threading.Timer | None = None
        atexit.register(self.drop)

    def start(self, limits: Limits) -> None:
        """Have a child of these limits at hand; one that is there already is kept for longer."""
        with self._lock:
            if self._child is None:
                self._child = limits, _start(limits)
            self._wait()

    def waiting(self) -> Limits | None:
        """The limits of the child at hand; None where there is none or it has ended."""
        with self._lock:
            if self._child is None or self._child[1].poll() is not None:
                return None
            return self._child[0]

    def take(self, limits: Limits) -> subprocess.Popen[str] | None:
        """The child, where there is one of these limits that is still alive; it is the caller's."""
        with self._lock:
            if self._child is None or self._child[0] != limits:
                return None
            child = self._child[1]
            self._child = None
            self._rest()
        if child.poll() is None:
            return child
        _end(child)
        return None

    def drop(self) -> None:
        """End the child that nobody came for."""
        with self._lock:
            left, self._child = self._child, None
            self._rest()
        if left:
            _end(left[1])

    def _wait(self) -> None:
        self._rest()
        self._timer = threading.Timer(SPARE_SECONDS, self.drop)
        self._timer.daemon = True
        self._timer.start()

    def _rest(self) -> None:
        if self._timer:
            self._timer.cancel()


spare = Spare()


def call(
    task: dict[str, Any],
    limits: Limits,
    on_progress: Callable[[dict[str, Any]], None] = lambda _: None,
    cancelled: threading.Event | None = None,
    *,
    then: Limits | None = None,
) -> Any:
    """The child's result. `then`: limits of the call that is likely to follow, whose child is
    started beside this one.

    NineSupersError as the child raised it; ChildFailed when it crashed or ran out of its limits;
    ImportRefused when `cancelled` was set, after which the child is gone.
    """
    child = spare.take(limits) or _start(limits)
    if then:
        spare.start(then)
    watch = threading.Thread(target=_watch, args=(child, limits, cancelled), daemon=True)
    listen = threading.Thread(target=_log_complaints, args=(child,), daemon=True)
    watch.start()
    listen.start()
    stage = ""
    try:
        _hand_over(child, task)
        for message in _messages(child):
            if "progress" in message:
                stage = message["progress"]["stage"]
                on_progress(message["progress"])
            elif "error" in message:
                raise _rebuilt(message["error"])
            else:
                return message["result"]
        # Its own end tells why: after being killed it would only say that it was.
        ended = _last_status(child)
    finally:
        child.kill()
        child.wait()
        listen.join()
        _end(child)
        watch.join()
    if cancelled and cancelled.is_set():
        raise errors.ImportRefused.cancelled()
    is_too_much = getattr(child, "is_too_much", False) or ended == -SIGXCPU
    raise ChildFailed(
        is_timeout=getattr(child, "is_timeout", False), is_too_much=is_too_much, stage=stage
    )


def _start(limits: Limits) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "analytics.worker", str(limits.memory_mb)),
            *(str(limits.cpu_seconds or 0), limits.loads),
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PROJECT,
        env={**os.environ, "PYTHONPATH": str(PROJECT), "PYTHONIOENCODING": "utf-8"},
        encoding="utf-8",
    )


def _end(child: subprocess.Popen[str]) -> None:
    """The child gone, and its pipes closed."""
    child.kill()
    child.wait()
    for pipe in (child.stdin, child.stdout, child.stderr):
        if pipe:
            pipe.close()


def _hand_over(child: subprocess.Popen[str], task: dict[str, Any]) -> None:
    if child.stdin is None:
        raise ChildFailed
    try:
        child.stdin.write(json.dumps(task))
        child.stdin.close()
    except BrokenPipeError:
        return  # the child has ended already; the missing result is handled by `call`


def _messages(child: subprocess.Popen[str]) -> Any:
    if child.stdout is None:
        return
    while line := child.stdout.readline(MESSAGE_LIMIT):
        if len(line) == MESSAGE_LIMIT:
            return
        try:
            message = json.loads(line)
        except (json.JSONDecodeError, RecursionError):
            continue
        if isinstance(message, dict):
            yield message


def _log_complaints(child: subprocess.Popen[str]) -> None:
    """Log the child's standard error for the operator of the server; pages never show it."""
    if child.stderr is None:
        return
    count_lines = 0
    while line := child.stderr.readline(COMPLAINT_LIMIT):
        count_lines += 1
        if count_lines <= COMPLAINTS:
            log.info("import process: %s", line.rstrip())


def _watch(child: subprocess.Popen[str], limits: Limits, cancelled: threading.Event | None) -> None:
    """Kill the child when its time is over or `cancelled` is set."""
    deadline = time.monotonic() + limits.seconds
    while child.poll() is None:
        if time.monotonic() > deadline:
            child.is_timeout = True  # type: ignore[attr-defined]
            child.kill()
        if limits.held_mb and _held_mb(child.pid) > limits.held_mb:
            child.is_too_much = True  # type: ignore[attr-defined]
            child.kill()
        if cancelled and cancelled.is_set():
            child.kill()
        time.sleep(POLL_SECONDS)


def _held_mb(pid: int) -> float:
    """Megabytes of memory of its own that a process holds; 0 where the system does not tell."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("utf-8")
    except OSError:
        return 0.0
    match = _HELD.search(status)
    return int(match[1]) / 1024 if match else 0.0


def _last_status(child: subprocess.Popen[str]) -> int | None:
    """How the child ended, once it has closed its output; None where it goes on."""
    try:
        return child.wait(ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        return None


def _rebuilt(error: dict[str, Any]) -> errors.NineSupersError:
    kind: type[errors.NineSupersError] = getattr(errors, error["kind"])
    return kind(error["code"], **error["facts"])
