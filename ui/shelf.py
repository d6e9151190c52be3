"""Answers kept for everybody: each is worked out once, however many ask for it at the same time.

Of what has to be worked out only a few run at once, those of the page that began first before the
others: side by side they would all come late, and whoever asks for what is already there would wait
behind them. What was not asked for longest goes first, once there are too many or they take too
much memory.
"""

from __future__ import annotations

import heapq
import itertools
import os
import sys
import threading
from collections import OrderedDict
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import polars as pl

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

AT_ONCE = max(2, os.cpu_count() or 2)
DEEPEST = 6
"""Levels of an answer below which what it holds is taken for small."""


@dataclass
class _Work:
    """An answer under way: `value` holds once it has `ended`, unless it `failed`."""

    ended: threading.Event = field(default_factory=threading.Event)
    value: Any = None
    has_failed: bool = False


class Turns:
    """At most `at_once` threads have a turn. Of those that wait, the thread that asked for its
    first turn earliest is next: a page that needs many answers is not overtaken at each."""

    def __init__(self, at_once: int) -> None:
        self._free = at_once
        self._waiting: list[tuple[int, threading.Event]] = []
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._thread = threading.local()

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Wait for a turn; an answer that asks for another one has its turn already."""
        if getattr(self._thread, "has_turn", False):
            yield
            return
        self._wait()
        self._thread.has_turn = True
        try:
            yield
        finally:
            self._thread.has_turn = False
            self._pass_on()

    def _wait(self) -> None:
        with self._lock:
            if not hasattr(self._thread, "number"):
                self._thread.number = next(self._numbers)
            if self._free:
                self._free -= 1
                return
            is_next = threading.Event()
            heapq.heappush(self._waiting, (self._thread.number, is_next))
        is_next.wait()

    def _pass_on(self) -> None:
        with self._lock:
            if self._waiting:
                heapq.heappop(self._waiting)[1].set()
            else:
                self._free += 1


class Shelf:
    """At most `most` answers and `most_bytes` of memory, as `size_of` counts it."""

    def __init__(self, most: int, most_bytes: int, at_once: int = AT_ONCE) -> None:
        self._most, self._most_bytes = most, most_bytes
        self._answers: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._bytes = 0
        self._under_way: dict[Hashable, _Work] = {}
        self._lock = threading.Lock()
        self._turns = Turns(at_once)

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives for the key, worked out where it is not there. What `make` raises
        reaches who called it; who waited meanwhile tries anew."""
        while True:
            with self._lock:
                if key in self._answers:
                    self._answers.move_to_end(key)
                    return self._answers[key][0]
                work = self._under_way.get(key)
            if work is None:
                with self._turns.turn():
                    work, is_ours = self._claimed(key)
                    if is_ours:
                        return self._worked_out(key, work, make)
            work.ended.wait()
            if not work.has_failed:
                return work.value

    def __len__(self) -> int:
        return len(self._answers)

    def _claimed(self, key: Hashable) -> tuple[_Work, bool]:
        """The work on a key and whether it is the caller's; somebody may have been quicker."""
        with self._lock:
            if key in self._answers:
                work = _Work(value=self._answers[key][0])
                work.ended.set()
                return work, False
            if key in self._under_way:
                return self._under_way[key], False
            work = self._under_way[key] = _Work()
            return work, True

    def _worked_out(self, key: Hashable, work: _Work, make: Callable[[], Any]) -> Any:
        try:
            work.value = make()
            with self._lock:
                self._put(key, work.value)
        except BaseException:
            work.has_failed = True
            raise
        finally:
            with self._lock:
                del self._under_way[key]
            work.ended.set()
        return work.value

    def _put(self, key: Hashable, value: Any) -> None:
        size = size_of(value)
        self._answers[key] = value, size
        self._bytes += size
        while len(self._answers) > 1 and (
            len(self._answers) > self._most or self._bytes > self._most_bytes
        ):
            _, (_, size) = self._answers.popitem(last=False)
            self._bytes -= size


def size_of(value: Any, depth: int = DEEPEST) -> int:
    """Bytes that a value holds, roughly: frames and arrays by their own count, other things by
    what they are made of."""
    if isinstance(value, (pl.DataFrame, pl.Series)):
        return int(value.estimated_size())
    if isinstance(value, np.ndarray):
        return int(value.nbytes)
    size = sys.getsizeof(value, 0)
    if depth == 0 or isinstance(value, (str, bytes, int, float)):
        return size
    if isinstance(value, dict):
        return size + sum(size_of(each, depth - 1) for each in value.values())
    if isinstance(value, (list, tuple, set, frozenset)):
        return size + sum(size_of(each, depth - 1) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = (getattr(value, each.name) for each in fields(value))
        return size + sum(size_of(each, depth - 1) for each in parts)
    return size
