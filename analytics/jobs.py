"""One piece of work off the caller's thread: started, polled, cancelled, and its result fetched."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from analytics.errors import NineSupersError

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Stopped(Exception):
    """Work that somebody asked to stop ends here."""


@dataclass
class Job(Generic[Result]):
    """Work under way. Once it has `ended`, `result` holds what came of it, or `error` says why
    nothing did; both are None where it was cancelled in time."""

    started: float = field(default_factory=time.monotonic)
    progress: dict[str, Any] = field(default_factory=dict)
    """How far it is, in the worker's own keys: a stage, a share (0-1), rows done."""
    result: Result | None = None
    error: NineSupersError | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self.started)

    @property
    def share(self) -> float:
        """How far it is, 0-1; 0 until the work reports it."""
        return float(self.progress.get("share", 0.0))

    def advance(self, share: float) -> None:
        """Note how far it is, 0-1; ends the work there where it was asked to stop."""
        if self.cancelled.is_set():
            raise Stopped
        self.progress["share"] = share

    def cancel(self) -> None:
        """Ask it to stop; the store stays as it was."""
        self.cancelled.set()


def start(work: Callable[[Job[Result]], Result | None]) -> Job[Result]:
    """Run `work` in a thread of its own. Whatever it raises ends up in the job, never in the
    caller."""
    job: Job[Result] = Job()
    threading.Thread(target=_run, args=(job, work), daemon=True).start()
    return job


def _run(job: Job[Result], work: Callable[[Job[Result]], Result | None]) -> None:
    try:
        job.result = work(job)
    except Stopped:
        log.info("background work was stopped")
    except NineSupersError as error:
        job.error = error
    except Exception:  # the page must learn of any end; the log gets the details
        log.exception("background work failed")
        job.error = NineSupersError("unexpected")
    finally:
        job.ended.set()
