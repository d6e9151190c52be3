"""One piece of work off the caller's thread: started, watched, cancelled, and fetched by whoever
asked for it."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import NineSupersError

if TYPE_CHECKING:
    from collections.abc import Callable

    from analytics.datasets import Manifest
    from analytics.ingest.drafts import Draft

log = logging.getLogger(__name__)


@dataclass
class Job:
    """Work under way. `manifest`, `draft` or `error` is set once it has ended."""

    started: float = field(default_factory=time.monotonic)
    progress: dict[str, Any] = field(default_factory=dict)
    manifest: Manifest | None = None
    draft: Draft | None = None
    error: NineSupersError | None = None
    cancelled: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    @property
    def seconds(self) -> int:
        """Whole seconds since the start."""
        return int(time.monotonic() - self.started)

    def cancel(self) -> None:
        """Ask it to stop; the store stays as it was."""
        self.cancelled.set()


def start(work: Callable[[Job], None]) -> Job:
    """Run `work` in a thread of its own. Whatever it raises ends up in the job, never in the
    caller."""
    job = Job()
    threading.Thread(target=_run, args=(job, work), daemon=True).start()
    return job


def _run(job: Job, work: Callable[[Job], None]) -> None:
    try:
        work(job)
    except NineSupersError as error:
        job.error = error
    except Exception:  # the page must hear of any end; the log gets the details
        log.exception("background work failed")
        job.error = NineSupersError("unexpected")
    finally:
        job.ended.set()
