"""An import off the page's thread: started, watched, cancelled, and fetched by the page that asked.

One job a session at a time; the store's own lock keeps sessions apart.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analytics.errors import NineSupersError
from analytics.ingest.importer import import_parts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analytics.datasets import Manifest, Store
    from analytics.ingest.importer import Proposal


@dataclass
class Job:
    """One import under way. `manifest` or `error` is set once it has ended."""

    started: float = field(default_factory=time.monotonic)
    progress: dict[str, Any] = field(default_factory=dict)
    manifest: Manifest | None = None
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


def start(store: Store, proposals: Sequence[Proposal], label: str) -> Job:
    """Begin importing; on success the new version is made current."""
    job = Job()
    threading.Thread(target=_run, args=(job, store, proposals, label), daemon=True).start()
    return job


def _run(job: Job, store: Store, proposals: Sequence[Proposal], label: str) -> None:
    try:
        manifest = import_parts(
            store,
            proposals,
            label=label,
            on_progress=job.progress.update,
            cancelled=job.cancelled,
        )
        store.make_current(manifest.version)
        job.manifest = manifest
    except NineSupersError as error:
        job.error = error
    except Exception:  # the page must hear of any end; the log gets the details
        import logging

        logging.getLogger(__name__).exception("import failed")
        job.error = NineSupersError("unexpected")
    finally:
        job.ended.set()
